import { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { SnapshotReceiver } from "../../core/protocol/snapshot/snapshot-receiver.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";

/** So many snapshots are kept to show what lies between them. */
const KEPT = 12;

/** A snapshot as it is kept. */
export interface KeptSnapshot {
  tick: number;
  table: EntityTable;
}

export interface Between {
  from: KeptSnapshot;
  to: KeptSnapshot;
  /** From the one to the other. */
  ticks: number;
  part: number;
}

/** The snapshots of the last moments, oldest first. */
export class SnapshotBuffer {
  readonly #layout: SnapshotLayout;
  #receiver: SnapshotReceiver;
  #kept: KeptSnapshot[] = [];

  constructor(layout: SnapshotLayout) {
    this.#layout = layout;
    this.#receiver = new SnapshotReceiver(layout);
  }

  get newest(): KeptSnapshot | undefined {
    return this.#kept.at(-1);
  }

  /** What comes next builds on nothing that was before. */
  forget(): void {
    this.#receiver = new SnapshotReceiver(this.#layout);
  }

  /** Takes a snapshot in. @returns its tick, or `null`: it cannot be read */
  take(snapshot: Uint8Array): number | null {
    const result = this.#receiver.read(snapshot);
    if (!result.ok) return null;
    if (result.tick <= (this.newest?.tick ?? -1)) this.#kept = [];
    const table = this.#kept.length >= KEPT ? (this.#kept.shift()?.table ?? new EntityTable()) : new EntityTable();
    table.copy(this.#receiver.latest);
    this.#kept.push({ tick: result.tick, table });
    return result.tick;
  }

  /**
   * The two snapshots around a tick, and how far it is from the first to the second; `null` while there is none.
   * @param span snapshots that lie farther apart, in ticks, had nothing to tell between them: what is new in the second
   * happened in the last of those ticks
   */
  around(tick: number, span: number): Between | null {
    const kept = this.#kept;
    const after = kept.findIndex((one) => one.tick > tick);
    const to = after < 0 ? kept.at(-1) : kept[after];
    const from = after < 0 ? to : (kept[after - 1] ?? to);
    if (!from || !to) return null;
    const ticks = Math.min(to.tick - from.tick, span);
    return { from, to, ticks, part: ticks > 0 ? Math.max(0, 1 - (to.tick - tick) / ticks) : 1 };
  }
}
