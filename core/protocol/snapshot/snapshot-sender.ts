import type { EntityTable } from "./entity-table.ts";
import { type FrameHeader, HEADER_BYTES_MAX, isReachable, strideFor, writeHeader } from "./frame-header.ts";
import type { Interest } from "./frame-plan.ts";
import { History, keepAll, SNAPSHOT_HISTORY } from "./history.ts";
import type { Meter } from "./meter.ts";
import { PlanMemory } from "./plan-memory.ts";
import { SenderWorkshop } from "./sender-workshop.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";

/** The least budget of a frame; in less, hardly anything could be told. */
export const SNAPSHOT_BYTES_MIN = 64;
/** After so many ticks in which not even what must be told again has fitted, the client begins anew. */
const STUCK_MAX = 8;
/** What is chosen fills this share of the budget, by guess; if the frame turns out too large, less and less. */
const FIRST_SHARE = 0.95;
const SHRINK = 0.75;
const LAST_SHARE = 0.1;

/** Makes the frames of one client. Ticks ascend; the caller says which of them the client has acknowledged. */
export class SnapshotSender {
  /** The client has everything: the last frame said nothing, and so did those since its baseline. */
  settled = false;
  /** The last frame told all there was to tell. */
  whole = false;
  private readonly workshop: SenderWorkshop;
  private readonly history: History;
  private readonly memory = new PlanMemory();
  private newest = -1;
  private stuck = 0;
  private wasPartial = false;
  private lastNewsTick = -1;

  /**
   * @param history how many snapshots are kept: less needs less memory, and bears fewer late acknowledgements
   * @param workshop shared by senders of one layout, which saves memory
   */
  constructor(layout: SnapshotLayout, history = SNAPSHOT_HISTORY, workshop = new SenderWorkshop(layout)) {
    this.workshop = workshop;
    this.history = new History(history, workshop);
  }

  /**
   * Makes the frame of a tick.
   * @param truth the world, in ascending order of ids, @param budgetBytes at least {@link SNAPSHOT_BYTES_MIN}
   * @param out where the frame goes, at its beginning
   * @returns its length in bytes, or 0: none this time, since the tick is not new or nothing fits
   */
  encode(tick: number, truth: EntityTable, interest: Interest, budgetBytes: number, out: Uint8Array): number {
    if (tick <= this.newest) return 0;
    const { history, memory, workshop } = this;
    const { plan } = workshop;
    const header = this.headerFor(tick);
    const base = history.takeStates(history.find(header.base), workshop.base);
    const isBaseLast = this.stuck > STUCK_MAX || history.newest()?.tick === header.base;
    const last = isBaseLast ? base : history.takeStates(history.newest(), workshop.last);
    plan.compare(memory, truth, interest, base, last);
    const length = this.fit(header, Math.min(budgetBytes, out.length), out);
    this.whole = length > 0 && !header.partial;
    if (length === 0) {
      plan.remember(memory);
      this.stuck++;
      return 0;
    }
    plan.sent(memory, tick, length * 8);
    history.keep(header);
    this.newest = tick;
    this.stuck = 0;
    this.wasPartial = header.partial;
    if (!header.empty || header.partial || header.base === null) this.lastNewsTick = tick;
    this.settled = header.base !== null && this.lastNewsTick <= header.base;
    return length;
  }

  /** Whether a client that is `settled` has all of this, so that no frame is needed. */
  isCurrent(truth: EntityTable, interest: Interest): boolean {
    const { history, workshop } = this;
    const view = this.settled ? history.baseline : null;
    if (!view) return false;
    const base = history.takeStates(view, workshop.base);
    workshop.plan.compare(this.memory, truth, interest, base, base);
    return workshop.plan.isEmpty;
  }

  /**
   * The client has decoded the snapshot of a tick. In any order, as often as it comes.
   * @returns whether that was news; not for ticks never sent, or too old
   */
  acknowledge(tick: number): boolean {
    return this.history.acknowledge(tick);
  }

  /** The next frame tells everything: the client asks for it, or has begun anew. */
  refresh(): void {
    this.free();
    this.settled = false;
    this.wasPartial = false;
    this.stuck = 0;
  }

  /** Gives back all that it keeps in the workshop: the client begins anew, or is gone. */
  free(): void {
    this.history.forget();
    this.memory.forget(this.workshop.shelves);
  }

  /** The tick of the baseline, or `null`. */
  get baseTick(): number | null {
    return this.history.baseline?.tick ?? null;
  }

  /** Memory that it takes on the workshop's shelves. */
  get sizeBytes(): number {
    return this.history.sizeBytes + this.memory.sizeBytes(this.workshop.shelves);
  }

  /** Counts what the bits are spent on, of all who share its workshop. */
  measure(meterOf: (bits: () => number) => Meter): void {
    const { body, encoder } = this.workshop;
    body.states.meter = meterOf(() => encoder.bits);
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
    const base = this.history.baseline;
    if (!base || !isReachable(tick, base.tick)) return header;
    header.base = base.tick;
    const stride = strideFor(tick - base.tick);
    const recent = this.history.nearest(base.tick - stride, base.tick);
    header.recent = recent?.tick ?? null;
    header.older = recent ? (this.history.nearest(recent.tick - stride, recent.tick)?.tick ?? null) : null;
    return header;
  }

  /** Tries everything, and then less and less. @returns the frame's length, or 0 */
  private fit(header: FrameHeader, budgetBytes: number, out: Uint8Array): number {
    const { plan } = this.workshop;
    const budgetBits = (budgetBytes - HEADER_BYTES_MAX) * 8;
    if (!this.wasPartial || plan.fits(budgetBits)) {
      plan.chooseAll();
      const length = this.write(header, budgetBytes, out);
      if (length > 0) return length;
    }
    for (let share = FIRST_SHARE; share > LAST_SHARE; share *= SHRINK) {
      plan.chooseWithin(budgetBits * share);
      const length = this.write(header, budgetBytes, out);
      if (length > 0) return length;
    }
    plan.chooseWithin(0);
    return this.write(header, budgetBytes, out);
  }

  private write(header: FrameHeader, budgetBytes: number, out: Uint8Array): number {
    const { plan, encoder, body, base, view } = this.workshop;
    header.partial = !plan.whole;
    header.empty = plan.chosen === 0;
    header.teaches = !header.empty && isTurnToTeach(header.tick);
    const start = writeHeader(out.subarray(0, budgetBytes), header);
    if (start === 0) return 0;
    if (header.empty) {
      keepAll(base, header, view);
      return start;
    }
    const references = this.history.takeReferences(header);
    encoder.begin(this.history.takeModel(header.base), out, start, budgetBytes);
    body.states.meter?.mark("flags");
    const { tick, partial } = header;
    if (!body.code({ coder: encoder, references, news: plan.news, tick, partial, view })) return 0;
    const end = encoder.finish();
    return encoder.spent ? 0 : end;
  }
}

/**
 * Whether a frame teaches: one in three does, since a model is large. Which ones is scattered, so that no rhythm of
 * acknowledgements meets only the others.
 */
function isTurnToTeach(tick: number): boolean {
  return (Math.imul(tick, 0x9e37_79b1) >>> 16) % 3 === 0;
}
