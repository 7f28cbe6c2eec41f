import { indexOf, NO_ENTITY } from "../../ecs/entity.ts";
import type { Query } from "../../ecs/store.ts";
import type { Piece } from "../geometry.ts";
import type { Motion } from "../motion.ts";
import type { Box, Point, Shape } from "../realm-map.ts";
import { type BodyId, type BodyKind, type BodyStore, bodyKinds, kindOf, makeBodyStore } from "./bodies.ts";
import { createCharacter, walkCharacters } from "./characters.ts";
import { type Contact, ContactLog } from "./contacts.ts";
import { aimDoor, createDoor, type DoorPlan, swingDoors } from "./doors.ts";
import { addBody, embody } from "./embody.ts";
import {
  type Engine,
  freeEngine,
  makeEngine,
  makeWorld,
  type Rapier,
  readPose,
  rigidAt,
  stepEngine,
} from "./engine.ts";
import { goOn, motionOf, putAt } from "./motion.ts";
import { FIDGET_M, FIDGET_TICKS, SKIN_M } from "./numbers.ts";
import { middleOf, shapeFrom } from "./shapes.ts";

/** How a door hangs now. */
export interface DoorState {
  /** Degrees from closed; negative where it swings the other way. */
  angle: number;
  open: boolean;
  moving: boolean;
  blocked: boolean;
}

/**
 * The bodies of one world, in metres, kilograms and seconds, 20 ticks a second. The same calls give the same future on
 * every machine. Calls for bodies that were removed or are of another kind are ignored, and so are numbers that are
 * not finite: one of them would spread through the engine.
 * The engine keeps its memory outside of the garbage collector's: call {@link Physics.free} at the end.
 */
export class Physics {
  readonly #engine: Engine;
  readonly #contacts = new ContactLog();
  readonly #posed: Query;
  readonly #characters: Query;
  readonly #doors: Query;
  #awake = true;

  /** A world of these pieces, without bodies. */
  static create(rapier: Rapier, pieces: readonly Piece[]): Physics {
    return new Physics(makeEngine(rapier, makeWorld(rapier, pieces), makeBodyStore(), () => pieces));
  }

