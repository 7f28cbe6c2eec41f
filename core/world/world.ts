import { Store } from "../ecs/store.ts";
import { stateHash } from "../random.ts";
import type { BodiesFactory } from "./bodies.ts";
import type { Exchange } from "./exchange.ts";
import type { WorldInput } from "./inputs.ts";
import { WorldMotion } from "./motion/world-motion.ts";
import { Places } from "./places.ts";
import { populate } from "./populate.ts";
import { Origin } from "./portable/origin.ts";
import { writePortable } from "./portable/write-portable.ts";
import type { RealmMap } from "./realm-map.ts";
import { writeWorld } from "./save-world.ts";
import { Scenes } from "./scenes.ts";
import type { ScriptRunner } from "./script-port.ts";
import { Simulated } from "./simulated.ts";
import type { Simulation, SimulationFactory, TickOutcome, Viewer } from "./simulation.ts";
import { findAreas } from "./systems/find-areas.ts";
import { hasNews, hearNews } from "./systems/hear-news.ts";
import { moveBodies } from "./systems/move-bodies.ts";
import { readInputs } from "./systems/read-inputs.ts";
import { hasTimers, runScripts, runTimers } from "./systems/run-scripts.ts";
import { NPCS_ACT_TICKS, thinkNpcs } from "./systems/think-npcs.ts";
import type { WorldCheckpoint } from "./world-log.ts";
import { worldSchema } from "./world-schema.ts";
import { emptyFacts } from "./world-state.ts";

/** What a tick does after its inputs, in this order. */
const systems: readonly ((world: Simulated) => void)[] = [moveBodies, findAreas, thinkNpcs, runTimers, hearNews];

/** What worlds of one realm are made from. */
export interface WorldSource {
  map: RealmMap;
  /** Decides every lot in it: secret, at least 128 bits as text. */
  seed: string;
  bodies: BodiesFactory;
  scripts: ScriptRunner;
  /** Tells builders what is wrong with their scripts. */
  problem(line: string): void;
}

/** Makes worlds of a realm, new ones and saved ones. One at a time: they share the script runner. */
export function worldFactory(source: WorldSource): SimulationFactory {
  const places = new Places(source.map);
  const origin = new Origin(source, places);
  return {
    create() {
      loadScripts(source);
      return new World(freshWorld(source, places), source, origin);
    },
    restore(checkpoint) {
      loadScripts(source);
      return new World(origin.restore(checkpoint), source, origin);
    },
  };
}

function freshWorld(source: WorldSource, places: Places): Simulated {
  const world = new Simulated({
    places,
    store: new Store(worldSchema),
    bodies: source.bodies.create(),
    scripts: source.scripts,
    facts: emptyFacts(source.seed),
  });
  populate(world);
  return world;
}

function loadScripts({ scripts, map, problem }: WorldSource): void {
  for (const { file, line, code, message } of scripts.load(map.scripts)) problem(`${file}:${line} ${code} ${message}`);
}

/** A world of one realm, stepped by its inputs alone. */
class World implements Simulation {
  readonly motion: WorldMotion;
  readonly scenes: Scenes;
  readonly #world: Simulated;
  readonly #source: WorldSource;
  readonly #origin: Origin;

  constructor(world: Simulated, source: WorldSource, origin: Origin) {
    this.motion = new WorldMotion(world);
    this.scenes = new Scenes(world);
    this.#world = world;
    this.#source = source;
    this.#origin = origin;
  }

  get tick(): number {
    return this.#world.parts.facts.tick;
  }

  get minute(): number {
    return this.#world.parts.facts.minute;
  }

  get isAwake(): boolean {
    const { bodies, store, facts } = this.#world.parts;
    let isGoing = bodies.anyAwake || hasNews(this.#world);
    store.each(store.query("trip"), () => {
      isGoing = true;
    });
    if (isGoing || facts.tick - facts.actedTick >= NPCS_ACT_TICKS) return isGoing;
    return this.#source.map.npcs.length > 0 || hasTimers(this.#world);
  }

  get nextStop(): number | null {
    const minutes = this.#source.map.npcs.flatMap(({ habits }) =>
      habits.flatMap((habit) => (habit.habit === "schedule" ? habit.stops.map(({ minute }) => minute) : [])),
    );
    const later = minutes.filter((minute) => minute > this.minute);
    return later.length > 0 ? Math.min(...later) : minutes.length > 0 ? Math.min(...minutes) : null;
  }

  get names(): Iterable<string> {
    return this.#world.parts.facts.members.map(({ name }) => name);
  }

  step(inputs: readonly WorldInput[]): TickOutcome {
    const { notes, parts } = this.#world;
    Object.assign(notes, { events: [], durable: false });
    const replies = readInputs(this.#world, inputs);
    // Who came and went must be known whatever happens.
    if (inputs.some(({ type }) => type !== "move")) notes.durable = true;
    for (const system of systems) system(this.#world);
    for (const problem of runScripts(this.#world)) this.#source.problem(problem);
    parts.facts.tick += 1;
    return { events: notes.events, replies, durable: notes.durable };
  }

  memberOf(subject: string): number | null {
    const found = this.#world.parts.facts.members.findIndex((member) => member.subject === subject);
    return found < 0 ? null : found;
  }

  get awake(): number[] {
    return this.#world.parts.facts.members.flatMap(({ isAwake }, member) => (isAwake ? [member] : []));
  }

  viewer(member: number): Viewer | null {
    const who = this.#world.parts.facts.members[member];
    return who?.isAwake ? { entity: who.entity, area: this.#world.areaOf(who.entity).id } : null;
  }

  hears(member: number, entity: number): boolean {
    return this.#world.parts.facts.members[member]?.muted.includes(entity) !== true;
  }

  get epoch(): number {
    return this.#world.parts.facts.epoch;
  }

  get exchange(): Readonly<Exchange> {
    return this.#world.parts.facts.exchange;
  }

  npcs(): { id: string; title: string; area: string }[] {
    return this.#world.all("npc").map((entity) => {
      const { id, title } = this.#world.planOf(entity);
      return { id, title, area: this.#world.areaOf(entity).id };
    });
  }

  save(): WorldCheckpoint {
    const portable = JSON.stringify(writePortable(this.#world, this.#origin.digests));
    return { tick: this.tick, made: this.#origin.made, bytes: writeWorld({ ...this.#world.parts, portable }) };
  }

  hash(): string {
    // Without the portable part: it follows from the rest.
    const { store, bodies, facts, scripts } = this.#world.parts;
    const bytes = writeWorld({ store, bodies, facts, scripts });
    return stateHash([...digests(bytes)]);
  }

  free(): void {
    this.#world.parts.bodies.free();
  }
}

/** Four sums over the bytes, taken apart: a short text for {@link stateHash}. */
function* digests(bytes: Uint8Array): Generator<number> {
  for (let lane = 0; lane < 4; lane++) {
    let hash = 0x811c9dc5 ^ lane;
    for (let i = lane; i < bytes.length; i += 4) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    yield hash >>> 0;
  }
}
