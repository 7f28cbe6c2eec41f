import { codeEven, codeUnsigned } from "./coded-number.ts";
import { type Contexts, SIZE_CONTEXTS, TAIL_CONTEXTS } from "./contexts.ts";
import { EntityTable } from "./entity-table.ts";
import { stirOf } from "./motion.ts";
import type { BitCoder } from "./range-coder.ts";
import { type Known, type References, RowCursor } from "./references.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";
import { StateCoder } from "./state-coder.ts";

/** What a frame says of an entity of its baseline. */
export const KEEP = 0;
export const CHANGE = 1;
export const LEAVE = 2;

/** Entities of the baseline are told of in groups: of most groups, that nothing happened. */
const GROUP = 16;
/** One snapshot holds at most so many entities. */
export const SNAPSHOT_ENTITIES_MAX = 8_192;

/** What to tell. A decoder has none of it: its arrays are empty. */
export interface FrameNews {
  truth: EntityTable;
  /** For each row of the baseline: {@link KEEP}, {@link CHANGE} or {@link LEAVE}. */
  actions: Uint8Array;
  /** For each row of the baseline: where its entity is in `truth`. */
  rows: Int32Array;
  /** Rows in `truth` of those that enter, in ascending order. */
  entering: Int32Array;
  enteringCount: number;
}

/** What a decoder passes. */
export function noNews(): FrameNews {
  return {
    truth: new EntityTable(),
    actions: new Uint8Array(0),
    rows: new Int32Array(0),
    entering: new Int32Array(0),
    enteringCount: 0,
  };
}

/** A frame's body while it is coded. */
export interface FrameJob {
  coder: BitCoder;
  references: References;
  news: FrameNews;
  tick: number;
  /** What is not touched may have changed too. */
  partial: boolean;
  /** The view is made here: the baseline without those that leave, with those that enter, changed. */
  view: EntityTable;
}

/** Codes what is in a frame after its header, on both sides. */
export class FrameBody {
  readonly states: StateCoder;
  private readonly at: Contexts;
  private readonly layout: SnapshotLayout;
  private readonly entering = new EntityTable();
  private readonly recent = new RowCursor();
  private readonly older = new RowCursor();
  private readonly stirs = new Uint8Array(GROUP);
  private readonly recentRows = new Int32Array(GROUP);
  private readonly olderRows = new Int32Array(GROUP);
  private readonly known: Known = { base: 0, recent: 0, older: 0, stir: 0 };
  private admitted = 0;
  private lastTouched = 0;

  constructor(layout: SnapshotLayout, contexts: Contexts) {
    this.at = contexts;
    this.layout = layout;
    this.states = new StateCoder(layout, contexts);
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.entering.sizeBytes;
  }

  /** @returns whether what came is a view at all, and all of it came (or, when encoding, fitted) */
  code(job: FrameJob): boolean {
    const { references, view } = job;
    view.clear();
    if (!this.codeEntering(job)) return false;
    this.states.meter?.mark("entering");
    view.reserve(references.base.length + this.entering.length);
    this.recent.begin(references.recent);
    this.older.begin(references.older);
    this.admitted = 0;
    this.lastTouched = 0;
    for (let start = 0; start < references.base.length; start += GROUP) {
      if (!this.codeGroup(job, start)) return false;
    }
    this.admit(Number.POSITIVE_INFINITY, view);
    return !job.coder.spent && view.length <= SNAPSHOT_ENTITIES_MAX;
  }

  private codeEntering(job: FrameJob): boolean {
    const { entering } = this;
    const { coder, news } = job;
    const { enterSize, enterTail } = this.at;
    const size = enterSize + 3 * SIZE_CONTEXTS;
    const tail = enterTail + 3 * TAIL_CONTEXTS;
    const count = codeUnsigned(coder, size, tail, news.enteringCount);
    entering.clear();
    this.states.begin();
    if (count > SNAPSHOT_ENTITIES_MAX) return false;
    for (let i = 0; i < count; i++) {
      if (coder.spent || !this.codeOneEntering(job, news.entering[i] ?? 0)) return false;
    }
    return true;
  }

  private codeOneEntering({ coder, news: { truth }, tick }: FrameJob, from: number): boolean {
    const { entering } = this;
    const before = entering.length - 1;
    const next = before < 0 ? 0 : (entering.ids[before] ?? 0) + 1;
    const id = next + this.codeGap(coder, (truth.ids[from] ?? 0) - next);
    const kind = this.codeKind(coder, truth.kinds[from] ?? 0);
    if (id > ID_MAX || kind >= this.layout.kinds.length) return false;
    const row = before < 0 ? this.addFirst() : entering.addFrom(entering, before);
    if (entering.kinds[row] !== kind) entering.fields[row] = 0;
    entering.ids[row] = id;
    entering.kinds[row] = kind;
    entering.asOf[row] = tick;
    return this.states.enter(coder, truth, from, entering, row);
  }

