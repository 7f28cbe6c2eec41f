/** What an instance's memory holds beyond its stack, at rest. */
export interface MemoryImage {
  /** Of the whole memory; an instance that has grown since is no longer used. */
  sizeBytes: number;
  /** Where the bytes lie, in whole words. Above them all memory is free. */
  from: number;
  bytes: Uint8Array;
}

/** What differs from an image after a script was loaded, by pages. */
export interface ImagePatch {
  pages: number[];
  bytes: Uint8Array;
}

const PAGE_BYTES = 1_024;
const FREE_BYTE = 0xa5;
const FREE_WORD = 0xa5a5a5a5;

/** Puts a memory into the image's state; what is free keeps whatever was in it. */
export function restoreImage(memory: Uint8Array, image: MemoryImage, patch: ImagePatch | null): void {
  memory.set(image.bytes, image.from);
  if (!patch) return;
  for (const [i, page] of patch.pages.entries()) {
    memory.set(patch.bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), page);
  }
}

/** Marks what is free, so that {@link patchOf} finds all that was written, zeros too. Call it on a restored memory. */
export function markFree(memory: Uint8Array, image: MemoryImage): void {
  memory.fill(FREE_BYTE, image.from + image.bytes.length, image.sizeBytes);
}

/** The pages that were written since {@link markFree}. */
export function patchOf(memory: Uint8Array, image: MemoryImage): ImagePatch {
  const pages = writtenPages(memory, image);
  const bytes = new Uint8Array(pages.length * PAGE_BYTES);
  for (const [i, page] of pages.entries()) bytes.set(memory.subarray(page, page + PAGE_BYTES), i * PAGE_BYTES);
  return { pages, bytes };
}

// By words: it is done for each script, over megabytes.
function writtenPages(memory: Uint8Array, image: MemoryImage): number[] {
  const now = new Uint32Array(memory.buffer, image.from, (image.sizeBytes - image.from) / 4);
  const before = new Uint32Array(image.bytes.buffer, image.bytes.byteOffset, image.bytes.length / 4);
  const pages: number[] = [];
  for (let first = 0; first < now.length; first += PAGE_BYTES / 4) {
    const end = Math.min(first + PAGE_BYTES / 4, now.length);
    let at = first;
    while (at < end && now[at] === (at < before.length ? before[at] : FREE_WORD)) at++;
    if (at < end) pages.push(image.from + 4 * first);
  }
  return pages;
}
