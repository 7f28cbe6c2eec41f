import type { EntityTable } from "./entity-table.ts";

/** The acknowledged snapshots that a new one is told against; the older two foretell movement. */
export interface References {
  base: EntityTable;
  recent: EntityTable;
  older: EntityTable;
  /** Ticks from the baseline to the new snapshot. */
  ahead: number;
  /** Ticks from `recent` to the baseline; 0 where there is none, and `recent` is empty. */
  sinceRecent: number;
  /** Ticks from `older` to `recent`; 0 where there is none, and `older` is empty. */
  sinceOlder: number;
}

/** What is known of an entity of the baseline: its rows in the references (-1: not there), how it stirred. */
export interface Known {
  base: number;
  recent: number;
  older: number;
  /** How it stirred lately; see `stirOf`. */
  stir: number;
}

const LEAP = 8;

/** Finds rows of ascending ids in a table, without searching. */
export class RowCursor {
  private table: { readonly ids: Uint32Array; readonly length: number } = { ids: new Uint32Array(0), length: 0 };
  private row = 0;

  begin(table: { readonly ids: Uint32Array; readonly length: number }): void {
    this.table = table;
    this.row = 0;
  }

  /** The row of an id, or -1. Ids must ascend from call to call. */
  seek(id: number): number {
    const { ids, length } = this.table;
    let { row } = this;
    // In a world much lies between two that one client sees.
    while (row + LEAP < length && (ids[row + LEAP] ?? 0) < id) row += LEAP;
    while (row < length && (ids[row] ?? 0) < id) row++;
    this.row = row;
    return row < length && ids[row] === id ? row : -1;
  }
}
