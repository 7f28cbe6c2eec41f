/** What a field of a component is kept in. `json` is for sparse plain data: anything that JSON carries unchanged. */
export type ColumnType = keyof ColumnKinds;

interface ColumnKinds {
  f32: Float32Array<ArrayBuffer>;
  f64: Float64Array<ArrayBuffer>;
  i32: Int32Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
  u16: Uint16Array<ArrayBuffer>;
  u8: Uint8Array<ArrayBuffer>;
  json: JsonValue[];
}

export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** Fields of a component and their types; a component without fields is a mark. */
export type ComponentSchema = Readonly<Record<string, ColumnType>>;
/** Components by name. The order counts: it is the order in which they are saved. */
export type Schema = Readonly<Record<string, ComponentSchema>>;

export type Column = ColumnKinds[ColumnType];
export type NumberColumn = Exclude<Column, JsonValue[]>;

/** `columns.pose.x[index]` */
export type Columns<S extends Schema> = {
  readonly [Component in keyof S]: { readonly [Field in keyof S[Component]]: ColumnKinds[S[Component][Field]] };
};

/** A schema as one line of text: equal texts mean equal columns in equal order. */
export function schemaText(schema: Schema): string {
  return Object.entries(schema)
    .map(([component, fields]) => `${component}(${Object.entries(fields).map((field) => field.join(":"))})`)
    .join(" ");
}

const makers = {
  f32: (rows) => new Float32Array(rows),
  f64: (rows) => new Float64Array(rows),
  i32: (rows) => new Int32Array(rows),
  u32: (rows) => new Uint32Array(rows),
  u16: (rows) => new Uint16Array(rows),
  u8: (rows) => new Uint8Array(rows),
  json: (rows) => new Array<JsonValue>(rows).fill(null),
} satisfies { [Type in ColumnType]: (rows: number) => ColumnKinds[Type] };

/** A column of zeros, or of `null`s. */
export function makeColumn(type: ColumnType, rows: number): Column {
  return makers[type](rows);
}

/** A longer column that begins as this one does, to the bit. */
export function grownColumn(type: ColumnType, column: Column, rows: number): Column {
  const grown = makeColumn(type, rows);
  if (Array.isArray(column) || Array.isArray(grown)) return Array.isArray(column) ? extended(column, rows) : grown;
  bytesOf(grown).set(bytesOf(column));
  return grown;
}

function extended(column: JsonValue[], rows: number): JsonValue[] {
  return [...column, ...new Array<JsonValue>(rows - column.length).fill(null)];
}

/** What a typed array lies in. Every machine that runs this is little-endian. */
export function bytesOf(column: NumberColumn): Uint8Array<ArrayBuffer> {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
