import { planFields, stanceFields } from "../../protocol/motion-fields.ts";
import { motionKinds } from "../../protocol/world-motion.ts";
import type { RealmMap } from "../realm-map.ts";
import type { Simulated } from "../simulated.ts";
import { kinds } from "../things.ts";
import type { Look, Truth } from "./truth.ts";

const motionNames: readonly string[] = motionKinds;
/** The kinds of things, in the order of `kinds`, as motion tells them; -1: not at all. */
const toldAs = kinds.map((kind) => motionNames.indexOf(kind));
const PLAYER = kinds.indexOf("player");
const NPC = kinds.indexOf("npc");
const DOOR = kinds.indexOf("door");
const LIGHT = kinds.indexOf("light");

/** The areas on both sides of each door, by their places in the map's lists. */
export function doorSides({ areas, doors }: RealmMap): [number, number][] {
  return doors.map(({ id }) => {
    const sides = areas.flatMap(({ exits }, index) => (exits.some(({ door }) => door === id) ? [index] : []));
    return [sides[0] ?? 0, sides[1] ?? sides[0] ?? 0];
  });
}

/** Tells how everything looks that can be seen: what is carried, asleep or fixed has no looks of its own. */
export function tellLooks(world: Simulated, sides: readonly [number, number][], truth: Truth): void {
  const { store } = world.parts;
  const look: Look = { entity: 0, kind: 0, area: 0, beyond: 0, pose: new Float32Array(7), resting: true, fields: 0 };
  truth.begin();
  store.each(store.query("thing", "pose"), (index) => {
    const { thing } = store.columns;
    const kind = thing.kind[index] ?? 0;
    const as = toldAs[kind] ?? -1;
    const entity = store.entityAt(index);
    if (as < 0 || (kind !== LIGHT && !store.has(entity, "body"))) return;
    look.entity = entity;
    look.kind = as;
    const side = kind === DOOR ? sides[thing.def[index] ?? 0] : undefined;
    look.area = side?.[0] ?? thing.area[index] ?? 0;
    look.beyond = side?.[1] ?? look.area;
    look.resting = kind === LIGHT || world.parts.bodies.asleep(store.columns.body.handle[index] ?? 0);
    look.fields = fieldsOf(world, entity, index, kind);
    readPose(world, index, look.pose);
    truth.add(look);
  });
}

/** Which doors are open or on their way, by their places in the map's list. */
export function openDoors(world: Simulated): boolean[] {
  const { store, bodies, places } = world.parts;
  const open = places.map.doors.map(() => false);
  store.each(store.query("door", "body"), (index) => {
    const isMoving = !bodies.asleep(store.columns.body.handle[index] ?? 0);
    open[store.columns.thing.def[index] ?? 0] = isMoving || store.columns.door.open[index] === 1;
  });
  return open;
}

function readPose({ parts: { store } }: Simulated, index: number, into: Float32Array): void {
  const { pose } = store.columns;
  into[0] = pose.x[index] ?? 0;
  into[1] = pose.y[index] ?? 0;
  into[2] = pose.z[index] ?? 0;
  into[3] = pose.qx[index] ?? 0;
  into[4] = pose.qy[index] ?? 0;
  into[5] = pose.qz[index] ?? 0;
  into[6] = pose.qw[index] ?? 1;
}

function fieldsOf(world: Simulated, entity: number, index: number, kind: number): number {
  const { columns } = world.parts.store;
  const plan = columns.thing.def[index] ?? 0;
  if (kind === LIGHT) return planFields(plan, columns.light.on[index] ?? 0);
  if (kind !== PLAYER && kind !== NPC) return planFields(plan, 0);
  const stance = stanceFields(columns.mover.facing[index] ?? 0, world.isSitting(entity));
  return kind === PLAYER ? stance : planFields(plan, stance);
}
