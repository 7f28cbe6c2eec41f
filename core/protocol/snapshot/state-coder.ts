import { codeEven, codeSigned } from "./coded-number.ts";
import { type Contexts, SIZE_CONTEXTS, TAIL_CONTEXTS, TURN_CLASSES } from "./contexts.ts";
import type { EntityTable } from "./entity-table.ts";
import type { Meter } from "./meter.ts";
import { Motion, partContext, positionContext } from "./motion.ts";
import type { BitCoder } from "./range-coder.ts";
import type { Known, References } from "./references.ts";
import { largestOf, levelOrientation, turnOf, unpackOrientation } from "./smallest-three.ts";
import type { FieldLayout, SnapshotLayout } from "./snapshot-schema.ts";

/**
 * Codes states of entities: the encoder from a row of the world, the decoder into its view, both by the same code.
 * The row to code into holds what is known already: the state of the baseline, or of the one that entered before.
 */
export class StateCoder {
  meter: Meter | null = null;
  private readonly layout: SnapshotLayout;
  private readonly at: Contexts;
  private readonly motion: Motion;
  /** The orientation of the last one that entered and has one. */
  private enteredLast = 0;

  constructor(layout: SnapshotLayout, contexts: Contexts) {
    this.layout = layout;
    this.at = contexts;
    this.motion = new Motion(layout);
  }

  /**
   * Codes a change against the baseline.
   * @param from the row of the true state, @param into a copy of the baseline's row
   * @returns whether what came is a state at all
   */
  change(
    coder: BitCoder,
    references: References,
    known: Known,
    truth: EntityTable,
    from: number,
    view: EntityTable,
    into: number,
  ): boolean {
    const { at } = this;
    const { stir } = known;
    const rested = view.resting[into] ?? 0;
    const rests = coder.bit(at.rests + stir * 2 + rested, truth.resting[from] ?? 0);
    view.resting[into] = rests;
    const stays = coder.bit(at.stays + stir * 4 + rests * 2 + rested, samePosition(view, into, truth, from) ? 1 : 0);
    this.meter?.mark("flags");
    if (!stays) {
      this.motion.foreseePosition(references, known);
      if (!this.position(coder, truth, from, view, into)) return false;
      this.meter?.mark("position");
    }
    const kind = this.layout.kinds[view.kinds[into] ?? 0];
    if (kind?.rotates) {
      const packed = view.orientations[into] ?? 0;
      const stares = coder.bit(at.stares + stir * 2 + stays, packed === truth.orientations[from] ? 1 : 0);
      this.meter?.mark("flags");
      if (!stares) {
        this.motion.foreseeOrientation(references, known, packed);
        if (!this.orientation(coder, truth, from, view, into)) return false;
        this.meter?.mark("orientation");
      }
    }
    if (kind && kind.fields.length > 0) this.fields(coder, kind.fields, truth, from, view, into);
    return true;
  }

  /** Nobody has entered yet in this frame. */
  begin(): void {
    this.enteredLast = levelOrientation(this.layout.turns);
  }

  /** Codes the whole state of one that enters, against that of the one before it, which `into` holds. */
  enter(coder: BitCoder, truth: EntityTable, from: number, view: EntityTable, into: number): boolean {
    const { at, layout } = this;
    view.resting[into] = coder.bit(at.rests, truth.resting[from] ?? 0);
    view.x[into] = this.entering(coder, 0, view.x[into] ?? 0, truth.x[from] ?? 0);
    view.y[into] = this.entering(coder, 1, view.y[into] ?? 0, truth.y[from] ?? 0);
    view.z[into] = this.entering(coder, 2, view.z[into] ?? 0, truth.z[from] ?? 0);
    if (!this.isInside(view, into)) return false;
    const kind = layout.kinds[view.kinds[into] ?? 0];
    view.orientations[into] = 0;
    if (kind?.rotates) {
      this.motion.turn = TURN_CLASSES - 1;
      unpackOrientation(this.enteredLast, layout.turns, this.motion.q);
      if (!this.orientation(coder, truth, from, view, into)) return false;
      this.enteredLast = view.orientations[into] ?? 0;
    }
    if (kind && kind.fields.length > 0) this.fields(coder, kind.fields, truth, from, view, into);
    return true;
  }

  private entering(coder: BitCoder, axis: number, before: number, truth: number): number {
    const { enterSize, enterSign, enterTail } = this.at;
    const size = enterSize + axis * SIZE_CONTEXTS;
    const tail = enterTail + axis * TAIL_CONTEXTS;
    return before + codeSigned(coder, size, enterSign + axis, tail, truth - before);
  }

