import { COMPENSATION_MAX_MS, OPENING_LEAD_MS, ROOM_IDLE_MS, ROOM_IDLE_STEP_MS } from "../protocol/index.ts";
import type { QuizState } from "./state.ts";

/** What a quiz room does by itself. */
export type Deadline = "delete" | "generation" | "phase" | "look";

/** Every deadline of the state that is set, in room time. */
export function deadlines(state: QuizState): [Deadline, number][] {
  const set: [Deadline, number][] = [["delete", deletionMs(state)]];
  if (state.generation) set.push(["generation", state.generation.deadlineAtMs]);
  const phaseMs = phaseEndMs(state);
  if (phaseMs !== null) set.push(["phase", phaseMs]);
  if (state.lookAtMs !== null) set.push(["look", state.lookAtMs]);
  return set;
}

/**
 * The earliest deadline: a room always has one, for it is deleted some day. The least of {@link deadlines}, without
 * making the list: this runs at every fact.
 */
export function due(state: QuizState): number | null {
  if (state.code === "") return null;
  let earliestMs = deletionMs(state);
  if (state.generation) earliestMs = Math.min(earliestMs, state.generation.deadlineAtMs);
  if (state.lookAtMs !== null) earliestMs = Math.min(earliestMs, state.lookAtMs);
  const phaseMs = phaseEndMs(state);
  return phaseMs === null ? earliestMs : Math.min(earliestMs, phaseMs);
}

/** A day after the last activity, in steps, so that an event rarely moves the alarm. */
function deletionMs(state: QuizState): number {
  return Math.ceil((state.activeAtMs + ROOM_IDLE_MS) / ROOM_IDLE_STEP_MS) * ROOM_IDLE_STEP_MS;
}

/** When the phase ends by itself; `null` while it stands still or waits for the host. */
function phaseEndMs(state: QuizState): number | null {
  if (state.pausedAtMs !== null) return null;
  const { phase } = state;
  switch (phase.phase) {
    case "countdown":
      return phase.opensAtMs - OPENING_LEAD_MS;
    case "question":
      // An answer that was on its way at the end may still count.
      return phase.closesAtMs + COMPENSATION_MAX_MS;
    case "reveal":
    case "standings":
      return phase.nextAtMs;
    default:
      return null;
  }
}
