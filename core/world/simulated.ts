import { indexOf } from "../ecs/entity.ts";
import { isIn, isSeen } from "./area-contents.ts";
import type { WorldEvent } from "./events.ts";
import { heading, lengthOf } from "./heading.ts";
import { nothing, type Plan, planAt } from "./plans.ts";
import type { Area, Direction, Exit, Point } from "./realm-map.ts";
import type { Hook, Json } from "./script-port.ts";
import { type Kind, kinds, type Thing } from "./things.ts";
import { CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M } from "./world-schema.ts";
import type { Member, TickNotes, WorldParts } from "./world-state.ts";

/** A way out, as somebody in the area finds it. */
export interface WayOut {
  direction: Direction;
  exit: Exit;
  /** The area, or the area of another realm. */
  to: string;
  realm: string | null;
  door: (Thing & { open: boolean }) | null;
}

/** How far a thing is dropped or thrown from, in front of who does it, and with what speed. */
const REACH_M = 0.7;
const HAND_M = 1.2;
const THROW_SPEED = 8;
const PUSH_SPEED = 2;
/** Words that one may say in so many ticks. */
const WORDS_MAX = 8;
const WORDS_TICKS = 200;

/**
 * A world as deeds, systems and hooks see it: it answers what is where, and its verbs change the world. Whoever changes
 * something that must never be lost says so by the event that tells of it.
 */
export class Simulated {
  readonly parts: WorldParts;
  readonly notes: TickNotes = { events: [], durable: false };
  /** Hooks to call in this tick, in order. */
  readonly calls: { entity: number; hook: Hook; by: number | null; data: Record<string, Json> }[] = [];
  readonly #things;

  constructor(parts: WorldParts) {
    this.parts = parts;
    this.#things = parts.store.query("thing");
  }

  // What is where.

  kindOf(entity: number): Kind {
    return kinds[this.parts.store.columns.thing.kind[indexOf(entity)] ?? 0] ?? "prop";
  }

  areaIndexOf(entity: number): number {
    return this.parts.store.columns.thing.area[indexOf(entity)] ?? 0;
  }

  areaOf(entity: number): Area {
    return this.parts.places.area(this.areaIndexOf(entity));
  }

  /** The plan of what is not a player. */
  planOf(entity: number): Plan {
    const def = this.parts.store.columns.thing.def[indexOf(entity)] ?? 0;
    return planAt(this.parts.places.map, this.kindOf(entity), def) ?? nothing;
  }

  member(entity: number): Member | null {
    const { store, facts } = this.parts;
    if (!store.has(entity, "person")) return null;
    return facts.members[store.columns.person.member[indexOf(entity)] ?? -1] ?? null;
  }

  thing(entity: number): Thing {
    const kind = this.kindOf(entity);
    const member = this.member(entity);
    // Lights and areas are told of by events of their own.
    const told = kind === "light" || kind === "area" ? "prop" : kind;
    if (member) return { entity, kind: told, id: member.name, name: member.name };
    const { id, title } = this.planOf(entity);
    return { entity, kind: told, id, name: title };
  }

  descriptionOf(entity: number): string {
    const member = this.member(entity);
    if (!member) return this.planOf(entity).description;
    return `${member.name} is a traveller like you${this.isSitting(entity) ? ", sitting" : ""}.`;
  }

