import type { Piece } from "../geometry.ts";
import type { Box } from "../realm-map.ts";
import { heightOf } from "./shapes.ts";

const CELL_M = 0.5;
/** Who is so near to a floor stands on it; what is no higher is a part of it. More than positions lose on their way. */
const LEVEL_M = 0.005;
/** What hangs higher is in nobody's way: who is taller must ask the engine. */
export const HEADROOM_M = 2.4;

/** A floor, as cells from its north-western corner on; what is left at the other sides is nobody's. */
interface Floor extends Box {
  columns: number;
  rows: number;
  /** 1: something stands in this cell, or hangs low over it. Made when somebody first walks here. */
  built: Uint8Array | null;
}

/**
 * Where a realm's floors are bare: there nothing that is built stops anybody, and what a walk comes to needs no engine.
 * It says so only where it is certain; the same map gives the same answers on every machine.
 */
export class OpenGround {
  readonly #pieces: () => readonly Piece[];
  #boxes: Box[] = [];
  #floors: Floor[] | null = null;

  /** @param pieces asked for once, when somebody walks */
  constructor(pieces: () => readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** The exact height of the floor here, if all of this stretch, seen from above, is bare; or else `null`. */
  levelAt(fromX: number, fromZ: number, toX: number, toZ: number, y: number): number | null {
    for (const floor of this.#floors ?? this.#survey()) {
      if (Math.abs(floor.max[1] - y) > LEVEL_M) continue;
      const left = Math.floor((fromX - floor.min[0]) / CELL_M);
      const right = Math.floor((toX - floor.min[0]) / CELL_M);
      const top = Math.floor((fromZ - floor.min[2]) / CELL_M);
      const bottom = Math.floor((toZ - floor.min[2]) / CELL_M);
      if (!(left >= 0 && top >= 0 && right < floor.columns && bottom < floor.rows)) continue;
      floor.built ??= this.#build(floor);
      if (isBare(floor.built, floor.columns, left, right, top, bottom)) return floor.max[1];
    }
    return null;
  }

  #survey(): Floor[] {
    const pieces = this.#pieces();
    this.#boxes = pieces.map(boxOf);
    this.#floors = pieces.flatMap((piece) => (piece.kind === "floor" ? floorOf(boxOf(piece)) : []));
    return this.#floors;
  }

  #build(floor: Floor): Uint8Array {
    const built = new Uint8Array(floor.columns * floor.rows);
    const level = floor.max[1];
    for (const { min, max } of this.#boxes) {
      if (max[1] < level + LEVEL_M || min[1] > level + HEADROOM_M) continue;
      const left = Math.max(0, Math.floor((min[0] - floor.min[0]) / CELL_M));
      const right = Math.min(floor.columns - 1, Math.floor((max[0] - floor.min[0]) / CELL_M));
      const bottom = Math.min(floor.rows - 1, Math.floor((max[2] - floor.min[2]) / CELL_M));
      for (let row = Math.max(0, Math.floor((min[2] - floor.min[2]) / CELL_M)); row <= bottom; row++)
        if (left <= right) built.fill(1, row * floor.columns + left, row * floor.columns + right + 1);
    }
    return built;
  }
}

function isBare(built: Uint8Array, columns: number, left: number, right: number, top: number, bottom: number): boolean {
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) if (built[row * columns + column] === 1) return false;
  return true;
}

function floorOf(box: Box): Floor {
  const columns = Math.floor((box.max[0] - box.min[0]) / CELL_M);
  const rows = Math.floor((box.max[2] - box.min[2]) / CELL_M);
  return { ...box, columns, rows, built: null };
}

function boxOf({ shape, at: [x, y, z] }: Piece): Box {
  const wide = shape.type === "box" ? shape.size[0] / 2 : shape.radius;
  const deep = shape.type === "box" ? shape.size[2] / 2 : shape.radius;
  return { min: [x - wide, y, z - deep], max: [x + wide, y + heightOf(shape), z + deep] };
}
