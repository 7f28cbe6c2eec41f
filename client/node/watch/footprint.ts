import type { Shape } from "../../../core/world/realm-map.ts";
import type { MovingActor } from "../../motion/moving-moment.ts";
import { columnOf, middleOfColumn, middleOfRow, type PlanWindow, rowOf } from "./plan-window.ts";

/** A cell of the plan, counted from the world's origin. */
export interface PlanCell {
  column: number;
  row: number;
}

type Pose = Pick<MovingActor, "x" | "y" | "z" | "qx" | "qy" | "qz" | "qw">;
type Vector = readonly [number, number, number];

/**
 * The cells of a thing, however it is turned: those above or below whose middles some of it lies, and, for it may be
 * thinner than cells are, those along its middle.
 */
export function footprint(window: PlanWindow, shape: Shape, pose: Pose): PlanCell[] {
  const half = halfOf(shape);
  const reach = Math.hypot(...half);
  const cells = lineCells(window, pose, longestLine(half, pose));
  for (let row = rowOf(window, pose.z - reach); row <= rowOf(window, pose.z + reach); row++)
    for (let column = columnOf(window, pose.x - reach); column <= columnOf(window, pose.x + reach); column++) {
      const offset: Vector = [middleOfColumn(window, column) - pose.x, 0, middleOfRow(window, row) - pose.z];
      if (isUnder(turnedBack(offset, pose), turnedBack([0, 1, 0], pose), half)) cells.push({ column, row });
    }
  return cells;
}

type Line = readonly [x: number, z: number];

/** Half of that of its axes which is the longest as seen from above: x and z, in the world. */
function longestLine([x, y, z]: Vector, pose: Pose): Line {
  const lines = [lineOf([x, 0, 0], pose), lineOf([0, y, 0], pose), lineOf([0, 0, z], pose)];
  return lines.sort((one, other) => Math.hypot(...other) - Math.hypot(...one))[0] ?? [0, 0];
}

/** A vector of a thing, in the world and as seen from above. */
function lineOf(vector: Vector, pose: Pose): Line {
  const [x, , z] = turnedBack(vector, { ...pose, qw: -pose.qw });
  return [x, z];
}

/** Half of its lengths along its own axes; what is round counts as the box around it. */
function halfOf(shape: Shape): Vector {
  if (shape.type === "box") return [shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2];
  const { radius } = shape;
  return [radius, shape.type === "ball" ? radius : shape.height / 2, radius];
}

/** Whether a line meets a box around the origin: it must be between all three pairs of sides at once. */
function isUnder(point: Vector, along: Vector, half: Vector): boolean {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const axis of [0, 1, 2] as const) {
    if (Math.abs(along[axis]) < 1e-9) {
      if (Math.abs(point[axis]) > half[axis]) return false;
      continue;
    }
    const [a, b] = [(-half[axis] - point[axis]) / along[axis], (half[axis] - point[axis]) / along[axis]];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from <= to;
}

/** A vector of the world as a thing has it that is turned by a unit quaternion; with `qw` negated the other way round. */
function turnedBack(vector: Vector, { qx, qy, qz, qw }: Pose): Vector {
  const back: Vector = [-qx, -qy, -qz];
  const [tx, ty, tz] = crossed(back, vector);
  const [cx, cy, cz] = crossed(back, [2 * tx, 2 * ty, 2 * tz]);
  return [vector[0] + 2 * qw * tx + cx, vector[1] + 2 * qw * ty + cy, vector[2] + 2 * qw * tz + cz];
}

function crossed([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

/** The cells of a line around a place, given by half of it; at least that of the place. What it only just touches is not its. */
function lineCells(window: PlanWindow, at: Pose, [x, z]: Line): PlanCell[] {
  const half = Math.hypot(x, z);
  const steps = Math.max(1, Math.ceil((half / window.metres) * 2));
  const cells = new Map<string, PlanCell>();
  const own = { column: columnOf(window, at.x), row: rowOf(window, at.z) };
  cells.set(`${own.column} ${own.row}`, own);
  for (let step = -steps; step <= steps; step++) {
    const cell = {
      column: columnOf(window, at.x + (x * step) / steps),
      row: rowOf(window, at.z + (z * step) / steps),
    };
    const [dx, dz] = [middleOfColumn(window, cell.column) - at.x, middleOfRow(window, cell.row) - at.z];
    if (Math.abs(dx * x + dz * z) <= half * half) cells.set(`${cell.column} ${cell.row}`, cell);
  }
  return [...cells.values()];
}

/** How a line runs over the picture. */
export type Run = "across" | "along" | "rising" | "falling";

/** The cells that a door's panel lies in, and how it runs. */
export function panelCells(window: PlanWindow, widthM: number, pose: Pose): { cells: PlanCell[]; runs: Run } {
  const line = lineOf([widthM / 2, 0, 0], pose);
  return { cells: lineCells(window, pose, line), runs: runOf(line) };
}

/** So much flatter than steep, or steeper than flat, is drawn straight. */
const STRAIGHT = 2;

function runOf([x, z]: Line): Run {
  if (Math.abs(x) > STRAIGHT * Math.abs(z)) return "across";
  if (Math.abs(z) > STRAIGHT * Math.abs(x)) return "along";
  return x * z < 0 ? "rising" : "falling";
}
