import type { Weighted } from "./dice.ts";
import type { SimulatedRoom } from "./simulated-room.ts";

/** Something that happens in a room; gives a word on what exactly, or `null` if it could not happen now. */
export type Act = (room: SimulatedRoom) => Promise<string | null>;

export interface Event {
  readonly name: string;
  readonly act: Act;
}

export type EventTable = readonly Weighted<Event>[];
