import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BitModel } from "./bit-model.ts";
import { codeEven, codeSigned, codeUnsigned } from "./coded-number.ts";
import { SIZE_CONTEXTS, TAIL_CONTEXTS } from "./contexts.ts";
import { type BitCoder, RangeDecoder, RangeEncoder } from "./range-coder.ts";

const CONTEXTS = SIZE_CONTEXTS + TAIL_CONTEXTS + 1;

/** Encodes with a walk over a coder, and decodes with the same walk. */
function roundTrip<T>(walk: (coder: BitCoder, truth: T | null) => T, truth: T, room = 10_000, start = 0) {
  const bytes = new Uint8Array(room).fill(0xa5);
  const encoder = new RangeEncoder();
  encoder.begin(new BitModel(CONTEXTS), bytes, start, room);
  walk(encoder, truth);
  const length = encoder.finish();
  const decoder = new RangeDecoder();
  decoder.begin(new BitModel(CONTEXTS), bytes.slice(0, length), start);
  return { length, spent: encoder.spent, read: walk(decoder, null), decoder, bytes };
}

/** Bits, each in a context of its own choice; a context below 0 is even. */
function bitsIn(contexts: readonly number[]) {
  return (coder: BitCoder, truth: readonly number[] | null) =>
    contexts.map((context, i) => (context < 0 ? coder.even(1, truth?.[i] ?? 0) : coder.bit(context, truth?.[i] ?? 0)));
}

describe("the range coder", () => {
  it("gives back any bits in any contexts", () => {
    const coded = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 0, max: 1 })), {
      maxLength: 2_000,
    });
    fc.assert(
      fc.property(coded, (pairs) => {
        const bits = pairs.map(([, bit]) => bit);
        const { read, decoder } = roundTrip(bitsIn(pairs.map(([context]) => context)), bits, 10_000, 3);
        expect(read).toEqual(bits);
        expect(decoder.spent).toBe(false);
      }),
    );
  });

  it.each([0, 1])("takes next to nothing for 20,000 times %i, and reads them back", (bit) => {
    const bits = Array.from({ length: 20_000 }, () => bit);
    const { length, read, decoder } = roundTrip(bitsIn(bits.map(() => 0)), bits);
    expect(length).toBeLessThan(20);
    expect(read).toEqual(bits);
    expect(decoder.spent).toBe(false);
  });

  it("leaves out no more zeros at the end than a decoder is ready to think of", () => {
    const bits = Array.from({ length: 4_000 }, () => 0);
    const { length, read, decoder } = roundTrip(bitsIn(bits.map(() => -1)), bits);
    expect(length).toBeGreaterThan(400);
    expect(read).toEqual(bits);
    expect(decoder.spent).toBe(false);
  });

  it("carries into bytes that it wrote already", () => {
    // Certain ones and then a zero drive the low end of the range up to a row of 255s.
    for (let ones = 0; ones < 400; ones++) {
      const bits = [...Array.from({ length: ones }, () => 0), 1, 0, 0, 1];
      expect(roundTrip(bitsIn(bits.map((_, i) => (i % 7 === 0 ? -1 : 0))), bits).read).toEqual(bits);
    }
  });

  it("comes near the entropy of what it codes", () => {
    let state = 1;
    const bits = Array.from({ length: 40_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 16 < 0.1 * 65_536 ? 1 : 0;
    });
    const entropy = -(0.1 * Math.log2(0.1) + 0.9 * Math.log2(0.9)) * bits.length;
    expect(roundTrip(bitsIn(bits.map(() => 0)), bits).length * 8).toBeLessThan(entropy * 1.04);
  });

  it("says when there is no room, and writes nothing past it", () => {
    const bits = Array.from({ length: 800 }, (_, i) => ((i * i) % 3) & 1);
    for (const room of [0, 1, 50, 90]) {
      const bytes = new Uint8Array(200).fill(0xa5);
      const encoder = new RangeEncoder();
      encoder.begin(new BitModel(0), bytes, 0, room);
      for (const bit of bits) encoder.even(1, bit);
      encoder.finish();
      expect(encoder.spent).toBe(true);
      expect(bytes.slice(room + 8).every((byte) => byte === 0xa5)).toBe(true);
    }
  });

  it("reads whatever comes, and says when it is past the end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const decoder = new RangeDecoder();
        decoder.begin(new BitModel(4), bytes, 0);
        let steps = 0;
        while (!decoder.spent && steps < 100_000) decoder.even(1 + (steps & 7), 0) + decoder.bit(steps++ & 3, 0);
        expect(decoder.spent).toBe(true);
      }),
    );
  });
});

describe("numbers", () => {
  const signed = (coder: BitCoder, value: number | null) =>
    codeSigned(coder, 0, SIZE_CONTEXTS + TAIL_CONTEXTS, SIZE_CONTEXTS, value ?? 0);

  const unsigned = (coder: BitCoder, value: number | null) => codeUnsigned(coder, 0, SIZE_CONTEXTS, value ?? 0);
  const even = (coder: BitCoder, value: number | null) => codeEven(coder, 32, value ?? 0);

  it("come back, at the limits too", () => {
    const limit = 2 ** 25 - 1;
    const values = fc.oneof(fc.integer({ min: -limit, max: limit }), fc.constantFrom(0, 1, -1, limit, -limit, 2 ** 24));
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(signed, value).read).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: limit }), (value) => {
        expect(roundTrip(unsigned, value).read).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
        expect(roundTrip(even, value).read).toBe(value);
      }),
    );
  });
});