  /** All things of a kind, in the order of their making. */
  all(kind: Kind): number[] {
    const wanted = kinds.indexOf(kind);
    const { store } = this.parts;
    const found: number[] = [];
    store.each(this.#things, (index) => {
      if (store.columns.thing.kind[index] === wanted) found.push(store.entityAt(index));
    });
    return found;
  }

  /** What somebody can see and reach, themselves and what is carried left out. */
  around(self: number): Thing[] {
    return this.inArea(this.areaIndexOf(self)).filter(({ entity }) => entity !== self);
  }

  /** What is in an area: its doors, and all that is there and not carried, asleep or a light. */
  inArea(area: number): Thing[] {
    const { store } = this.parts;
    const found: Thing[] = [];
    store.each(this.#things, (index) => {
      if (isIn(this.parts, index, area) && isSeen(this.parts, index)) found.push(this.thing(store.entityAt(index)));
    });
    return found;
  }

  carriedBy(self: number): Thing[] {
    const { store } = this.parts;
    return this.all("item")
      .filter((entity) => store.has(entity, "held") && store.columns.held.by[indexOf(entity)] === self)
      .map((entity) => this.thing(entity));
  }

  /** Who is awake, and where. */
  people(): (Thing & { area: string })[] {
    const members = this.parts.facts.members.filter(({ isAwake }) => isAwake);
    return members.map(({ entity }) => ({ ...this.thing(entity), area: this.areaOf(entity).title }));
  }

  position(entity: number): Point {
    const { x, y, z } = this.parts.store.columns.pose;
    const index = indexOf(entity);
    return [x[index] ?? 0, y[index] ?? 0, z[index] ?? 0];
  }

  exitsOf(self: number): WayOut[] {
    const doors = this.all("door");
    return this.areaOf(self).exits.map((exit) => {
      const [realm, area] = exit.to.includes(":") ? exit.to.split(":") : [null, exit.to];
      const door = doors.find((entity) => this.planOf(entity).id === exit.door);
      return {
        direction: exit.direction,
        exit,
        to: area ?? "",
        realm: realm ?? null,
        door: door === undefined ? null : { ...this.thing(door), open: this.doorState(door).open },
      };
    });
  }

  // Doors.

  doorState(door: number): { open: boolean; locked: boolean; key: string | null } {
    const { open, locked } = this.parts.store.columns.door;
    const plan = this.parts.places.map.doors.find(({ id }) => id === this.planOf(door).id);
    return { open: open[indexOf(door)] === 1, locked: locked[indexOf(door)] === 1, key: plan?.key ?? null };
  }

  /** The areas on both sides of a door. */
  sidesOf(door: number): [string, string] {
    const { store, places } = this.parts;
    const [side, beyond] = places
      .sidesOf(store.columns.thing.def[indexOf(door)] ?? 0)
      .map((area) => places.area(area).id);
    return [side ?? "", beyond ?? side ?? ""];
  }

  /** @param by who does it: a door opens away from them */
  setDoor(door: number, verb: "open" | "close" | "lock" | "unlock", by: number | null): void {
    const { open, locked } = this.parts.store.columns.door;
    const index = indexOf(door);
    if (verb === "lock" || verb === "unlock") {
      locked[index] = verb === "lock" ? 1 : 0;
      return;
    }
    open[index] = verb === "open" ? 1 : 0;
    this.parts.bodies.setDoor(this.#handle(door), verb === "open", by === null ? null : this.position(by));
  }

  // Things that are carried.

  take(self: number, item: number): void {
    const { store, bodies } = this.parts;
    if (store.has(item, "body")) {
      bodies.remove(this.#handle(item));
      store.remove(item, "body");
    }
    store.add(item, "held");
    store.columns.held.by[indexOf(item)] = self;
    this.#stayWith(item, self);
  }

  putDown(self: number, item: number): void {
    const [x, y, z] = this.#inFrontOf(self, REACH_M);
    this.#free(item, self, [x, y + 0.1, z]);
  }

  hurl(self: number, item: number, at: number | null): void {
    const [x, y, z] = this.#inFrontOf(self, REACH_M);
    this.#free(item, self, [x, y + HAND_M, z]);
    const [ownX, , ownZ] = this.position(self);
    const [toX, , toZ] = at === null ? [x, y, z] : this.position(at);
    const length = lengthOf(toX - ownX, toZ - ownZ) || 1;
    const velocity: Point = [
      ((toX - ownX) / length) * THROW_SPEED,
      THROW_SPEED * 0.3,
      ((toZ - ownZ) / length) * THROW_SPEED,
    ];
    this.parts.bodies.throw(this.#handle(item), velocity);
  }

  /** Gives an item a body again, in the area of who had it. */
  #free(item: number, from: number, at: Point): void {
    const { store, bodies, places } = this.parts;
    const plan = places.map.items.find(({ id }) => id === this.planOf(item).id);
    store.remove(item, "held");
    store.columns.thing.area[indexOf(item)] = this.areaIndexOf(from);
    if (!plan) return;
    store.add(item, "body");
    store.columns.body.handle[indexOf(item)] = bodies.addItem(plan.shape, plan.massKg, at);
  }

  #stayWith(item: number, holder: number): void {
    this.parts.store.columns.thing.area[indexOf(item)] = this.areaIndexOf(holder);
  }

  // Bodies.

  isPushable(entity: number): boolean {
    if (this.kindOf(entity) === "item") return true;
    const plan = this.parts.places.map.props.find(({ id }) => id === this.planOf(entity).id);
    return this.kindOf(entity) === "prop" && plan?.fixed === false;
  }

  isSeat(entity: number): boolean {
    return this.parts.places.map.props.find(({ id }) => id === this.planOf(entity).id)?.seat === true;
  }

  shove(self: number, entity: number): void {
    const [ownX, , ownZ] = this.position(self);
    const [x, , z] = this.position(entity);
    const length = lengthOf(x - ownX, z - ownZ) || 1;
    const { map } = this.parts.places;
    const { id } = this.planOf(entity);
    const mass = [...map.props, ...map.items].find((plan) => plan.id === id)?.massKg ?? 1;
    const impulse = mass * PUSH_SPEED;
    this.parts.bodies.push(this.#handle(entity), [((x - ownX) / length) * impulse, 0, ((z - ownZ) / length) * impulse]);
  }

  isSitting(entity: number): boolean {
    return this.parts.store.has(entity, "seated");
  }

  sitDown(self: number, on: number | null): void {
    this.parts.store.add(self, "seated");
    this.parts.store.columns.seated.on[indexOf(self)] = on ?? 0;
    this.stop(self);
  }

  standUp(self: number): void {
    this.parts.store.remove(self, "seated");
  }

  /** A body for somebody who is here now. */
  embody(entity: number, at: Point, heightM = CHARACTER_HEIGHT_M): void {
    const { store, bodies } = this.parts;
    store.add(entity, "body");
    store.columns.body.handle[indexOf(entity)] = bodies.addCharacter(heightM, CHARACTER_RADIUS_M, at);
    this.settlePose(entity, at);
  }

  disembody(entity: number): void {
    const { store, bodies } = this.parts;
    if (!store.has(entity, "body")) return;
    bodies.remove(this.#handle(entity));
    store.remove(entity, "body");
    store.remove(entity, "trip");
  }

  /** Walks there, through an exit, by itself. */
  walkTo(self: number, { exit }: WayOut): void {
    const { points, leap } = this.parts.places.wayThrough(this.areaOf(self), exit);
    if (leap) return this.leap(self, points[0] ?? this.position(self));
    this.walk(self, points);
  }

  walk(self: number, points: readonly Point[]): void {
    const { store } = this.parts;
    store.add(self, "trip");
    const index = indexOf(self);
    const { trip } = store.columns;
    trip.points[index] = points.map(([x, y, z]) => [x, y, z]);
    trip.at[index] = 0;
    trip.stuck[index] = 0;
    trip.nearest[index] = 1e9;
  }

  stop(self: number): void {
    const { store, bodies } = this.parts;
    store.remove(self, "trip");
    if (store.has(self, "body")) bodies.moveCharacter(this.#handle(self), 0, 0, false);
  }

  /** Is somewhere else, without the way between. */
  leap(entity: number, at: Point): void {
    this.parts.bodies.place(this.#handle(entity), at);
    this.settlePose(entity, at);
  }

  settlePose(entity: number, [x, y, z]: Point): void {
    const { pose } = this.parts.store.columns;
    const index = indexOf(entity);
    pose.x[index] = x;
    pose.y[index] = y;
    pose.z[index] = z;
    pose.qw[index] = 1;
  }

  #handle(entity: number): number {
    return this.parts.store.columns.body.handle[indexOf(entity)] ?? 0;
  }

  handleOf(entity: number): number {
    return this.#handle(entity);
  }

  /** A point before somebody's eyes, at floor level. */
  #inFrontOf(self: number, distance: number): Point {
    const [x, y, z] = this.position(self);
    const facing = this.parts.store.columns.mover.facing[indexOf(self)] ?? 0;
    const [dx, dz] = heading(facing);
    return [x + dx * distance, y, z + dz * distance];
  }

  // Words, hooks, events.

  maySpeak(self: number): boolean {
    const member = this.member(self);
    if (!member) return true;
    const { tick } = this.parts.facts;
    member.spoke = member.spoke.filter((before) => tick - before < WORDS_TICKS);
    if (member.spoke.length >= WORDS_MAX) return false;
    member.spoke.push(tick);
    return true;
  }

  mute(self: number, other: number, on: boolean): void {
    const member = this.member(self);
    if (!member) return;
    member.muted = member.muted.filter((entity) => entity !== other);
    if (on) member.muted.push(other);
    this.notes.durable = true;
  }

  tell(event: WorldEvent): void {
    this.notes.events.push(event);
    if (event.type !== "left" && event.type !== "arrived" && event.type !== "pushed") this.notes.durable = true;
  }

  /** A light goes on or off. */
  light(def: number, on: boolean): void {
    const entity = this.all("light").find((one) => this.parts.store.columns.thing.def[indexOf(one)] === def);
    if (entity === undefined) return;
    const { light } = this.parts.store.columns;
    const index = indexOf(entity);
    if ((light.on[index] === 1) === on) return;
    light.on[index] = on ? 1 : 0;
    this.tell({ type: on ? "lit" : "darkened", area: this.areaOf(entity).id, light: this.planOf(entity).title });
  }

  /** The same for an area's own script. */
  hookArea(area: string, hook: Hook, by: number | null, data: Record<string, Json> = {}): void {
    const def = this.parts.places.indexOf(area);
    const entity = this.all("area").find((one) => this.parts.store.columns.thing.def[indexOf(one)] === def);
    if (entity !== undefined) this.hook(entity, hook, by, data);
  }

  /** Whether a thing has a script for this; if so it is called in this tick. */
  hook(entity: number, hook: Hook, by: number | null, data: Record<string, Json> = {}): boolean {
    const script = this.planOf(entity).script;
    if (script === undefined || !this.parts.scripts.has(script, hook)) return false;
    this.calls.push({ entity, hook, by, data });
    return true;
  }
}
