import type { BitModel } from "./bit-model.ts";
import type { EntityTable } from "./entity-table.ts";
import type { FrameHeader } from "./frame-header.ts";
import { keepModel, takeModel } from "./packed-model.ts";
import { keepTable, takePoses, takeTable } from "./packed-table.ts";
import type { References } from "./references.ts";
import type { Workshop } from "./workshop.ts";

/** So many snapshots are kept for a client, as baselines. */
export const SNAPSHOT_HISTORY = 32;

/** A snapshot that may be told against: what the client saw, and what both sides had learnt by then. */
export interface PastView {
  readonly tick: number;
  acknowledged: boolean;
  /** What was seen: a list on the shelves, of so many entities. */
  readonly list: number;
  readonly rows: number;
  /** `null`: nothing, or it is not needed any more. */
  learnt: Learnt | null;
}

/** A model: a list on the shelves. Several views may have it: not every frame teaches. */
interface Learnt {
  readonly list: number;
  views: number;
}

/** The last snapshots of one client, on either side. Between frames they lie on the shelves of a workshop. */
export class History {
  private readonly views: (PastView | null)[];
  private readonly workshop: Workshop;
  private next = 0;
  private newestAcknowledged: PastView | null = null;

  constructor(views: number, workshop: Workshop) {
    this.views = Array.from({ length: views }, () => null);
    this.workshop = workshop;
  }

  /** What the next frame begins with, in the workshop: all that was learnt up to its baseline. */
  takeModel(baseTick: number | null): BitModel {
    const { shelves, model, blank } = this.workshop;
    const learnt = this.find(baseTick)?.learnt;
    model.estimates.set(blank.estimates);
    if (learnt) takeModel(shelves, learnt.list, model);
    return model;
  }

  /** Puts the view that is in the workshop in the place of the oldest one. */
  keep({ tick, base, teaches }: FrameHeader): void {
    const { shelves, view, model } = this.workshop;
    const learnt = teaches ? { list: keepModel(shelves, model), views: 0 } : (this.find(base)?.learnt ?? null);
    if (learnt) learnt.views++;
    this.drop(this.next);
    const list = keepTable(shelves, view);
    this.views[this.next] = { tick, acknowledged: false, list, rows: view.length, learnt };
    this.next = (this.next + 1) % this.views.length;
  }

  /** @param tick `null`: there is none */
  find(tick: number | null): PastView | null {
    for (const view of this.views) if (view?.tick === tick) return view;
    return null;
  }

  /** The newest acknowledged view. */
  get baseline(): PastView | null {
    return this.newestAcknowledged;
  }

  /** Whether everything is here that a header names. */
  has({ base, recent, older }: FrameHeader): boolean {
    return [base, recent, older].every((tick) => tick === null || this.find(tick) !== null);
  }

  /** The newest view, acknowledged or not. */
  newest(): PastView | null {
    return this.views[(this.next + this.views.length - 1) % this.views.length] ?? null;
  }

  /** The acknowledged view nearest to a tick, among those before another tick. */
  nearest(tick: number, before: number): PastView | null {
    let found: PastView | null = null;
    for (const view of this.views) {
      if (!view?.acknowledged || view.tick >= before) continue;
      if (!found || Math.abs(view.tick - tick) < Math.abs(found.tick - tick)) found = view;
    }
    return found;
  }

  /**
   * A sender's client has the view of a tick. Nothing will be told against those before the newest one that it has, so
   * what they had learnt is given back; they themselves may foretell movement yet.
   * @returns whether that was news
   */
  acknowledge(tick: number): boolean {
    const known = this.find(tick);
    if (!known || known.acknowledged) return false;
    known.acknowledged = true;
    const { baseline } = this;
    if (baseline && baseline.tick > tick) return true;
    this.newestAcknowledged = known;
    for (const view of this.views) if (view && view.tick < tick) this.unlearn(view);
    return true;
  }

  /** Takes a view into a table; without one, the table is empty. */
  takeStates(view: PastView | null, into: EntityTable): EntityTable {
    into.clear();
    if (view) takeTable(this.workshop.shelves, view.list, view.rows, into);
    return into;
  }

  /** Takes what a header names into the workshop; the baseline is there already. */
  takeReferences({ tick, base, recent, older }: FrameHeader): References {
    const { workshop } = this;
    return {
      base: workshop.base,
      recent: this.takePoses(recent, workshop.recent),
      older: this.takePoses(older, workshop.older),
      ahead: base === null ? 0 : tick - base,
      sinceRecent: base === null || recent === null ? 0 : base - recent,
      sinceOlder: recent === null || older === null ? 0 : recent - older,
    };
  }

  /** Forgets every view; nothing is held any more. */
  forget(): void {
    for (let place = 0; place < this.views.length; place++) this.drop(place);
  }

  /** Memory that its views and models take on the shelves. */
  get sizeBytes(): number {
    const { shelves } = this.workshop;
    const lists = new Set<number>();
    for (const view of this.views) {
      if (view) lists.add(view.list);
      if (view?.learnt) lists.add(view.learnt.list);
    }
    return [...lists].reduce((sum, list) => sum + shelves.sizeBytesOf(list), 0);
  }

  private takePoses(tick: number | null, into: EntityTable): EntityTable {
    const view = this.find(tick);
    into.clear();
    if (view) takePoses(this.workshop.shelves, view.list, view.rows, into);
    return into;
  }

  private drop(place: number): void {
    const view = this.views[place];
    if (!view) return;
    this.views[place] = null;
    // Views go in the order of their ticks: with it all have gone that were acknowledged.
    if (view === this.newestAcknowledged) this.newestAcknowledged = null;
    this.workshop.shelves.drop(view.list);
    this.unlearn(view);
  }

  private unlearn(view: PastView): void {
    const { learnt } = view;
    view.learnt = null;
    if (learnt && --learnt.views === 0) this.workshop.shelves.drop(learnt.list);
  }
}

/** The view of an empty frame: that of its baseline, and true of this tick if nothing was left out. */
export function keepAll(base: EntityTable, header: FrameHeader, view: EntityTable): void {
  view.copy(base);
  if (!header.partial) view.asOf.fill(header.tick, 0, view.length);
}
