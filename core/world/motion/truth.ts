import { EntityTable } from "../../protocol/snapshot/entity-table.ts";
import { putOrientation, putPosition } from "../../protocol/snapshot/pose.ts";
import type { SnapshotLayout } from "../../protocol/snapshot/snapshot-schema.ts";

/** How a thing looks now, as a world tells it to {@link Truth}. Filled anew for each; `pose`: x, y, z, and a rotation. */
export interface Look {
  entity: number;
  /** Its place in `motionKinds`. */
  kind: number;
  /** The area that it is in, and of doors the one on the other side. */
  area: number;
  beyond: number;
  pose: Float32Array;
  resting: boolean;
  /** Its fields, from the lowest bit on, as `motionLayout` lays them out. */
  fields: number;
}

/** What all clients of a world are told of at one tick: a row for each entity, with the area that it is in. */
export class Truth {
  readonly layout: SnapshotLayout;
  readonly table = new EntityTable();
  /** How many of them move. */
  moving = 0;
  areas = new Uint16Array(0);
  beyond = new Uint16Array(0);

  constructor(layout: SnapshotLayout) {
    this.layout = layout;
  }

  begin(): void {
    this.moving = 0;
    this.table.clear();
  }

  /** Adds an entity; they must come in ascending order. */
  add(look: Look): void {
    const { table, layout } = this;
    const row = table.add(look.entity, look.kind);
    if (row >= this.areas.length) this.#grow(row);
    this.areas[row] = look.area;
    this.beyond[row] = look.beyond;
    const { pose } = look;
    putPosition(layout, table, row, pose[0] ?? 0, pose[1] ?? 0, pose[2] ?? 0);
    if (layout.kinds[look.kind]?.rotates) putOrientation(layout, table, row, pose.subarray(3, 7));
    table.resting[row] = look.resting ? 1 : 0;
    if (!look.resting) this.moving += 1;
    table.fields[row] = look.fields >>> 0;
  }

  #grow(row: number): void {
    const room = Math.max(64, row * 2);
    const [areas, beyond] = [new Uint16Array(room), new Uint16Array(room)];
    areas.set(this.areas);
    beyond.set(this.beyond);
    this.areas = areas;
    this.beyond = beyond;
  }
}
