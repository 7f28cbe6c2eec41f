import { indexOf } from "../../ecs/entity.ts";
import type { JsonValue } from "../../ecs/schema.ts";
import { drawBelow, type Random, randomFor } from "../../random.ts";
import { lengthOf } from "../heading.ts";
import { TICK_HZ } from "../inputs.ts";
import { middle } from "../places.ts";
import type { Habit, Npc } from "../realm-map.ts";
import type { Simulated, WayOut } from "../simulated.ts";

/** NPCs act for so long after somebody did something; then they settle, and the world may sleep. */
export const NPCS_ACT_TICKS = 60 * TICK_HZ;
/** Each thinks this often, one after the other. */
const THINK_EVERY_TICKS = TICK_HZ;
/** How often one who wanders sets out, in thoughts. */
const WANDER_CHANCE = 12;
const FOLLOW_TICKS = 30 * TICK_HZ;

/** What an NPC remembers. */
interface Mind {
  /** Whom it has greeted, and where they stood in the hall of names: the newest last. */
  greeted?: number[];
  following?: number;
  followUntil?: number;
  /** Its place on a patrol. */
  leg?: number;
  /** The stop of its schedule that it has gone to. */
  stop?: number;
}

/** NPCs do as their habits say: the first that applies. */
export function thinkNpcs(world: Simulated): void {
  const { facts, store, places } = world.parts;
  if (facts.tick - facts.actedTick >= NPCS_ACT_TICKS) return;
  for (const entity of world.all("npc")) {
    const index = indexOf(entity);
    if ((facts.tick + index) % THINK_EVERY_TICKS !== 0 || store.has(entity, "trip")) continue;
    const plan = places.map.npcs[store.columns.thing.def[index] ?? 0];
    if (plan) think(world, entity, plan);
  }
}

function think(world: Simulated, self: number, plan: Npc): void {
  const { store, facts } = world.parts;
  const index = indexOf(self);
  const mind = (store.columns.mind.state[index] ?? {}) as Mind;
  const random = randomFor(facts.seed, `npc:${facts.tick}:${self}`);
  for (const habit of plan.habits) if (act(world, self, habit, mind, random)) break;
  store.columns.mind.state[index] = mind as JsonValue;
}

function act(world: Simulated, self: number, habit: Habit, mind: Mind, random: Random): boolean {
  switch (habit.habit) {
    case "greet":
      return greet(world, self, habit.lines, mind, random);
    case "flee":
      return flee(world, self, habit.withinM, random);
    case "follow":
      return follow(world, self, mind);
    case "wander":
      return drawBelow(random, WANDER_CHANCE) === 0 && wander(world, self, habit.areas, random);
    case "patrol":
      return patrol(world, self, habit.route, mind);
    case "schedule":
      return keepSchedule(world, self, habit.stops, mind);
  }
}

function greet(world: Simulated, self: number, lines: readonly string[], mind: Mind, random: Random): boolean {
  const here = world.entitiesAround(self).filter((entity) => world.kindOf(entity) === "player");
  const greeted = (mind.greeted ?? []).filter((entity) => here.includes(entity));
  const newcomer = here.find((entity) => !greeted.includes(entity));
  mind.greeted = newcomer === undefined ? greeted : [...greeted, newcomer];
  if (newcomer === undefined) return false;
  const line = lines[drawBelow(random, lines.length)] ?? "Welcome.";
  const text = line.replaceAll("{name}", world.thing(newcomer).name);
  world.tell({ type: "said", area: world.areaOf(self).id, who: world.thing(self), text });
  return true;
}

function flee(world: Simulated, self: number, withinM: number, random: Random): boolean {
  const [x, , z] = world.position(self);
  const isNear = world.entitiesAround(self).some((entity) => {
    const [ox, , oz] = world.position(entity);
    return world.kindOf(entity) === "player" && lengthOf(ox - x, oz - z) < withinM;
  });
  const ways = walkable(world, self);
  const way = isNear ? ways[drawBelow(random, Math.max(1, ways.length))] : undefined;
  if (!way) return false;
  setOut(world, self, way);
  return true;
}

