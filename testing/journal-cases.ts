import { expect } from "vitest";
import type { Journal } from "../core/ports.ts";

interface Fact {
  type: string;
  n: number;
}

/** One promise of the journal contract. `open` gives a new journal object over the same storage each time. */
export interface JournalCase {
  name: string;
  run(open: () => Journal<Fact>): void;
}

const entry = (atMs: number, ...numbers: number[]) => ({ atMs, facts: numbers.map((n) => ({ type: "f", n })) });

/** What every journal must keep to; run over each implementation. */
export const journalCases: JournalCase[] = [
  {
    name: "is nothing before the first append",
    run(open) {
      expect(open().recover()).toBeNull();
      expect([...open().all()]).toEqual([]);
      expect(open().recover()).toBeNull();
    },
  },
  {
    name: "gives back what was appended, in order, also to another reader",
    run(open) {
      const journal = open();
      journal.recover();
      journal.append([entry(1, 1, 2), entry(2, 3)]);
      journal.append([entry(3, 4)]);
      const all = [entry(1, 1, 2), entry(2, 3), entry(3, 4)];
      expect(open().recover()).toEqual({ checkpoint: null, entries: all });
      expect([...journal.all()]).toEqual(all);
    },
  },
  {
    name: "goes on after a recovery",
    run(open) {
      open().append([entry(1, 1)]);
      const second = open();
      second.recover();
      second.append([entry(2, 2)]);
      expect([...open().all()]).toEqual([entry(1, 1), entry(2, 2)]);
    },
  },
  {
    name: "recovers from the newest checkpoint, and keeps every entry",
    run(open) {
      const journal = open();
      journal.append([entry(1, 1, 2)]);
      journal.append([entry(2, 3), entry(3, 4, 5), entry(4, 6)]);
      journal.checkpoint({ facts: 2, atMs: 1, rules: 1, state: '{"old":true}' });
      // In the middle of a commit: what was accepted together may be checkpointed apart.
      journal.checkpoint({ facts: 5, atMs: 3, rules: 7, state: '{"n":5}' });
      const recovered = open().recover();
      expect(recovered?.checkpoint).toEqual({ facts: 5, atMs: 3, rules: 7, state: '{"n":5}' });
      expect(recovered?.entries).toEqual([entry(4, 6)]);
      expect([...open().all()]).toHaveLength(4);
    },
  },
  {
    name: "holds states and commits larger than a row",
    run(open) {
      const journal = open();
      const state = JSON.stringify("ü€😀".repeat(700_000));
      journal.append(Array.from({ length: 350 }, (_, i) => entry(i, i)));
      journal.checkpoint({ facts: 350, atMs: 1, rules: 1, state });
      const recovered = open().recover();
      expect(recovered?.checkpoint?.state === state).toBe(true);
      expect(recovered?.entries).toEqual([]);
      expect([...open().all()].flatMap(({ facts }) => facts.map(({ n }) => n))).toEqual(
        Array.from({ length: 350 }, (_, i) => i),
      );
    },
  },
  {
    name: "keeps text of every script to the letter",
    run(open) {
      const journal = open() as unknown as Journal<{ type: string; text: string }>;
      const text = 'Ж "quoted" \\ \u0001 \u2028 👩‍👩‍👧 עברית';
      journal.append([{ atMs: 1, facts: [{ type: "t", text }] }]);
      expect([...open().all()][0]?.facts[0]).toEqual({ type: "t", text });
    },
  },
  {
    name: "forgets everything when erased, and can begin again",
    run(open) {
      const journal = open();
      journal.append([entry(1, 1)]);
      journal.checkpoint({ facts: 1, atMs: 1, rules: 1, state: "{}" });
      journal.erase();
      expect(open().recover()).toBeNull();
      journal.append([entry(5, 9)]);
      expect(open().recover()).toEqual({ checkpoint: null, entries: [entry(5, 9)] });
    },
  },
];
