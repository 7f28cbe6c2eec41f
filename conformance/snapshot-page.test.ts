import { beforeAll, describe, expect, it } from "vitest";
import { BitModel } from "../core/protocol/snapshot/bit-model.ts";
import { SNAPSHOT_ENTITIES_MAX } from "../core/protocol/snapshot/frame-body.ts";
import { SNAPSHOT_HISTORY } from "../core/protocol/snapshot/history.ts";
import { RangeDecoder } from "../core/protocol/snapshot/range-coder.ts";
import type { SnapshotLayout } from "../core/protocol/snapshot/snapshot-schema.ts";
import { motionLayout } from "../core/protocol/world-motion.ts";
import { type Random, randomFor } from "../core/random.ts";
import { sceneryOf } from "../core/world/scenery.ts";
import { smallRealm } from "../testing/small-realm.ts";
import { BothReceivers } from "./both-receivers.ts";
import { damaged } from "./frame-damage.ts";
import { recordShard } from "./shard-recording.ts";
import { Model } from "./snapshot-decoder/model.ts";
import { constant } from "./snapshot-decoder/page-tables.ts";
import { BadBody, RangeReader } from "./snapshot-decoder/range-reader.ts";
import type { Schema } from "./snapshot-decoder/schema.ts";
import {
  type Coded,
  codedAt,
  codedContexts,
  drawCoded,
  edgeLayouts,
  encodeCoded,
  enteringFrame,
  restlessFrames,
} from "./snapshot-edges.ts";
import { playSnapshots } from "./snapshot-story.ts";
import { storyLayout } from "./snapshot-world.ts";
import { filesOf, sourceFile } from "./source-files.ts";
import { readMotion, worldSchema } from "./world-page.ts";

/** Frames that one receiver gets from its beginning on. */
interface Run {
  layout: SnapshotLayout;
  schema: Schema;
  frames: Uint8Array[];
}

/** Of the story, whose snapshots are large, and of a shard. */
const DAMAGED = { story: 1_200, shard: 2_800 };

const { position, orientationBits, kinds } = storyLayout.schema;
const story = { layout: storyLayout, schema: { ...position, orientationBits, kinds } };
const { areas } = sceneryOf(smallRealm);
const world = { layout: motionLayout(areas), schema: worldSchema(areas) };

let storyRuns: Run[];
let worldRuns: Run[];

beforeAll(async () => {
  const byClient = new Map<string, Uint8Array[]>();
  playSnapshots((client, frame) => byClient.set(client, [...(byClient.get(client) ?? []), frame]));
  storyRuns = [...byClient.values()].map((frames) => ({ ...story, frames }));
  worldRuns = [...(await recordShard()).values()].flatMap(({ motion }) => runsOf(motion));
}, 60_000);

/** The snapshots in motion frames; a fresh one begins another run. */
function runsOf(motion: readonly Uint8Array[]): Run[] {
  const runs: Run[] = [];
  for (const bytes of motion) {
    const frame = readMotion(bytes);
    if (!frame) throw new Error("a binary frame that is no motion");
    if (frame.flags["fresh"]) runs.push({ ...world, frames: [] });
    if (frame.snapshot.length > 0) runs.at(-1)?.frames.push(frame.snapshot);
  }
  return runs;
}

/** Both receivers read whole runs. @returns what became of the frames, and where the two differ */
function readAll(runs: readonly Run[]): { codes: Record<string, number>; faults: string[] } {
  const codes: Record<string, number> = {};
  const faults: string[] = [];
  for (const { layout, schema, frames } of runs) {
    const both = BothReceivers.begin(layout, schema);
    for (const frame of frames) note(both.read(frame), codes, faults);
  }
  return { codes, faults };
}

function note(read: ReturnType<BothReceivers["read"]>, codes: Record<string, number>, faults: string[]): void {
  if ("differ" in read) faults.push(read.differ);
  else codes[read.code] = (codes[read.code] ?? 0) + 1;
}

function readCoded(reader: RangeReader, one: Coded): number {
  const { bit, size, sign, tail } = codedAt;
  if (one.what === "bit") return reader.bit(bit);
  if (one.what === "even") return reader.even(one.bits);
  return one.what === "unsigned" ? reader.unsigned(size, tail) : reader.signed(size, sign, tail);
}

/** Both read damaged frames at every so many-eth frame of a run; and after each of them the whole one and the next. */
function readDamaged(runs: readonly Run[], count: number, random: Random) {
  const [codes, faults]: [Record<string, number>, string[]] = [{}, []];
  const total = runs.reduce((sum, { frames }) => sum + frames.length, 0);
  let done = 0;
  let passed = 0;
  for (const { layout, schema, frames } of runs) {
    const both = BothReceivers.begin(layout, schema);
    frames.forEach((frame, i) => {
      for (passed += 1; done < (passed * count) / total; done++) {
        const pair = both.copy();
        const bad = damaged(frame, frames, pair.ticks, random);
        note(pair.read(bad), codes, faults);
        // What is learnt from a frame that is empty and teaches is not fixed.
        if (((bad[0] ?? 0) & 0b0001_1000) === 0b0001_1000) continue;
        for (const next of frames.slice(i, i + 2)) note(pair.read(next), {}, faults);
      }
      both.read(frame);
    });
  }
  return { codes, faults };
}

