import { contextsFor } from "./contexts.ts";
import { EntityTable } from "./entity-table.ts";
import { FrameBody } from "./frame-body.ts";
import { type FrameHeader, HEADER_BYTES_MAX, isReachable, strideFor, writeHeader } from "./frame-header.ts";
import { FramePlan, type Interest } from "./frame-plan.ts";
import { History, referencesOf } from "./history.ts";
import type { Meter } from "./meter.ts";
import { ModelPool } from "./model-pool.ts";
import { RangeEncoder } from "./range-coder.ts";
import type { References } from "./references.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";

/** So many snapshots are kept for a client, as baselines. */
export const SNAPSHOT_HISTORY = 32;
/** The least budget of a frame; in less, hardly anything could be told. */
export const SNAPSHOT_BYTES_MIN = 64;
/** After so many ticks in which not even what must be told again has fitted, the client begins anew. */
const STUCK_MAX = 8;
/** What is chosen fills this share of the budget, by guess; if the frame turns out too large, less and less. */
const FIRST_SHARE = 0.95;
const SHRINK = 0.75;
const LAST_SHARE = 0.1;

/** What senders of one layout may share. */
export function modelPoolFor(layout: SnapshotLayout): ModelPool {
  return new ModelPool(contextsFor(layout).length);
}

/** Makes the frames of one client. Ticks ascend; the caller says which of them the client has acknowledged. */
export class SnapshotSender {
  /** The client has everything: the last frame said nothing, and so did those since its baseline. */
  settled = false;
  /** The last frame told all there was to tell. */
  whole = false;
  private readonly history: History;
  private readonly body: FrameBody;
  private readonly encoder = new RangeEncoder();
  private readonly none = new EntityTable();
  private readonly plan = new FramePlan(this.none);
  private newest = -1;
  private stuck = 0;
  private wasPartial = false;
  private lastNewsTick = -1;

  /**
   * @param history how many snapshots are kept: less needs less memory, and bears fewer late acknowledgements
   * @param models shared by senders of one layout, which saves memory
   */
  constructor(layout: SnapshotLayout, history = SNAPSHOT_HISTORY, models = modelPoolFor(layout)) {
    const contexts = contextsFor(layout);
    this.history = new History(history, models);
    this.body = new FrameBody(layout, contexts);
  }

  /**
   * Makes the frame of a tick.
   * @param truth the world, in ascending order of ids, @param budgetBytes at least {@link SNAPSHOT_BYTES_MIN}
   * @param out where the frame goes, at its beginning
   * @returns its length in bytes, or 0: none this time, since the tick is not new or nothing fits
   */
  encode(tick: number, truth: EntityTable, interest: Interest, budgetBytes: number, out: Uint8Array): number {
    if (tick <= this.newest) return 0;
    const header = this.headerFor(tick);
    const references = referencesOf(this.history, header, this.none);
    if (!references) return 0;
    const last = this.stuck > STUCK_MAX ? references.base : (this.history.newest()?.table ?? this.none);
    this.plan.compare(truth, interest, references.base, last);
    const length = this.fit(header, references, Math.min(budgetBytes, out.length), out);
    this.whole = length > 0 && !header.partial;
    if (length === 0) {
      this.plan.remember();
      this.stuck++;
      return 0;
    }
    this.plan.sent(tick, length * 8);
    this.history.keep(header);
    this.newest = tick;
    this.stuck = 0;
    this.wasPartial = header.partial;
    if (!header.empty || header.partial || header.base === null) this.lastNewsTick = tick;
    this.settled = header.base !== null && this.lastNewsTick <= header.base;
    return length;
  }

  /** Whether a client that is `settled` has all of this, so that no frame is needed. */
  isCurrent(truth: EntityTable, interest: Interest): boolean {
    const base = this.history.baseline()?.table;
    if (!this.settled || !base) return false;
    this.plan.compare(truth, interest, base, base);
    return this.plan.isEmpty;
  }

