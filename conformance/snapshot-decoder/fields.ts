import type { Contexts } from "./model.ts";
import { constant } from "./page-tables.ts";
import type { RangeReader } from "./range-reader.ts";
import type { Field, Layout } from "./schema.ts";

const wrappedBitsMax = constant("WRAPPED_BITS_MAX");

/** Reads the fields of an entity against those that it had; see “Fields”. */
export function readFields(reader: RangeReader, contexts: Contexts, layout: Layout, kind: number, was: number): number {
  const fields = layout.kinds[kind]?.fields ?? [];
  if (fields.length === 0 || reader.bit(contexts.at("fieldsKept", kind)) === 1) return was;
  return fields.reduce((all, field) => all + readField(reader, contexts, field, was) * field.unit, 0);
}

function readField(reader: RangeReader, contexts: Contexts, { number, bits, unit }: Field, all: number): number {
  const values = 2 ** bits;
  const was = Math.floor(all / unit) % values;
  if (reader.bit(contexts.at("fieldKept", number)) === 1) return was;
  if (bits > wrappedBitsMax) return reader.even(bits);
  const difference = reader.signed(
    contexts.at("fieldSize", number),
    contexts.at("fieldSign", number),
    contexts.at("fieldTail", number),
  );
  return (((was + difference) % values) + values) % values;
}
