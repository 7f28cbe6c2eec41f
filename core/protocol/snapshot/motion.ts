import { sizeOf } from "./coded-number.ts";
import { AXIS_CLASSES, MOTION_CLASSES, PART_CLASSES, SIZE_CONTEXTS, TURN_CLASSES } from "./contexts.ts";
import type { EntityTable } from "./entity-table.ts";
import type { Known, References } from "./references.ts";
import { ONE, type Quaternion, unpackOrientation } from "./smallest-three.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";

/**
 * What two or three acknowledged states of an entity say about its next one: where it will be if it goes on so,
 * and how far off that may be. Whole numbers (or sums, products, quotients and roots that IEEE 754 fixes).
 */
export class Motion {
  /** Where it will be. */
  x = 0;
  y = 0;
  z = 0;
  /** How it will stand, in {@link ONE}. */
  readonly q: Quaternion = new Int32Array(4);
  /** The class of its movement, and of its turning. */
  motion = 0;
  turn = 0;
  /** Classes of the sign on each axis, from how it moves and how that changes. */
  signX = 0;
  signY = 0;
  signZ = 0;
  private readonly layout: SnapshotLayout;
  private readonly before: Quaternion = new Int32Array(4);
  private jerk = 0;
  private way = 0;
  private sign = 0;

  constructor(layout: SnapshotLayout) {
    this.layout = layout;
  }

  /** Foresees where it will be. */
  foreseePosition(references: References, { base: row, recent: recentRow, older: olderRow }: Known): void {
    const { base, recent, older } = references;
    this.jerk = 0;
    this.way = 0;
    const { sizeX, sizeY, sizeZ } = this.layout;
    const x = base.x[row] ?? 0;
    const y = base.y[row] ?? 0;
    const z = base.z[row] ?? 0;
    if (recentRow < 0) {
      this.x = x;
      this.y = y;
      this.z = z;
      this.signX = this.signY = this.signZ = 24;
      this.motion = MOTION_CLASSES - 1;
      return;
    }
    const rx = recent.x[recentRow] ?? 0;
    const ry = recent.y[recentRow] ?? 0;
    const rz = recent.z[recentRow] ?? 0;
    const known = olderRow >= 0;
    this.x = this.along(x, rx, known ? (older.x[olderRow] ?? 0) : rx, sizeX, references);
    this.signX = this.sign;
    this.y = this.along(y, ry, known ? (older.y[olderRow] ?? 0) : ry, sizeY, references);
    this.signY = this.sign;
    this.z = this.along(z, rz, known ? (older.z[olderRow] ?? 0) : rz, sizeZ, references);
    this.signZ = this.sign;
    const unsteady = Math.min(9, sizeOf(this.jerk));
    const fast = Math.min(8, sizeOf(this.way));
    this.motion = Math.min(MOTION_CLASSES - 2, (unsteady * 3 + fast) >> 2);
  }

  private along(
    at: number,
    was: number,
    before: number,
    size: number,
    { sinceRecent, sinceOlder, ahead }: References,
  ): number {
    const moved = at - was;
    const way = Math.floor((moved * ahead) / sinceRecent + 0.5);
    const changed = sinceOlder > 0 ? moved - Math.floor(((was - before) * sinceRecent) / sinceOlder + 0.5) : 0;
    this.way += way < 0 ? -way : way;
    this.jerk += changed < 0 ? -changed : changed;
    this.sign = signClass(moved) * 7 + signClass(changed);
    const next = at + way;
    return next < 0 ? 0 : next > size ? size : next;
  }

