import type { BitModel } from "./bit-model.ts";
import { EntityTable } from "./entity-table.ts";
import type { FrameHeader } from "./frame-header.ts";
import type { ModelPool, SharedModel } from "./model-pool.ts";
import type { References } from "./references.ts";

/** A snapshot that may be told against: what the client saw, and what both sides had learnt by then. */
export interface PastView {
  readonly tick: number;
  acknowledged: boolean;
  readonly table: EntityTable;
  readonly learnt: SharedModel;
}

/** The last snapshots of one client, on either side. */
export class History {
  /** The next view is made here, and counts once it is kept. */
  table = new EntityTable();
  private readonly views: (PastView | null)[];
  private readonly models: ModelPool;
  private readonly spareTables: EntityTable[] = [];
  private next = 0;

  constructor(views: number, models: ModelPool) {
    this.views = Array.from({ length: views }, () => null);
    this.models = models;
  }

  /** What the next frame begins with: all that was learnt up to its baseline. It learns on in its own copy. */
  modelFor(baseTick: number | null): BitModel {
    const base = baseTick === null ? null : this.find(baseTick);
    const { learning, blank } = this.models;
    learning.model.estimates.set((base?.learnt ?? blank).model.estimates);
    return learning.model;
  }

  /** Puts the next view in the place of the oldest one. */
  keep({ tick, base: baseTick, teaches }: FrameHeader): void {
    const base = baseTick === null ? null : this.find(baseTick);
    const learnt = teaches ? this.models.keepLearning() : (base?.learnt ?? this.models.blank);
    learnt.views++;
    this.drop(this.next);
    this.views[this.next] = { tick, acknowledged: false, table: this.table, learnt };
    this.table = this.spareTables.pop() ?? new EntityTable();
    this.next = (this.next + 1) % this.views.length;
  }

  find(tick: number): PastView | null {
    for (const view of this.views) if (view?.tick === tick) return view;
    return null;
  }

  /** The newest view, acknowledged or not. */
  newest(): PastView | null {
    return this.views[(this.next + this.views.length - 1) % this.views.length] ?? null;
  }

  /** The newest acknowledged view. */
  baseline(): PastView | null {
    let newest: PastView | null = null;
    for (const view of this.views) if (view?.acknowledged && view.tick > (newest?.tick ?? -1)) newest = view;
    return newest;
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

  /** Forgets every view; nothing is held any more. */
  forget(): void {
    for (let place = 0; place < this.views.length; place++) this.drop(place);
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    const tables = [this.table, ...this.spareTables];
    const models = new Set<SharedModel>();
    for (const view of this.views) {
      if (!view) continue;
      tables.push(view.table);
      models.add(view.learnt);
    }
    return tables.reduce((sum, table) => sum + table.sizeBytes, models.size * this.models.contexts * 4);
  }

  private drop(place: number): void {
    const view = this.views[place];
    if (!view) return;
    this.views[place] = null;
    this.spareTables.push(view.table);
    this.models.drop(view.learnt);
  }
}

/** Looks up what a header names. @returns `null` where one of them is not there */
export function referencesOf(history: History, header: FrameHeader, none: EntityTable): References | null {
  if (header.base === null) return { base: none, recent: none, older: none, ahead: 0, sinceRecent: 0, sinceOlder: 0 };
  const base = history.find(header.base);
  const recent = header.recent === null ? null : history.find(header.recent);
  const older = header.older === null ? null : history.find(header.older);
  if (!base || (header.recent !== null && !recent) || (header.older !== null && !older)) return null;
  return {
    base: base.table,
    recent: recent?.table ?? none,
    older: older?.table ?? none,
    ahead: header.tick - base.tick,
    sinceRecent: recent ? base.tick - recent.tick : 0,
    sinceOlder: recent && older ? recent.tick - older.tick : 0,
  };
}
