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

/** The cells above or below whose middles some of a thing lies, however it is turned; at least the one of its middle. */
export function footprint(window: PlanWindow, shape: Shape, pose: Pose): PlanCell[] {
  const own = { column: columnOf(window, pose.x), row: rowOf(window, pose.z) };
  const half = halfOf(shape);
  const reach = Math.hypot(...half);
  const cells: PlanCell[] = [];
  for (let row = rowOf(window, pose.z - reach); row <= rowOf(window, pose.z + reach); row++)
    for (let column = columnOf(window, pose.x - reach); column <= columnOf(window, pose.x + reach); column++) {
      const offset: Vector = [middleOfColumn(window, column) - pose.x, 0, middleOfRow(window, row) - pose.z];
      if (isUnder(turnedBack(offset, pose), turnedBack([0, 1, 0], pose), half)) cells.push({ column, row });
    }
  return cells.length > 0 ? cells : [own];
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

/** A vector of the world as a thing has it that is turned by a unit quaternion. */
function turnedBack(vector: Vector, { qx, qy, qz, qw }: Pose): Vector {
  const back: Vector = [-qx, -qy, -qz];
  const [tx, ty, tz] = crossed(back, vector);
  const [cx, cy, cz] = crossed(back, [2 * tx, 2 * ty, 2 * tz]);
  return [vector[0] + 2 * qw * tx + cx, vector[1] + 2 * qw * ty + cy, vector[2] + 2 * qw * tz + cz];
}

function crossed([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

/** The cells that a door's panel lies in, and which way it runs: `across` the picture, `along` it, or aslant. */
export function panelCells(
  window: PlanWindow,
  widthM: number,
  pose: Pose,
): { cells: PlanCell[]; runs: "across" | "along" | "rising" | "falling" } {
  // Its own x axis, in the world.
  const x = 1 - 2 * (pose.qy ** 2 + pose.qz ** 2);
  const z = 2 * (pose.qx * pose.qz - pose.qw * pose.qy);
  const [columns, rows] = [x / window.metres, z / (2 * window.metres)];
  const steps = Math.max(1, Math.ceil((widthM / window.metres) * 2));
  const cells = new Map<string, PlanCell>();
  for (let step = 0; step <= steps; step++) {
    const t = (step / steps - 0.5) * widthM;
    const cell = { column: columnOf(window, pose.x + x * t), row: rowOf(window, pose.z + z * t) };
    const beyond = (middleOfColumn(window, cell.column) - pose.x) * x + (middleOfRow(window, cell.row) - pose.z) * z;
    // Cells that it only just touches are the wall's.
    if (Math.abs(beyond) <= widthM / 2) cells.set(`${cell.column} ${cell.row}`, cell);
  }
  if (cells.size === 0) cells.set("", { column: columnOf(window, pose.x), row: rowOf(window, pose.z) });
  return { cells: [...cells.values()], runs: runOf(columns, rows) };
}

/** So much flatter than steep, or steeper than flat, is drawn straight. */
const STRAIGHT = 2;

function runOf(columns: number, rows: number): "across" | "along" | "rising" | "falling" {
  if (Math.abs(columns) > STRAIGHT * Math.abs(rows)) return "across";
  if (Math.abs(rows) > STRAIGHT * Math.abs(columns)) return "along";
  return columns * rows < 0 ? "rising" : "falling";
}
