import type { EntityTable } from "./entity-table.ts";
import { packOrientation } from "./smallest-three.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";

type Floats = Float32Array | Float64Array;

/** Puts a position in metres into a row; beyond the world's corners, or where it is no number, at the border. */
export function putPosition(
  layout: SnapshotLayout,
  table: EntityTable,
  row: number,
  x: number,
  y: number,
  z: number,
): void {
  const { min, resolution } = layout.schema.position;
  table.x[row] = coordinate((x - min[0]) / resolution, layout.sizeX);
  table.y[row] = coordinate((y - min[1]) / resolution, layout.sizeY);
  table.z[row] = coordinate((z - min[2]) / resolution, layout.sizeZ);
}

function coordinate(steps: number, size: number): number {
  const nearest = Math.floor(steps + 0.5);
  return nearest >= size ? size : nearest > 0 ? nearest : 0;
}

/** Puts a unit quaternion into a row, if its kind has an orientation. */
export function putOrientation(
  layout: SnapshotLayout,
  table: EntityTable,
  row: number,
  q: Readonly<ArrayLike<number>>,
): void {
  if (layout.kinds[table.kinds[row] ?? 0]?.rotates) table.orientations[row] = packOrientation(q, 1, layout.turns);
}

/** Puts a field of the entity's kind into a row; a number that is too large wraps around. */
export function putField(layout: SnapshotLayout, table: EntityTable, row: number, name: string, value: number): void {
  const field = layout.kinds[table.kinds[row] ?? 0]?.fields.find((one) => one.name === name);
  if (!field) throw new RangeError(`No field ${name}`);
  const others = (table.fields[row] ?? 0) & ~(field.mask << field.shift);
  table.fields[row] = (others | ((value & field.mask) << field.shift)) >>> 0;
}

/** A field of a row's kind; 0 where the kind has no such field. */
export function fieldOf(layout: SnapshotLayout, table: EntityTable, row: number, name: string): number {
  const field = layout.kinds[table.kinds[row] ?? 0]?.fields.find((one) => one.name === name);
  return field ? (((table.fields[row] ?? 0) >>> field.shift) & field.mask) >>> 0 : 0;
}

/** A row's position in metres into `into`. */
export function positionOf(layout: SnapshotLayout, table: EntityTable, row: number, into: Floats): void {
  const { min, resolution } = layout.schema.position;
  into[0] = min[0] + (table.x[row] ?? 0) * resolution;
  into[1] = min[1] + (table.y[row] ?? 0) * resolution;
  into[2] = min[2] + (table.z[row] ?? 0) * resolution;
}

/** A row's orientation into `into`, as a unit quaternion: x, y, z, w. */
export function orientationOf({ turns }: SnapshotLayout, table: EntityTable, row: number, into: Floats): void {
  const packed = table.orientations[row] ?? 0;
  const largest = packed >>> 30;
  let shift = 20;
  let rest = 1;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const part = (((packed >>> shift) & 0x3ff) * 2 - turns) * (Math.SQRT1_2 / turns);
    into[i] = part;
    rest -= part * part;
    shift -= 10;
  }
  into[largest] = Math.sqrt(Math.max(0, rest));
}
