import { indexOf } from "../../ecs/entity.ts";
import type { JsonValue } from "../../ecs/schema.ts";
import type { Piece } from "../geometry.ts";
import type { Point } from "../realm-map.ts";
import type { Simulated } from "../simulated.ts";
import { makePerson } from "../systems/read-inputs.ts";
import { CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M } from "../world-schema.ts";
import { isAbout, isFree } from "./free-place.ts";
import { mapWord } from "./map-word.ts";
import { isToldApart, keyOf, type SavedThing } from "./saved-thing.ts";

/** What things need to be free around their middle. */
const CORE_M = 0.04;
const UPRIGHT = [0, 0, 0, 1];

/** Puts people where they were; who cannot stand there any more stands at the spawn. */
export function settlePeople(world: Simulated, pieces: readonly Piece[], known: ReadonlyMap<string, SavedThing>): void {
  const { facts, store } = world.parts;
  facts.members.forEach(({ subject, entity, isAwake }, number) => {
    if (!store.has(entity, "person")) makePerson(world, entity, number);
    const saved = known.get(keyOf("player", subject));
    if (saved) keepComponents(world, entity, saved);
    const stays = saved !== undefined && canBeAt(world, pieces, saved);
    if (stays) moveTo(world, entity, saved);
    else store.remove(entity, "seated");
    if (!stays || !leadsThroughAreas(world, entity)) store.remove(entity, "trip");
    if (!isAwake) return;
    world.embody(entity, world.position(entity));
    if (stays) settleBody(world, entity, saved);
  });
}

/** Carries over what things were: where, how they stood, what they kept, who has them. */
export function carryOver(world: Simulated, pieces: readonly Piece[], known: ReadonlyMap<string, SavedThing>): void {
  const { store } = world.parts;
  store.each(store.query("thing"), (index) => {
    const entity = store.entityAt(index);
    if (world.member(entity)) return;
    const saved = known.get(keyOf(world.kindOf(entity), world.planOf(entity).id));
    if (saved) settleThing(world, pieces, entity, saved);
  });
  store.each(store.query("held"), (index) => keepHeld(world, pieces, store.entityAt(index), known));
  store.each(store.query("seated"), (index) => {
    const on = store.columns.seated.on[index] ?? 0;
    if (on !== 0 && !(store.alive(on) && world.isSeat(on))) world.standUp(store.entityAt(index));
  });
}

function settleThing(world: Simulated, pieces: readonly Piece[], entity: number, saved: SavedThing): void {
  const { store, places } = world.parts;
  const kind = world.kindOf(entity);
  const index = indexOf(entity);
  const isAsPlanned = (saved.word ?? null) === mapWord(places.map, kind, store.columns.thing.def[index] ?? 0);
  keepComponents(world, entity, saved, isAsPlanned ? [] : ["door", "light"]);
  if (!keepsScript(world, entity, saved)) store.remove(entity, "script");
  const stays = isAsPlanned && !store.has(entity, "held") && canBeAt(world, pieces, saved, heightOf(world, entity));
  if (kind === "door" && isAsPlanned) settleBody(world, entity, { ...saved, at: world.position(entity) });
  else if (stays && store.has(entity, "body")) {
    moveTo(world, entity, saved);
    settleBody(world, entity, saved);
  }
  if (!stays || !leadsThroughAreas(world, entity)) store.remove(entity, "trip");
}

/** State belongs to the script that made it. */
function keepsScript(world: Simulated, entity: number, saved: SavedThing): boolean {
  const { script } = world.planOf(entity);
  return script !== undefined && script === saved.script;
}

/** Whoever had an item has it still, or else it lies where they stood; an item whose place is gone is at its own. */
function keepHeld(
  world: Simulated,
  pieces: readonly Piece[],
  item: number,
  known: ReadonlyMap<string, SavedThing>,
): void {
  const { store } = world.parts;
  const by = store.columns.held.by[indexOf(item)] ?? 0;
  const isHolder = store.alive(by) && (world.kindOf(by) === "player" || world.kindOf(by) === "npc");
  if (isHolder) return world.take(by, item);
  store.remove(item, "held");
  const holder = [...known.values()].find(({ entity }) => entity === by);
  if (!holder?.at || !canBeAt(world, pieces, holder)) return;
  const at: Point = [holder.at[0], holder.at[1] + 0.2, holder.at[2]];
  moveTo(world, item, { ...holder, at });
  world.parts.bodies.settle(world.handleOf(item), at, UPRIGHT, null);
}

/** Whether the area is still there, and at this place in it nothing is built now. */
function canBeAt(
  { parts: { places } }: Simulated,
  pieces: readonly Piece[],
  { kind, area, at }: SavedThing,
  heightM = CHARACTER_HEIGHT_M,
): boolean {
  if (area === undefined || !at || !places.has(area)) return false;
  if (!isAbout(places.area(places.indexOf(area)).box, at)) return false;
  return kind === "player" || kind === "npc"
    ? isFree(pieces, at, heightM, CHARACTER_RADIUS_M)
    : isFree(pieces, [at[0], at[1] - CORE_M / 2, at[2]], CORE_M, CORE_M / 2);
}

function heightOf(world: Simulated, entity: number): number | undefined {
  const { store, places } = world.parts;
  return world.kindOf(entity) === "npc"
    ? places.map.npcs[store.columns.thing.def[indexOf(entity)] ?? 0]?.heightM
    : undefined;
}

function moveTo(world: Simulated, entity: number, { area, at }: SavedThing): void {
  const { store, places } = world.parts;
  if (area !== undefined && places.has(area)) store.columns.thing.area[indexOf(entity)] = places.indexOf(area);
  if (at) world.settlePose(entity, at);
}

function settleBody(world: Simulated, entity: number, { at, turn = UPRIGHT, motion }: SavedThing): void {
  if (at) world.parts.bodies.settle(world.handleOf(entity), at, turn, motion ?? null);
}

/** A way is gone on with if all of its points are in some area of this map. */
function leadsThroughAreas(world: Simulated, entity: number): boolean {
  const { store, places } = world.parts;
  if (!store.has(entity, "trip")) return true;
  const points = store.columns.trip.points[indexOf(entity)];
  if (!Array.isArray(points)) return false;
  return points.every((point) => {
    if (!Array.isArray(point)) return false;
    const [x, y, z] = point;
    if (typeof x !== "number" || typeof y !== "number" || typeof z !== "number") return false;
    return places.map.areas.some(({ box }) => isAbout(box, [x, y, z]));
  });
}

/** Components as they were, whatever they are: fields that this version does not have are left out. */
function keepComponents(world: Simulated, entity: number, { has = {} }: SavedThing, not: readonly string[] = []): void {
  const { store } = world.parts;
  for (const [name, values] of Object.entries(has)) {
    if (not.includes(name) || !isComponent(store.schema, name)) continue;
    const index = store.add(entity, name);
    const fields = store.data.components[name]?.fields ?? {};
    for (const field in fields) {
      if (isToldApart(name, field)) continue;
      const column = fields[field];
      const value: JsonValue = values[field] ?? null;
      if (Array.isArray(column)) column[index] = value;
      else if (column) column[index] = typeof value === "number" ? value : 0;
    }
  }
}

function isComponent<S extends object>(schema: S, name: string): name is keyof S & string {
  return Object.hasOwn(schema, name);
}
