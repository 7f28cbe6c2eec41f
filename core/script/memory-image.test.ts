import { describe, expect, it } from "vitest";
import { captureImage, findTop, restoreImage } from "./memory-image.ts";

const SIZE = 4_096;
const NOTES = 1_024;

/** A memory whose allocator notes its last free piece at `at`. */
function notedAt(at: number) {
  const memory = new Uint8Array(SIZE).fill(7);
  const view = new DataView(memory.buffer);
  const move = (top: number) => () => {
    view.setUint32(at, top, true);
    return top;
  };
  return { memory, view, move };
}

describe("an image", () => {
  it("is what is in use, and leaves the stack and what is free alone", () => {
    const { memory, move } = notedAt(NOTES);
    move(2_048)();
    memory[2_000] = 77;
    const image = captureImage(memory, NOTES, NOTES);
    expect([image.from, image.bytes.length, image.sizeBytes]).toEqual([NOTES, 2_048 + 8 - NOTES, SIZE]);
    memory.fill(9);
    restoreImage(memory, image);
    expect([memory[NOTES - 1], memory[2_000], memory[2_055], memory[2_056]]).toEqual([9, 77, 7, 9]);
  });
});

describe("where the last free piece begins", () => {
  it("is the one word that follows it", () => {
    const { memory, view, move } = notedAt(1_500);
    // One that looks like it, once, and one of the stack's.
    for (const place of [NOTES, 3_000, 8]) view.setUint32(place, 2_048, true);
    expect(findTop(() => memory.buffer, NOTES, [move(2_048), move(3_072), move(2_048)])).toBe(1_500);
  });

  it("is not guessed where none follows, or two do", () => {
    const { memory, view, move } = notedAt(1_500);
    const both = (top: number) => () => {
      view.setUint32(2_500, top, true);
      return move(top)();
    };
    expect(() => findTop(() => memory.buffer, NOTES, [both(2_048), both(3_072)])).toThrow("another allocator");
    expect(() => findTop(() => memory.buffer, NOTES, [move(2_048), () => 3_072])).toThrow("another allocator");
  });
});
