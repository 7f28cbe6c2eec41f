/**
 * A realm as it is built: what `core/realm/` reads from files and `core/world/` simulates. Plain data.
 * Metres; x points east, y up, z south. Names within a realm are unique per list, lower case, words joined by `-`.
 */
export interface RealmMap {
  /** The realm's own name: `golden-dragon`. */
  realm: string;
  title: string;
  /** A sentence for lists of realms. */
  summary: string;
  /** Where newcomers stand. */
  spawn: Place;
  areas: Area[];
  doors: Door[];
  props: Prop[];
  items: Item[];
  npcs: Npc[];
  lights: Light[];
  /** Scripts by name; `script` fields point here. */
  scripts: ScriptSource[];
}

/** `[x, y, z]` */
export type Point = readonly [x: number, y: number, z: number];

/** Corners of an axis-aligned box: the smaller coordinates, the larger ones. */
export interface Box {
  min: Point;
  max: Point;
}

export interface Place {
  area: string;
  /** At floor level. */
  at: Point;
}

export const directions = [
  "north",
  "northeast",
  "east",
  "southeast",
  "south",
  "southwest",
  "west",
  "northwest",
  "up",
  "down",
  "in",
  "out",
] as const;
export type Direction = (typeof directions)[number];

/** What things are made of: it decides their colour, and nothing else. */
export const materials = [
  "oak",
  "pine",
  "stone",
  "brick",
  "plaster",
  "thatch",
  "slate",
  "grass",
  "moss",
  "earth",
  "sand",
  "water",
  "leaves",
  "bark",
  "iron",
  "brass",
  "cloth-red",
  "cloth-blue",
  "cloth-green",
  "bone",
  "glass",
  "fire",
] as const;
export type Material = (typeof materials)[number];

/** A named place that people are "in". */
export interface Area {
  id: string;
  title: string;
  /** One paragraph, as `look` tells it. */
  description: string;
  /** The air in it; the floor is at `min[1]`. Areas do not overlap. */
  box: Box;
  indoors: boolean;
  ground: Material;
  /** Walls on all sides (and a ceiling where `indoors`), open at the exits; `null`: none. */
  walls: Material | null;
  solids: Solid[];
  exits: Exit[];
  script?: string;
  /** Kinds of news that call its script's `onNews`. */
  listens?: string[];
}

/** Part of an area that never moves: furniture, trees, rocks, steps. */
export interface Solid {
  shape: Shape;
  /** The middle of its base. */
  at: Point;
  material: Material;
  /** What `look` may call it; without a title it is only there. */
  title?: string;
  description?: string;
}

export type Shape =
  /** Full lengths along x, y, z. */
  | { type: "box"; size: Point }
  | { type: "cylinder"; radius: number; height: number }
  | { type: "ball"; radius: number };

/** A way out of an area. */
export interface Exit {
  direction: Direction;
  /** An area of this realm, or `realm:area` through a gate. */
  to: string;
  /** The middle of the opening at floor level, on the border of the area's box. */
  at: Point;
  /** Of the opening, along the wall. */
  width: number;
  door?: string;
}

/** Swings in an opening between two areas; both their exits name it. */
export interface Door {
  id: string;
  title: string;
  description: string;
  /** The middle of its opening at floor level. */
  at: Point;
  /** The wall in which it lies runs along this axis. */
  along: "x" | "z";
  width: number;
  height: number;
  material: Material;
  open: boolean;
  locked: boolean;
  /** The item that unlocks it. */
  key?: string;
  script?: string;
  listens?: string[];
}

/** A thing too large to carry. It can be pushed, unless it is fixed. */
export interface Prop {
  id: string;
  title: string;
  description: string;
  area: string;
  at: Point;
  shape: Shape;
  material: Material;
  massKg: number;
  fixed: boolean;
  /** One can sit on it. */
  seat: boolean;
  script?: string;
  listens?: string[];
}

/** A thing that can be carried, dropped, given and thrown. */
export interface Item {
  id: string;
  title: string;
  description: string;
  area: string;
  at: Point;
  shape: Shape;
  material: Material;
  massKg: number;
  script?: string;
  listens?: string[];
}

export interface Npc {
  id: string;
  title: string;
  description: string;
  area: string;
  at: Point;
  /** Of their clothes. */
  material: Material;
  heightM: number;
  /** What they do, the first that applies; they act only while somebody is about. */
  habits: Habit[];
  script?: string;
  listens?: string[];
}

export type Habit =
  /** Walks about in these areas, now and then. */
  | { habit: "wander"; areas: string[] }
  /** Walks from area to area, and begins again. */
  | { habit: "patrol"; route: string[] }
  /** Says one of these lines to who comes in. */
  | { habit: "greet"; lines: string[] }
  /** Goes after who says their title. */
  | { habit: "follow" }
  /** Leaves the area when somebody comes nearer than this. */
  | { habit: "flee"; withinM: number }
  /** Is at a place from a time of day on. */
  | { habit: "schedule"; stops: { minute: number; area: string; saying?: string }[] };

export interface Light {
  id: string;
  area: string;
  at: Point;
  /** `#rrggbb` */
  colour: string;
  reachM: number;
  /** `dark`: lit from dusk to dawn. */
  lit: "always" | "dark" | "never";
}

export interface ScriptSource {
  name: string;
  /** As errors name it. */
  file: string;
  source: string;
}
