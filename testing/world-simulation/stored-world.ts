import { indexOf } from "../../core/ecs/entity.ts";
import type { Store } from "../../core/ecs/store.ts";
import type { Chat } from "../../core/world/chat.ts";
import { readWorld } from "../../core/world/save-world.ts";
import type { Json } from "../../core/world/script-port.ts";
import type { Simulation } from "../../core/world/simulation.ts";
import { kinds } from "../../core/world/things.ts";
import type { WorldSchema } from "../../core/world/world-schema.ts";
import type { Member } from "../../core/world/world-state.ts";

export interface StoredItem {
  entity: number;
  /** Who carries it. */
  by: number | null;
  hasBody: boolean;
  area: number;
}

/** What a world would save, as far as people care for it. */
export interface StoredWorld {
  members: Member[];
  chat: Chat;
  items: StoredItem[];
  doors: { entity: number; open: boolean; locked: boolean }[];
  lights: { entity: number; on: boolean }[];
  /** What scripts remember, by entity. */
  scripts: Map<number, Json>;
  areaOf(entity: number): number;
  has(entity: number, component: keyof WorldSchema): boolean;
}

/** Takes a world apart by the bytes that it saves. */
export function storedWorld(world: Simulation): StoredWorld {
  const saved = readWorld(world.save().bytes);
  const { store } = saved.exact();
  const { thing, held, door, light, script } = store.columns;
  return {
    members: saved.facts.members,
    chat: saved.facts.chat,
    items: all(store, "item").map((entity) => ({
      entity,
      by: store.has(entity, "held") ? (held.by[indexOf(entity)] ?? null) : null,
      hasBody: store.has(entity, "body"),
      area: thing.area[indexOf(entity)] ?? -1,
    })),
    doors: all(store, "door").map((entity) => ({
      entity,
      open: door.open[indexOf(entity)] === 1,
      locked: door.locked[indexOf(entity)] === 1,
    })),
    lights: all(store, "light").map((entity) => ({ entity, on: light.on[indexOf(entity)] === 1 })),
    scripts: new Map(
      [...all(store, "prop"), ...all(store, "door")].flatMap((entity) =>
        store.has(entity, "script") ? [[entity, script.state[indexOf(entity)] as Json]] : [],
      ),
    ),
    areaOf: (entity) => thing.area[indexOf(entity)] ?? -1,
    has: (entity, component) => store.has(entity, component),
  };
}

function all(store: Store<WorldSchema>, kind: (typeof kinds)[number]): number[] {
  const found: number[] = [];
  store.each(store.query("thing"), (index) => {
    if (store.columns.thing.kind[index] === kinds.indexOf(kind)) found.push(store.entityAt(index));
  });
  return found;
}
