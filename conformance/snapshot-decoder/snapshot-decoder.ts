import { BodyReader } from "./body.ts";
import type { Entity, References, Snapshot } from "./entity.ts";
import { type Header, readHeader } from "./header.ts";
import { Contexts, Model } from "./model.ts";
import { constant } from "./page-tables.ts";
import { BadBody, RangeReader } from "./range-reader.ts";
import { type Layout, layOut, type Schema } from "./schema.ts";

const history = constant("HISTORY");

/** What a receiver keeps. Never changed: each frame that is read makes another. */
export interface Kept {
  newest: number;
  snapshots: readonly Snapshot[];
  shown: readonly Entity[];
}

/** Before the first frame. */
export const nothingKept: Kept = { newest: -1, snapshots: [], shown: [] };

/** What became of a frame, and what is kept now. */
export type Reading =
  | { ok: true; tick: number; partial: boolean; kept: Kept; came: number[]; went: number[] }
  | { ok: false; code: "SNAPSHOT_STALE" | "SNAPSHOT_NO_BASELINE" | "SNAPSHOT_BAD" };

/** A receiver written from docs/snapshot-format.md. */
export class SnapshotDecoder {
  readonly #layout: Layout;
  readonly #contexts: Contexts;
  readonly #blank: Model;

  constructor(schema: Schema) {
    this.#layout = layOut(schema);
    this.#contexts = new Contexts(this.#layout);
    this.#blank = Model.blank(this.#contexts.length);
  }

  read(kept: Kept, frame: Uint8Array): Reading {
    const header = readHeader(frame, kept.newest);
    if (!header) return { ok: false, code: "SNAPSHOT_BAD" };
    const { tick, partial } = header;
    if (tick <= kept.newest) return { ok: false, code: "SNAPSHOT_STALE" };
    const references = referencesOf(kept, header);
    if (!references) return { ok: false, code: "SNAPSHOT_NO_BASELINE" };
    try {
      const snapshot = this.#snapshot(frame, header, references);
      const snapshots = [...kept.snapshots, snapshot].slice(-history);
      return { ok: true, tick, partial, ...show(kept.shown, snapshot, snapshots) };
    } catch (error) {
      if (error instanceof BadBody) return { ok: false, code: "SNAPSHOT_BAD" };
      throw error;
    }
  }

  #snapshot(frame: Uint8Array, header: Header, references: References): Snapshot {
    const { tick, empty, partial, teaches } = header;
    const before = references.base?.model ?? this.#blank;
    if (empty) {
      const entities = references.base?.entities ?? [];
      return snapshotOf(tick, partial ? entities : entities.map((entity) => ({ ...entity, asOf: tick })), before);
    }
    const model = before.copy();
    const reader = new RangeReader(model, frame.subarray(header.bytes));
    const entities = new BodyReader(reader, this.#contexts, this.#layout, header, references).read();
    return snapshotOf(tick, entities, teaches ? model : before);
  }
}

function snapshotOf(tick: number, entities: readonly Entity[], model: Model): Snapshot {
  return { tick, entities, byId: new Map(entities.map((entity) => [entity.id, entity])), model };
}

function referencesOf({ snapshots }: Kept, header: Header): References | null {
  const find = (tick: number | null) =>
    tick === null ? null : (snapshots.find((snapshot) => snapshot.tick === tick) ?? undefined);
  const [base, recent, older] = [find(header.base), find(header.recent), find(header.older)];
  if (base === undefined || recent === undefined || older === undefined) return null;
  return {
    base,
    recent,
    older,
    ahead: base ? header.tick - base.tick : 0,
    sinceRecent: base && recent ? base.tick - recent.tick : 0,
    sinceOlder: recent && older ? recent.tick - older.tick : 0,
  };
}

/** See “What is shown”. */
function show(before: readonly Entity[], { tick, entities }: Snapshot, snapshots: readonly Snapshot[]) {
  const old = new Map(before.map((entity) => [entity.id, entity]));
  const isThere = (entity: Entity) => old.get(entity.id)?.kind === entity.kind;
  const shown = entities.map((entity) => {
    const known = old.get(entity.id);
    return known && known.kind === entity.kind && known.asOf > entity.asOf ? known : entity;
  });
  const now = new Map(shown.map((entity) => [entity.id, entity]));
  return {
    kept: { newest: tick, snapshots, shown },
    came: shown.filter((entity) => !isThere(entity)).map(({ id }) => id),
    went: before.filter((entity) => now.get(entity.id)?.kind !== entity.kind).map(({ id }) => id),
  };
}
