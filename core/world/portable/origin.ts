import { schemaText } from "../../ecs/schema.ts";
import { stateHash } from "../../random.ts";
import { fixedPieces } from "../fixed-pieces.ts";
import type { Places } from "../places.ts";
import type { RealmMap } from "../realm-map.ts";
import { readWorld, type SavedWorld } from "../save-world.ts";
import { Simulated } from "../simulated.ts";
import type { WorldSource } from "../world.ts";
import type { WorldCheckpoint } from "../world-log.ts";
import { worldSchema } from "../world-schema.ts";
import { emptyFacts, type WorldFacts } from "../world-state.ts";
import { type Made, madeText, otherParts } from "./made.ts";
import { readPortable } from "./read-portable.ts";
import { rebuild, vanished } from "./rebuild.ts";
import type { PortableSave } from "./saved-thing.ts";
import { scriptDigests } from "./write-portable.ts";

/** Of things that are gone, so many are named. */
const NAMED_MAX = 8;

/** What the worlds of one realm come from: says what made them, and takes up those that were saved. */
export class Origin {
  readonly #source: WorldSource;
  readonly #places: Places;
  #made: Made | null = null;
  #digests: PortableSave["scripts"] | null = null;

  constructor(source: WorldSource, places: Places) {
    this.#source = source;
    this.#places = places;
  }

  /** Of a checkpoint made here and now. */
  get made(): string {
    return madeText(this.#parts());
  }

  /** Of the map's scripts. */
  get digests(): PortableSave["scripts"] {
    this.#digests ??= scriptDigests(this.#source.map);
    return this.#digests;
  }

  /** The saved world to the bit; where another map or engine made it, one rebuilt from its portable part. */
  restore({ made, bytes }: WorldCheckpoint): Simulated {
    const { map } = this.#source;
    const saved = readWorld(bytes);
    const others = otherParts(made, this.#parts(), () => stateHash({ map, schema: worldSchema }));
    const at = `the world at tick ${saved.facts.tick}`;
    if (others.length > 0) this.#source.problem(`${at} was made by another ${others.join(" and ")}: it is rebuilt`);
    else {
      try {
        return this.#exact(saved);
      } catch (error) {
        this.#source.problem(`${at} cannot be read (${error instanceof Error ? error.message : error}): it is rebuilt`);
      }
    }
    try {
      return this.#rebuilt(saved);
    } catch (error) {
      this.#source.problem(
        `${at} cannot be rebuilt (${error instanceof Error ? error.message : error}): its people are known`,
      );
      return this.#rebuilt({ ...saved, facts: peopleIn(saved.facts), scripts: {}, portable: null });
    }
  }

  #exact({ exact, facts, scripts }: SavedWorld): Simulated {
    const { store, bodies: engines } = exact();
    const bodies = this.#source.bodies.restore(engines);
    this.#source.scripts.restore(scripts);
    return new Simulated({ places: this.#places, store, bodies, scripts: this.#source.scripts, facts });
  }

  #rebuilt(saved: SavedWorld): Simulated {
    const { bodies, scripts, problem } = this.#source;
    const portable = this.#portable(saved.portable);
    return rebuild({
      places: this.#places,
      bodies: bodies.create(),
      scripts,
      facts: saved.facts,
      breakers: saved.scripts,
      portable,
      digests: this.digests,
      problem,
    });
  }

  #portable(json: string | null): PortableSave | null {
    const { map, problem } = this.#source;
    const read = json === null ? { problem: "it was saved before there was one" } : readPortable(json);
    if ("problem" in read) {
      problem(`it has no portable part (${read.problem}): its people are known, everything else begins anew`);
      return null;
    }
    const gone = vanished(map, read);
    const more = gone.length > NAMED_MAX ? ` and ${gone.length - NAMED_MAX} more` : "";
    if (gone.length > 0) problem(`no longer on the map: ${gone.slice(0, NAMED_MAX).join(", ")}${more}`);
    return read;
  }

  #parts(): Made {
    const { map, bodies } = this.#source;
    this.#made ??= { engine: bodies.version, ...digestsOf(map) };
    return this.#made;
  }
}

/** Of facts that make no sense as a whole, what time it is and who everybody is: a world is never lost for what somebody said. */
function peopleIn({ seed, tick, minute, epoch, exchange, members }: WorldFacts): WorldFacts {
  const known = members.map(({ subject, name, entity }) => ({ subject, name, entity }));
  const people = known.map((one) => ({ ...one, isAwake: false, muted: [], spoke: [] }));
  return { ...emptyFacts(seed), tick, minute, epoch, exchange, members: people };
}

type MapDigests = Omit<Made, "engine">;

/** A shell makes a factory whenever it wakes, and these hashes take as long as all else in that. */
const known = new WeakMap<RealmMap, MapDigests>();

function digestsOf(map: RealmMap): MapDigests {
  const before = known.get(map);
  if (before) return before;
  const digests: MapDigests = {
    land: inShort(fixedPieces(map)),
    map: inShort(map),
    schema: inShort(schemaText(worldSchema)),
  };
  known.set(map, digests);
  return digests;
}

/**
 * FNV-1a, and beside it the same with another prime, fed by the first: enough to tell versions apart, and at the first waking of
 * a process a tenth of what a cryptographic hash takes, where nothing is compiled yet.
 */
function inShort(value: unknown): string {
  const text = JSON.stringify(value);
  let [one, other] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ (one >>> 15) ^ code, 0x85ebca6b);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
