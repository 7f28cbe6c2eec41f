import { beforeAll, describe, expect, it } from "vitest";
import type { EntityTable } from "../core/protocol/snapshot/entity-table.ts";
import { type FrameResult, SnapshotReceiver } from "../core/protocol/snapshot/snapshot-receiver.ts";
import type { SnapshotLayout, SnapshotSchema } from "../core/protocol/snapshot/snapshot-schema.ts";
import { drawBelow, type Random, randomFor } from "../core/random.ts";
import { deepCopy } from "./deep-copy.ts";
import { readPage } from "./page.ts";
import type { Entity } from "./snapshot-decoder/entity.ts";
import type { Schema } from "./snapshot-decoder/schema.ts";
import { type Kept, nothingKept, type Reading, SnapshotDecoder } from "./snapshot-decoder/snapshot-decoder.ts";
import { playSnapshots } from "./snapshot-story.ts";
import { storyLayout } from "./snapshot-world.ts";
import { filesOf } from "./source-files.ts";

/** What came of a frame, in the same words for both receivers. */
interface Outcome {
  result: object;
  shown: Entity[];
  came: number[];
  went: number[];
}

/** A frame of a recording, what the program's receiver made of it, and how both receivers stood before it. */
interface Moment {
  frame: Uint8Array;
  before: { program: SnapshotReceiver; page: Kept };
}

const storyDecoder = new SnapshotDecoder(plain(storyLayout.schema));

function plain({ position, orientationBits, kinds }: SnapshotSchema): Schema {
  return { ...position, orientationBits, kinds };
}

function rowsOf(table: EntityTable): Entity[] {
  return Array.from({ length: table.length }, (_, row) => ({
    id: table.ids[row] ?? 0,
    kind: table.kinds[row] ?? 0,
    rests: table.resting[row] === 1,
    at: [table.x[row] ?? 0, table.y[row] ?? 0, table.z[row] ?? 0],
    orientation: table.orientations[row] ?? 0,
    fields: table.fields[row] ?? 0,
    asOf: table.asOf[row] ?? 0,
  }));
}

function byProgram(result: FrameResult, { latest, entered, left }: SnapshotReceiver): Outcome {
  return result.ok
    ? { result, shown: rowsOf(latest), came: [...entered], went: [...left] }
    : { result, shown: rowsOf(latest), came: [], went: [] };
}

function byPage(reading: Reading, before: Kept): Outcome {
  if (!reading.ok) return { result: reading, shown: [...before.shown], came: [], went: [] };
  const { tick, partial, kept, came, went } = reading;
  return { result: { ok: true, tick, partial }, shown: [...kept.shown], came, went };
}

/** Reads every frame of the story as it arrives, and keeps one in so many with how things stood before it. */
function readStory(every: number): { frames: number; faults: string[]; moments: Moment[] } {
  const told = { frames: 0, faults: [] as string[], moments: [] as Moment[] };
  let client = "";
  let kept = nothingKept;
  let program = new SnapshotReceiver(storyLayout);
  playSnapshots(({ client: name, frame, result, receiver }) => {
    if (name !== client) [client, kept, program] = [name, nothingKept, new SnapshotReceiver(storyLayout)];
    if (told.frames % every === 0) told.moments.push({ frame, before: { program, page: kept } });
    const reading = storyDecoder.read(kept, frame);
    const [mine, theirs] = [byPage(reading, kept), byProgram(result, receiver)];
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) told.faults.push(`${name}: frame ${told.frames}`);
    told.frames += 1;
    if (reading.ok) kept = reading.kept;
    if ((told.frames + 1) % every === 0 || every === 1) program = deepCopy(receiver);
  });
  return told;
}

describe("a receiver written from docs/snapshot-format.md", () => {
  it("reads every frame of the story as the program does", () => {
    const { frames, faults } = readStory(1_000_000);
    expect(frames).toBeGreaterThan(700);
    expect(faults).toEqual([]);
  });
});
