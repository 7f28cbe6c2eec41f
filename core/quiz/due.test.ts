import { describe, expect, it } from "vitest";
import {
  COMPENSATION_MAX_MS,
  GENERATION_MS,
  HOST_CHECK_MS,
  HOST_GRACE_MS,
  OPENING_LEAD_MS,
  ROOM_IDLE_MS,
  ROOM_IDLE_STEP_MS,
} from "../protocol/index.ts";
import { deadlines, due } from "./due.ts";
import { emptyState, type Phase, type QuizState } from "./state.ts";

const nowMs = 1_767_225_600_000;

function stateWith(change: Partial<QuizState>): QuizState {
  return { ...emptyState(), code: "22222C", createdAtMs: nowMs, activeAtMs: nowMs, ...change };
}

function deadlineOf(name: string, change: Partial<QuizState>): number | undefined {
  return deadlines(stateWith(change)).find(([kind]) => kind === name)?.[1];
}

describe("the deadlines of a room", () => {
  it("are none before there is a room", () => {
    expect(due(emptyState())).toBeNull();
  });

  it.each([
    [0, 24],
    [1, 25],
    [ROOM_IDLE_STEP_MS - 1, 25],
    [ROOM_IDLE_STEP_MS, 25],
    [ROOM_IDLE_STEP_MS + 1, 26],
  ])("[R4] %i ms past the hour, it is deleted after a day, rounded up to the hour", (pastMs, hours) => {
    expect(nowMs % ROOM_IDLE_STEP_MS).toBe(0);
    const activeAtMs = nowMs + pastMs;
    const deleteMs = deadlineOf("delete", { activeAtMs });
    expect(deleteMs).toBe(nowMs + hours * ROOM_IDLE_STEP_MS);
    expect((deleteMs ?? 0) - activeAtMs).toBeGreaterThanOrEqual(ROOM_IDLE_MS);
  });

  const phases: [Phase, number | undefined][] = [
    [{ phase: "lobby" }, undefined],
    [{ phase: "countdown", index: 0, opensAtMs: nowMs + 2_500 }, nowMs + 2_500 - OPENING_LEAD_MS],
    [
      { phase: "question", index: 0, opensAtMs: nowMs, closesAtMs: nowMs + 20_000 },
      nowMs + 20_000 + COMPENSATION_MAX_MS,
    ],
    [{ phase: "reveal", index: 0, counts: [0, 0, 0, 0], nextAtMs: nowMs + 7_000 }, nowMs + 7_000],
    [{ phase: "reveal", index: 0, counts: [0, 0, 0, 0], nextAtMs: null }, undefined],
    [{ phase: "standings", index: 0, nextAtMs: nowMs + 5_000 }, nowMs + 5_000],
    [{ phase: "standings", index: 0, nextAtMs: null }, undefined],
    [{ phase: "podium" }, undefined],
    [{ phase: "closed" }, undefined],
  ];
  it.each(phases)("[Q24] %j ends at %s", (phase, endMs) => {
    expect(deadlineOf("phase", { phase })).toBe(endMs);
  });

  it.each(phases)("[Q34] %j does not end while the game is paused", (phase) => {
    expect(deadlineOf("phase", { phase, pausedAtMs: nowMs })).toBeUndefined();
  });

  it("[G4] the end of a generation is one", () => {
    const generation = { askId: 1, deadlineAtMs: nowMs + GENERATION_MS, of: 3, written: 0, slots: [0, 1, 2] };
    expect(deadlineOf("generation", { generation })).toBe(nowMs + GENERATION_MS);
    expect(due(stateWith({ generation }))).toBe(nowMs + GENERATION_MS);
  });

  it("[Q61] the look for the host is one, while the game waits for them", () => {
    expect(deadlineOf("look", { lookAtMs: nowMs + HOST_GRACE_MS })).toBe(nowMs + HOST_GRACE_MS);
    expect(deadlineOf("look", {})).toBeUndefined();
    expect(HOST_GRACE_MS).toBeLessThan(HOST_CHECK_MS);
  });

  it("the earliest comes first", () => {
    const generation = { askId: 1, deadlineAtMs: nowMs + 900, of: 3, written: 0, slots: [0] };
    const phase: Phase = { phase: "standings", index: 0, nextAtMs: nowMs + 700 };
    expect(due(stateWith({ generation, phase, lookAtMs: nowMs + 800 }))).toBe(nowMs + 700);
    expect(due(stateWith({ generation, lookAtMs: nowMs + 800 }))).toBe(nowMs + 800);
    expect(due(stateWith({}))).toBe(nowMs + ROOM_IDLE_MS);
  });
});
