import type { Piece } from "../geometry.ts";
import { ELBOW_M } from "./numbers.ts";
import { heightOf } from "./shapes.ts";
import { slideAlong } from "./slide.ts";
import { type Disc, discMeets, type Rectangle, rectangleMeets, type Way } from "./way.ts";

const CELL_M = 1;
/** No way reaches further from its floor. */
const NEAR_M = 2;
/** Who is so near to a floor stands on it; what is no higher is a part of it. More than positions lose on their way. */
const LEVEL_M = 0.005;
/** What is so high nobody steps onto; they meet it with their widest part. */
const WALL_M = 0.8;
/** What hangs higher is in nobody's way: who is taller must ask the engine. */
export const HEADROOM_M = 2.4;

/** What is built, seen from above, and from where to where it reaches. */
interface Built {
  outline: Rectangle;
  /** Not round: `null`. */
  disc: Disc | null;
  bottom: number;
  top: number;
}

const none: readonly never[] = [];

interface Floor extends Built {
  columns: number;
  rows: number;
  /** What stands in each cell, or hangs low over it. Made when somebody first walks here. */
  cells: (readonly Built[] | undefined)[] | null;
}

/**
 * Where a realm's floors are bare: there nothing that is built stops anybody, and what a walk comes to needs no engine.
 * It says so only where it is certain; the same map gives the same answers on every machine.
 */
export class OpenGround {
  readonly #pieces: () => readonly Piece[];
  #all: Built[] = [];
  #floors: Floor[] | null = null;

  /** @param pieces asked for once, when somebody walks */
  constructor(pieces: () => readonly Piece[]) {
    this.#pieces = pieces;
  }

  /**
   * Where a way over a floor at `y`, or nearly so, leads: it is shortened to where walls let it go.
   * @returns the floor's exact height; `null`: nothing is certain here, and the way means nothing any more
   */
  lead(way: Way, y: number): number | null {
    for (const floor of this.#floors ?? this.#survey()) {
      if (Math.abs(floor.top - y) > LEVEL_M || !holds(floor.outline, way.fromX, way.fromZ, way)) continue;
      const walls = this.#wallsOn(way, floor);
      const leads = walls && (walls.length === 0 || slideAlong(way, walls));
      if (leads && holds(floor.outline, way.toX, way.toZ, way)) return floor.top;
    }
    return null;
  }

  /** The walls that are in the way; `null`: so is something else. */
  #wallsOn(way: Way, floor: Floor): readonly Rectangle[] | null {
    floor.cells ??= this.#build(floor);
    const { minX, minZ } = floor.outline;
    const lastRow = cellOf(way.maxZ, minZ, floor.rows);
    const lastColumn = cellOf(way.maxX, minX, floor.columns);
    let walls: readonly Rectangle[] = none;
    for (let row = cellOf(way.minZ, minZ, floor.rows); row <= lastRow; row++)
      for (let column = cellOf(way.minX, minX, floor.columns); column <= lastColumn; column++)
        for (const built of floor.cells[row * floor.columns + column] ?? none) {
          if (built.disc ? !discMeets(built.disc, way) : !rectangleMeets(built.outline, way)) continue;
          if (!isWall(built, floor.top)) return null;
          if (!walls.includes(built.outline)) walls = [...walls, built.outline];
        }
    return walls;
  }

  #survey(): Floor[] {
    const pieces = this.#pieces();
    this.#all = pieces.map(builtFrom);
    this.#floors = this.#all.flatMap((one, i) => (pieces[i]?.kind === "floor" ? floorOf(one) : []));
    return this.#floors;
  }

  #build({ outline: { minX, minZ, maxX, maxZ }, top, columns, rows }: Floor): (readonly Built[] | undefined)[] {
    const cells: (Built[] | undefined)[] = new Array(columns * rows);
    for (const built of this.#all) {
      if (built.top < top + LEVEL_M || built.bottom > top + HEADROOM_M) continue;
      const { outline } = built;
      if (outline.maxX < minX - NEAR_M || outline.maxZ < minZ - NEAR_M) continue;
      if (outline.minX > maxX + NEAR_M || outline.minZ > maxZ + NEAR_M) continue;
      const [lastRow, lastColumn] = [cellOf(outline.maxZ, minZ, rows), cellOf(outline.maxX, minX, columns)];
      for (let row = cellOf(outline.minZ, minZ, rows); row <= lastRow; row++)
        for (let column = cellOf(outline.minX, minX, columns); column <= lastColumn; column++) {
          const at = row * columns + column;
          const there = cells[at] ?? [];
          there.push(built);
          cells[at] = there;
        }
    }
    return cells;
  }
}

/** Whether all that it can be met with is an upright side, from the floor to where nobody steps onto it. */
function isWall({ disc, bottom, top }: Built, floorY: number): boolean {
  return disc === null && bottom <= floorY + LEVEL_M && top >= floorY + WALL_M;
}

/** Which cell of so many something lies in; what is beyond counts as in the nearest. */
function cellOf(at: number, from: number, cells: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor((at - from) / CELL_M)));
}

/** Whether somebody at a place stands on this with all of their feet. */
function holds({ minX, minZ, maxX, maxZ }: Rectangle, x: number, z: number, { roomM }: Way): boolean {
  const feet = roomM - ELBOW_M;
  return x - feet >= minX && x + feet <= maxX && z - feet >= minZ && z + feet <= maxZ;
}

function floorOf(built: Built): Floor {
  const { minX, maxX, minZ, maxZ } = built.outline;
  return { ...built, columns: Math.ceil((maxX - minX) / CELL_M), rows: Math.ceil((maxZ - minZ) / CELL_M), cells: null };
}

function builtFrom({ shape, at: [x, y, z] }: Piece): Built {
  const wide = shape.type === "box" ? shape.size[0] / 2 : shape.radius;
  const deep = shape.type === "box" ? shape.size[2] / 2 : shape.radius;
  return {
    outline: { minX: x - wide, minZ: z - deep, maxX: x + wide, maxZ: z + deep },
    disc: shape.type === "box" ? null : { x, z, radiusM: shape.radius },
    bottom: y,
    top: y + heightOf(shape),
  };
}
