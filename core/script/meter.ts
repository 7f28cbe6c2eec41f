/**
 * Adds a fuel gauge to a WebAssembly module (binary format 1, WebAssembly Core Specification 2.0, chapter 5): a global
 * `fuel` that every function call and every turn of a loop lowers by one, and copying and filling by one for each
 * 32 bytes. Below zero the instance traps, which the program in it cannot catch. What a run takes is thereby bounded,
 * and equal on every machine, in native loops too, where an interpreter does not ask whether to go on.
 * @throws RangeError on an instruction it does not know: then the engine was built in a new way
 */
export function meterModule(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(module);
  const at = (id: number) => new Reader(sections.find((section) => section.id === id)?.body ?? new Uint8Array(1));
  const fuel = at(SECTION.global).u32();
  const parameters = parameterCounts(at(SECTION.type));
  const functionTypes = at(SECTION.function).list((reader) => reader.u32());
  const metered = sections.map(({ id, body }): Section => {
    if (id === SECTION.global) return { id, body: appended(body, [0x7f, 1, 0x41, ...s32(0x7fffffff), 0x0b]) };
    if (id === SECTION.export) return { id, body: appended(body, [4, ...utf8("fuel"), 3, ...u32(fuel)]) };
    if (id !== SECTION.code) return { id, body };
    let index = 0;
    const bodies = new Reader(body).list((reader) => {
      const type = functionTypes[index++] ?? -1;
      return meterFunction(reader.bytes(reader.u32()), parameters[type] ?? 0, fuel);
    });
    return { id, body: joined([u32(bodies.length), ...bodies.flatMap((one) => [u32(one.length), one])]) };
  });
  return joined([module.subarray(0, 8), ...metered.flatMap(({ id, body }) => [[id], u32(body.length), body])]);
}

const SECTION = { type: 1, function: 3, global: 6, export: 7, code: 10 };
const OP = { loop: 0x03, brTable: 0x0e, selectTyped: 0x1c, bulk: 0xfc };
const BULK = { copy: 10, fill: 11 };

interface Section {
  id: number;
  body: Uint8Array;
}

/** How many immediates in LEB128 an instruction has; the few with others are read apart. */
function immediates(op: number): number {
  if (op === 0x11 || op === 0x13 || (op >= 0x28 && op <= 0x3e)) return 2;
  if ((op >= 0x02 && op <= 0x04) || (op >= 0x0c && op <= 0x12 && op !== 0x0f) || op === 0xd0 || op === 0xd2) return 1;
  if ((op >= 0x20 && op <= 0x26) || (op >= 0x3f && op <= 0x42)) return 1;
  if (op <= 0x01 || op === 0x05 || op === 0x0b || op === 0x0f || op === 0x1a || op === 0x1b || op === 0xd1) return 0;
  if (op >= 0x45 && op <= 0xc4) return 0;
  throw new RangeError(`Unknown instruction 0x${op.toString(16)}`);
}

/** Of the instructions behind the prefix 0xfc. */
const bulkImmediates = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function meterFunction(body: Uint8Array, parameters: number, fuel: number): Uint8Array {
  const reader = new Reader(body);
  const groups = reader.list((locals) => ({ count: locals.u32(), type: locals.byte() }));
  const spare = parameters + groups.reduce((sum, { count }) => sum + count, 0);
  const parts: Bytes[] = [u32(groups.length + 1), ...groups.flatMap(({ count, type }) => [u32(count), [type]])];
  parts.push([1, 0x7f], charge([0x41, 1], fuel));
  let copied = reader.at;
  const insert = (at: number, code: Bytes) => {
    parts.push(body.subarray(copied, at), code);
    copied = at;
  };
  while (reader.at < body.length) {
    const start = reader.at;
    const op = reader.byte();
    if (op === OP.bulk) {
      const bulk = reader.u32();
      reader.skip(bulkImmediates[bulk] ?? Number.NaN);
      if (bulk === BULK.copy || bulk === BULK.fill) insert(start, chargeBytes(spare, fuel));
    } else {
      reader.skipImmediates(op);
      if (op === OP.loop) insert(reader.at, charge([0x41, 1], fuel));
    }
  }
  parts.push(body.subarray(copied));
  return joined(parts);
}

/** Lowers the gauge by what an expression gives, and traps below zero. */
function charge(amount: number[], fuel: number): number[] {
  const gauge = u32(fuel);
  const lower = [0x23, ...gauge, ...amount, 0x6b, 0x24, ...gauge];
  const trapBelowZero = [0x23, ...gauge, 0x41, 0, 0x48, 0x04, 0x40, 0x00, 0x0b];
  return [...lower, ...trapBelowZero];
}

/** The size lies uppermost on the stack, and stays there. */
function chargeBytes(spare: number, fuel: number): number[] {
  const local = u32(spare);
  return [0x21, ...local, ...charge([0x20, ...local, 0x41, 5, 0x76], fuel), 0x20, ...local];
}

function sectionsOf(module: Uint8Array): Section[] {
  const reader = new Reader(module);
  reader.bytes(8);
  const sections: Section[] = [];
  while (reader.at < module.length) sections.push({ id: reader.byte(), body: reader.bytes(reader.u32()) });
  return sections;
}

function parameterCounts(types: Reader): number[] {
  return types.list((reader) => {
    if (reader.byte() !== 0x60) throw new RangeError("A type is no function");
    const [parameters] = [reader.list((one) => one.byte()), reader.list((one) => one.byte())];
    return parameters.length;
  });
}

/** A list with one item more. */
function appended(body: Uint8Array, item: number[]): Uint8Array {
  const reader = new Reader(body);
  const count = reader.u32();
  return joined([u32(count + 1), body.subarray(reader.at), item]);
}

type Bytes = ArrayLike<number>;

function joined(parts: Bytes[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** LEB128. */
function u32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

function s32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 63 || rest < -64; rest >>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest & 127];
}

function utf8(ascii: string): number[] {
  return [...ascii].map((char) => char.charCodeAt(0));
}

class Reader {
  at = 0;
  readonly #from: Uint8Array;

  constructor(from: Uint8Array) {
    this.#from = from;
  }

  byte(): number {
    const byte = this.#from[this.at++];
    if (byte === undefined) throw new RangeError("The module ends too early");
    return byte;
  }

  bytes(count: number): Uint8Array {
    this.at += count;
    return this.#from.subarray(this.at - count, this.at);
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  list<T>(item: (reader: Reader) => T): T[] {
    return Array.from({ length: this.u32() }, () => item(this));
  }

  /** Passes over numbers in LEB128. */
  skip(count: number): void {
    if (Number.isNaN(count)) throw new RangeError("Unknown bulk instruction");
    for (let i = 0; i < count; i++) while (this.byte() > 127);
  }

  skipImmediates(op: number): void {
    if (op === OP.brTable) this.skip(this.u32() + 1);
    else if (op === OP.selectTyped) this.bytes(this.u32());
    else if (op === 0x43) this.bytes(4);
    else if (op === 0x44) this.bytes(8);
    else this.skip(immediates(op));
  }
}
