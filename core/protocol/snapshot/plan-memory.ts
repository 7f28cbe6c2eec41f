import type { WaitingColumns } from "./plan-columns.ts";
import { BLOCK_WORDS, NO_LIST, type Shelves } from "./shelves.ts";

/** A block holds so many rows of ids, of when they were told, and of how they waited. */
const BLOCK_ROWS = Math.floor(BLOCK_WORDS / 3);

/** What a plan remembers of one client from frame to frame: who waits, and who was told what. */
export class PlanMemory {
  /** How much larger its frames are than they were guessed to be. */
  scale = 1;
  private rows = 0;
  private list = NO_LIST;

  /** Takes what is remembered into columns. */
  take(shelves: Shelves, into: WaitingColumns): void {
    into.reserve(this.rows);
    into.length = this.rows;
    for (let row = 0, at = BLOCK_ROWS; row < this.rows; row++, at++) {
      if (at === BLOCK_ROWS) {
        if (row === 0) shelves.read(this.list);
        else shelves.next();
        at = 0;
      }
      into.ids[row] = shelves.words[shelves.at + at] ?? 0;
      into.told[row] = shelves.words[shelves.at + BLOCK_ROWS + at] ?? 0;
      into.waited[row] = shelves.words[shelves.at + 2 * BLOCK_ROWS + at] ?? 0;
    }
  }

  /** Remembers what is in columns instead, but for those who neither wait nor were told anything. */
  keep(shelves: Shelves, from: WaitingColumns): void {
    this.forget(shelves);
    shelves.begin();
    for (let row = 0, at = BLOCK_ROWS; row < from.length; row++) {
      const told = from.told[row] ?? 0;
      const waited = from.waited[row] ?? 0;
      if (told === 0 && waited === 0) continue;
      if (at === BLOCK_ROWS) {
        shelves.add();
        at = 0;
      }
      shelves.words[shelves.at + at] = from.ids[row] ?? 0;
      shelves.words[shelves.at + BLOCK_ROWS + at] = told;
      shelves.words[shelves.at + 2 * BLOCK_ROWS + at] = waited;
      at++;
      this.rows++;
    }
    this.list = shelves.finish();
  }

  /** Forgets who waits: the client begins anew. */
  forget(shelves: Shelves): void {
    shelves.drop(this.list);
    this.rows = 0;
    this.list = NO_LIST;
  }

  /** Memory that it takes on the shelves. */
  sizeBytes(shelves: Shelves): number {
    return shelves.sizeBytesOf(this.list);
  }
}
