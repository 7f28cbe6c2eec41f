import type { EntityTable } from "../core/protocol/snapshot/entity-table.ts";
import { SnapshotReceiver } from "../core/protocol/snapshot/snapshot-receiver.ts";
import type { SnapshotLayout } from "../core/protocol/snapshot/snapshot-schema.ts";
import { deepCopy } from "./deep-copy.ts";
import type { Entity } from "./snapshot-decoder/entity.ts";
import type { Schema } from "./snapshot-decoder/schema.ts";
import { type Kept, nothingKept, SnapshotDecoder } from "./snapshot-decoder/snapshot-decoder.ts";

/** What came of a frame, in the same words for both receivers. */
interface Outcome {
  result: object;
  shown: readonly Entity[];
  came: number[];
  went: number[];
}

/** The program's receiver and the one that was written from docs/snapshot-format.md, side by side. */
export class BothReceivers {
  readonly #decoder: SnapshotDecoder;
  #program: SnapshotReceiver;
  #kept: Kept;

  private constructor(decoder: SnapshotDecoder, program: SnapshotReceiver, kept: Kept) {
    this.#decoder = decoder;
    this.#program = program;
    this.#kept = kept;
  }

  /** Two that have read nothing. @param schema the same as the layout's, as the page has it */
  static begin(layout: SnapshotLayout, schema: Schema): BothReceivers {
    return new BothReceivers(new SnapshotDecoder(schema), new SnapshotReceiver(layout), nothingKept);
  }

  /** Ticks of the snapshots that are kept, oldest first. */
  get ticks(): number[] {
    return this.#kept.snapshots.map(({ tick }) => tick);
  }

  get shown(): readonly Entity[] {
    return this.#kept.shown;
  }

  /** Another pair that stands as this one does. */
  copy(): BothReceivers {
    return new BothReceivers(this.#decoder, deepCopy(this.#program), this.#kept);
  }

  /** Both read a frame. @returns what became of it, or how they differ */
  read(frame: Uint8Array): { code: string } | { differ: string } {
    const [page, program] = [this.#byPage(frame), this.#byProgram(frame)];
    const [one, other] = [JSON.stringify(page), JSON.stringify(program)];
    if (one !== other) return { differ: `by the page ${one.slice(0, 200)}, by the program ${other.slice(0, 200)}` };
    return { code: "code" in page.result ? String(page.result.code) : "read" };
  }

  #byPage(frame: Uint8Array): Outcome {
    const reading = this.#decoder.read(this.#kept, frame);
    if (!reading.ok) return { result: reading, shown: this.#kept.shown, came: [], went: [] };
    const { tick, partial, kept, came, went } = reading;
    this.#kept = kept;
    return { result: { ok: true, tick, partial }, shown: kept.shown, came, went };
  }

  #byProgram(frame: Uint8Array): Outcome {
    const result = this.#program.read(frame);
    const { latest, entered, left } = this.#program;
    return { result, shown: rowsOf(latest), came: result.ok ? [...entered] : [], went: result.ok ? [...left] : [] };
  }
}

function rowsOf(table: EntityTable): Entity[] {
  return Array.from({ length: table.length }, (_, row) => ({
    id: table.ids[row] ?? 0,
    kind: table.kinds[row] ?? 0,
    rests: table.resting[row] === 1,
    at: [table.x[row] ?? 0, table.y[row] ?? 0, table.z[row] ?? 0],
    orientation: table.orientations[row] ?? 0,
    fields: table.fields[row] ?? 0,
    asOf: table.asOf[row] ?? 0,
  }));
}
