import { indexOf } from "../ecs/entity.ts";
import type { Bodies, BodiesFactory } from "./bodies.ts";
import type { Piece } from "./geometry.ts";
import type { Motion } from "./motion.ts";
import type { Rapier } from "./physics/engine.ts";
import { Physics } from "./physics/physics.ts";
import { restoreSnapshot, takeSnapshot } from "./physics/physics-bytes.ts";
import type { Door, Point, Shape } from "./realm-map.ts";

/**
 * Bodies by the physics engine, on what the realm has built.
 * @param pieces asked for when a world is made, or when somebody first walks in one that was saved
 */
export function physicsBodies(rapier: Rapier, pieces: () => readonly Piece[]): BodiesFactory {
  return {
    version: `rapier ${rapier.version()}`,
    create: () => new PhysicsBodies(Physics.create(rapier, pieces())),
    restore(saved) {
      const restored = restoreSnapshot(rapier, pieces, saved);
      if (!restored.ok) throw new Error(`${restored.code}: ${restored.message}`);
      return new PhysicsBodies(restored.physics);
    },
  };
}

class PhysicsBodies implements Bodies {
  readonly #physics: Physics;

  constructor(physics: Physics) {
    this.#physics = physics;
  }

  get anyAwake(): boolean {
    return this.#physics.anyAwake();
  }

  addCharacter(heightM: number, radiusM: number, at: Point): number {
    return this.#physics.addCharacter(heightM, radiusM, at);
  }

  moveCharacter(handle: number, x: number, z: number, jump: boolean): void {
    this.#physics.moveCharacter(handle, x, z, jump);
  }

  addProp(shape: Shape, massKg: number, at: Point): number {
    return this.#physics.addProp(shape, massKg, at);
  }

  addItem(shape: Shape, massKg: number, at: Point): number {
    return this.#physics.addItem(shape, massKg, at);
  }

  addDoor(door: Door): number {
    const handle = this.#physics.addDoor(door);
    this.#physics.listen(handle);
    return handle;
  }

  setDoor(handle: number, open: boolean, from: Point | null): void {
    this.#physics.setDoor(handle, open, from);
  }

  place(handle: number, at: Point): void {
    this.#physics.place(handle, at);
  }

  push(handle: number, impulse: Point): void {
    this.#physics.push(handle, impulse);
  }

  throw(handle: number, velocity: Point): void {
    this.#physics.throw(handle, velocity);
  }

  listen(handle: number): void {
    this.#physics.listen(handle);
  }

  remove(handle: number): void {
    this.#physics.remove(handle);
  }

  step(): readonly [number, number][] {
    return this.#physics.step().flatMap(({ a, b, began }): [number, number][] => (began ? [[a, b]] : []));
  }

  read(handle: number, into: Float32Array): void {
    const kind = this.#physics.kindOf(handle);
    if (kind === null || kind === "sensor") return;
    const { pose, character } = this.#physics.columns;
    const index = indexOf(handle);
    into[0] = pose.x[index] ?? 0;
    into[1] = pose.y[index] ?? 0;
    into[2] = pose.z[index] ?? 0;
    into[3] = pose.qx[index] ?? 0;
    into[4] = pose.qy[index] ?? 0;
    into[5] = pose.qz[index] ?? 0;
    into[6] = pose.qw[index] ?? 0;
    if (kind === "character") into[1] = (pose.y[index] ?? 0) - (character.heightM[index] ?? 0) / 2;
  }

  asleep(handle: number): boolean {
    return this.#physics.asleep(handle);
  }

  footing(handle: number): { speedY: number; grounded: boolean } | null {
    if (this.#physics.kindOf(handle) !== "character") return null;
    const { speedY, grounded } = this.#physics.columns.character;
    return { speedY: speedY[indexOf(handle)] ?? 0, grounded: grounded[indexOf(handle)] === 1 };
  }

  motion(handle: number): Motion | null {
    return this.#physics.motion(handle);
  }

  settle(handle: number, at: Point, turn: readonly number[], motion: Motion | null): void {
    const isCharacter = this.#physics.kindOf(handle) === "character";
    const up = isCharacter ? (this.#physics.columns.character.heightM[indexOf(handle)] ?? 0) / 2 : 0;
    this.#physics.settle(handle, [at[0], at[1] + up, at[2]], turn, motion);
  }

  save(): Uint8Array {
    return takeSnapshot(this.#physics);
  }

  free(): void {
    this.#physics.free();
  }
}