  /** Foresees how it will stand: it goes on turning about the same axis. */
  foreseeOrientation({ recent, sinceRecent, ahead }: References, { recent: recentRow }: Known, packed: number): void {
    const known = recentRow >= 0;
    const recentPacked = recent.orientations[recentRow] ?? packed;
    const { turns } = this.layout;
    unpackOrientation(packed, turns, this.q);
    this.turn = known ? 0 : TURN_CLASSES - 1;
    if (!known || packed === recentPacked) return;
    const q = this.q;
    const p = this.before;
    unpackOrientation(recentPacked, turns, p);
    const bx = q[0] ?? 0;
    const by = q[1] ?? 0;
    const bz = q[2] ?? 0;
    const bw = q[3] ?? 0;
    const ax = -(p[0] ?? 0);
    const ay = -(p[1] ?? 0);
    const az = -(p[2] ?? 0);
    const aw = p[3] ?? 0;
    // The turn since then, conj(p) q, made as long as the time ahead is.
    const w = aw * bw - ax * bx - ay * by - az * bz;
    const scale = ((w < 0 ? -1 : 1) * ahead) / (sinceRecent * ONE);
    let rx = Math.floor((aw * bx + ax * bw + ay * bz - az * by) * scale + 0.5);
    let ry = Math.floor((aw * by - ax * bz + ay * bw + az * bx) * scale + 0.5);
    let rz = Math.floor((aw * bz + ax * by - ay * bx + az * bw) * scale + 0.5);
    let square = rx * rx + ry * ry + rz * rz;
    if (square > TURN_MAX) {
      const shrink = Math.sqrt(TURN_MAX / square);
      rx = Math.trunc(rx * shrink);
      ry = Math.trunc(ry * shrink);
      rz = Math.trunc(rz * shrink);
      square = rx * rx + ry * ry + rz * rz;
    }
    const rw = Math.floor(Math.sqrt(ONE * ONE - square));
    q[0] = (bw * rx + bx * rw + by * rz - bz * ry) / ONE;
    q[1] = (bw * ry - bx * rz + by * rw + bz * rx) / ONE;
    q[2] = (bw * rz + bx * ry - by * rx + bz * rw) / ONE;
    q[3] = (bw * rw - bx * rx - by * ry - bz * rz) / ONE;
    this.turn = Math.min(TURN_CLASSES - 2, sizeOf((Math.abs(rx) + Math.abs(ry) + Math.abs(rz)) >> 4));
  }
}

/** How an entity stirred: 0: nothing is known, 1: it did not, 2: it did, but not lately, 3: it does. */
export function stirOf(
  base: EntityTable,
  row: number,
  recent: EntityTable,
  recentRow: number,
  older: EntityTable,
  olderRow: number,
): number {
  if (recentRow < 0) return 0;
  if (!samePose(base, row, recent, recentRow)) return 3;
  return olderRow >= 0 && !samePose(base, row, older, olderRow) ? 2 : 1;
}

function samePose(one: EntityTable, row: number, other: EntityTable, there: number): boolean {
  return (
    one.x[row] === other.x[there] &&
    one.y[row] === other.y[there] &&
    one.z[row] === other.z[there] &&
    one.orientations[row] === other.orientations[there]
  );
}

/** No more than about 150 degrees are foreseen. */
const TURN_MAX = Math.floor(0.95 * ONE * ONE);

/** 0 to 6: far back, back, a little back, not at all, a little forth, forth, far forth. */
function signClass(value: number): number {
  const size = Math.min(3, (sizeOf(value) + 1) >> 1);
  return value < 0 ? 3 - size : 3 + size;
}

/** Where the contexts of a position's part begin: `off` is how far off the parts before it were. */
export function positionContext(motion: number, axis: number, off: number): number {
  const place = axis === 0 ? AXIS_CLASSES - 1 : Math.min(AXIS_CLASSES - 2, sizeOf(off));
  return (motion * AXIS_CLASSES + place) * SIZE_CONTEXTS;
}

/** Where the contexts of an orientation's part begin: `off` is how far off the parts before it were. */
export function partContext(turn: number, part: number, off: number): number {
  const place = part === 0 ? 0 : 1 + Math.min(PART_CLASSES - 2, sizeOf(off));
  return (turn * PART_CLASSES + place) * SIZE_CONTEXTS;
}
