import { BitModel } from "../core/protocol/snapshot/bit-model.ts";
import { codeEven, codeSigned, codeUnsigned } from "../core/protocol/snapshot/coded-number.ts";
import { contextsFor, SIZE_CONTEXTS, SIZES_MAX, TAIL_CONTEXTS } from "../core/protocol/snapshot/contexts.ts";
import { EntityTable } from "../core/protocol/snapshot/entity-table.ts";
import { putField, putOrientation, putPosition } from "../core/protocol/snapshot/pose.ts";
import { RangeEncoder } from "../core/protocol/snapshot/range-coder.ts";
import { layoutOf, type SnapshotLayout } from "../core/protocol/snapshot/snapshot-schema.ts";
import { SnapshotSender } from "../core/protocol/snapshot/snapshot-sender.ts";
import { drawBelow, type Random } from "../core/random.ts";
import { storyLayout } from "./snapshot-world.ts";

/** Fresh frames, in the story's schema, into which persons of these ids enter, whether the ids may be so or not. */
export function enteringFrame(ids: readonly number[]): Uint8Array {
  const at = contextsFor(storyLayout);
  const bytes = new Uint8Array(40 + ids.length * 12);
  const encoder = new RangeEncoder();
  encoder.begin(new BitModel(at.length), bytes, 5, bytes.length);
  const unsigned = (list: number, value: number) =>
    codeUnsigned(encoder, at.enterSize + list * SIZE_CONTEXTS, at.enterTail + list * TAIL_CONTEXTS, value);
  unsigned(3, ids.length);
  ids.forEach((id, i) => {
    const gap = id - (i === 0 ? 0 : (ids[i - 1] ?? 0) + 1);
    unsigned(4, Math.min(gap, 2 ** 24));
    if (gap >= 2 ** 24) codeEven(encoder, 32, gap - 2 ** 24);
    // Kind 1 in four bits, awake, where the one before is, and all fields as they were.
    for (const [context, bit] of [
      [1, 0],
      [2, 0],
      [4, 0],
      [8, 1],
    ] as const)
      encoder.bit(at.kind + context, bit);
    encoder.bit(at.rests, 0);
    for (const axis of [0, 1, 2]) {
      codeSigned(encoder, at.enterSize + axis * SIZE_CONTEXTS, at.enterSign + axis, at.enterTail, 0);
    }
    encoder.bit(at.fieldsKept + 1, 1);
  });
  return bytes.slice(0, encoder.finish());
}

/** Schemas with but one kind, whose one field is just narrow enough to be told by its difference, and just too wide. */
export const edgeLayouts = [16, 17].map((bits) =>
  layoutOf({
    position: { min: [0, 0, 0], max: [16_383, 1, 100], resolution: 1 / 1_024 },
    orientationBits: 10,
    kinds: [{ name: "thing", rotates: true, fields: [{ name: "number", bits }] }],
  }),
);

/** Frames of things that are somewhere else and turned otherwise in every snapshot, with far gaps between some ids. */
export function restlessFrames(layout: SnapshotLayout, random: Random): Uint8Array[] {
  const sender = new SnapshotSender(layout);
  const ids = [0, 2 ** 24, 2 ** 25 + 1, 3 * 2 ** 24 + 3, 2 ** 31, 2 ** 32 - 1];
  const interest = { ids: Uint32Array.from(ids), weights: null, length: ids.length };
  const out = new Uint8Array(4_000);
  let tick = 0;
  return Array.from({ length: 120 }, () => {
    tick += 1 + drawBelow(random, drawBelow(random, 10) === 0 ? 200_000 : 3);
    const truth = new EntityTable();
    for (const id of ids) putAnywhere(layout, truth, id, random);
    const length = sender.encode(tick, truth, interest, out.length, out);
    if (drawBelow(random, 3) > 0) sender.acknowledge(tick);
    return out.slice(0, length);
  });
}

function putAnywhere(layout: SnapshotLayout, truth: EntityTable, id: number, random: Random): void {
  const row = truth.add(id, 0);
  const spread = (size: number) => (random() - 0.5) * size;
  putPosition(layout, truth, row, random() * 16_384, random(), 50 + spread(1));
  const q = [spread(1), spread(1), spread(1), spread(1)];
  const length = Math.hypot(...q);
  const unit = q.map((part) => part / length);
  putOrientation(layout, truth, row, unit);
  putField(layout, truth, row, "number", drawBelow(random, 2 ** 17));
}

/** What is coded one after the other, each with a context or several of its own. */
export type Coded =
  | { what: "bit"; value: number }
  | { what: "even"; bits: number; value: number }
  | { what: "unsigned" | "signed"; value: number };

/** Places of the contexts of {@link Coded}: a bit's; a number's size, sign and tail. */
export const codedAt = { bit: 0, size: 1, sign: 1 + SIZE_CONTEXTS, tail: 2 + SIZE_CONTEXTS };
export const codedContexts = codedAt.tail + TAIL_CONTEXTS;

/** Bits that are nearly certain, and numbers of every size. */
export function drawCoded(random: Random): Coded[] {
  const sure = Array.from({ length: 3_000 }, (_, i): Coded => ({ what: "bit", value: i % 1_000 === 999 ? 1 : 0 }));
  const sizes = Array.from({ length: 40 * SIZES_MAX }, (_, i): Coded => {
    const value = drawBelow(random, 2 ** (1 + (i % SIZES_MAX)));
    return i % 2 === 0
      ? { what: "unsigned", value }
      : { what: "signed", value: drawBelow(random, 2) ? value : 0 - value };
  });
  const even = Array.from({ length: 320 }, (_, i): Coded => {
    const bits = 1 + (i % 32);
    return { what: "even", bits, value: bits > 31 ? 0xffff_fffe : drawBelow(random, 2 ** bits) };
  });
  return [...sure, ...sizes, ...even, ...sure];
}

/** The body that holds these. */
export function encodeCoded(coded: readonly Coded[]): Uint8Array {
  const bytes = new Uint8Array(100_000);
  const encoder = new RangeEncoder();
  encoder.begin(new BitModel(codedContexts), bytes, 0, bytes.length);
  const { bit, size, sign, tail } = codedAt;
  for (const one of coded) {
    if (one.what === "bit") encoder.bit(bit, one.value);
    else if (one.what === "even") codeEven(encoder, one.bits, one.value);
    else if (one.what === "unsigned") codeUnsigned(encoder, size, tail, one.value);
    else codeSigned(encoder, size, sign, tail, one.value);
  }
  return bytes.slice(0, encoder.finish());
}
