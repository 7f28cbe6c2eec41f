import type { WorldEvent } from "../../core/world/events.ts";
import type { WorldInput } from "../../core/world/inputs.ts";
import type { CommandReply, Simulation, SimulationFactory, TickOutcome, Viewer } from "../../core/world/simulation.ts";
import type { WorldCheckpoint } from "../../core/world/world-log.ts";

/** One tick of a live world, as it was seen from outside. */
export interface SeenStep {
  readonly tick: number;
  readonly inputs: readonly WorldInput[];
  readonly events: readonly WorldEvent[];
  readonly replies: readonly CommandReply[];
  /** Who was where when it was over, by number; without those who sleep. */
  readonly viewers: ReadonlyMap<number, Viewer>;
  /** It is in the log. */
  logged: boolean;
}

export interface Watching {
  /** A world was read anew. */
  restored(world: Simulation): void;
  /** A tick is about to be run, perhaps not for the first time. */
  stepping(world: Simulation): void;
  stepped(step: SeenStep): void;
  /** People are about to be told of it. */
  telling(step: SeenStep): void;
}

/** Worlds whose every step is watched, and so is whether people are told of it. */
export class ObservedWorlds implements SimulationFactory {
  /** The newest one. */
  current: Simulation | null = null;
  readonly #inner: SimulationFactory;
  readonly #watching: Watching;

  constructor(inner: SimulationFactory, watching: Watching) {
    this.#inner = inner;
    this.#watching = watching;
  }

  create(): Simulation {
    return this.#observed(this.#inner.create());
  }

  restore(checkpoint: WorldCheckpoint): Simulation {
    return this.#observed(this.#inner.restore(checkpoint));
  }

  #observed(world: Simulation): Simulation {
    this.current = world;
    this.#watching.restored(world);
    const [step, free] = [world.step.bind(world), world.free.bind(world)];
    world.step = (inputs) => this.#step(world, step, inputs);
    world.free = () => {
      if (this.current === world) this.current = null;
      free();
    };
    return world;
  }

  #step(world: Simulation, step: Simulation["step"], inputs: readonly WorldInput[]): TickOutcome {
    const { tick } = world;
    this.#watching.stepping(world);
    const outcome = step(inputs);
    const { events, replies } = outcome;
    const seen: SeenStep = { tick, inputs, events, replies, viewers: viewersOf(world), logged: false };
    this.#watching.stepped(seen);
    const telling = () => this.#watching.telling(seen);
    let isTold = false;
    return {
      ...outcome,
      // The history looks only at whether it must be durable: who asks for its events is about to tell of them.
      get events() {
        if (!isTold) telling();
        isTold = true;
        return events;
      },
    };
  }
}

function viewersOf(world: Simulation): Map<number, Viewer> {
  const viewers = new Map<number, Viewer>();
  [...world.names].forEach((_, member) => {
    const viewer = world.viewer(member);
    if (viewer) viewers.set(member, viewer);
  });
  return viewers;
}
