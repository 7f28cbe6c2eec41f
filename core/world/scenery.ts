import type { Area, Door, Item, Light, Npc, Place, Prop, RealmMap, Solid } from "./realm-map.ts";

/**
 * What can be seen of a realm by walking through it: all that a page needs to draw it and to walk in it. Scripts, keys,
 * locks, habits and whatever only words tell are not in it.
 */
export interface Scenery {
  realm: string;
  title: string;
  spawn: Place;
  areas: SceneryArea[];
  doors: SceneryDoor[];
  props: SceneryProp[];
  items: SceneryItem[];
  npcs: SceneryNpc[];
  lights: Light[];
}

export type SceneryArea = Pick<Area, "id" | "title" | "box" | "indoors" | "ground" | "walls" | "exits"> & {
  solids: Pick<Solid, "shape" | "at" | "material">[];
};
export type SceneryDoor = Pick<Door, "id" | "title" | "at" | "along" | "width" | "height" | "material">;
export type SceneryProp = Pick<Prop, "id" | "title" | "area" | "at" | "shape" | "material" | "massKg" | "fixed">;
export type SceneryItem = Pick<Item, "id" | "title" | "shape" | "material">;
export type SceneryNpc = Pick<Npc, "id" | "title" | "material" | "heightM">;

/** The part of a realm that anybody may see. */
export function sceneryOf({ realm, title, spawn, areas, doors, props, items, npcs, lights }: RealmMap): Scenery {
  return {
    realm,
    title,
    spawn,
    areas: areas.map((area) => ({
      ...pick(area, ["id", "title", "box", "indoors", "ground", "walls", "exits"]),
      solids: area.solids.map((solid) => pick(solid, ["shape", "at", "material"])),
    })),
    doors: doors.map((door) => pick(door, ["id", "title", "at", "along", "width", "height", "material"])),
    props: props.map((prop) => pick(prop, ["id", "title", "area", "at", "shape", "material", "massKg", "fixed"])),
    items: items.map((item) => pick(item, ["id", "title", "shape", "material"])),
    npcs: npcs.map((npc) => pick(npc, ["id", "title", "material", "heightM"])),
    lights,
  };
}

function pick<T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
