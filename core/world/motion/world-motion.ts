import { indexOf } from "../../ecs/entity.ts";
import type { SnapshotLayout } from "../../protocol/snapshot/snapshot-schema.ts";
import { motionLayout } from "../../protocol/world-motion.ts";
import type { Simulated } from "../simulated.ts";
import { doorSides, openDoors, tellLooks } from "./looks.ts";
import { Sight } from "./sight.ts";
import type { Truth } from "./truth.ts";

/** How somebody's own body moves, for who foresees it. */
export interface OwnBody {
  entity: number;
  /** The newest input that is in its movement. */
  seq: number;
  /** Metres a second, upward. */
  speedY: number;
  grounded: boolean;
  /** Not their inputs move it: a walk by a command, or a seat that holds it. */
  led: boolean;
}

/** A world as its motion is told; what is told decides nothing. */
export interface MotionView {
  readonly layout: SnapshotLayout;
  /** Who sees where, as the doors stand. */
  sight(): Sight;
  looks(into: Truth): void;
  /** `null`: they are not here. */
  own(member: number): OwnBody | null;
  /** Who is here, by name. */
  people(): { entity: number; name: string }[];
}

export class WorldMotion implements MotionView {
  readonly layout: SnapshotLayout;
  readonly #world: Simulated;
  readonly #sides: [number, number][];
  readonly #sight: Sight;

  constructor(world: Simulated) {
    const { map } = world.parts.places;
    this.layout = motionLayout(map.areas);
    this.#world = world;
    this.#sides = doorSides(map);
    this.#sight = new Sight(map);
  }

  sight(): Sight {
    this.#sight.look(openDoors(this.#world));
    return this.#sight;
  }

  looks(into: Truth): void {
    tellLooks(this.#world, this.#sides, into);
  }

  own(member: number): OwnBody | null {
    const { store, bodies, facts } = this.#world.parts;
    const who = facts.members[member];
    if (!who?.isAwake) return null;
    const { entity } = who;
    const footing = bodies.footing(this.#world.handleOf(entity));
    if (!footing) return null;
    const led = store.has(entity, "trip") || store.has(entity, "seated");
    return { entity, seq: store.columns.mover.seq[indexOf(entity)] ?? 0, led, ...footing };
  }

  people(): { entity: number; name: string }[] {
    const { members } = this.#world.parts.facts;
    return members.flatMap(({ isAwake, entity, name }) => (isAwake ? [{ entity, name }] : []));
  }
}
