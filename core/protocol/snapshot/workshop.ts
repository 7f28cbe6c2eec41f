import { BitModel } from "./bit-model.ts";
import { contextsFor } from "./contexts.ts";
import { EntityTable } from "./entity-table.ts";
import { FrameBody } from "./frame-body.ts";
import { Shelves } from "./shelves.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";

/**
 * All that is needed while one frame is made or read, and the shelves on which what must be remembered lies between
 * frames. Whoever goes by the same layout may share it, one frame after the other: nothing in it but what is on the
 * shelves outlives a frame.
 */
export class Workshop {
  readonly shelves = new Shelves();
  readonly body: FrameBody;
  /** The snapshots that a frame is told against. */
  readonly base = new EntityTable();
  readonly recent = new EntityTable();
  readonly older = new EntityTable();
  /** The snapshot of the frame. */
  readonly view = new EntityTable();
  /** What a frame is coded by, and learns. */
  readonly model: BitModel;
  /** Nothing learnt. */
  readonly blank: BitModel;

  constructor(layout: SnapshotLayout) {
    const contexts = contextsFor(layout);
    this.body = new FrameBody(layout, contexts);
    this.model = new BitModel(contexts.length);
    this.blank = new BitModel(contexts.length);
  }

  /** Memory that it holds, with all that is on the shelves. */
  get sizeBytes(): number {
    const tables = [this.base, this.recent, this.older, this.view];
    const models = 2 * this.model.estimates.byteLength;
    return tables.reduce((sum, table) => sum + table.sizeBytes, models + this.body.sizeBytes + this.shelves.sizeBytes);
  }
}
