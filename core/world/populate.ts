import { indexOf } from "../ecs/entity.ts";
import { own } from "./ownership.ts";
import type { Point } from "./realm-map.ts";
import type { Simulated } from "./simulated.ts";
import { isDark } from "./systems/read-inputs.ts";
import { type Kind, kinds } from "./things.ts";

/** Which entity a thing is to be; `undefined`: a new one. */
export type Naming = (kind: Kind, id: string) => number | undefined;

/** Puts into a world without things what its map says. */
export function populate(world: Simulated, naming: Naming = () => undefined): void {
  const { places, store, bodies } = world.parts;
  const { map } = places;
  const make = (kind: Kind, def: number, id: string, area: string, at: Point): number => {
    const entity = naming(kind, id) ?? store.spawn();
    return place(world, entity, { kind, def, area, at });
  };
  map.doors.forEach((door, def) => {
    const entity = make("door", def, door.id, sideOf(world, door.id), door.at);
    embody(world, entity, bodies.addDoor(door));
    store.add(entity, "door");
    const index = indexOf(entity);
    store.columns.door.open[index] = door.open ? 1 : 0;
    store.columns.door.locked[index] = door.locked ? 1 : 0;
  });
  map.props.forEach((prop, def) => {
    const entity = make("prop", def, prop.id, prop.area, prop.at);
    // What is fixed is part of the land.
    if (!prop.fixed) embody(world, entity, bodies.addProp(prop.shape, prop.massKg, prop.at));
  });
  map.items.forEach((item, def) => {
    const entity = make("item", def, item.id, item.area, item.at);
    embody(world, entity, bodies.addItem(item.shape, item.massKg, item.at));
  });
  map.npcs.forEach((npc, def) => {
    const entity = make("npc", def, npc.id, npc.area, npc.at);
    for (const component of ["mover", "mind"] as const) store.add(entity, component);
    world.embody(entity, npc.at, npc.heightM);
  });
  map.lights.forEach((light, def) => {
    const entity = make("light", def, light.id, light.area, light.at);
    store.add(entity, "light");
    const isLit = light.lit === "always" || (light.lit === "dark" && isDark(world.parts.facts.minute));
    store.columns.light.on[indexOf(entity)] = isLit ? 1 : 0;
  });
  map.areas.forEach((area, def) => {
    if (area.script !== undefined) make("area", def, area.id, area.id, area.box.min);
  });
}

interface Placed {
  kind: Kind;
  def: number;
  area: string;
  at: Point;
}

function place(world: Simulated, entity: number, { kind, def, area, at }: Placed): number {
  const { store, places } = world.parts;
  for (const component of ["thing", "pose"] as const) store.add(entity, component);
  const index = indexOf(entity);
  own(world, entity);
  store.columns.thing.kind[index] = kinds.indexOf(kind);
  store.columns.thing.def[index] = def;
  store.columns.thing.area[index] = places.indexOf(area);
  world.settlePose(entity, at);
  return entity;
}

function embody(world: Simulated, entity: number, handle: number): void {
  const { store } = world.parts;
  store.add(entity, "body");
  store.columns.body.handle[indexOf(entity)] = handle;
}

function sideOf(world: Simulated, door: string): string {
  const { areas } = world.parts.places.map;
  return areas.find(({ exits }) => exits.some((exit) => exit.door === door))?.id ?? areas[0]?.id ?? "";
}
