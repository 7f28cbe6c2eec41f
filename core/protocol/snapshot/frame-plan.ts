import type { EntityTable } from "./entity-table.ts";
import { CHANGE, type FrameNews, KEEP, LEAVE, noNews, SNAPSHOT_ENTITIES_MAX } from "./frame-body.ts";
import { PlanColumns, WaitingColumns } from "./plan-columns.ts";
import type { PlanMemory } from "./plan-memory.ts";
import { RowCursor } from "./references.ts";
import type { Shelves } from "./shelves.ts";

/** What one client is to see: ids in ascending order, and how much each matters. */
export interface Interest {
  ids: Uint32Array;
  /** What each gains in priority per snapshot that it waits, 1 to 255; `null`: all the same. */
  weights: Uint8Array | null;
  length: number;
}

/** What one entity needs. */
const NOTHING = 0;
const UPDATE = 1;
const GOING = 2;
const COMING = 3;
/** Its state is that of the baseline again: only a frame that leaves something out must say so. */
const REPEAT = 4;
/** Its id stands for something else now: the one goes, and the other comes. */
const REPLACE = 5;

/** Bits that one of these takes, at a guess that the plan corrects as it goes. */
const UPDATE_BITS = 36;
const GOING_BITS = 8;
const COMING_BITS = 110;
/** Those who come fill at most this share of a frame: once told, they must fit into the next ones too. */
const COMING_SHARE = 0.75;

/**
 * Decides what goes into a frame. Everything, if there is room; or else those who have waited longest, by a priority
 * that grows by their weight with each snapshot and falls to 0 when they are sent (Glenn Fiedler, "State
 * Synchronization", 2015). Who was told to have come or gone in the frame before is told so again until it is
 * acknowledged, so that a client never sees anybody come twice. What it remembers of a client from frame to frame is in a
 * {@link PlanMemory}; all else is of one frame.
 */
export class FramePlan {
  readonly news: FrameNews = noNews();
  /** Whether everything is in the frame, so that what it does not mention has not changed. */
  whole = false;
  /** How many are in the frame. */
  chosen = 0;
  /** How much larger this client's frames are than they were guessed to be. */
  private scale = 1;
  private guess = 0;
  private readonly now = new PlanColumns();
  private readonly past = new WaitingColumns();
  private readonly shelves: Shelves;
  private baseLength = 0;
  private coming = 0;
  private order = new Float64Array(0);
  private readonly worldRows = new RowCursor();
  private readonly lastRows = new RowCursor();
  private readonly pastRows = new RowCursor();

  /** @param shelves where clients' memories lie */
  constructor(shelves: Shelves) {
    this.shelves = shelves;
  }

  /**
   * Compares the world with what the client has acknowledged.
   * @param last what it saw if it got the frame before; who came or went between is settled
   */
  compare(memory: PlanMemory, truth: EntityTable, interest: Interest, base: EntityTable, last: EntityTable): void {
    this.scale = memory.scale;
    memory.take(this.shelves, this.past);
    this.begin(truth, interest, base, last);
    const { ids: wanted, weights } = interest;
    const { ids: known } = base;
    let [i, b] = [0, 0];
    while (i < interest.length || b < base.length) {
      const isWanted = i < interest.length && (b === base.length || (wanted[i] ?? 0) <= (known[b] ?? 0));
      const isKnown = b < base.length && (!isWanted || wanted[i] === known[b]);
      const id = (isWanted ? wanted[i] : known[b]) ?? 0;
      const weight = isWanted ? (weights?.[i] ?? 1) : 0;
      const row = isWanted ? this.worldRows.seek(id) : -1;
      if (row >= 0 || isKnown) this.add(truth, base, last, id, row, isKnown ? b : -1, weight);
      if (isWanted) i++;
      if (isKnown) b++;
    }
  }

  /** Whether nobody needs anything. */
  get isEmpty(): boolean {
    return this.now.length === 0;
  }

  private begin(truth: EntityTable, interest: Interest, base: EntityTable, last: EntityTable): void {
    this.news.truth = truth;
    this.now.length = 0;
    this.coming = 0;
    this.baseLength = base.length;
    this.now.reserve(interest.length + base.length);
    if (this.news.actions.length < base.length) {
      this.news.actions = new Uint8Array(base.ids.length);
      this.news.rows = new Int32Array(base.ids.length);
    }
    if (this.news.entering.length < interest.length) this.news.entering = new Int32Array(interest.ids.length);
    this.worldRows.begin(truth);
    this.lastRows.begin(last);
    this.pastRows.begin(this.past);
  }

  private add(
    truth: EntityTable,
    base: EntityTable,
    last: EntityTable,
    id: number,
    row: number,
    baseRow: number,
    weight: number,
  ): void {
    const { now, past } = this;
    const before = this.pastRows.seek(id);
    const told = before < 0 ? 0 : (past.told[before] ?? 0);
    const need = needOf(truth, row, base, baseRow, told);
    if (need === NOTHING || (need === COMING && this.baseLength + this.coming++ >= SNAPSHOT_ENTITIES_MAX)) return;
    const at = now.length++;
    const seen = need === UPDATE || need === REPEAT ? -1 : this.lastRows.seek(id);
    const waited = before < 0 ? 0 : (past.waited[before] ?? 0);
    now.ids[at] = id;
    now.rows[at] = row;
    now.baseRows[at] = baseRow;
    now.told[at] = told;
    now.needs[at] = need;
    now.settled[at] = isSettled(need, seen, truth.kinds[row], last.kinds[seen]) ? 1 : 0;
    now.waited[at] = Math.min(WAITED_MAX, waited + (need === GOING ? 255 : weight));
  }

