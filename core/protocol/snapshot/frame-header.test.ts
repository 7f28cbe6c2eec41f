import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BitReader } from "./bits.ts";
import { type FrameHeader, HEADER_BYTES_MAX, readHeader, strideFor, writeHeader } from "./frame-header.ts";

function roundTrip(header: FrameHeader, newest: number) {
  const bytes = new Uint8Array(HEADER_BYTES_MAX);
  const length = writeHeader(bytes, header);
  return { length, read: readHeader(new BitReader(bytes.subarray(0, length)), newest) };
}

const flags = fc.record({ partial: fc.boolean(), empty: fc.boolean(), teaches: fc.boolean() });

describe("a header", () => {
  it("comes back, whatever it is told against", () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 2 ** 24 - 1 }));
    const tick = fc.integer({ min: 2 ** 26, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(flags, tick, step, fc.option(step), fc.option(step), (said, at, ahead, recently, earlier) => {
        const base = at - ahead;
        const recent = recently === null ? null : base - recently;
        const older = recent === null || earlier === null ? null : recent - earlier;
        const header = { ...said, tick: at, base, recent, older };
        const { read, length } = roundTrip(header, Math.max(base, at - 100));
        expect(read).toEqual(header);
        expect(length).toBeLessThanOrEqual(HEADER_BYTES_MAX);
      }),
    );
  });

  it("without a baseline comes back whatever was known", () => {
    const header: FrameHeader = {
      tick: 2 ** 32 - 1,
      base: null,
      recent: null,
      older: null,
      partial: false,
      empty: false,
      teaches: true,
    };
    expect(roundTrip(header, -1).read).toEqual(header);
  });

  it("takes 3 bytes in the usual case", () => {
    const stride = strideFor(6);
    const header = { tick: 5_000, base: 4_994, recent: 4_994 - stride, older: 4_994 - 2 * stride };
    expect(roundTrip({ ...header, partial: false, empty: false, teaches: true }, 4_999).length).toBe(3);
  });

  it("finds a short tick on either side of where it wraps", () => {
    for (const tick of [1_023, 1_024, 1_025, 2_047, 2_048]) {
      for (const newest of [tick - 400, tick - 1, tick + 300]) {
        const header = { tick, base: tick - 4, recent: null, older: null, partial: true, empty: false, teaches: false };
        expect(roundTrip(header, newest).read?.tick).toBe(tick);
      }
    }
  });

  it("is refused when it is cut off, or its baseline is itself", () => {
    const bytes = new Uint8Array(HEADER_BYTES_MAX);
    const header = { tick: 9, base: 5, recent: 3, older: 1, partial: false, empty: true, teaches: false };
    const length = writeHeader(bytes, header);
    for (let cut = 0; cut < length; cut++) expect(readHeader(new BitReader(bytes.subarray(0, cut)), 8)).toBeNull();
    writeHeader(bytes, { ...header, base: 9 });
    expect(readHeader(new BitReader(bytes), 8)).toBeNull();
  });
});
