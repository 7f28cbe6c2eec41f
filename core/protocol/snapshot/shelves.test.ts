import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_WORDS, NO_LIST, Shelves } from "./shelves.ts";

const BLOCK_BYTES = BLOCK_WORDS * 4;

/** Keeps a list of so many blocks that are full of a number. */
function keep(shelves: Shelves, blocks: number, number: number): number {
  shelves.begin();
  for (let i = 0; i < blocks; i++) {
    shelves.add();
    shelves.words.fill(number + i, shelves.at, shelves.at + BLOCK_WORDS);
  }
  return shelves.finish();
}

/** What is in a list: of each block its number, which must fill it. */
function read(shelves: Shelves, list: number): number[] {
  const numbers: number[] = [];
  if (list === NO_LIST) return numbers;
  shelves.read(list);
  do {
    const block = shelves.words.subarray(shelves.at, shelves.at + BLOCK_WORDS);
    numbers.push(block[0] ?? -1);
    expect(block.every((word) => word === block[0])).toBe(true);
  } while (shelves.next());
  return numbers;
}

describe("Shelves", () => {
  it("keep every list as it was written, whatever comes and goes around it", () => {
    const steps = fc.array(fc.record({ blocks: fc.integer({ min: 0, max: 90 }), drops: fc.nat(5) }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const shelves = new Shelves();
        const kept: { list: number; numbers: number[] }[] = [];
        for (const [step, { blocks, drops }] of all.entries()) {
          const first = step * 1_000;
          kept.push({
            list: keep(shelves, blocks, first),
            numbers: Array.from({ length: blocks }, (_, i) => first + i),
          });
          for (const { list } of kept.splice(kept.length >> 1, drops)) shelves.drop(list);
          for (const { list, numbers } of kept) expect(read(shelves, list)).toEqual(numbers);
          const blocksKept = kept.reduce((sum, { numbers }) => sum + numbers.length, 0);
          expect(shelves.usedBytes).toBe(blocksKept * BLOCK_BYTES);
          expect(kept.reduce((sum, { list }) => sum + shelves.sizeBytesOf(list), 0)).toBe(shelves.usedBytes);
        }
        for (const { list } of kept) shelves.drop(list);
        expect(shelves.usedBytes).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it("give back what is empty at the end, and hold little more than what is used", () => {
    const shelves = new Shelves();
    const lists = Array.from({ length: 3_000 }, (_, i) => keep(shelves, 1, i));
    const full = shelves.sizeBytes;
    expect(full).toBeGreaterThanOrEqual(3_000 * BLOCK_BYTES);
    expect(full).toBeLessThan(3_100 * BLOCK_BYTES * 1.02);
    // One in ten stays, and is kept anew now and then, as snapshots are.
    const stay = lists.filter((_, i) => i % 10 === 0);
    for (const [i, list] of lists.entries()) if (i % 10 !== 0) shelves.drop(list);
    for (const [i, list] of stay.entries()) {
      shelves.drop(list);
      stay[i] = keep(shelves, 1, i);
    }
    expect(stay.map((list) => read(shelves, list))).toEqual(stay.map((_, i) => [i]));
    expect(shelves.sizeBytes).toBeLessThan(full / 5);
    for (const list of stay) shelves.drop(list);
    expect(shelves.sizeBytes).toBeLessThan(65_536);
  });
});
