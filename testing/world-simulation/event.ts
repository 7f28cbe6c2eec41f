import type { Weighted } from "../simulation/dice.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

/** Something that happens in a world; gives a word on what exactly, or `null` if it could not happen now. */
export type Act = (world: SimulatedWorld) => Promise<string | null> | string | null;

export interface Event {
  readonly name: string;
  readonly act: Act;
}

export type EventTable = readonly Weighted<Event>[];