  /**
   * The client has decoded the snapshot of a tick. In any order, as often as it comes.
   * @returns whether that was news; not for ticks never sent, or too old
   */
  acknowledge(tick: number): boolean {
    const view = this.history.find(tick);
    if (!view || view.acknowledged) return false;
    view.acknowledged = true;
    return true;
  }

  /** The next frame tells everything: the client asks for it, or has begun anew. */
  refresh(): void {
    this.history.forget();
    this.plan.forget();
    this.settled = false;
    this.wasPartial = false;
    this.stuck = 0;
  }

  /** Gives back what it shares with others: it is not used any more. */
  free(): void {
    this.history.forget();
  }

  /** The tick of the baseline, or `null`. */
  get baseTick(): number | null {
    return this.history.baseline()?.tick ?? null;
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.history.sizeBytes + this.plan.sizeBytes;
  }

  /** Counts what the bits are spent on. */
  measure(meterOf: (bits: () => number) => Meter): void {
    this.body.states.meter = meterOf(() => this.encoder.bits);
  }

  private headerFor(tick: number): FrameHeader {
    const header: FrameHeader = {
      tick,
      base: null,
      recent: null,
      older: null,
      partial: false,
      empty: false,
      teaches: true,
    };
    const base = this.history.baseline();
    if (!base || !isReachable(tick, base.tick)) return header;
    header.base = base.tick;
    const stride = strideFor(tick - base.tick);
    const recent = this.history.nearest(base.tick - stride, base.tick);
    header.recent = recent?.tick ?? null;
    header.older = recent ? (this.history.nearest(recent.tick - stride, recent.tick)?.tick ?? null) : null;
    return header;
  }

  /** Tries everything, and then less and less. @returns the frame's length, or 0 */
  private fit(header: FrameHeader, references: References, budgetBytes: number, out: Uint8Array): number {
    const { plan } = this;
    const budgetBits = (budgetBytes - HEADER_BYTES_MAX) * 8;
    if (!this.wasPartial || plan.fits(budgetBits)) {
      plan.chooseAll();
      const length = this.write(header, references, budgetBytes, out);
      if (length > 0) return length;
    }
    for (let share = FIRST_SHARE; share > LAST_SHARE; share *= SHRINK) {
      plan.chooseWithin(budgetBits * share);
      const length = this.write(header, references, budgetBytes, out);
      if (length > 0) return length;
    }
    plan.chooseWithin(0);
    return this.write(header, references, budgetBytes, out);
  }

  private write(header: FrameHeader, references: References, budgetBytes: number, out: Uint8Array): number {
    const { plan, encoder } = this;
    const { table } = this.history;
    header.partial = !plan.whole;
    header.empty = plan.chosen === 0;
    header.teaches = !header.empty && isTurnToTeach(header.tick);
    const start = writeHeader(out.subarray(0, budgetBytes), header);
    if (start === 0) return 0;
    if (header.empty) {
      keepAll(references.base, header, table);
      return start;
    }
    encoder.begin(this.history.modelFor(header.base), out, start, budgetBytes);
    this.body.states.meter?.mark("flags");
    const { tick, partial } = header;
    if (!this.body.code({ coder: encoder, references, news: plan.news, tick, partial, view: table })) return 0;
    const end = encoder.finish();
    return encoder.spent ? 0 : end;
  }
}

/** The view of an empty frame: that of its baseline, and true of this tick if nothing was left out. */
export function keepAll(base: EntityTable, header: FrameHeader, view: EntityTable): void {
  view.copy(base);
  if (!header.partial) view.asOf.fill(header.tick, 0, view.length);
}

/**
 * Whether a frame teaches: one in three does, since a model is large. Which ones is scattered, so that no rhythm of
 * acknowledgements meets only the others.
 */
function isTurnToTeach(tick: number): boolean {
  return (Math.imul(tick, 0x9e37_79b1) >>> 16) % 3 === 0;
}