describe("a receiver written from docs/snapshot-format.md", () => {
  it("shares nothing with the program's", () => {
    const files = filesOf(["ts"]).filter((file) => file.startsWith("conformance/snapshot-decoder/"));
    expect(files.length).toBeGreaterThan(8);
    const imports = new Set(files.flatMap((file) => sourceFile(file).imports));
    expect([...imports].filter((one) => !one.startsWith("./"))).toEqual(["../page.ts"]);
  });

  it("reads every frame of the story as the program does", () => {
    const { codes, faults } = readAll(storyRuns);
    expect(faults).toEqual([]);
    expect(codes["read"]).toBeGreaterThan(600);
    expect(codes["SNAPSHOT_STALE"]).toBeGreaterThan(20);
  });

  it("reads every snapshot of a shard as the program does", () => {
    const { codes, faults } = readAll(worldRuns);
    expect(worldRuns.length).toBeGreaterThan(2);
    expect(faults).toEqual([]);
    expect(codes["read"]).toBeGreaterThan(200);
    expect(Object.keys(codes)).toEqual(["read"]);
  });

  for (const name of ["story", "shard"] as const) {
    it(`takes and refuses the same damaged frames of the ${name}, and reads on alike`, () => {
      const runs = name === "story" ? storyRuns : worldRuns;
      const { codes, faults } = readDamaged(runs, DAMAGED[name], randomFor("damage", name));
      expect(faults).toEqual([]);
      expect(Object.keys(codes).sort()).toEqual(["SNAPSHOT_BAD", "SNAPSHOT_NO_BASELINE", "SNAPSHOT_STALE", "read"]);
      for (const times of Object.values(codes)) expect(times).toBeGreaterThan(20);
    }, 120_000);
  }

  it("keeps as many snapshots as the program", () => {
    expect(constant("HISTORY")).toBe(SNAPSHOT_HISTORY);
  });

  it("reads bits and numbers of every sort as they were coded", () => {
    const coded = drawCoded(randomFor("snapshot page", "numbers"));
    const reader = new RangeReader(Model.blank(codedContexts), encodeCoded(coded));
    expect(coded.map((one) => ({ ...one, value: readCoded(reader, one) }))).toEqual(coded);
  });

  it("finds where a body runs past its end as the program does", () => {
    for (const length of [0, 1, 7, 60]) {
      const body = new Uint8Array(length).fill(0xa7);
      const program = new RangeDecoder();
      program.begin(new BitModel(1), body, 0);
      const page = new RangeReader(Model.blank(1), body);
      let read = 0;
      for (; !program.spent; read++) program.even(8, 0);
      for (let i = 0; i < read - 1; i++) page.even(8);
      expect(() => page.even(8)).toThrow(BadBody);
    }
  });

  it("reads what is at the edge of what may be, and refuses what is beyond, as the program does", () => {
    const first = (ids: readonly number[]) => BothReceivers.begin(story.layout, story.schema).read(enteringFrame(ids));
    const many = Array.from({ length: SNAPSHOT_ENTITIES_MAX + 1 }, (_, i) => i);
    const wide = [0, 2 ** 24, 2 ** 25 + 1, 2 ** 31];
    expect(first([...wide, 2 ** 32 - 1])).toEqual({ code: "read" });
    expect(first([...wide, 2 ** 32])).toEqual({ code: "SNAPSHOT_BAD" });
    expect(first(many.slice(1))).toEqual({ code: "read" });
    expect(first(many)).toEqual({ code: "SNAPSHOT_BAD" });
  });

  it("reads things that jump and tumble, worlds of one kind, wide fields, far ids and long pauses", () => {
    const runs = edgeLayouts.map((layout) => {
      const { position, orientationBits, kinds } = layout.schema;
      const schema = { ...position, orientationBits, kinds };
      return { layout, schema, frames: restlessFrames(layout, randomFor("snapshot page", "restless")) };
    });
    const { codes, faults } = readAll(runs);
    expect(faults).toEqual([]);
    expect(codes).toEqual({ read: 240 });
    expect(constant("TURN_MAX")).toBe(Math.floor(0.95 * constant("ONE") ** 2));
  });
});

describe("the schema of a world in docs/protocol.md", () => {
  it("is the program's", () => {
    const { position, orientationBits, kinds } = world.layout.schema;
    expect(world.schema).toEqual({ ...position, orientationBits, kinds });
  });
});
