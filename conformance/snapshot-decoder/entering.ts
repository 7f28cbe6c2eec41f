import type { Entity, Position } from "./entity.ts";
import { readFields } from "./fields.ts";
import type { Contexts } from "./model.ts";
import { level, readOrientation, unturned } from "./orientation.ts";
import { constant } from "./page-tables.ts";
import { checkPosition } from "./position.ts";
import { BadBody, type RangeReader } from "./range-reader.ts";
import type { Layout } from "./schema.ts";

const entitiesMax = constant("ENTITIES_MAX");
const gapWide = constant("GAP_WIDE");
const idMax = constant("ID_MAX");
const howMany = 3;
const gap = 4;

/** Reads who enters, by ascending id; see “Who enters”. */
export function readEntering(reader: RangeReader, contexts: Contexts, layout: Layout, tick: number): Entity[] {
  const count = unsigned(reader, contexts, howMany);
  if (count > entitiesMax) throw new BadBody("too many enter");
  const entering: Entity[] = [];
  let orientation = level(layout.turns);
  let before: Entity = {
    id: -1,
    kind: 0,
    rests: false,
    at: middle(layout),
    orientation: 0,
    fields: 0,
    asOf: tick,
  };
  for (let i = 0; i < count; i++) {
    before = readOne(reader, contexts, layout, before, orientation);
    if (layout.kinds[before.kind]?.rotates) orientation = before.orientation;
    entering.push(before);
  }
  return entering;
}

/** @param turned the orientation of the last one before it that rotates */
function readOne(reader: RangeReader, contexts: Contexts, layout: Layout, before: Entity, turned: number): Entity {
  let gapTo = unsigned(reader, contexts, gap);
  if (gapTo >= gapWide) gapTo = gapWide + reader.even(32);
  const id = before.id + 1 + gapTo;
  const kind = readKind(reader, contexts, layout.kinds.length);
  if (id > idMax || kind >= layout.kinds.length) throw new BadBody("an id or a kind is out of its bounds");
  const rests = reader.bit(contexts.at("rests", 0, 0)) === 1;
  const [x, y, z] = before.at;
  const at: Position = [
    x + difference(reader, contexts, 0),
    y + difference(reader, contexts, 1),
    z + difference(reader, contexts, 2),
  ];
  checkPosition(at, layout.sizes);
  const rotates = layout.kinds[kind]?.rotates === true;
  const orientation = rotates ? readOrientation(reader, contexts, layout.turns, unturned(turned, layout.turns)) : 0;
  const fields = readFields(reader, contexts, layout, kind, kind === before.kind ? before.fields : 0);
  return { id, kind, rests, at, orientation, fields, asOf: before.asOf };
}

function readKind(reader: RangeReader, contexts: Contexts, kinds: number): number {
  if (kinds === 1) return 0;
  let n = 1;
  for (let i = 0; i < 4; i++) n = 2 * n + reader.bit(contexts.at("kind", n));
  return n - 16;
}

function unsigned(reader: RangeReader, contexts: Contexts, list: number): number {
  return reader.unsigned(contexts.at("enterSize", list), contexts.at("enterTail", list));
}

function difference(reader: RangeReader, contexts: Contexts, axis: number): number {
  return reader.signed(contexts.at("enterSize", axis), contexts.at("enterSign", axis), contexts.at("enterTail", axis));
}

function middle({ sizes }: Layout): Position {
  const [x = 0, y = 0, z = 0] = sizes.map((size) => Math.floor(size / 2));
  return [x, y, z];
}
