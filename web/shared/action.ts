import { type Signal, useSignal } from "@preact/signals";
import { messageOf } from "../../client/request-error.ts";

/**
 * Something a person asked for: whether it is under way, and what went wrong. Show `busy` as `aria-busy`, not as
 * `disabled`: a button that is disabled while it works loses the keyboard's focus.
 */
export interface Action {
  busy: Signal<boolean>;
  problem: Signal<string | null>;
  /** Runs it, unless it is running. True if it went well. */
  run(task: () => Promise<unknown>): Promise<boolean>;
}

/** State for one button or form: never two at once, and every failure is told, in the words of `explain`. */
export function useAction(explain: (error: unknown) => string = messageOf): Action {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const run = async (task: () => Promise<unknown>) => {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    try {
      await task();
      return true;
    } catch (error) {
      problem.value = explain(error);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, problem, run };
}