  /** Of parts that fit; {@link Physics.create} and `physics-bytes.ts` make them. */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#posed = engine.store.query("pose");
    this.#characters = engine.store.query("character");
    this.#doors = engine.store.query("door");
    this.#awake = this.#lookAwake();
  }

  /** The engine and the store, for `physics-bytes.ts`. */
  get parts(): Engine {
    return this.#engine;
  }

  /** Kinds, poses, characters and doors by index, as they were after the last tick. To be read, not written. */
  get columns(): BodyStore["columns"] {
    return this.#engine.store.columns;
  }

  /** A person, upright. `at`: their feet. */
  addCharacter(heightM: number, radiusM: number, at: Point): BodyId {
    return this.#spawn((id) => createCharacter(this.#engine, id, heightM, radiusM, at));
  }

  /** Where somebody wants to go, until they are told otherwise; a jump happens once, from the ground. */
  moveCharacter(id: BodyId, velocityX: number, velocityZ: number, jump: boolean): void {
    const { store } = this.#engine;
    if (!store.has(id, "character") || !areFinite([velocityX, velocityZ])) return;
    const { character, pose } = store.columns;
    const index = indexOf(id);
    character.wishX[index] = velocityX;
    character.wishZ[index] = velocityZ;
    character.jump[index] = Number(jump);
    if (velocityX !== 0 || velocityZ !== 0 || jump) this.#wake(pose.asleep, index);
  }

  /** A thing that people push. `at`: the middle of its base. */
  addProp(shape: Shape, massKg: number, at: Point): BodyId {
    return this.#spawn((id) => this.#createThing(id, "prop", shape, massKg, at));
  }

  /** A thing that people carry and throw; they walk through it. `at`: the middle of its base. */
  addItem(shape: Shape, massKg: number, at: Point): BodyId {
    return this.#spawn((id) => this.#createThing(id, "item", shape, massKg, at));
  }

  addDoor(plan: DoorPlan & { open: boolean }): BodyId {
    return this.#spawn((id) => createDoor(this.#engine, id, plan, plan.open));
  }

  /** Opens or closes a door; one that is closed swings away from `from`. It waits for what stands in its way. */
  setDoor(id: BodyId, open: boolean, from: Point | null = null): void {
    if (!this.#engine.store.has(id, "door")) return;
    aimDoor(this.#engine, id, open, from);
    this.#awake = true;
  }

  doorState(id: BodyId): DoorState | null {
    const { store } = this.#engine;
    if (!store.has(id, "door")) return null;
    const index = indexOf(id);
    const { angle, target, blocked } = store.columns.door;
    const open = target[index] !== 0;
    return { angle: angle[index] ?? 0, open, moving: angle[index] !== target[index], blocked: blocked[index] === 1 };
  }

  /** A place that notices characters, props and items. */
  addSensor({ min, max }: Box): BodyId {
    const { store } = this.#engine;
    const size = [max[0] - min[0], max[1] - min[1], max[2] - min[2]];
    return this.#spawn((id) => {
      const index = store.add(id, "body");
      store.columns.body.kind[index] = bodyKinds.indexOf("sensor");
      store.columns.body.shape[index] = { type: "box", size };
      store.add(id, "sensor");
      store.columns.sensor.x[index] = (min[0] + max[0]) / 2;
      store.columns.sensor.y[index] = (min[1] + max[1]) / 2;
      store.columns.sensor.z[index] = (min[2] + max[2]) / 2;
      embody(this.#engine, index);
    });
  }

  /** From now on {@link Physics.step} tells what this body touches. Sensors always tell. */
  listen(id: BodyId): void {
    const { rapier, world, store } = this.#engine;
    if (!store.has(id, "body")) return;
    const index = indexOf(id);
    store.columns.body.listens[index] = 1;
    const collider = world.getCollider(store.columns.body.collider[index] ?? 0);
    collider.setActiveEvents(rapier.ActiveEvents.COLLISION_EVENTS);
  }

  /** A blow to a prop or an item: an impulse in N·s, at its middle. */
  push(id: BodyId, impulse: Point): void {
    const index = areFinite(impulse) ? this.#movable(id) : -1;
    if (index >= 0) rigidAt(this.#engine, index).applyImpulse(vector(impulse), true);
  }

  /** Gives a prop or an item a velocity in m/s. */
  throw(id: BodyId, velocity: Point): void {
    const index = areFinite(velocity) ? this.#movable(id) : -1;
    if (index >= 0) rigidAt(this.#engine, index).setLinvel(vector(velocity), true);
  }

  /** Puts a character, a prop or an item somewhere else, upright and still. `at`: the middle of its base. */
  place(id: BodyId, at: Point): void {
    const { store } = this.#engine;
    if (!store.has(id, "pose") || store.has(id, "door") || !areFinite(at)) return;
    const index = indexOf(id);
    const { body, character, pose } = store.columns;
    const shape = shapeFrom(body.shape[index] ?? null);
    const [x, y, z] = shape
      ? middleOf(shape, at)
      : [at[0], at[1] + (character.heightM[index] ?? 0) / 2 + SKIN_M, at[2]];
    const rigid = rigidAt(this.#engine, index);
    rigid.setTranslation({ x, y, z }, true);
    rigid.setRotation({ x: 0, y: 0, z: 0, w: 1 }, true);
    rigid.setLinvel({ x: 0, y: 0, z: 0 }, true);
    rigid.setAngvel({ x: 0, y: 0, z: 0 }, true);
    if (store.has(id, "character")) land(character, index);
    readPose(store, index, rigid);
    this.#wake(pose.asleep, index);
  }

  /** Puts a character into a state that somebody else has found them in: in the air as they fall, or standing. */
  setCharacter(id: BodyId, at: Point, speedY: number, grounded: boolean): void {
    const { store } = this.#engine;
    if (!store.has(id, "character") || !areFinite([...at, speedY])) return;
    this.place(id, at);
    const { character } = store.columns;
    character.speedY[indexOf(id)] = speedY;
    character.grounded[indexOf(id)] = Number(grounded);
  }

  /** Takes a body out of the world. False if there is none. */
  remove(id: BodyId): boolean {
    const { world, store, byCollider } = this.#engine;
    if (!store.has(id, "body")) return false;
    const index = indexOf(id);
    const handle = store.columns.body.collider[index] ?? 0;
    byCollider.delete(handle);
    this.#engine.obstacles.forget(id);
    if (store.has(id, "pose")) world.removeRigidBody(rigidAt(this.#engine, index));
    else world.removeCollider(world.getCollider(handle), true);
    this.#awake = true;
    return store.despawn(id);
  }

  /** `null` for what was removed. */
  kindOf(id: BodyId): BodyKind | null {
    const { store } = this.#engine;
    return store.has(id, "body") ? kindOf(store, indexOf(id)) : null;
  }

  /** One tick of 50 ms. What began and ceased to touch, sensors included, in an order that never varies. */
  step(): readonly Contact[] {
    swingDoors(this.#engine, this.#doors);
    walkCharacters(this.#engine, this.#characters);
    stepEngine(this.#engine);
    this.#contacts.gather(this.#engine);
    this.#readBack();
    this.#awake = this.#lookAwake();
    return this.#contacts.take();
  }

  /** Whether a tick would move this body by itself. Who stands still is asleep, as is a door that waits. */
  asleep(id: BodyId): boolean {
    const { store } = this.#engine;
    return !store.has(id, "pose") || store.columns.pose.asleep[indexOf(id)] === 1;
  }

  /** Whether a tick would move anything: without input, the next one is like this one if not. */
  anyAwake(): boolean {
    return this.#awake;
  }

  /** Position (3), rotation as a quaternion (4), velocity (3) and spin (3) from `target[offset]` on. False if gone. */
  read(id: BodyId, target: Float32Array, offset = 0): boolean {
    const { store } = this.#engine;
    if (!store.has(id, "pose")) return false;
    const index = indexOf(id);
    const { x, y, z, qx, qy, qz, qw } = store.columns.pose;
    let at = offset;
    for (const column of [x, y, z, qx, qy, qz, qw]) target[at++] = column[index] ?? 0;
    const rigid = rigidAt(this.#engine, index);
    for (const part of [rigid.linvel(), rigid.angvel()]) {
      target[at++] = part.x;
      target[at++] = part.y;
      target[at++] = part.z;
    }
    return true;
  }

  /** How a body moves, besides where it is; `null` for what rests, but never for doors. */
  motion(id: BodyId): Motion | null {
    return motionOf(this.#engine, id);
  }

  /**
   * Puts a body where and as one was that was saved: its middle, its rotation as a quaternion, its motion. What it
   * stands or lies on is found anew, so that it is awake for a moment.
   */
  settle(id: BodyId, at: Point, turn: readonly number[], motion: Motion | null): void {
    if (!areFinite([...at, ...turn])) return;
    putAt(this.#engine, id, at, turn);
    if (motion) goOn(this.#engine, id, motion);
    this.#awake = true;
  }

  /** Gives back the engine's memory; the world is gone. */
  free(): void {
    freeEngine(this.#engine);
  }

  #spawn(create: (id: BodyId) => void): BodyId {
    const id = this.#engine.store.spawn();
    if (id === NO_ENTITY) throw new RangeError("A world holds no more bodies.");
    create(id);
    this.#awake = true;
    return id;
  }

  #createThing(id: BodyId, kind: "prop" | "item", shape: Shape, massKg: number, at: Point): void {
    const { store } = this.#engine;
    const index = addBody(store, id, kind, middleOf(shape, at));
    store.add(id, "fidget");
    store.columns.body.massKg[index] = massKg;
    store.columns.body.shape[index] = shape.type === "box" ? { ...shape, size: [...shape.size] } : { ...shape };
    embody(this.#engine, index);
  }

  #movable(id: BodyId): number {
    const kind = this.kindOf(id);
    if (kind !== "prop" && kind !== "item") return -1;
    this.#wake(this.#engine.store.columns.pose.asleep, indexOf(id));
    return indexOf(id);
  }

  #wake(asleep: Uint8Array, index: number): void {
    asleep[index] = 0;
    this.#awake = true;
  }

  /** Poses of what moved. Things fall asleep and are woken inside the engine; the others are told by their systems. */
  #readBack(): void {
    const { store, world } = this.#engine;
    const { body, pose } = store.columns;
    store.each(this.#posed, (index) => {
      const rigid = world.getRigidBody(body.rigid[index] ?? 0);
      const isThing = kindOf(store, index) === "prop" || kindOf(store, index) === "item";
      const was = pose.asleep[index] === 1;
      if (isThing) pose.asleep[index] = Number(rigid.isSleeping());
      if (!was || pose.asleep[index] === 0) readPose(store, index, rigid);
      if (isThing && pose.asleep[index] === 0 && fidgets(store, index)) {
        rigid.sleep();
        pose.asleep[index] = 1;
      }
    });
  }

  #lookAwake(): boolean {
    const { store } = this.#engine;
    let awake = false;
    store.each(this.#posed, (index) => {
      awake ||= store.columns.pose.asleep[index] === 0;
    });
    return awake;
  }
}

/** Whether a thing has only trembled for so long that it counts as lying still. */
function fidgets({ columns: { fidget, pose } }: BodyStore, index: number): boolean {
  const [x, y, z] = [pose.x[index] ?? 0, pose.y[index] ?? 0, pose.z[index] ?? 0];
  const off = [x - (fidget.x[index] ?? 0), y - (fidget.y[index] ?? 0), z - (fidget.z[index] ?? 0)];
  const got = off.some((part) => Math.abs(part) > FIDGET_M);
  const ticks = got ? 0 : (fidget.ticks[index] ?? 0) + 1;
  fidget.ticks[index] = ticks < FIDGET_TICKS ? ticks : 0;
  if (got) [fidget.x[index], fidget.y[index], fidget.z[index]] = [x, y, z];
  return ticks >= FIDGET_TICKS;
}

function land({ speedY, grounded, ground }: BodyStore["columns"]["character"], index: number): void {
  speedY[index] = 0;
  grounded[index] = 0;
  ground[index] = 0;
}

function areFinite(numbers: readonly number[]): boolean {
  return numbers.every((number) => Number.isFinite(Math.fround(number)));
}

const vector = ([x, y, z]: Point) => ({ x, y, z });
