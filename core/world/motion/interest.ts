import type { Interest } from "../../protocol/snapshot/frame-plan.ts";
import type { Sight } from "./sight.ts";
import type { Truth } from "./truth.ts";

/** Metres within which somebody begins to see a thing, and beyond which they cease to: who stands between does not flicker. */
export const SEE_M = 32;
export const LOSE_M = 40;
const CELL_M = 10;
/** More than there are ways to see far, in cells. */
const REACHES = 8;
/** In a crowd eyes reach less far: beyond so many that are seen the border comes nearer, a little each time. */
const CROWD = 80;
const CROWD_LOOSE = 64;
const REACH_STEP = 0.97;
const REACH_MIN_M = 4;
/** In a throng there is no time for that: it comes to where it should be at once. */
const THRONG = 100;
/** Room for what is seen comes in steps of so many. */
const ROOM = 16;
/** What is near matters more, by the square of its distance in metres. */
const NEAR_2 = 8 * 8;
const MIDDLE_2 = 16 * 16;
const FAR_2 = 24 * 24;

/** What one client sees; while it looks anew, what it saw before decides at the border. */
export class InterestSet implements Interest {
  ids = new Uint32Array(0);
  weights = new Uint8Array(0);
  length = 0;
  /** Metres within which things begin to be seen now. */
  reachM = SEE_M;
  /** What was asked of it so far lies before this place. */
  #past = 0;

  /** It looks anew: in a crowd less far. */
  begin(): void {
    if (this.length > CROWD) this.reachM = Math.max(REACH_MIN_M, this.reachM * REACH_STEP);
    else if (this.length < CROWD_LOOSE) this.reachM = Math.min(SEE_M, this.reachM / REACH_STEP);
    this.#past = 0;
  }

  /** Whether it sees too many, so that it must look again, nearer. False: it cannot be nearer. */
  narrow(seen: Glance): boolean {
    if (seen.length <= THRONG || this.reachM <= REACH_MIN_M) return false;
    this.reachM = Math.max(REACH_MIN_M, this.reachM * Math.sqrt(CROWD / seen.length));
    this.#past = 0;
    return true;
  }

  /** Whether it was seen before; to be asked in ascending order of ids. */
  saw(id: number): boolean {
    while (this.#past < this.length && (this.ids[this.#past] ?? 0) < id) this.#past += 1;
    return this.#past < this.length && this.ids[this.#past] === id;
  }

  /** This is what it sees. Room that is not needed any more is given back. */
  keep({ ids, weights, length }: Glance): void {
    if (length > this.ids.length || length < this.ids.length / 2 - ROOM) {
      const room = Math.ceil((length + 1) / ROOM) * ROOM;
      this.ids = new Uint32Array(room);
      this.weights = new Uint8Array(room);
    }
    for (let i = 0; i < length; i++) this.ids[i] = ids[i] ?? 0;
    for (let i = 0; i < length; i++) this.weights[i] = weights[i] ?? 0;
    this.length = length;
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.ids.byteLength + this.weights.byteLength;
  }
}

/** What is seen at one look, whoever looks: large enough for a throng. */
export class Glance {
  ids = new Uint32Array(128);
  weights = new Uint8Array(128);
  length = 0;

  /** Ids must come in ascending order. */
  add(id: number, weight: number): void {
    if (this.length === this.ids.length) this.#grow();
    this.ids[this.length] = id;
    this.weights[this.length] = weight;
    this.length += 1;
  }

  #grow(): void {
    const [ids, weights] = [this.ids, this.weights];
    this.ids = new Uint32Array(ids.length * 2);
    this.weights = new Uint8Array(ids.length * 2);
    this.ids.set(ids);
    this.weights.set(weights);
  }
}

/**
 * Who sees what, by a uniform grid: entities lie in cells by their place, and all who look equally far out of one cell
 * choose from the same list of what lies near it.
 */
export class InterestGrid {
  #truth: Truth | null = null;
  #cellSize = 1;
  #columns = 1;
  #rowsOfCells = 1;
  /** Rows of the truth by cell: `#rows` from `#starts[cell]` to `#starts[cell + 1]`. */
  #starts = new Int32Array(0);
  #rows = new Int32Array(0);
  #cells = new Int32Array(0);
  #marks = new Uint8Array(0);
  /** By cell, and by how many cells further one sees. */
  readonly #near = new Map<number, Int32Array>();
  readonly #glance = new Glance();

