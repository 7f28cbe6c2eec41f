/** No list: it has no words. */
export const NO_LIST = -1;

/** A list lies in blocks of so many words. */
export const BLOCK_WORDS = 128;
/** With its links, and with what an allocator adds, a shelf takes 16 pages of 4 kB. */
const BLOCKS = 126;
const WORDS = BLOCKS * BLOCK_WORDS;

/** A piece of memory, cut into blocks. */
interface Shelf {
  /** After all blocks comes a word for each: the next one of its list or of those that are free. */
  readonly words: Uint32Array;
  /** Its first free block, if any is. */
  free: number;
  used: number;
}

/**
 * Keeps lists of words for many owners in a few large pieces of memory. A list is written at once, read from its beginning,
 * and dropped; it is known by its first block. One is written or read at a time. The lowest blocks are used first: as lists
 * come and go all move down, and shelves at the end that are empty are given back.
 */
export class Shelves {
  /** The block that is written or read now: in these words, from this place on. */
  words: Uint32Array = new Uint32Array(0);
  at = 0;
  private readonly shelves: Shelf[] = [];
  /** No shelf before this one has a free block. */
  private open = 0;
  private first = NO_LIST;
  private block = NO_LIST;

  /** Begins a list, which has no block yet. */
  begin(): void {
    this.first = NO_LIST;
    this.block = NO_LIST;
  }

  /** Adds a block to the list that was begun, and goes there. What is in it is left over from others. */
  add(): void {
    const block = this.takeFree();
    if (this.block === NO_LIST) this.first = block;
    else this.link(this.block, block);
    this.link(block, NO_LIST);
    this.enter(block);
  }

  /** @returns the list: its first block, or {@link NO_LIST} where there is none */
  finish(): number {
    return this.first;
  }

  /** Goes to the first block of a list that has one. */
  read(list: number): void {
    this.enter(list);
  }

  /** Goes to the next block of the list that is read. @returns false: there is none */
  next(): boolean {
    const block = this.after(this.block);
    if (block === NO_LIST) return false;
    this.enter(block);
    return true;
  }

  /** A list is not needed any more. */
  drop(list: number): void {
    for (let block = list; block !== NO_LIST; ) {
      const next = this.after(block);
      const index = Math.floor(block / BLOCKS);
      const shelf = this.shelfAt(index);
      this.link(block, shelf.free);
      shelf.free = block;
      shelf.used--;
      if (index < this.open) this.open = index;
      block = next;
    }
    // One that is empty stays: it may be needed at once.
    while (this.shelves.at(-1)?.used === 0 && this.shelves.at(-2)?.used === 0) this.shelves.pop();
  }

  /** Memory that a list takes. */
  sizeBytesOf(list: number): number {
    let blocks = 0;
    for (let block = list; block !== NO_LIST; block = this.after(block)) blocks++;
    return blocks * BLOCK_WORDS * 4;
  }

  /** Memory of all lists. */
  get usedBytes(): number {
    return this.shelves.reduce((sum, { used }) => sum + used * BLOCK_WORDS * 4, 0);
  }

  /** Memory of all shelves, with what is free on them. */
  get sizeBytes(): number {
    return this.shelves.reduce((sum, { words }) => sum + words.byteLength, 0);
  }

  private enter(block: number): void {
    this.block = block;
    this.words = this.shelfAt(Math.floor(block / BLOCKS)).words;
    this.at = (block % BLOCKS) * BLOCK_WORDS;
  }

  private after(block: number): number {
    return (this.shelfAt(Math.floor(block / BLOCKS)).words[WORDS + (block % BLOCKS)] ?? 0) | 0;
  }

  private link(block: number, next: number): void {
    this.shelfAt(Math.floor(block / BLOCKS)).words[WORDS + (block % BLOCKS)] = next;
  }

  private takeFree(): number {
    while (this.shelves[this.open]?.free === NO_LIST) this.open++;
    if (this.open === this.shelves.length) this.shelves.push(emptyShelf(this.open * BLOCKS));
    const shelf = this.shelfAt(this.open);
    const block = shelf.free;
    shelf.free = this.after(block);
    shelf.used++;
    return block;
  }

  private shelfAt(index: number): Shelf {
    const shelf = this.shelves[index];
    if (!shelf) throw new RangeError(`No shelf ${index}`);
    return shelf;
  }
}

/** A shelf whose blocks are numbered from `first` on; all are free. */
function emptyShelf(first: number): Shelf {
  const words = new Uint32Array(WORDS + BLOCKS);
  for (let i = 0; i < BLOCKS; i++) words[WORDS + i] = i + 1 < BLOCKS ? first + i + 1 : NO_LIST;
  return { words, free: first, used: 0 };
}