  /** Puts everything into the frame. */
  chooseAll(): void {
    this.clear();
    this.whole = true;
    for (let at = 0; at < this.now.length; at++) if (this.now.needs[at] !== REPEAT) this.choose(at);
  }

  /** Whether everything is likely to fit. */
  fits(budgetBits: number): boolean {
    let guess = 0;
    for (let at = 0; at < this.now.length; at++) guess += guessFor(this.now.needs[at] ?? 0);
    return guess * this.scale < budgetBits * 1.2;
  }

  /** Puts those into the frame that matter most. With a budget of 0, only those that must be told again. */
  chooseWithin(budgetBits: number): void {
    this.clear();
    this.whole = false;
    const { now } = this;
    const count = this.sortByWaiting();
    let room = budgetBits / this.scale;
    const comingFrom = room * (1 - COMING_SHARE);
    now.picked.fill(0, 0, this.now.length);
    for (let at = 0; at < this.now.length; at++) {
      if (!now.settled[at]) continue;
      now.picked[at] = 1;
      room -= guessFor(now.needs[at] ?? 0);
    }
    for (let i = count - 1; i >= 0; i--) {
      const at = PLACES - ((this.order[i] ?? 0) % PLACES) - 1;
      const need = now.needs[at] ?? 0;
      const bits = guessFor(need);
      if (now.picked[at] || room < bits || (bits === COMING_BITS && room - bits < comingFrom)) continue;
      now.picked[at] = 1;
      room -= bits;
    }
    for (let at = 0; at < this.now.length; at++) if (now.picked[at]) this.choose(at);
  }

  /** Sorts those that need something: one number each of how long it has waited and, for ties, its place. */
  private sortByWaiting(): number {
    if (this.order.length < this.now.length) this.order = new Float64Array(this.now.ids.length);
    let count = 0;
    for (let at = 0; at < this.now.length; at++) {
      this.order[count++] = (this.now.waited[at] ?? 0) * PLACES + (PLACES - 1 - at);
    }
    this.order.subarray(0, count).sort();
    return count;
  }

  private clear(): void {
    this.news.actions.fill(KEEP, 0, this.baseLength);
    this.news.enteringCount = 0;
    this.chosen = 0;
    this.guess = 0;
    this.now.sent.fill(0, 0, this.now.length);
  }

  private choose(at: number): void {
    const { now, news } = this;
    const need = now.needs[at] ?? 0;
    this.chosen++;
    this.guess += guessFor(need);
    now.sent[at] = 1;
    if (need === COMING || need === REPLACE) news.entering[news.enteringCount++] = now.rows[at] ?? 0;
    if (need === COMING) return;
    const baseRow = now.baseRows[at] ?? 0;
    news.actions[baseRow] = need === GOING || need === REPLACE ? LEAVE : CHANGE;
    news.rows[baseRow] = now.rows[at] ?? 0;
  }

  /** The frame is sent: who is in it starts to wait anew. */
  sent(memory: PlanMemory, tick: number, bits: number): void {
    const { now } = this;
    for (let at = 0; at < now.length; at++) {
      if (!now.sent[at]) continue;
      now.waited[at] = 0;
      if (now.needs[at] !== REPEAT) now.told[at] = tick + 1;
    }
    if (this.chosen >= 8) memory.scale += (Math.min(4, Math.max(0.05, bits / this.guess)) - memory.scale) / 4;
    this.remember(memory);
  }

  /** Everybody who needs something goes on waiting, or begins to. Until it compares again the plan is of no use. */
  remember(memory: PlanMemory): void {
    memory.keep(this.shelves, this.now);
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    const { actions, rows, entering } = this.news;
    const news = actions.byteLength + rows.byteLength + entering.byteLength;
    return this.now.sizeBytes + this.past.sizeBytes + this.order.byteLength + news;
  }
}

const WAITED_MAX = 1 << 24;
/** More than there are entities in a plan. */
const PLACES = 1 << 20;

function guessFor(need: number): number {
  if (need === UPDATE) return UPDATE_BITS;
  if (need === COMING || need === REPLACE) return COMING_BITS;
  return GOING_BITS;
}

/** What an entity needs. `told` is the tick after the last frame that told another state, acknowledged or not. */
function needOf(truth: EntityTable, row: number, base: EntityTable, baseRow: number, told: number): number {
  if (baseRow < 0) return COMING;
  if (row < 0) return GOING;
  if (truth.kinds[row] !== base.kinds[baseRow]) return REPLACE;
  if (!truth.sameState(row, base, baseRow)) return UPDATE;
  // A client may have got a newer state than the baseline's: it must hear that the old one is true again.
  return told > (base.asOf[baseRow] ?? 0) + 1 ? REPEAT : NOTHING;
}

/** Whether the frame before told already that it came or went. `seen` is its row there, or -1. */
function isSettled(need: number, seen: number, kind: number | undefined, lastKind: number | undefined): boolean {
  if (need === COMING) return seen >= 0;
  return need === GOING ? seen < 0 : need === REPLACE && seen >= 0 && kind === lastKind;
}
