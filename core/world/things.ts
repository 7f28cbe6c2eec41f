import type { Actor } from "./events.ts";

/** What there is in a world. */
export type Kind = "player" | "npc" | "door" | "prop" | "item" | "light" | "area";
/** Checkpoints know kinds by their place in this list: new ones go last. */
export const kinds: readonly Kind[] = ["player", "npc", "door", "prop", "item", "light", "area"];

/** A thing as words find it. */
export interface Thing extends Actor {
  /** Its map's name for it; a player's is their name. */
  id: string;
}
