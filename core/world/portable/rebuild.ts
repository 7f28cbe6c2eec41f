import { reservedStore } from "../../ecs/reserved-store.ts";
import { Store } from "../../ecs/store.ts";
import type { Bodies } from "../bodies.ts";
import { withoutAreas } from "../chat.ts";
import { fixedPieces } from "../fixed-pieces.ts";
import type { Places } from "../places.ts";
import { planAt } from "../plans.ts";
import { populate } from "../populate.ts";
import type { RealmMap } from "../realm-map.ts";
import type { Json, ScriptRunner } from "../script-port.ts";
import { Simulated } from "../simulated.ts";
import { newMember } from "../systems/read-inputs.ts";
import { type Kind, kinds } from "../things.ts";
import { type WorldSchema, worldSchema } from "../world-schema.ts";
import { emptyFacts, type WorldFacts } from "../world-state.ts";
import { carryOver, settlePeople } from "./carry-over.ts";
import { keyOf, type PortableSave, type SavedThing } from "./saved-thing.ts";

/** What a rebuilt world is made of. */
export interface Rebuilding {
  places: Places;
  bodies: Bodies;
  /** With the new map's scripts in it. */
  scripts: ScriptRunner;
  facts: WorldFacts;
  /** Of the scripts, as they were saved. */
  breakers: Json;
  /** `null`: there is none that can be read. */
  portable: PortableSave | null;
  /** Of the new map's scripts. */
  digests: PortableSave["scripts"];
  problem: (line: string) => void;
}

/**
 * A world of this map that stands as the saved one did, as far as the map still has what was there. Without a portable
 * save everybody is known and stands at the spawn, and all else is as the map says. The same save and map always give the
 * same world, to the bit: what is replayed on it is replayed alike every time.
 */
export function rebuild(from: Rebuilding): Simulated {
  const { places, bodies, scripts, digests, portable } = from;
  const known = new Map<string, SavedThing>();
  for (const thing of portable?.things ?? []) known.set(keyOf(thing.kind, thing.id), thing);
  const facts = { ...emptyFacts(from.facts.seed), ...from.facts };
  facts.members = facts.members.map((member) => ({ ...member, spoke: [...member.spoke] }));
  facts.chat = withoutAreas(facts.chat, (area) => !places.has(area));
  const store = storeFor(places.map, facts, known, portable);
  if (!store && portable) {
    from.problem("the entities of a portable save contradict each other: it is left out");
    return rebuild({ ...from, portable: null });
  }
  const world = new Simulated({ places, store: store ?? new Store(worldSchema), bodies, scripts, facts });
  populate(world, (kind, id) => known.get(keyOf(kind, id))?.entity);
  if (!store) renumber(world);
  facts.members = facts.members.map((member) => ({
    ...member,
    muted: member.muted.filter((entity) => world.parts.store.alive(entity) && (portable !== null || isMember(entity))),
  }));
  const pieces = fixedPieces(places.map);
  settlePeople(world, pieces, known);
  carryOver(world, pieces, known);
  scripts.restore(portable ? sameScripts(from.breakers, portable.scripts, digests) : {});
  return world;

  function isMember(entity: number): boolean {
    return facts.members.some((member) => member.entity === entity);
  }
}

/** What of the saved things is not there any more, for whoever runs the realm. */
export function vanished(map: RealmMap, portable: PortableSave): string[] {
  const living = keysOf(map);
  const gone = portable.things.filter(({ kind, id }) => kind !== "player" && !living.has(keyOf(kind, id)));
  return gone.map(({ kind, id }) => `${kind} ${id}`);
}

function storeFor(
  map: RealmMap,
  { members }: WorldFacts,
  known: ReadonlyMap<string, SavedThing>,
  portable: PortableSave | null,
): Store<WorldSchema> | null {
  const living = keysOf(map);
  const people = members.map(({ entity }) => entity);
  const things = [...known.values()].filter(({ kind }) => kind !== "player");
  const staying = things.filter(({ kind, id }) => living.has(keyOf(kind, id)));
  const leaving = things.filter((thing) => !staying.includes(thing));
  const entitiesOf = (list: readonly SavedThing[]) => list.map(({ entity }) => entity);
  return reservedStore(
    worldSchema,
    [...people, ...entitiesOf(staying)],
    [...entitiesOf(leaving), ...(portable?.ended ?? [])],
  );
}

/** All that a map has entities for. */
function keysOf(map: RealmMap): Set<string> {
  const keys = new Set<string>();
  for (const kind of kinds) {
    for (let at = 0, plan = planAt(map, kind, at); plan; plan = planAt(map, kind, ++at)) {
      if (hasEntity(kind, plan)) keys.add(keyOf(kind, plan.id));
    }
  }
  return keys;
}

function hasEntity(kind: Kind, plan: { script?: string }): boolean {
  return kind !== "area" || plan.script !== undefined;
}

/** The members as new entities, in their order. */
function renumber(world: Simulated): void {
  const { facts } = world.parts;
  const before = facts.members;
  facts.members = [];
  for (const member of before) {
    newMember(world, member.subject, member.name);
    const made = facts.members.at(-1);
    if (made) Object.assign(made, { ...member, entity: made.entity, muted: [] });
  }
}

/** The breakers of scripts whose source is as it was: what the builder has mended gets another chance. */
function sameScripts(breakers: Json, before: PortableSave["scripts"], now: PortableSave["scripts"]): Json {
  if (breakers === null || typeof breakers !== "object" || Array.isArray(breakers)) return {};
  const isSame = (name: string) => before[name] !== undefined && before[name] === now[name];
  return Object.fromEntries(Object.entries(breakers).filter(([key]) => isSame(key.split("/")[0] ?? "")));
}
