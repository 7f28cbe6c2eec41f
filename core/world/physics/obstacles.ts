import type { Query } from "../../ecs/store.ts";
import { type BodyId, type BodyStore, kindOf } from "./bodies.ts";
import { DOOR_THICKNESS_M } from "./numbers.ts";
import { reachOf, shapeFrom } from "./shapes.ts";
import { type Disc, discMeets, type Way } from "./way.ts";

const CELL_M = 2;
/** Cells share buckets: what lies in another cell of the same bucket is looked at too, and turns out to be far away. */
const BUCKETS = 1_024;
/** What reaches further would lie in very many cells: it is looked at by everybody instead. */
const LARGE_M = 6;

/**
 * Where the props and doors of a world are, as circles around them seen from above: what may stand in somebody's way
 * without being built. Gathered anew in each tick in which somebody walks.
 */
export class Obstacles {
  readonly #store: BodyStore;
  readonly #things: Query;
  readonly #doors: Query;
  /** How far a prop reaches from its middle, however it lies. */
  readonly #reaches = new Map<BodyId, number>();
  /** Of each circle: x and z of its middle, and its radius. */
  #circles: Float64Array = new Float64Array(3 * 64);
  readonly #others = new Map<string, readonly [x: number, z: number, reachM: number]>();
  #count = 0;
  #large: number[] = [];
  /** The first entry of each bucket; of each entry, its circle and the next entry. 0 is none. */
  readonly #heads = new Int32Array(BUCKETS);
  #entries: Int32Array = new Int32Array(2 * 256);
  #entryCount = 1;
  /** The one that is looked at. */
  readonly #disc: Disc = { x: 0, z: 0, radiusM: 0 };

  constructor(store: BodyStore) {
    this.#store = store;
    this.#things = store.query("fidget");
    this.#doors = store.query("door");
  }

  /** A body is gone, and its id may name another one some day. */
  forget(id: BodyId): void {
    this.#reaches.delete(id);
  }

  /** Something that is not in the store stands here, under a name of its own. */
  put(name: string, x: number, z: number, reachM: number): void {
    this.#others.set(name, [x, z, reachM]);
  }

  /** Looks where everything is now. */
  gather(): void {
    const store = this.#store;
    this.#heads.fill(0);
    this.#entryCount = 1;
    this.#count = 0;
    this.#large = [];
    const { pose, door } = store.columns;
    store.each(this.#things, (index) => {
      if (kindOf(store, index) === "prop") this.#add(pose.x[index] ?? 0, pose.z[index] ?? 0, this.#reachOf(index));
    });
    store.each(this.#doors, (index) => {
      this.#add(pose.x[index] ?? 0, pose.z[index] ?? 0, panelReach(door.lengthM[index] ?? 0));
    });
    for (const [x, z, reachM] of this.#others.values()) this.#add(x, z, reachM);
  }

  /** Whether nothing of it is in the way. */
  isFree(way: Way): boolean {
    for (const circle of this.#large) if (this.#meets(circle, way)) return false;
    for (let row = cellOf(way.minZ); row <= cellOf(way.maxZ); row++)
      for (let column = cellOf(way.minX); column <= cellOf(way.maxX); column++) {
        let entry = this.#heads[bucketOf(column, row)] ?? 0;
        for (; entry !== 0; entry = this.#entries[2 * entry + 1] ?? 0)
          if (this.#meets(this.#entries[2 * entry] ?? 0, way)) return false;
      }
    return true;
  }

  #meets(circle: number, way: Way): boolean {
    this.#disc.x = this.#circles[3 * circle] ?? 0;
    this.#disc.z = this.#circles[3 * circle + 1] ?? 0;
    this.#disc.radiusM = this.#circles[3 * circle + 2] ?? 0;
    return discMeets(this.#disc, way);
  }

  #add(x: number, z: number, radius: number): void {
    const circle = this.#count++;
    if (3 * this.#count > this.#circles.length) this.#circles = doubled(this.#circles, new Float64Array(6 * circle));
    this.#circles[3 * circle] = x;
    this.#circles[3 * circle + 1] = z;
    this.#circles[3 * circle + 2] = radius;
    if (radius > LARGE_M) return void this.#large.push(circle);
    for (let row = cellOf(z - radius); row <= cellOf(z + radius); row++)
      for (let column = cellOf(x - radius); column <= cellOf(x + radius); column++)
        this.#enter(bucketOf(column, row), circle);
  }

  #enter(bucket: number, circle: number): void {
    const entry = this.#entryCount++;
    if (2 * this.#entryCount > this.#entries.length) this.#entries = doubled(this.#entries, new Int32Array(4 * entry));
    this.#entries[2 * entry] = circle;
    this.#entries[2 * entry + 1] = this.#heads[bucket] ?? 0;
    this.#heads[bucket] = entry;
  }

  #reachOf(index: number): number {
    const id = this.#store.entityAt(index);
    const known = this.#reaches.get(id);
    if (known !== undefined) return known;
    const shape = shapeFrom(this.#store.columns.body.shape[index] ?? null);
    // What has no shape that makes sense is in everybody's way.
    const reach = shape ? reachOf(shape) : Infinity;
    this.#reaches.set(id, reach);
    return reach;
  }
}

/** How far a door's panel of this length reaches from its middle, however it hangs. */
export function panelReach(lengthM: number): number {
  return lengthM / 2 + DOOR_THICKNESS_M;
}

function cellOf(m: number): number {
  return Math.floor(m / CELL_M);
}

function bucketOf(column: number, row: number): number {
  return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & (BUCKETS - 1);
}

function doubled<A extends Float64Array | Int32Array>(old: A, room: A): A {
  room.set(old);
  return room;
}
