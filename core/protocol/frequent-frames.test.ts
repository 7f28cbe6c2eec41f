import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ackFrame, playerFrame } from "./client-frames.ts";
import { isAck, isAnswer } from "./frequent-frames.ts";

const value = fc.oneof(
  fc.integer({ min: -1, max: 5 }),
  fc.constantFrom(-0, 0.5, 999_999, 1_000_000, 2 ** 53, 1e300, null, true, "1", "ack", "answer", [1], {}),
);
const field = fc.constantFrom("t", "id", "question", "option", "seq", "seq ", "__proto__", "toString");
/** As it comes off the wire. */
const frames = fc
  .tuple(fc.constantFrom("ack", "answer", "leave"), fc.array(fc.tuple(field, value), { maxLength: 6 }))
  .map(([t, fields]) => {
    const text = [["t", t] as const, ...fields].map(([name, of]) => `${JSON.stringify(name)}:${JSON.stringify(of)}`);
    return JSON.parse(`{${text.join(",")}}`) as Record<string, unknown>;
  });

describe("frames that are recognised by hand", () => {
  it("are those that their schemas take", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(isAck(frame)).toBe(ackFrame.safeParse(frame).success);
        const read = playerFrame.safeParse(frame);
        expect(isAnswer(frame)).toBe(read.success && read.data.t === "answer");
      }),
      { numRuns: 20_000 },
    );
  });

  it("keep every field", () => {
    const answer = { t: "answer", id: 1, question: 2, option: 3, seq: 4 };
    expect(isAnswer(answer)).toBe(true);
    expect(playerFrame.parse(answer)).toEqual(answer);
  });
});
