import type { MovingActor } from "../../client/motion/moving-moment.ts";
import { builtRealms } from "../../core/realm/built/index.ts";
import { type Scenery, sceneryOf } from "../../core/world/scenery.ts";
import type { StageMoment, StageSource } from "../../web/world/stage/stage-source.ts";

/** A source without a server: a realm's things where they belong, and people who walk about. */
export interface Crowd extends StageSource {
  /** Changes what is shown: the time of day, where the viewer stands. */
  set(wish: Partial<{ minute: number; self: readonly [x: number, y: number, z: number]; lit: "all" | "hour" }>): void;
}

interface Walker {
  actor: MovingActor;
  /** The middle of the circle they walk, how wide it is, how fast. */
  middle: readonly [x: number, y: number, z: number];
  radius: number;
  speed: number;
  begin: number;
}

function actorOf(
  entity: number,
  kind: MovingActor["kind"],
  plan: number,
  at: readonly [number, number, number],
): MovingActor {
  const [x, y, z] = at;
  return { entity, kind, plan, x, y, z, qx: 0, qy: 0, qz: 0, qw: 1, turn: 0, sitting: false, speed: 0 };
}

/**
 * A realm that comes with Skerry, with the viewer at a place and `people` players north of it, in a wedge that is as long
 * as `reachM` and within the picture of a camera behind the viewer that looks north.
 * @throws Error if there is no such realm
 */
export function createCrowd(
  realm: string,
  people: number,
  at: readonly [number, number, number],
  reachM: number,
): Crowd {
  const map = builtRealms.find((one) => one.realm === realm);
  if (!map) throw new Error(`There is no realm "${realm}"`);
  const scenery = sceneryOf(map);
  const self = { ...actorOf(1, "player", 0, at), turn: Math.PI };
  const walkers: Walker[] = [];
  for (let i = 0; i < people; i++) {
    const far = 1.5 + (reachM - 1.5) * Math.sqrt((i + 0.5) / people);
    const angle = ((i * 0.618034) % 1) * 0.96 - 0.48;
    const middle = [at[0] + Math.sin(angle) * far, at[1], at[2] - Math.cos(angle) * far] as const;
    const walker = { actor: actorOf(100 + i, "player", 0, middle), middle, radius: 0.5 + (i % 5) * 0.2, begin: i };
    walkers.push({ ...walker, speed: i % 4 === 0 ? 0 : 1 + (i % 3) * 0.7 });
  }
  const npcs = map.npcs.map((npc, plan) => ({ ...actorOf(5_000 + plan, "npc", plan, npc.at), turn: plan }));
  const still = [...npcs, ...things(scenery, map.items)];
  const actors = [self, ...walkers.map(({ actor }) => actor), ...still];
  const moment: StageMoment = { minute: 720, self: 1, actors, count: actors.length, lit: new Set() };
  const crowd: Crowd = {
    scenery,
    nameOf: (entity) => (entity === 1 ? "You" : `Walker ${entity - 99}`),
    moment: (nowMs) => {
      for (const walker of walkers) walk(walker, nowMs / 1_000);
      return moment;
    },
    set: ({ minute = moment.minute, self: at, lit = "hour" }) => {
      moment.minute = minute;
      if (at) Object.assign(self, { x: at[0], y: at[1], z: at[2] });
      moment.lit = litAt(scenery, minute, lit === "all");
    },
  };
  crowd.set({});
  return crowd;
}

function walk({ actor, middle, radius, speed, begin }: Walker, seconds: number): void {
  const angle = begin + (seconds * speed) / radius;
  actor.x = middle[0] + Math.sin(angle) * radius;
  actor.z = middle[2] + Math.cos(angle) * radius;
  actor.turn = speed === 0 ? begin : angle + Math.PI / 2;
  actor.speed = speed;
}

function litAt({ lights }: Scenery, minute: number, all: boolean): Set<number> {
  const isDark = minute < 360 || minute >= 1_200;
  return new Set(lights.flatMap(({ lit }, i) => (all || lit === "always" || (lit === "dark" && isDark) ? [i] : [])));
}

function things(
  { doors, props }: Scenery,
  items: readonly { at: readonly [number, number, number]; shape: Scenery["props"][number]["shape"] }[],
): MovingActor[] {
  const middle = (at: readonly [number, number, number], heightM: number) =>
    [at[0], at[1] + heightM / 2, at[2]] as const;
  const tall = (shape: Scenery["props"][number]["shape"]) =>
    shape.type === "box" ? shape.size[1] : shape.type === "cylinder" ? shape.height : shape.radius * 2;
  return [
    ...doors.map(({ at, along, height }, plan) => {
      const [, turn] = along === "z" ? [0, -Math.SQRT1_2] : [0, 0];
      return { ...actorOf(6_000 + plan, "door", plan, middle(at, height)), qy: turn, qw: Math.sqrt(1 - turn * turn) };
    }),
    ...props.map(({ at, shape }, plan) => actorOf(7_000 + plan, "prop", plan, middle(at, tall(shape)))),
    ...items.map(({ at, shape }, plan) => actorOf(8_000 + plan, "item", plan, middle(at, tall(shape)))),
  ];
}
