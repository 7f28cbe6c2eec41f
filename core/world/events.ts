import type { Direction } from "./realm-map.ts";

/** Somebody or something as an event names it: enough to tell of it after it is gone. */
export interface Actor {
  /** Its entity. */
  entity: number;
  /** A player's name, or the title that its map gives it. */
  name: string;
  kind: "player" | "npc" | "door" | "prop" | "item";
}

/**
 * What happened, as everybody who was there learns it. One record serves all kinds of client: `text/prose.ts`
 * tells it in words, pages show it, and a test holds that none leaves one out.
 */
export type WorldEvent =
  | { type: "said"; area: string; who: Actor; text: string }
  | { type: "emoted"; area: string; who: Actor; text: string }
  /** Heard in the whole realm. */
  | { type: "called"; area: string; who: Actor; text: string }
  /** Between two; `area` is where the speaker stands. */
  | { type: "told"; area: string; who: Actor; to: Actor; text: string }
  | { type: "narrated"; area: string; text: string; to?: Actor }
  | { type: "woke"; area: string; who: Actor }
  | { type: "slept"; area: string; who: Actor }
  | { type: "left"; area: string; who: Actor; direction: Direction | null; to: string }
  | { type: "arrived"; area: string; who: Actor; direction: Direction | null; from: string }
  | { type: "opened" | "closed" | "locked" | "unlocked"; area: string; beyond: string; who: Actor | null; door: Actor }
  | { type: "took" | "dropped"; area: string; who: Actor; item: Actor }
  | { type: "gave"; area: string; who: Actor; item: Actor; to: Actor }
  | { type: "threw"; area: string; who: Actor; item: Actor; at: Actor | null }
  | { type: "pushed"; area: string; who: Actor; prop: Actor }
  | { type: "used"; area: string; who: Actor; thing: Actor }
  | { type: "sat"; area: string; who: Actor; on: Actor | null }
  | { type: "stood"; area: string; who: Actor }
  | { type: "lit" | "darkened"; area: string; light: string }
  | { type: "dawned" | "dusked"; area: string };

export type WorldEventType = WorldEvent["type"];

/** Every kind of event, for tests and tables. */
export const worldEventTypes = [
  "said",
  "emoted",
  "called",
  "told",
  "narrated",
  "woke",
  "slept",
  "left",
  "arrived",
  "opened",
  "closed",
  "locked",
  "unlocked",
  "took",
  "dropped",
  "gave",
  "threw",
  "pushed",
  "used",
  "sat",
  "stood",
  "lit",
  "darkened",
  "dawned",
  "dusked",
] as const satisfies readonly WorldEventType[];

/** Who learns of an event: those in its area, those beyond a door too, all of the realm, or those it is between. */
export function isWitness(event: WorldEvent, viewer: { entity: number; area: string }): boolean {
  switch (event.type) {
    case "called":
    case "dawned":
    case "dusked":
      return true;
    case "told":
      return viewer.entity === event.who.entity || viewer.entity === event.to.entity;
    case "narrated":
      return event.to ? viewer.entity === event.to.entity : viewer.area === event.area;
    case "opened":
    case "closed":
    case "locked":
    case "unlocked":
      return viewer.area === event.area || viewer.area === event.beyond;
    case "left":
    case "arrived":
    case "woke":
    case "slept":
      return viewer.area === event.area && viewer.entity !== event.who.entity;
    default:
      return viewer.area === event.area;
  }
}
