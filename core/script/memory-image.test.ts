import { describe, expect, it } from "vitest";
import { type MemoryImage, markFree, patchOf, restoreImage } from "./memory-image.ts";

const image: MemoryImage = { sizeBytes: 16_384, from: 4_096, bytes: new Uint8Array(3_000).map((_, i) => i) };

describe("a patch", () => {
  it("brings back all that was written, zeros in free memory too, and leaves the stack alone", () => {
    const memory = new Uint8Array(image.sizeBytes);
    restoreImage(memory, image, null);
    markFree(memory, image);
    memory[100] = 1;
    memory[5_000] = 77;
    memory.fill(0, 12_000, 12_100);
    const patch = patchOf(memory, image);
    expect(patch.pages).toEqual([4_096, 11_264]);

    const other = new Uint8Array(image.sizeBytes).fill(9);
    restoreImage(other, image, patch);
    expect([other[100], other[5_000], other[4_999], other[12_000], other[16_000]]).toEqual([9, 77, 903 % 256, 0, 9]);
    restoreImage(other, image, null);
    expect(other[5_000]).toBe(904 % 256);
  });

  it("is empty where nothing was written", () => {
    const memory = new Uint8Array(image.sizeBytes);
    restoreImage(memory, image, null);
    markFree(memory, image);
    expect(patchOf(memory, image)).toEqual({ pages: [], bytes: new Uint8Array() });
  });
});
