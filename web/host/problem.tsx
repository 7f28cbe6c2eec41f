import type { Commands } from "./commands.ts";

/** The newest refusal, in sight wherever the page is scrolled to. */
export function Problem({ commands }: { commands: Commands }) {
  const { problem } = commands;
  return (
    <div role="alert">
      {problem.value && (
        <p class="toast">
          {problem.value}
          <button type="button" onClick={() => (problem.value = null)}>
            OK
          </button>
        </p>
      )}
    </div>
  );
}
