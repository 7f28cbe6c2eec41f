import { canonicalJson } from "../../random.ts";
import type { RealmMap } from "../realm-map.ts";
import type { Kind } from "../things.ts";
import { digestOf } from "./text-digest.ts";

/**
 * What a map says of how a thing begins, as a digest: where and in which shape it stands, whether a door is locked, when
 * a light is lit. `null` for what has no beginning of its own.
 */
export function mapWord(map: RealmMap, kind: Kind, at: number): number | null {
  const word = beginning(map, kind, at);
  return word === null ? null : digestOf(canonicalJson(word));
}

function beginning(map: RealmMap, kind: Kind, at: number): unknown[] | null {
  switch (kind) {
    case "door": {
      const door = map.doors[at];
      return door ? [door.at, door.along, door.width, door.open, door.locked, door.key ?? null] : null;
    }
    case "prop": {
      const prop = map.props[at];
      return prop && !prop.fixed ? [prop.area, prop.at, prop.shape] : null;
    }
    case "item": {
      const item = map.items[at];
      return item ? [item.area, item.at, item.shape] : null;
    }
    case "npc": {
      const npc = map.npcs[at];
      return npc ? [npc.area, npc.at] : null;
    }
    case "light":
      return [map.lights[at]?.lit ?? null];
    case "area":
    case "player":
      return null;
  }
}
