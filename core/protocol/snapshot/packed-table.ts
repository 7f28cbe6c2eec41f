import type { EntityTable } from "./entity-table.ts";
import { BLOCK_WORDS, type Shelves } from "./shelves.ts";

/** A block holds so many rows, in columns of its own: ids, x, y, z, orientations, fields, asOf, and kind with rest. */
const ROWS = BLOCK_WORDS / 8;
const [X, Y, Z, ORIENTATION, FIELDS, AS_OF, LOOKS] = [ROWS, 2 * ROWS, 3 * ROWS, 4 * ROWS, 5 * ROWS, 6 * ROWS, 7 * ROWS];

/** Puts what is in a table on shelves. @returns the list */
export function keepTable(shelves: Shelves, table: EntityTable): number {
  const { length, ids, x, y, z, orientations, fields, asOf, kinds, resting } = table;
  shelves.begin();
  for (let from = 0; from < length; from += ROWS) {
    shelves.add();
    const { words, at } = shelves;
    const rows = Math.min(ROWS, length - from);
    for (let i = 0; i < rows; i++) {
      const row = from + i;
      words[at + i] = ids[row] ?? 0;
      words[at + X + i] = x[row] ?? 0;
      words[at + Y + i] = y[row] ?? 0;
      words[at + Z + i] = z[row] ?? 0;
      words[at + ORIENTATION + i] = orientations[row] ?? 0;
      words[at + FIELDS + i] = fields[row] ?? 0;
      words[at + AS_OF + i] = asOf[row] ?? 0;
      words[at + LOOKS + i] = ((kinds[row] ?? 0) << 1) | (resting[row] ?? 0);
    }
  }
  return shelves.finish();
}

/** Fills a table from a list of so many rows. */
export function takeTable(shelves: Shelves, list: number, rows: number, into: EntityTable): void {
  into.reserve(rows);
  into.length = rows;
  if (rows === 0) return;
  shelves.read(list);
  const { ids, x, y, z, orientations, fields, asOf, kinds, resting } = into;
  for (let from = 0; from < rows; from += ROWS) {
    if (from > 0) shelves.next();
    const { words, at } = shelves;
    const count = Math.min(ROWS, rows - from);
    for (let i = 0; i < count; i++) {
      const row = from + i;
      const looks = words[at + LOOKS + i] ?? 0;
      ids[row] = words[at + i] ?? 0;
      x[row] = words[at + X + i] ?? 0;
      y[row] = words[at + Y + i] ?? 0;
      z[row] = words[at + Z + i] ?? 0;
      orientations[row] = words[at + ORIENTATION + i] ?? 0;
      fields[row] = words[at + FIELDS + i] ?? 0;
      asOf[row] = words[at + AS_OF + i] ?? 0;
      kinds[row] = looks >>> 1;
      resting[row] = looks & 1;
    }
  }
}

/** The same, but only ids, positions and orientations: the other columns mean nothing then. */
export function takePoses(shelves: Shelves, list: number, rows: number, into: EntityTable): void {
  into.reserve(rows);
  into.length = rows;
  if (rows === 0) return;
  shelves.read(list);
  const { ids, x, y, z, orientations } = into;
  for (let from = 0; from < rows; from += ROWS) {
    if (from > 0) shelves.next();
    const { words, at } = shelves;
    const count = Math.min(ROWS, rows - from);
    for (let i = 0; i < count; i++) {
      const row = from + i;
      ids[row] = words[at + i] ?? 0;
      x[row] = words[at + X + i] ?? 0;
      y[row] = words[at + Y + i] ?? 0;
      z[row] = words[at + Z + i] ?? 0;
      orientations[row] = words[at + ORIENTATION + i] ?? 0;
    }
  }
}
