import { BitModel } from "./bit-model.ts";
import { EntityTable } from "./entity-table.ts";
import type { FrameHeader } from "./frame-header.ts";
import type { References } from "./references.ts";

/** A snapshot that may be told against: what the client saw, and what both sides had learnt by then. */
export interface PastView {
  readonly tick: number;
  acknowledged: boolean;
  readonly table: EntityTable;
  readonly learnt: SharedModel;
}

/** A model that several views may have: not every frame teaches. */
interface SharedModel {
  readonly model: BitModel;
  views: number;
}

/** The last snapshots of one client, on either side. */
export class History {
  /** The next view is made here, and counts once it is kept. */
  table = new EntityTable();
  private readonly views: (PastView | null)[];
  private readonly contexts: number;
  private readonly spareTables: EntityTable[] = [];
  private readonly spareModels: SharedModel[] = [];
  /** Nothing learnt. */
  private readonly blank: SharedModel;
  private learning: SharedModel;
  private next = 0;

  constructor(views: number, contexts: number) {
    this.views = Array.from({ length: views }, () => null);
    this.contexts = contexts;
    this.blank = { model: new BitModel(contexts), views: 1 };
    this.learning = this.takeModel();
  }

  /** What the next frame begins with: all that was learnt up to its baseline. It learns on in its own copy. */
  modelFor(baseTick: number | null): BitModel {
    const base = baseTick === null ? null : this.find(baseTick);
    this.learning.model.copy((base?.learnt ?? this.blank).model);
    return this.learning.model;
  }

  /** Puts the next view in the place of the oldest one. */
  keep({ tick, base: baseTick, teaches }: FrameHeader): void {
    const base = baseTick === null ? null : this.find(baseTick);
    const learnt = teaches ? this.learning : (base?.learnt ?? this.blank);
    learnt.views++;
    if (learnt === this.learning) this.learning = this.takeModel();
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

  forget(): void {
    for (let place = 0; place < this.views.length; place++) this.drop(place);
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    const tables = [this.table, ...this.spareTables];
    const models = new Set([this.blank, this.learning, ...this.spareModels]);
    for (const view of this.views) {
      if (!view) continue;
      tables.push(view.table);
      models.add(view.learnt);
    }
    return tables.reduce((sum, table) => sum + table.sizeBytes, models.size * this.contexts * 4);
  }

  private takeModel(): SharedModel {
    return this.spareModels.pop() ?? { model: new BitModel(this.contexts), views: 0 };
  }

  private drop(place: number): void {
    const view = this.views[place];
    if (!view) return;
    this.views[place] = null;
    this.spareTables.push(view.table);
    if (--view.learnt.views === 0) this.spareModels.push(view.learnt);
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
