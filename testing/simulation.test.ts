import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostFrame } from "../core/protocol/index.ts";
import { aiReplies } from "./simulation/askers.ts";
import { type BrokenMachine, brokenMachines } from "./simulation/broken-machines.ts";
import { invariants } from "./simulation/invariants.ts";
import { addTally, type Tally } from "./simulation/tally.ts";
import { SimulationFailure, simulate } from "./simulation.ts";

const CHUNKS = 20;
const CHUNK = 100;
/** A fault that this many rooms do not show is not found. */
const SEEDS_TO_BREAK = 150;

describe("random rooms", () => {
  const total: Tally = {};

  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const from = 1 + chunk * CHUNK;
    it(`keep every invariant, seeds ${from} to ${from + CHUNK - 1}`, async () => {
      for (let seed = from; seed < from + CHUNK; seed++) addTally(total, (await simulate(seed)).tally);
    });
  }

  it("reach every phase, and the end of many games", () => {
    for (const phase of ["countdown", "question", "reveal", "standings", "podium", "closed"]) {
      expect(total[`phase ${phase}`], phase).toBeGreaterThan(100);
    }
    expect(total["deleted"]).toBe(CHUNKS * CHUNK);
  });

  it("carry out every command at least once", () => {
    const commands = hostFrame.def.options.map((option) => option.def.shape.t.def.values[0]);
    expect(commands).toHaveLength(13);
    for (const t of [...commands, "join", "join-drawn", "answer", "leave"]) {
      expect(total[`carried out ${t}`], t).toBeGreaterThan(0);
    }
  });

  it("refuse for every reason that a frame can be refused for", () => {
    for (const code of reasons) expect(total[`refused ${code}`], code).toBeGreaterThan(0);
  });

  it("crash, hibernate and lose the disk in the midst of a question", () => {
    expect(total["crash in question"]).toBeGreaterThan(10);
    expect(total["hibernation in question"]).toBeGreaterThan(10);
    for (const fault of ["append", "checkpoint", "power"])
      expect(total[`disk fault ${fault}`], fault).toBeGreaterThan(10);
  });

  it("see AIs of every kind", () => {
    for (const way of aiReplies) expect(total[`AI ${way}`], way).toBeGreaterThan(10);
    expect(total["fact written"]).toBeGreaterThan(10);
    expect(total["AI came late"]).toBeGreaterThan(10);
  });

  it("have clients that are silent, stalled and caught up again", () => {
    for (const name of ["seats_silent", "seats_back", "frames_withheld", "closed_too_slow", "closed_silent"]) {
      expect(total[`counted ${name}`], name).toBeGreaterThan(0);
    }
    expect(Object.keys(total).filter((name) => name.startsWith("step recovered"))).not.toEqual([]);
  });

  it("end whatever their hosts do", () => {
    for (const hosts of ["leave", "fall silent", "lead", "watch"]) {
      expect(total[`ending: hosts ${hosts}`], hosts).toBeGreaterThan(10);
    }
  });
});

const reasons = `WRONG_PHASE WRONG_QUESTION TOO_LATE TOO_EARLY ALREADY_ANSWERED NOT_SCORED_YET PAUSED NOT_PAUSED
  NOT_A_PLAYER ALREADY_JOINED NAME_EMPTY NAME_TOO_LONG NAME_NOT_ALLOWED NAME_TAKEN ROOM_LOCKED KICKED NO_PLAYERS
  NO_SUCH_PLAYER NO_SUCH_QUESTION LAST_QUESTION QUESTION_REJECTED BAD_FRAME UNKNOWN_FRAME FRAME_TOO_LARGE HELLO_FIRST
  HELLO_TWICE RATE_LIMITED REPLACED TOO_SLOW TOO_MANY_ERRORS SILENT ROOM_CLOSED TOKEN_INVALID FORBIDDEN
  VERSION_UNSUPPORTED ROOM_NOT_FOUND`.split(/\s+/);

/** Rooms that once failed, and what they found. They are the same rooms as long as no event is added before others. */
const found: readonly (readonly [seed: number, what: string])[] = [
  [1, "after a failed commit hosts were not told again who is here"],
  [3, "who left twice in one moment left twice"],
  [7, "a frame behind a hello that was turned away made the room start again"],
  [19, "room time stood still for as long as the clock had been put back"],
  [56, "a deleted room held a timer"],
  [120, "a second tab joined as a second player"],
  [141, "who joined in a commit that failed remained a member, and the next one to join was the same"],
  [462, "who was kicked was still there in a tab in which they had not joined"],
  [622, "a commit waited for a timer that was set before the clock was put forward"],
  [637, "auto-advance, switched on in a pause, counted the pause twice"],
  [1774, "that the host had gone was lost with a commit, and nobody looked again"],
  [4961, "a room that slept forgot who was behind, and never showed them the whole"],
  [24494, "that a host was gone, noticed when the room was to be deleted, kept it for another day"],
  [31523, "a silent tab was taken in as present when the room woke, and was never seen to leave"],
  [13594, "a ping from before the clock was put back kept a silent host present"],
];

describe("rooms that found something", () => {
  it.each(found)("%i: %s", async (seed) => {
    expect((await simulate(seed)).tally["deleted"]).toBe(1);
  });
});

describe("a simulation", () => {
  it("is the same for the same seed", async () => {
    const [one, two] = [[], []] as string[][];
    await simulate("twice", { log: (line) => one?.push(line) });
    await simulate("twice", { log: (line) => two?.push(line) });
    expect(one?.length).toBeGreaterThan(20);
    expect(two).toEqual(one);
  });

  it("checks what the rules list", () => {
    const spec = readFileSync(new URL("../core/quiz/SPEC.md", import.meta.url), "utf8");
    const listed = [...spec.matchAll(/^- \[(I\d+)\] (.+)$/gm)].map(([, id, text]) => [id, text]);
    expect(listed).toEqual(Object.entries(invariants));
    const cited = Object.values(invariants).flatMap((text) =>
      [...text.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id]) => id),
    );
    for (const id of cited) expect(spec).toContain(`- [${id}] `);
  });

  it.each(brokenMachines)("finds a machine that $fault", async ({ machine, violates }) => {
    const failure = await firstFailure(machine);
    expect(failure?.message).toMatch(/npm run simulate -- --seed \d+/);
    expect(failure?.invariant).toBe(violates);
  });
});

async function firstFailure(machine: BrokenMachine["machine"]): Promise<SimulationFailure | null> {
  for (let seed = 1; seed <= SEEDS_TO_BREAK; seed++) {
    try {
      await simulate(seed, { machine });
    } catch (error) {
      if (error instanceof SimulationFailure) return error;
      throw error;
    }
  }
  return null;
}
