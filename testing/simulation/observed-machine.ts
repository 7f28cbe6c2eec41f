import type { Machine } from "../../core/machine.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";

/** What was seen of a machine's steps. */
export interface Observation {
  /** Of the newest step but for flushes: room time, and the simulation's own. */
  stepRoomMs: number;
  stepElapsedMs: number;
  /** Of the newest waking, in the simulation's own time. */
  wokenElapsedMs: number;
  /** Of the newest opening of a question, likewise. */
  openedElapsedMs: number;
  /** How many steps by kind of event, and how many of those in each phase. */
  readonly steps: Record<string, number>;
}

/** The same machine, noting when it steps. Changes nothing about it. */
export function observed(
  machine: Machine<Quiz>,
  elapsedMs: () => number,
): { machine: Machine<Quiz>; seen: Observation } {
  const seen: Observation = { stepRoomMs: 0, stepElapsedMs: 0, wokenElapsedMs: 0, openedElapsedMs: 0, steps: {} };
  const step: Machine<Quiz>["step"] = (turn, event) => {
    if (event.type !== "flush") {
      seen.stepRoomMs = turn.nowMs;
      seen.stepElapsedMs = elapsedMs();
    }
    if (event.type === "woken") seen.wokenElapsedMs = seen.stepElapsedMs;
    const phase: string = turn.state.phase.phase;
    const kind = `${event.type} in ${phase}`;
    seen.steps[kind] = (seen.steps[kind] ?? 0) + 1;
    machine.step(turn, event);
    if (phase !== "question" && turn.state.phase.phase === "question") seen.openedElapsedMs = elapsedMs();
  };
  return { machine: { ...machine, step }, seen };
}