/** Goes after whoever last said its name; `onSay` of others tells nothing: it listens for itself. */
function follow(world: Simulated, self: number, mind: Mind): boolean {
  const { facts } = world.parts;
  const own = world.thing(self).name.toLowerCase().split(/\s+/).at(-1) ?? "";
  for (const event of world.notes.events) {
    const isCalled = event.type === "said" && event.area === world.areaOf(self).id && event.who.kind === "player";
    if (!isCalled || !event.text.toLowerCase().includes(own)) continue;
    mind.following = event.who.entity;
    mind.followUntil = facts.tick + FOLLOW_TICKS;
  }
  const { following, followUntil = 0 } = mind;
  if (following === undefined || facts.tick > followUntil || !world.member(following)?.isAwake) return false;
  const there = world.areaOf(following).id;
  if (there === world.areaOf(self).id) return true;
  const way = walkable(world, self).find(({ to }) => to === there);
  if (!way) return false;
  setOut(world, self, way);
  return true;
}

function wander(world: Simulated, self: number, areas: readonly string[], random: Random): boolean {
  const ways = walkable(world, self).filter(({ to }) => areas.includes(to));
  const way = ways[drawBelow(random, Math.max(1, ways.length))];
  if (!way) return false;
  setOut(world, self, way);
  return true;
}

function patrol(world: Simulated, self: number, route: readonly string[], mind: Mind): boolean {
  const leg = mind.leg ?? 0;
  const goal = route[leg % Math.max(1, route.length)];
  if (goal === undefined) return false;
  if (goal === world.areaOf(self).id) {
    mind.leg = (leg + 1) % route.length;
    return true;
  }
  return approach(world, self, goal);
}

function keepSchedule(
  world: Simulated,
  self: number,
  stops: readonly { minute: number; area: string; saying?: string }[],
  mind: Mind,
): boolean {
  const at = stopNow(stops, world.parts.facts.minute);
  const stop = stops[at];
  if (!stop) return false;
  if (stop.area !== world.areaOf(self).id) return approach(world, self, stop.area);
  if (mind.stop === at) return false;
  mind.stop = at;
  if (stop.saying === undefined) return true;
  world.tell({ type: "said", area: stop.area, who: world.thing(self), text: stop.saying });
  return true;
}

/** Which stop holds at this time: the latest that has begun, before the first the last one of yesterday. */
function stopNow(stops: readonly { minute: number }[], minute: number): number {
  let [best, latest] = [-1, -1];
  stops.forEach((stop, index) => {
    if (latest < 0 || stop.minute > (stops[latest]?.minute ?? 0)) latest = index;
    if (stop.minute <= minute && (best < 0 || stop.minute > (stops[best]?.minute ?? 0))) best = index;
  });
  return best < 0 ? latest : best;
}

/** One area nearer to a goal, by the fewest areas; where there is no way for a body it is there at once. */
function approach(world: Simulated, self: number, goal: string): boolean {
  const { places } = world.parts;
  const first = firstStep(world, self, goal);
  const way = walkable(world, self).find(({ to }) => to === first);
  if (way) setOut(world, self, way);
  else world.leap(self, middle(places.area(places.indexOf(goal))));
  return true;
}

function firstStep(world: Simulated, self: number, goal: string): string | null {
  const { places } = world.parts;
  const start = world.areaOf(self).id;
  const cameFrom = new Map<string, string>([[start, start]]);
  const queue = [start];
  for (let area = queue.shift(); area !== undefined; area = queue.shift()) {
    if (area === goal) break;
    for (const { to } of places.area(places.indexOf(area)).exits) {
      if (!places.has(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, area);
      queue.push(to);
    }
  }
  let step = goal;
  for (let before = cameFrom.get(step); before !== undefined && before !== start; before = cameFrom.get(step))
    step = before;
  return cameFrom.has(goal) ? step : null;
}

/** Ways that an NPC takes: of this realm, and not through a locked door. */
function walkable(world: Simulated, self: number): WayOut[] {
  return world.exitsOf(self).filter(({ realm, door }) => {
    return realm === null && (!door || door.open || !world.doorState(door.entity).locked);
  });
}

/** Sets out, through a closed door too. */
function setOut(world: Simulated, self: number, way: WayOut): void {
  if (way.door && !way.door.open) {
    world.setDoor(way.door.entity, "open", self);
    const [area, beyond] = world.sidesOf(way.door.entity);
    world.tell({ type: "opened", area, beyond, who: world.thing(self), door: way.door });
  }
  world.walkTo(self, way);
}