  /** Sorts what there is at this tick. */
  sort(truth: Truth): void {
    const { table, layout } = truth;
    this.#truth = truth;
    this.#near.clear();
    this.#cellSize = Math.ceil(CELL_M / layout.schema.position.resolution);
    this.#columns = Math.ceil((layout.sizeX + 1) / this.#cellSize);
    this.#rowsOfCells = Math.ceil((layout.sizeZ + 1) / this.#cellSize);
    const cells = this.#columns * this.#rowsOfCells;
    if (this.#starts.length < cells + 1) this.#starts = new Int32Array(cells + 1);
    if (this.#rows.length < table.length) {
      this.#rows = new Int32Array(table.ids.length);
      this.#cells = new Int32Array(table.ids.length);
      this.#marks = new Uint8Array(table.ids.length);
    }
    this.#starts.fill(0);
    for (let row = 0; row < table.length; row++) {
      const cell = this.#cellOf(table.x[row] ?? 0, table.z[row] ?? 0);
      this.#cells[row] = cell;
      this.#starts[cell + 1] = (this.#starts[cell + 1] ?? 0) + 1;
    }
    for (let cell = 0; cell < cells; cell++) {
      this.#starts[cell + 1] = (this.#starts[cell + 1] ?? 0) + (this.#starts[cell] ?? 0);
    }
    const next = this.#starts.slice(0, cells);
    for (let row = 0; row < table.length; row++) {
      const cell = this.#cells[row] ?? 0;
      this.#rows[next[cell] ?? 0] = row;
      next[cell] = (next[cell] ?? 0) + 1;
    }
  }

  /** Fills what the entity in this row of the truth sees, once there is one. */
  see(viewer: number, sight: Sight, into: InterestSet): void {
    const truth = this.#truth;
    if (!truth) return;
    into.begin();
    do this.#look(truth, viewer, sight, into);
    while (into.narrow(this.#glance));
    into.keep(this.#glance);
  }

  /** A look as far as somebody sees now. */
  #look(truth: Truth, viewer: number, sight: Sight, eyes: InterestSet): void {
    const glance = this.#glance;
    glance.length = 0;
    const { table, areas, beyond, layout } = truth;
    const { resolution } = layout.schema.position;
    // Numbers in a list would each be put into memory of its own, for every row that is looked at.
    const x = table.x[viewer] ?? 0;
    const y = table.y[viewer] ?? 0;
    const z = table.z[viewer] ?? 0;
    const seen = sight.from(areas[viewer] ?? 0);
    const seeM2 = eyes.reachM * eyes.reachM;
    const loseM2 = seeM2 * (LOSE_M / SEE_M) * (LOSE_M / SEE_M);
    const near = this.#nearTo(this.#cellOf(x, z), Math.ceil(Math.sqrt(loseM2) / CELL_M));
    for (let i = 0; i < near.length; i++) {
      const row = near[i] ?? 0;
      if (!seen[areas[row] ?? 0] && !seen[beyond[row] ?? 0]) continue;
      const dx = ((table.x[row] ?? 0) - x) * resolution;
      const dy = ((table.y[row] ?? 0) - y) * resolution;
      const dz = ((table.z[row] ?? 0) - z) * resolution;
      const distance2 = dx * dx + dy * dy + dz * dz;
      if (distance2 > loseM2) continue;
      const id = table.ids[row] ?? 0;
      if (distance2 > seeM2 && !eyes.saw(id)) continue;
      glance.add(id, row === viewer ? 255 : weightAt(distance2));
    }
  }

  #cellOf(x: number, z: number): number {
    return Math.floor(z / this.#cellSize) * this.#columns + Math.floor(x / this.#cellSize);
  }

  /** The rows that can be seen from somewhere in a cell by who sees so many cells further, in ascending order. */
  #nearTo(cell: number, reach: number): Int32Array {
    const key = cell * REACHES + reach;
    const known = this.#near.get(key);
    if (known) return known;
    const [column, line] = [cell % this.#columns, Math.floor(cell / this.#columns)];
    const { length } = this.#truth?.table ?? { length: 0 };
    this.#marks.fill(0, 0, length);
    let count = 0;
    for (let z = Math.max(0, line - reach); z <= Math.min(this.#rowsOfCells - 1, line + reach); z++) {
      const from = z * this.#columns + Math.max(0, column - reach);
      const to = z * this.#columns + Math.min(this.#columns - 1, column + reach);
      const [start, end] = [this.#starts[from] ?? 0, this.#starts[to + 1] ?? 0];
      for (let i = start; i < end; i++) this.#marks[this.#rows[i] ?? 0] = 1;
      count += end - start;
    }
    const rows = new Int32Array(count);
    for (let row = 0, at = 0; row < length; row++) if (this.#marks[row]) rows[at++] = row;
    this.#near.set(key, rows);
    return rows;
  }
}

function weightAt(distance2: number): number {
  if (distance2 < NEAR_2) return 8;
  if (distance2 < MIDDLE_2) return 4;
  return distance2 < FAR_2 ? 2 : 1;
}
