import type { Motion } from "./motion.ts";
import type { Door, Point, Shape } from "./realm-map.ts";

/** What the world asks of its physics. Handles are whole numbers that stay the same in a checkpoint. */
export interface Bodies {
  /** `at`: their feet. */
  addCharacter(heightM: number, radiusM: number, at: Point): number;
  /** From now on: metres a second along x and z. */
  moveCharacter(handle: number, x: number, z: number, jump: boolean): void;
  /** A thing that is pushed. `at`: the middle of its base, here and below. */
  addProp(shape: Shape, massKg: number, at: Point): number;
  /** A thing that is carried, and in nobody's way. */
  addItem(shape: Shape, massKg: number, at: Point): number;
  addDoor(door: Door): number;
  /** A door opens away from who opens it, and waits for what stands in its way. */
  setDoor(handle: number, open: boolean, from: Point | null): void;
  /** Puts a body somewhere else, at rest. */
  place(handle: number, at: Point): void;
  /** Newton seconds. */
  push(handle: number, impulse: Point): void;
  /** Metres a second. */
  throw(handle: number, velocity: Point): void;
  /** From now on {@link step} tells what this body touches. */
  listen(handle: number): void;
  remove(handle: number): void;
  /** One tick. Pairs of bodies that began to touch; 0 is the land. */
  step(): readonly [number, number][];
  /** Writes x, y, z and the rotation x, y, z, w: of characters their feet, of all else the middle. */
  read(handle: number, into: Float32Array): void;
  /** Whether a tick would leave it where it is; of what is gone, too. */
  asleep(handle: number): boolean;
  /** How a character stands; `null` of all else. Metres a second, upward. */
  footing(handle: number): { speedY: number; grounded: boolean } | null;
  /** How it moves, besides where it is; `null` for what rests. For saves that another engine reads. */
  motion(handle: number): Motion | null;
  /** Puts a body where and as another one was, by what {@link read} and {@link motion} gave. Doors stay where they hang. */
  settle(handle: number, at: Point, turn: readonly number[], motion: Motion | null): void;
  /** Something moves by itself, or is being moved. */
  readonly anyAwake: boolean;
  save(): Uint8Array;
  free(): void;
}

/** Makes bodies: an empty realm with what never moves, or what was saved. */
export interface BodiesFactory {
  /** The engine and how it is used: what is saved by another one is not read. */
  readonly version: string;
  create(): Bodies;
  restore(saved: Uint8Array): Bodies;
}
