import { hasBit } from "../../ecs/bitset.ts";
import { entityOf, indexOf } from "../../ecs/entity.ts";
import type { JsonValue } from "../../ecs/schema.ts";
import type { ComponentData, StoreData } from "../../ecs/store-data.ts";
import type { Motion } from "../motion.ts";
import type { Point, RealmMap } from "../realm-map.ts";
import type { Simulated } from "../simulated.ts";
import { mapWord } from "./map-word.ts";
import { isToldApart, PORTABLE_FORM, type PortableSave, type SavedThing } from "./saved-thing.ts";
import { digestOf } from "./text-digest.ts";

/** How a world stands, in a form that needs neither its engine nor its map to be read. */
export function writePortable(world: Simulated, scripts: PortableSave["scripts"]): PortableSave {
  const { store, places } = world.parts;
  const things: SavedThing[] = [];
  const components = told(store.data);
  store.each(store.query("thing"), (index) => {
    const thing = savedThing(world, places.map, store.entityAt(index));
    const has = componentsAt(components, index);
    things.push(has ? { ...thing, has } : thing);
  });
  return { portable: PORTABLE_FORM, things, ended: endedOf(world), scripts };
}

/** Digests of all sources, by the scripts' names. */
export function scriptDigests(map: RealmMap): PortableSave["scripts"] {
  return Object.fromEntries(map.scripts.map(({ name, source }) => [name, digestOf(source)]));
}

function savedThing(world: Simulated, map: RealmMap, entity: number): SavedThing {
  const { store } = world.parts;
  const kind = world.kindOf(entity);
  const member = world.member(entity);
  if (kind === "player") return { kind, id: member?.subject ?? "", entity, ...placeOf(world, entity) };
  const { id, script } = world.planOf(entity);
  const word = mapWord(map, kind, store.columns.thing.def[indexOf(entity)] ?? 0);
  const isMovable = kind === "item" || kind === "npc" || (kind === "prop" && store.has(entity, "body"));
  return {
    kind,
    id,
    entity,
    ...(word === null ? {} : { word }),
    ...(script === undefined || !store.has(entity, "script") ? {} : { script }),
    ...(isMovable ? placeOf(world, entity) : {}),
    ...(kind === "door" ? motionIn(world, entity) : {}),
  };
}

const body = new Float32Array(7);

function placeOf(world: Simulated, entity: number): Pick<SavedThing, "area" | "at" | "turn" | "motion"> {
  const { store, bodies } = world.parts;
  const area = world.areaOf(entity).id;
  if (!store.has(entity, "body")) {
    const [x, y, z] = world.position(entity);
    return { area, at: [rounded(x), rounded(y), rounded(z)] };
  }
  bodies.read(world.handleOf(entity), body);
  const [x = 0, y = 0, z = 0, ...turn] = body;
  const isTurned = turn.some((part, at) => Math.abs(part - (at === 3 ? 1 : 0)) > 0.00005);
  return {
    area,
    at: [rounded(x), rounded(y), rounded(z)],
    ...(isTurned ? { turn: turn.map(rounded) } : {}),
    ...motionIn(world, entity),
  };
}

function motionIn(world: Simulated, entity: number): { motion?: Motion } {
  const { store, bodies } = world.parts;
  const motion = store.has(entity, "body") ? bodies.motion(world.handleOf(entity)) : null;
  if (!motion) return {};
  if ("velocity" in motion) return { motion: { velocity: inShort(motion.velocity), spin: inShort(motion.spin) } };
  if ("rise" in motion) return { motion: { rise: rounded(motion.rise) } };
  return { motion: { angle: rounded(motion.angle), target: rounded(motion.target) } };
}

/** Tenths of a millimetre: a rebuilt world is not the same to the bit anyway, and numbers in short are half as long. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function inShort([x, y, z]: Point): Point {
  return [rounded(x), rounded(y), rounded(z)];
}

/** A component as it is told: only the fields that a saved thing has no words for. */
interface Told {
  name: string;
  data: ComponentData;
  fields: string[];
  /** That it is there at all says nothing. */
  isEverywhere: boolean;
}

function told({ components }: Readonly<StoreData>): Told[] {
  return Object.entries(components).flatMap(([name, data]) => {
    const all = Object.keys(data.fields);
    const fields = all.filter((field) => !isToldApart(name, field));
    const isEverywhere = fields.length < all.length;
    return isEverywhere && fields.length === 0 ? [] : [{ name, data, fields, isEverywhere }];
  });
}

function componentsAt(components: readonly Told[], index: number): SavedThing["has"] {
  let has: SavedThing["has"];
  for (const { name, data, fields, isEverywhere } of components) {
    if (!hasBit(data.present, index)) continue;
    const values: Record<string, JsonValue> = {};
    let isEmpty = isEverywhere;
    for (const field of fields) {
      const value = data.fields[field]?.[index] ?? null;
      if (value === null || value === 0) continue;
      values[field] = value;
      isEmpty = false;
    }
    if (!isEmpty) has = { ...has, [name]: values };
  }
  return has;
}

/** The free indices, as the entities that lived there last; in their order. */
function endedOf({ parts: { store } }: Simulated): number[] {
  const { slots, living, generations } = store.data;
  const ended: number[] = [];
  for (let index = 0; index < slots; index++) {
    // Despawning moved the generation on: the one before is who lived there.
    if (!hasBit(living, index)) ended.push(entityOf(index, Math.max(1, (generations[index] ?? 1) - 1)));
  }
  return ended;
}
