import type { Checkpoint, Journal, JournalEntry, Recovered } from "../core/ports.ts";

/** A journal in memory that keeps text, as a disk would: what is read back shares nothing with what was written. */
export class MemoryJournal<Fact> implements Journal<Fact> {
  #rows: string[] = [];
  #checkpoint: string | null = null;
  /** While set, every write throws: a full or broken disk. */
  broken = false;

  recover(): Recovered<Fact> | null {
    if (this.#rows.length === 0) return null;
    const checkpoint = this.#checkpoint === null ? null : (JSON.parse(this.#checkpoint) as Checkpoint);
    let facts = 0;
    const entries: JournalEntry<Fact>[] = [];
    for (const entry of this.all()) {
      if (facts >= (checkpoint?.facts ?? 0)) entries.push(entry);
      facts += entry.facts.length;
    }
    return { checkpoint, entries };
  }

  append(entries: readonly JournalEntry<Fact>[]): void {
    if (this.broken) throw new Error("the disk is broken");
    for (const entry of entries) this.#rows.push(JSON.stringify(entry));
  }

  checkpoint(checkpoint: Checkpoint): void {
    if (this.broken) throw new Error("the disk is broken");
    this.#checkpoint = JSON.stringify(checkpoint);
  }

  *all(): Iterable<JournalEntry<Fact>> {
    for (const row of this.#rows) yield JSON.parse(row) as JournalEntry<Fact>;
  }

  erase(): void {
    this.#rows = [];
    this.#checkpoint = null;
  }
}