  /** The height first: what falls or climbs says most about the rest. */
  private position(coder: BitCoder, truth: EntityTable, from: number, view: EntityTable, into: number): boolean {
    const { motion } = this;
    const y = this.part(coder, 0, 0, motion.signY, (truth.y[from] ?? 0) - motion.y);
    let off = y < 0 ? -y : y;
    const x = this.part(coder, 1, off, motion.signX, (truth.x[from] ?? 0) - motion.x);
    off += x < 0 ? -x : x;
    const z = this.part(coder, 2, off, motion.signZ, (truth.z[from] ?? 0) - motion.z);
    view.x[into] = motion.x + x;
    view.y[into] = motion.y + y;
    view.z[into] = motion.z + z;
    return this.isInside(view, into);
  }

  private part(coder: BitCoder, axis: number, off: number, sign: number, value: number): number {
    const { positionSize, positionSign, positionTail } = this.at;
    const size = positionSize + positionContext(this.motion.motion, axis, off);
    return codeSigned(coder, size, positionSign + sign, positionTail, value);
  }

  private isInside(view: EntityTable, row: number): boolean {
    const { sizeX, sizeY, sizeZ } = this.layout;
    const x = view.x[row] ?? 0;
    const y = view.y[row] ?? 0;
    const z = view.z[row] ?? 0;
    return x >= 0 && x <= sizeX && y >= 0 && y <= sizeY && z >= 0 && z <= sizeZ;
  }

  /** Codes an orientation against the one that is foreseen. */
  private orientation(coder: BitCoder, truth: EntityTable, from: number, view: EntityTable, into: number): boolean {
    const { motion, at } = this;
    const { turns } = this.layout;
    const packed = truth.orientations[from] ?? 0;
    const largest = this.largest(coder, largestOf(motion.q), packed >>> 30);
    const sign = (motion.q[largest] ?? 0) < 0 ? -1 : 1;
    let result = largest;
    let off = 0;
    let shift = 20;
    for (let i = 0, part = 0; i < 4; i++) {
      if (i === largest) continue;
      const foreseen = turnOf((motion.q[i] ?? 0) * sign, turns);
      const size = at.partSize + partContext(motion.turn, part++, off);
      const value = codeSigned(coder, size, at.partSign, at.partTail, ((packed >>> shift) & 0x3ff) - foreseen);
      const turn = foreseen + value;
      if (turn < 0 || turn > turns) return false;
      off += value < 0 ? -value : value;
      result = (result << 10) | turn;
      shift -= 10;
    }
    view.orientations[into] = result >>> 0;
    return true;
  }

  private largest(coder: BitCoder, foreseen: number, truth: number): number {
    const { largestKept, largestOther } = this.at;
    if (coder.bit(largestKept + this.motion.turn, truth === foreseen ? 1 : 0)) return foreseen;
    const step = (truth - foreseen) & 3;
    const high = coder.bit(largestOther, step === 3 ? 1 : 0);
    if (high) return (foreseen + 3) & 3;
    return (foreseen + 1 + coder.bit(largestOther + 1, step === 2 ? 1 : 0)) & 3;
  }

  private fields(
    coder: BitCoder,
    fields: readonly FieldLayout[],
    truth: EntityTable,
    from: number,
    view: EntityTable,
    into: number,
  ): void {
    const was = view.fields[into] ?? 0;
    const is = truth.fields[from] ?? 0;
    if (!coder.bit(this.at.fieldsKept + (view.kinds[into] ?? 0), was === is ? 1 : 0)) {
      let all = 0;
      for (const field of fields)
        all |= this.field(coder, field, was >>> field.shift, is >>> field.shift) << field.shift;
      view.fields[into] = all >>> 0;
    }
    this.meter?.mark("fields");
  }

  private field(coder: BitCoder, { index, bits, mask }: FieldLayout, before: number, truth: number): number {
    const { at } = this;
    const was = (before & mask) >>> 0;
    const is = (truth & mask) >>> 0;
    if (coder.bit(at.fieldKept + index, was === is ? 1 : 0)) return was;
    if (bits > WRAPPED_BITS_MAX) return codeEven(coder, bits, is);
    const step = (is - was) & mask;
    const nearer = step > mask >>> 1 ? step - mask - 1 : step;
    const size = at.fieldSize + index * SIZE_CONTEXTS;
    const tail = at.fieldTail + index * TAIL_CONTEXTS;
    return (was + codeSigned(coder, size, at.fieldSign + index, tail, nearer)) & mask;
  }
}

/** Wider fields are not numbers that change little. */
const WRAPPED_BITS_MAX = 16;

function samePosition(one: EntityTable, row: number, other: EntityTable, there: number): boolean {
  return one.x[row] === other.x[there] && one.y[row] === other.y[there] && one.z[row] === other.z[there];
}
