import type { BodyKind } from "./bodies.ts";

/**
 * Who meets whom, as the engine's 16 bits of membership and 16 of filter. People walk through each other, as crowds in
 * doorways would otherwise stick, and through items, which are small and lie about; everything else stops them.
 */
const bits = { land: 1, character: 2, prop: 4, item: 8, door: 16, sensor: 32 };
type Group = keyof typeof bits;

function groupsOf(member: Group, ...meets: Group[]): number {
  return ((bits[member] << 16) | meets.reduce((mask, name) => mask | bits[name], 0)) >>> 0;
}

/** Between which contacts are noticed. */
export const collisionGroups: Record<BodyKind | "land", number> = {
  land: groupsOf("land", "character", "prop", "item"),
  character: groupsOf("character", "land", "prop", "item", "door", "sensor"),
  prop: groupsOf("prop", "land", "character", "prop", "item", "door", "sensor"),
  item: groupsOf("item", "land", "character", "prop", "item", "door", "sensor"),
  door: groupsOf("door", "character", "prop", "item"),
  sensor: groupsOf("sensor", "character", "prop", "item"),
};

/** Between which contacts push: items and characters only notice each other. */
export const solverGroups: Record<BodyKind | "land", number> = {
  ...collisionGroups,
  character: groupsOf("character", "land", "prop", "door"),
  item: groupsOf("item", "land", "prop", "item", "door"),
};

/** What stops a walking character. */
export const walkFilter = groupsOf("character", "land", "prop", "door");
/** What stops a swinging door. */
export const swingFilter = groupsOf("door", "character", "prop");
