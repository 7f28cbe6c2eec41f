import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { LINE_MAX_CHARS, noTypedLines, turned, typed } from "./typed-lines.ts";
import { act, type WorldStay } from "./world-stay.ts";

const ID = "prompt";

/** Puts the beginning of a line at the prompt, and the keyboard behind it. */
export function beginLine(stay: WorldStay, text: string): void {
  stay.prompt.value = text;
  const input = document.getElementById(ID);
  if (!(input instanceof HTMLInputElement)) return;
  // All within the tap: later, a phone would not show its keyboard.
  input.focus();
  putInto(input, text);
}

/** Shows a text at once, so that the cursor can stand behind it. */
function putInto(input: HTMLInputElement, text: string): void {
  input.value = text;
  input.setSelectionRange(text.length, text.length);
}

/** The line on which one says what one does. The arrow keys bring back what was sent before. */
export function PromptForm({ stay }: { stay: WorldStay }) {
  const input = useRef<HTMLInputElement>(null);
  const before = useRef(noTypedLines);
  const problem = useSignal("");
  useEffect(() => {
    // On a phone it would call up the keyboard, over the place that one has just come to.
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) input.current?.focus();
  }, []);
  const send = (event: Event) => {
    event.preventDefault();
    const line = stay.prompt.value.trim();
    if (line === "") return;
    if (stay.state.value.connection.state !== "live") {
      problem.value = "There is no connection just now. Your line stays here.";
      return;
    }
    problem.value = "";
    before.current = typed(before.current, line);
    stay.prompt.value = "";
    void act(stay, line);
  };
  const turn = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (by === undefined || event.isComposing || !input.current) return;
    event.preventDefault();
    const to = turned(before.current, by, stay.prompt.value);
    if (!to) return;
    before.current = to.all;
    putInto(input.current, to.prompt);
    stay.prompt.value = to.prompt;
  };
  return (
    <form class="prompt" onSubmit={send}>
      <label class="unseen" for={ID}>
        What do you do?
      </label>
      <input
        ref={input}
        id={ID}
        type="text"
        placeholder="look, north, say hello…"
        maxLength={LINE_MAX_CHARS}
        enterKeyHint="send"
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        aria-describedby="prompt-problem"
        value={stay.prompt.value}
        onInput={(event) => {
          stay.prompt.value = event.currentTarget.value;
        }}
        onKeyDown={turn}
      />
      <button type="submit" class="primary">
        Send
      </button>
      <p id="prompt-problem" class="problem" role="alert">
        {problem.value}
      </p>
    </form>
  );
}
