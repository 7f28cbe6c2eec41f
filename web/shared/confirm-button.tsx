import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface ConfirmButtonProps {
  label: string;
  /** What will happen, as a question. */
  question: string;
  /** The word of the button that does it. */
  yes: string;
  class?: string;
  /** What a screen reader says instead of the label, where the label is short. */
  describe?: string;
  disabled?: boolean;
  busy?: boolean;
  onConfirm(): void;
}

/** A button for what cannot be undone: asks once more, in place. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const asking = useSignal(false);
  if (asking.value) return <Asking {...props} done={() => (asking.value = false)} />;
  return (
    <button
      type="button"
      class={props.class ?? "quiet"}
      aria-label={props.describe}
      disabled={props.disabled}
      aria-busy={props.busy}
      onClick={() => (asking.value = true)}
    >
      {props.label}
    </button>
  );
}

function Asking({ question, yes, onConfirm, done }: ConfirmButtonProps & { done(): void }) {
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are buttons in a line of text
    <span class="asking" role="group" aria-label={question} onKeyDown={(event) => event.key === "Escape" && done()}>
      <span>{question}</span>
      <button
        type="button"
        class="danger"
        onClick={() => {
          done();
          onConfirm();
        }}
      >
        {yes}
      </button>
      <button type="button" ref={no} onClick={done}>
        No
      </button>
    </span>
  );
}
