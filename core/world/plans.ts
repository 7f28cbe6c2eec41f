import type { RealmMap } from "./realm-map.ts";
import type { Kind } from "./things.ts";

/** What a map says of a thing, whatever it is. */
export interface Plan {
  id: string;
  title: string;
  description: string;
  script?: string;
  listens?: readonly string[];
}

export const nothing: Plan = { id: "", title: "", description: "" };

/** The plan at a place in the map's list of a kind. Players have none. */
export function planAt(map: RealmMap, kind: Kind, at: number): Plan | undefined {
  switch (kind) {
    case "npc":
      return map.npcs[at];
    case "door":
      return map.doors[at];
    case "prop":
      return map.props[at];
    case "item":
      return map.items[at];
    case "area":
      return map.areas[at];
    case "light": {
      const light = map.lights[at];
      return light && { id: light.id, title: light.id.replaceAll("-", " "), description: "" };
    }
    case "player":
      return undefined;
  }
}
