import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { meterModule } from "./meter.ts";

// (module (memory (export "memory") 1)
//   (func (export "turn") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
//   (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 7) (local.get 0)))
//   (func (export "copy") (param i32) (memory.copy (i32.const 0) (i32.const 0) (local.get 0)))
//   (global i32 (i32.const 5)))
const code = [
  [0x00, 0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b],
  [0x00, 0x41, 0, 0x41, 7, 0x20, 0, 0xfc, 11, 0, 0x0b],
  [0x00, 0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 10, 0, 0, 0x0b],
];
const named = (name: string, kind: number, index: number) => [name.length, ...Buffer.from(name), kind, index];
const section = (id: number, items: number[][]) => {
  const body = [items.length, ...items.flat()];
  return [id, body.length, ...body];
};
const small = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [[0x60, 1, 0x7f, 0]]),
  ...section(3, [[0], [0], [0]]),
  ...section(5, [[0, 1]]),
  ...section(6, [[0x7f, 0, 0x41, 5, 0x0b]]),
  ...section(7, [named("memory", 2, 0), named("turn", 0, 0), named("fill", 0, 1), named("copy", 0, 2)]),
  ...section(
    10,
    code.map((body) => [body.length, ...body]),
  ),
);

interface Small {
  fuel: WebAssembly.Global;
  memory: WebAssembly.Memory;
  turn(times: number): void;
  fill(bytes: number): void;
  copy(bytes: number): void;
}

function instance(): Small {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(meterModule(small)));
  return exports as unknown as Small;
}

function used(run: (small: Small) => void): number {
  const small = instance();
  small.fuel.value = 1_000_000;
  run(small);
  return 1_000_000 - small.fuel.value;
}

describe("a metered module", () => {
  it("pays for calls, turns of loops, and bytes", () => {
    expect(used((it) => it.turn(1))).toBe(2);
    expect(used((it) => it.turn(1_000))).toBe(1_001);
    expect(used((it) => it.fill(31))).toBe(1);
    expect(used((it) => it.fill(3_200))).toBe(101);
    expect(used((it) => it.copy(64_000))).toBe(2_001);
  });

  it("does what it did before", () => {
    const it = instance();
    it.fill(100);
    expect([...new Uint8Array(it.memory.buffer, 98, 4)]).toEqual([7, 7, 0, 0]);
  });

  it("traps without fuel, before the work is done", () => {
    const it = instance();
    it.fuel.value = 10;
    it.turn(9);
    expect(it.fuel.value).toBe(0);
    expect(() => it.turn(1)).toThrow(WebAssembly.RuntimeError);
    it.fuel.value = 10;
    expect(() => it.fill(60_000)).toThrow(WebAssembly.RuntimeError);
    expect(new Uint8Array(it.memory.buffer)[0]).toBe(0);
  });

  it("is refused where an instruction is not known, or the end is missing", () => {
    const strange = small.slice();
    strange[small.indexOf(0x6b, 60)] = 0xfd;
    expect(() => meterModule(strange)).toThrow(RangeError);
    expect(() => meterModule(small.slice(0, -3))).toThrow(RangeError);
  });
});

describe("the script engine", () => {
  it("is the package's, metered: if not, run `node scripts/meter-quickjs.ts`", () => {
    const original = readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm"));
    const kept = readFileSync(new URL("quickjs-metered.wasm", import.meta.url));
    expect(Buffer.compare(kept, meterModule(original))).toBe(0);
  });
});
