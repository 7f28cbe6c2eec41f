const ROW_BYTES = 30;

/**
 * States of entities as they are told: whole numbers in columns, in ascending order of their ids. A world fills one
 * each tick for all of its clients; the codec has some to work in.
 */
export class EntityTable {
  length = 0;
  ids = new Uint32Array(0);
  x = new Int32Array(0);
  y = new Int32Array(0);
  z = new Int32Array(0);
  /** Smallest three: 2 bits that name the largest part, then 10 for each of the others. */
  orientations = new Uint32Array(0);
  fields = new Uint32Array(0);
  /** The tick of which the state is known: earlier than the snapshot's where the budget left it out. */
  asOf = new Uint32Array(0);
  kinds = new Uint8Array(0);
  /** 1: its body sleeps. */
  resting = new Uint8Array(0);

  /** Room for so many entities; what is in it stays. */
  reserve(entities: number): void {
    if (entities <= this.ids.length) return;
    const room = entities + (-entities & 15);
    const { length, ids, x, y, z, orientations, fields, asOf, kinds, resting } = this;
    const memory = new ArrayBuffer(room * ROW_BYTES);
    this.ids = new Uint32Array(memory, 0, room);
    this.x = new Int32Array(memory, room * 4, room);
    this.y = new Int32Array(memory, room * 8, room);
    this.z = new Int32Array(memory, room * 12, room);
    this.orientations = new Uint32Array(memory, room * 16, room);
    this.fields = new Uint32Array(memory, room * 20, room);
    this.asOf = new Uint32Array(memory, room * 24, room);
    this.kinds = new Uint8Array(memory, room * 28, room);
    this.resting = new Uint8Array(memory, room * 29, room);
    this.putColumns({ length, ids, x, y, z, orientations, fields, asOf, kinds, resting });
  }

  clear(): void {
    this.length = 0;
  }

  /** Adds a row of zeros at the end for an id, which is larger than those before. @returns the row */
  add(id: number, kind: number): number {
    const row = this.length;
    if (row === this.ids.length) this.reserve(row + (row >> 2) + 1);
    this.length++;
    this.ids[row] = id;
    this.kinds[row] = kind;
    this.resting[row] = 0;
    this.x[row] = 0;
    this.y[row] = 0;
    this.z[row] = 0;
    this.orientations[row] = 0;
    this.fields[row] = 0;
    this.asOf[row] = 0;
    return row;
  }

  /** Adds a copy of a row at the end. @returns the row */
  addFrom(other: EntityTable, from: number): number {
    const row = this.length;
    if (row === this.ids.length) this.reserve(row + (row >> 2) + 1);
    this.length++;
    this.ids[row] = other.ids[from] ?? 0;
    this.kinds[row] = other.kinds[from] ?? 0;
    this.resting[row] = other.resting[from] ?? 0;
    this.x[row] = other.x[from] ?? 0;
    this.y[row] = other.y[from] ?? 0;
    this.z[row] = other.z[from] ?? 0;
    this.orientations[row] = other.orientations[from] ?? 0;
    this.fields[row] = other.fields[from] ?? 0;
    this.asOf[row] = other.asOf[from] ?? 0;
    return row;
  }

  /** Adds copies of rows, up to and without `to`, at the end. */
  addRange(other: EntityTable, from: number, to: number): void {
    const start = this.length - from;
    this.reserve(start + to);
    this.length = start + to;
    for (let row = from; row < to; row++) this.ids[start + row] = other.ids[row] ?? 0;
    for (let row = from; row < to; row++) this.kinds[start + row] = other.kinds[row] ?? 0;
    for (let row = from; row < to; row++) this.resting[start + row] = other.resting[row] ?? 0;
    for (let row = from; row < to; row++) this.x[start + row] = other.x[row] ?? 0;
    for (let row = from; row < to; row++) this.y[start + row] = other.y[row] ?? 0;
    for (let row = from; row < to; row++) this.z[start + row] = other.z[row] ?? 0;
    for (let row = from; row < to; row++) this.orientations[start + row] = other.orientations[row] ?? 0;
    for (let row = from; row < to; row++) this.fields[start + row] = other.fields[row] ?? 0;
    for (let row = from; row < to; row++) this.asOf[start + row] = other.asOf[row] ?? 0;
  }

  /** Becomes equal to another table. */
  copy(other: EntityTable): void {
    this.reserve(other.length);
    this.length = other.length;
    this.putColumns(other);
  }

  private putColumns(from: Columns): void {
    const { length } = from;
    this.ids.set(from.ids.subarray(0, length));
    this.x.set(from.x.subarray(0, length));
    this.y.set(from.y.subarray(0, length));
    this.z.set(from.z.subarray(0, length));
    this.orientations.set(from.orientations.subarray(0, length));
    this.fields.set(from.fields.subarray(0, length));
    this.asOf.set(from.asOf.subarray(0, length));
    this.kinds.set(from.kinds.subarray(0, length));
    this.resting.set(from.resting.subarray(0, length));
  }

  /** The row of an id, or -1. */
  rowOf(id: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const there = this.ids[middle] ?? 0;
      if (there === id) return middle;
      if (there < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Whether a row here and one there say the same of an entity, whenever they were told. */
  sameState(row: number, other: EntityTable, there: number): boolean {
    return (
      this.x[row] === other.x[there] &&
      this.y[row] === other.y[there] &&
      this.z[row] === other.z[there] &&
      this.orientations[row] === other.orientations[there] &&
      this.fields[row] === other.fields[there] &&
      this.resting[row] === other.resting[there]
    );
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.ids.length * ROW_BYTES;
  }
}

/** What a table holds. */
type Columns = Pick<
  EntityTable,
  "length" | "ids" | "x" | "y" | "z" | "orientations" | "fields" | "asOf" | "kinds" | "resting"
>;
