import type { MemoryJournal } from "../memory-journal.ts";

/** What the disk does at the next commit, once. */
export type DiskFault =
  /** Nothing can be written. */
  | "append"
  /** Facts can be written, a checkpoint cannot. */
  | "checkpoint"
  /** The power goes when the facts are written, before anything has left. */
  | "power";

/** Listens at a journal's writing end, and breaks it on demand. */
export class JournalTap<Fact> {
  /** What was written, as text: nothing that reads it can change it. */
  readonly rows: string[] = [];
  fault: DiskFault | null = null;
  /** Whether the fault has struck. */
  struck = false;
  readonly #journal: MemoryJournal<Fact>;
  readonly #powerCut: () => void;

  constructor(journal: MemoryJournal<Fact>, powerCut: () => void) {
    this.#journal = journal;
    this.#powerCut = powerCut;
    const append = journal.append.bind(journal);
    const checkpoint = journal.checkpoint.bind(journal);
    journal.append = (entries) => {
      if (this.#strikes("append")) return this.#brokenly(() => append(entries));
      append(entries);
      for (const entry of entries) this.rows.push(JSON.stringify(entry));
      if (this.#strikes("power")) this.#powerCut();
    };
    journal.checkpoint = (state) => {
      if (this.#strikes("checkpoint")) return this.#brokenly(() => checkpoint(state));
      checkpoint(state);
    };
  }

  /** Sets a fault for the next time. */
  arm(fault: DiskFault): void {
    this.fault = fault;
    this.struck = false;
  }

  /** The disk is whole again; whether the fault has struck. */
  disarm(): boolean {
    this.fault = null;
    return this.struck;
  }

  #strikes(fault: DiskFault): boolean {
    if (this.fault !== fault) return false;
    this.fault = null;
    this.struck = true;
    return true;
  }

  #brokenly(write: () => void): void {
    this.#journal.broken = true;
    try {
      write();
    } finally {
      this.#journal.broken = false;
    }
  }
}
