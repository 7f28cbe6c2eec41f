import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAGMENT_BYTES, INPUT_MAX_BYTES, PAYLOAD_MAX_BYTES, UNRELIABLE_MAX_BYTES } from "./limits.ts";
import { type Message, messageKinds, PayloadWriter, readPayload } from "./payload.ts";

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const fragment = fc.oneof(
  fc.record({
    number: fc.integer({ min: 1, max: 0xffffffff }),
    isLast: fc.constant(true),
    data: bytes(FRAGMENT_BYTES),
  }),
  fc.record({
    number: fc.integer({ min: 1, max: 0xffffffff }),
    isLast: fc.constant(false),
    data: fc.uint8Array({ minLength: FRAGMENT_BYTES, maxLength: FRAGMENT_BYTES }),
  }),
);
const message: fc.Arbitrary<Message> = fc.oneof(
  fragment.map((part): Message => ({ type: "fragment", ...part })),
  fc.record({ number: u32, data: bytes(INPUT_MAX_BYTES) }).map((input): Message => ({ type: "input", ...input })),
);

describe("a payload", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(u32, u32, fc.array(message, { maxLength: 6 }), (ack, bits, messages) => {
        const writer = new PayloadWriter({ ack, bits });
        const put = messages.filter((one) => {
          if (writer.left < one.data.length + 7) return false;
          if (one.type === "fragment") writer.fragment(one);
          if (one.type === "input") writer.input(one);
          return true;
        });
        expect(writer.isEmpty).toBe(put.length === 0);
        expect(readPayload(writer.payload, "server")).toEqual({ ack, bits, messages: put });
      }),
    );
  });

  it("of bytes goes to clients, and inputs to servers; the other way neither is read", () => {
    const frame = new PayloadWriter({ ack: 1, bits: 0 });
    frame.bytes(new Uint8Array(UNRELIABLE_MAX_BYTES).fill(7));
    expect(frame.payload.length).toBeLessThanOrEqual(PAYLOAD_MAX_BYTES);
    expect(readPayload(frame.payload, "client")?.messages).toHaveLength(1);
    expect(readPayload(frame.payload, "server")).toBeNull();
    const input = new PayloadWriter({ ack: 1, bits: 0 });
    input.input({ number: 1, data: Uint8Array.of(1) });
    expect(readPayload(input.payload, "client")).toBeNull();
  });

  it("is no payload where it breaks off, says more than it may, or cuts texts into crumbs", () => {
    const head = [0, 0, 0, 0, 0, 0, 0, 0];
    const bad = [
      [],
      head.slice(1),
      [...head, 0],
      [...head, 9, 0, 0],
      [...head, messageKinds.last, 0, 0, 0, 1, 0],
      [...head, messageKinds.last, 0, 0, 0, 1, 0, 2, 65],
      [...head, messageKinds.last, 0, 0, 0, 0, 0, 1, 65],
      [...head, messageKinds.piece, 0, 0, 0, 1, 0, 1, 65],
      [...head, messageKinds.last, 0, 0, 0, 1, 4, 1, ...new Uint8Array(FRAGMENT_BYTES + 1)],
      [...head, messageKinds.input, 0, 0, 0, 1, INPUT_MAX_BYTES + 1, ...new Uint8Array(INPUT_MAX_BYTES + 1)],
    ];
    for (const one of bad) expect([one, readPayload(Uint8Array.from(one), "server")]).toEqual([one, null]);
    expect(readPayload(Uint8Array.from(head), "server")).toEqual({ ack: 0, bits: 0, messages: [] });
  });

  it("of any bytes is read or refused, and never throws", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("client" as const, "server" as const),
        (some, side) => {
          const payload = readPayload(some, side);
          const size = payload?.messages.reduce((sum, { data }) => sum + data.length, 8) ?? 0;
          expect(size).toBeLessThanOrEqual(some.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