  /** The first one that enters is told against the middle of the world. */
  private addFirst(): number {
    const { entering, layout } = this;
    const row = entering.add(0, 0);
    entering.x[row] = layout.sizeX >> 1;
    entering.y[row] = layout.sizeY >> 1;
    entering.z[row] = layout.sizeZ >> 1;
    return row;
  }

  /** Ids may be far apart: a gap beyond 2 ** 24 is told in two parts. */
  private codeGap(coder: BitCoder, gap: number): number {
    const { enterSize, enterTail } = this.at;
    const size = enterSize + 4 * SIZE_CONTEXTS;
    const tail = enterTail + 4 * TAIL_CONTEXTS;
    const near = codeUnsigned(coder, size, tail, gap < GAP_WIDE ? gap : GAP_WIDE);
    return near < GAP_WIDE ? near : GAP_WIDE + codeEven(coder, 32, gap - GAP_WIDE);
  }

  private codeKind(coder: BitCoder, kind: number): number {
    if (this.layout.kinds.length === 1) return 0;
    let read = 1;
    for (let i = 3; i >= 0; i--) read = (read << 1) | coder.bit(this.at.kind + read, (kind >>> i) & 1);
    return read & 15;
  }

  private codeGroup(job: FrameJob, start: number): boolean {
    const { coder, references, news } = job;
    const end = Math.min(start + GROUP, references.base.length);
    const stirring = this.readGroup(references, start, end);
    let any = 0;
    for (let row = start; row < end && !any; row++) any = news.actions[row] ? 1 : 0;
    any = coder.bit(this.at.groupTouched + Math.min(4, stirring), any);
    if (!any && !this.enters(references.base, end)) {
      this.keepGroup(job, start, end);
      return !coder.spent;
    }
    let pending = any;
    for (let row = start; row < end; row++) {
      // The last of a group that was touched, and none before it: it is certain.
      const touched = pending && row === end - 1 ? 1 : any && this.codeTouched(job, row, row - start);
      if (touched) pending = 0;
      if (!this.codeRow(job, row, row - start, touched)) return false;
    }
    return !coder.spent;
  }

  /** Whether somebody enters before the last of a group. */
  private enters(base: EntityTable, end: number): boolean {
    const { entering, admitted } = this;
    return admitted < entering.length && (entering.ids[admitted] ?? 0) <= (base.ids[end - 1] ?? 0);
  }

  private keepGroup({ references, view, partial, tick }: FrameJob, start: number, end: number): void {
    const from = view.length;
    view.addRange(references.base, start, end);
    if (!partial) view.asOf.fill(tick, from, view.length);
  }

  /** Looks up what is known of a group. @returns how many of it stir */
  private readGroup({ base, recent, older }: References, start: number, end: number): number {
    let stirring = 0;
    for (let row = start; row < end; row++) {
      const id = base.ids[row] ?? 0;
      // What sleeps is foreseen to sleep on: that saves looking for most entities.
      const sleeps = base.resting[row] === 1;
      const recentRow = sleeps ? -1 : this.recent.seek(id);
      const olderRow = sleeps ? -1 : this.older.seek(id);
      const stir = sleeps ? 1 : stirOf(base, row, recent, recentRow, older, olderRow);
      this.stirs[row - start] = stir;
      this.recentRows[row - start] = recentRow;
      this.olderRows[row - start] = olderRow;
      if (stir === 3) stirring++;
    }
    return stirring;
  }

  private codeTouched({ coder, references, news }: FrameJob, row: number, place: number): number {
    const known = (this.stirs[place] ?? 0) * 2 + (references.base.resting[row] ?? 0);
    const touched = coder.bit(this.at.touched + known * 4 + this.lastTouched, news.actions[row] ? 1 : 0);
    this.lastTouched = ((this.lastTouched << 1) | touched) & 3;
    return touched;
  }

  private codeRow(job: FrameJob, row: number, place: number, touched: number): boolean {
    const { coder, references, news, view } = job;
    const { base } = references;
    if (touched && coder.bit(this.at.leaves, news.actions[row] === LEAVE ? 1 : 0)) return true;
    if (!this.admit(base.ids[row] ?? 0, view)) return false;
    const into = view.addFrom(base, row);
    if (touched || !job.partial) view.asOf[into] = job.tick;
    if (!touched) return true;
    const { known } = this;
    known.base = row;
    known.recent = this.recentRows[place] ?? -1;
    known.older = this.olderRows[place] ?? -1;
    known.stir = this.stirs[place] ?? 0;
    return this.states.change(coder, references, known, news.truth, news.rows[row] ?? 0, view, into);
  }

  /** Puts those into the view that enter before an id. @returns false where it enters itself: it is there already */
  private admit(id: number, view: EntityTable): boolean {
    const { entering } = this;
    while (this.admitted < entering.length && (entering.ids[this.admitted] ?? 0) < id) {
      view.addFrom(entering, this.admitted++);
    }
    return this.admitted >= entering.length || entering.ids[this.admitted] !== id;
  }
}

/** Ids are whole numbers up to this. */
export const ID_MAX = 0xffff_ffff;

const GAP_WIDE = 1 << 24;
