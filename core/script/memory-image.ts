/** What an instance's memory holds beyond its stack, at rest. */
export interface MemoryImage {
  /** Of the whole memory; an instance that has grown since is no longer used. */
  sizeBytes: number;
  /** Where the bytes lie, in whole words. Above them all memory is free. */
  from: number;
  bytes: Uint8Array;
}

/** Of a piece of memory, before what whoever asked for it is given. */
export const PIECE_HEADER_BYTES = 8;

/** Puts a memory into the image's state; what is free keeps whatever was in it. */
export function restoreImage(memory: Uint8Array, { bytes, from }: MemoryImage): void {
  memory.set(bytes, from);
}

/**
 * Captures a memory.
 * @param topAt from {@link findTop}
 */
export function captureImage(memory: Uint8Array, from: number, topAt: number): MemoryImage {
  const top = new DataView(memory.buffer).getUint32(topAt, true);
  return { sizeBytes: memory.length, from, bytes: memory.slice(from, top + PIECE_HEADER_BYTES) };
}

/**
 * Finds where the allocator notes the beginning of its last free piece, behind which nothing is in use. (It is Doug
 * Lea's, and calls it `top`.) Anything else that tells what a script has written means to read megabytes for each of
 * them, which where nothing is compiled yet takes longer than all else that a world does to wake.
 * @param from where its notes begin, @param moves each makes the piece begin elsewhere, and gives where
 * @returns the place of the only word that follows. Throws where there is none, or more: it is another allocator
 */
export function findTop(memory: () => ArrayBuffer, from: number, moves: readonly (() => number)[]): number {
  let places: readonly number[] = [];
  for (const [i, move] of moves.entries()) {
    const top = move();
    const words = new Uint32Array(memory());
    places = i === 0 ? placesOf(words, from, top) : places.filter((at) => words[at / 4] === top);
  }
  const [place, ...others] = places;
  if (place === undefined || others.length > 0) throw new Error("the script engine has another allocator");
  return place;
}

function placesOf(words: Uint32Array, from: number, value: number): number[] {
  const places: number[] = [];
  for (let at = words.indexOf(value, from / 4); at >= 0; at = words.indexOf(value, at + 1)) places.push(4 * at);
  return places;
}
