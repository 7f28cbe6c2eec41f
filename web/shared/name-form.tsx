import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { NAME_MAX_CHARS } from "../../core/protocol/limits.ts";
import type { Action } from "./action.ts";
import { recall, remember } from "./storage.ts";

/** The name that people go by on this device, in quizzes and in worlds. */
const NAME = "skerry.name";

interface NameFormProps {
  /** Goes in under a name; what is remembered for the next time is a name that was taken. */
  enter(name: string): Promise<unknown>;
  /** `enter`, and whatever else the form offers: never two at once. */
  action: Action;
  /** What the button says, and says while it works. */
  label: string;
  busyLabel: string;
  /** No name can be typed. */
  locked?: boolean;
  /** Nobody can go in just now. */
  stopped: boolean;
  /** What is wrong before anything was tried here. */
  problem?: string | undefined;
  /** Other ways in. */
  children?: ComponentChildren;
}

/** Asks how somebody wants to be called. */
export function NameForm({ enter, action, label, busyLabel, locked, stopped, problem, children }: NameFormProps) {
  const name = useSignal(recall(NAME) ?? "");
  const submit = (event: Event) => {
    event.preventDefault();
    void action.run(async () => {
      await enter(name.value);
      remember(NAME, name.value);
    });
  };
  return (
    <form onSubmit={submit}>
      <label>
        Your name
        <input
          name="name"
          type="text"
          autoComplete="nickname"
          maxLength={NAME_MAX_CHARS}
          enterKeyHint="go"
          value={name.value}
          disabled={locked}
          aria-describedby="name-problem"
          onInput={(event) => {
            name.value = event.currentTarget.value;
            action.problem.value = null;
          }}
        />
      </label>
      <p id="name-problem" class="problem" role="alert">
        {action.problem.value ?? problem}
      </p>
      <button type="submit" class="primary wide" disabled={stopped} aria-busy={action.busy.value}>
        {action.busy.value ? busyLabel : label}
      </button>
      {children}
    </form>
  );
}
