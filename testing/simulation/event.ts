import type { Weighted } from "./dice.ts";
import type { SimulatedRoom } from "./simulated-room.ts";

/** Something that happens in a room; gives a word on what exactly, or `null` if it could not happen now. */
export type Act = (room: SimulatedRoom) => Promise<string | null>;

export interface Event {
  readonly name: string;
  readonly act: Act;
  /** The phases in which it is what people do; in others it is rare. */
  readonly mostlyIn?: readonly string[];
}

export type EventTable = readonly Weighted<Event>[];

/** How much rarer an event is in other phases than its own. */
const ELSEWHERE = 0.1;

/** The table as it is in a phase. */
export function eventsIn(phase: string, table: EventTable): EventTable {
  return table.map(([weight, event]) => {
    const isHome = event.mostlyIn?.includes(phase) ?? true;
    return [isHome ? weight : weight * ELSEWHERE, event];
  });
}
