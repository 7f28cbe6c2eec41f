import type { Past, Position, References } from "./entity.ts";
import type { Contexts } from "./model.ts";
import { BadBody, type RangeReader } from "./range-reader.ts";

/** Where an entity would be if it went on as before; see “A position”. */
interface Foreseen {
  at: number[];
  signs: number[];
  movement: number;
}

/** How many bits the absolute value of a number takes. */
export function sizeOf(value: number): number {
  let bits = 0;
  for (let rest = Math.abs(value) % 2 ** 32; rest > 0; rest = Math.floor(rest / 2)) bits += 1;
  return bits;
}

/** Throws where a position is not in the world. */
export function checkPosition(at: Position, sizes: readonly number[]): Position {
  at.forEach((value, axis) => {
    if (value < 0 || value > (sizes[axis] ?? 0)) throw new BadBody("a position is out of the world");
  });
  return at;
}

/** Reads a new position of an entity of the baseline. */
export function readPosition(
  reader: RangeReader,
  contexts: Contexts,
  sizes: readonly number[],
  references: References,
  past: Past,
): Position {
  const { at, signs, movement } = foresee(sizes, references, past);
  const difference = (axis: number, place: number) =>
    reader.signed(
      contexts.at("positionSize", movement, place),
      contexts.at("positionSign", signs[axis] ?? 0),
      contexts.at("positionTail"),
    );
  const y = difference(1, 6);
  let off = Math.abs(y);
  const x = difference(0, Math.min(5, sizeOf(off)));
  off += Math.abs(x);
  const z = difference(2, Math.min(5, sizeOf(off)));
  return checkPosition([(at[0] ?? 0) + x, (at[1] ?? 0) + y, (at[2] ?? 0) + z], sizes);
}

function foresee(sizes: readonly number[], references: References, { base, recent, older }: Past): Foreseen {
  if (!recent) return { at: [...base.at], signs: [24, 24, 24], movement: 9 };
  const { ahead, sinceRecent, sinceOlder } = references;
  const foreseen: Foreseen = { at: [], signs: [], movement: 0 };
  let [ways, changes] = [0, 0];
  for (const axis of [0, 1, 2] as const) {
    const [at, was] = [base.at[axis], recent.at[axis]];
    const before = older ? older.at[axis] : was;
    const moved = at - was;
    const way = Math.floor((moved * ahead) / sinceRecent + 0.5);
    const changed = sinceOlder === 0 ? 0 : moved - Math.floor(((was - before) * sinceRecent) / sinceOlder + 0.5);
    foreseen.at.push(Math.min(Math.max(at + way, 0), sizes[axis] ?? 0));
    foreseen.signs.push(7 * direction(moved) + direction(changed));
    ways += Math.abs(way);
    changes += Math.abs(changed);
  }
  foreseen.movement = Math.min(8, (3 * Math.min(9, sizeOf(changes)) + Math.min(8, sizeOf(ways))) >> 2);
  return foreseen;
}

function direction(value: number): number {
  const far = Math.min(3, (sizeOf(value) + 1) >> 1);
  return value < 0 ? 3 - far : 3 + far;
}
