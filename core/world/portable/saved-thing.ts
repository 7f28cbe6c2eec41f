import type { JsonValue } from "../../ecs/schema.ts";
import type { Motion } from "../motion.ts";
import type { Point } from "../realm-map.ts";
import type { Kind } from "../things.ts";

/** The form of portable saves; readers take all that were released, so far this one. */
export const PORTABLE_FORM = 1;

/**
 * What a world is rebuilt from where its engine's snapshot is of no use: no place in a list, no handle and no order of
 * components is in it. Facts and members lie beside it, in the checkpoint's text.
 */
export interface PortableSave {
  portable: typeof PORTABLE_FORM;
  things: SavedThing[];
  /** Entities that are no more: nobody else may get their names. */
  ended: number[];
  /** Digests of the scripts' sources by name. */
  scripts: Record<string, number>;
}

/** One thing: what its map calls it (a player: their subject), and how it was. */
export interface SavedThing {
  kind: Kind;
  id: string;
  /** Scripts, minds and clients remember things by their entities: it keeps this one. */
  entity: number;
  /** Digest of what the map said of its beginning: where the builder has changed that, the map's new word counts. */
  word?: number;
  /** The script whose state it has. */
  script?: string;
  /** The id of its area; left out for what never leaves its own. */
  area?: string;
  /** Characters: their feet; all else: the middle. */
  at?: Point;
  /** A quaternion; left out for what stands upright. */
  turn?: readonly number[];
  motion?: Motion;
  /** Everything else that it has, by component and field; zeros and nulls are left out. */
  has?: Record<string, Record<string, JsonValue>>;
}

/** What a saved thing is found by. */
export function keyOf(kind: Kind, id: string): string {
  return `${kind}/${id}`;
}

const toldApart: ReadonlySet<string> = new Set([
  "pose",
  "body",
  "thing.kind",
  "thing.def",
  "thing.area",
  "person.member",
]);

/** Whether a saved thing tells this in its own words: kinds and areas by name, poses and no handles. */
export function isToldApart(component: string, field: string): boolean {
  return toldApart.has(component) || toldApart.has(`${component}.${field}`);
}
