import { indexOf } from "../../ecs/entity.ts";
import type { Query } from "../../ecs/store.ts";
import type { Door, Point } from "../realm-map.ts";
import type { BodyId } from "./bodies.ts";
import { addBody, embody, setPosition } from "./embody.ts";
import { bodyOf, type Engine, readPose, rigidAt } from "./engine.ts";
import { swingFilter } from "./groups.ts";
import {
  DOOR_DEGREES_PER_TICK,
  DOOR_GAP_M,
  DOOR_LOOKAHEAD_TICKS,
  DOOR_OPEN_DEGREES,
  DOOR_THICKNESS_M,
} from "./numbers.ts";
import { type Turn, turnBy } from "./turn.ts";

/** What a door is hung by. The hinge is at the lesser end of its opening, to the west or to the north. */
export type DoorPlan = Pick<Door, "at" | "along" | "width" | "height">;

export function createDoor(engine: Engine, id: BodyId, { at, along, width, height }: DoorPlan, open: boolean): void {
  const angle = open ? DOOR_OPEN_DEGREES : 0;
  const { store } = engine;
  const hinge = width / 2 - DOOR_GAP_M;
  const index = addBody(store, id, "door", at);
  store.add(id, "door");
  const { door, pose } = store.columns;
  door.hingeX[index] = along === "x" ? at[0] - hinge : at[0];
  door.hingeY[index] = at[1];
  door.hingeZ[index] = along === "z" ? at[2] - hinge : at[2];
  door.alongZ[index] = Number(along === "z");
  door.lengthM[index] = 2 * hinge;
  door.heightM[index] = height - DOOR_GAP_M;
  door.angle[index] = angle;
  door.target[index] = angle;
  const { middle, turn } = panelAt(engine, index, angle);
  setPosition(store, index, middle);
  pose.qy[index] = turn.y;
  pose.qw[index] = turn.w;
  pose.asleep[index] = 1;
  embody(engine, index);
}

/** Hangs a door as one hung that was saved. */
export function settleDoor(engine: Engine, index: number, angle: number, target: number): void {
  const { door, pose } = engine.store.columns;
  door.angle[index] = angle;
  door.target[index] = target;
  const { middle, turn } = panelAt(engine, index, angle);
  const rigid = rigidAt(engine, index);
  rigid.setTranslation(vector(middle), true);
  rigid.setRotation(quaternion(turn), true);
  readPose(engine.store, index, rigid);
  pose.asleep[index] = Number(angle === target);
}

/** Where a door's panel is at an angle. */
function panelAt({ store }: Engine, index: number, angle: number): { middle: Point; turn: Turn; ahead: Point } {
  const { door } = store.columns;
  // A panel lies along x; one along z is turned by a quarter, so that its free end is to the south.
  const degrees = angle - 90 * (door.alongZ[index] ?? 0);
  const turn = turnBy(degrees);
  // The turned x axis: (1 - 2y², 0, -2yw).
  const [x, z] = [1 - 2 * turn.y * turn.y, -2 * turn.y * turn.w];
  const half = (door.lengthM[index] ?? 0) / 2;
  const middle: Point = [
    (door.hingeX[index] ?? 0) + x * half,
    (door.hingeY[index] ?? 0) + (door.heightM[index] ?? 0) / 2,
    (door.hingeZ[index] ?? 0) + z * half,
  ];
  return { middle, turn, ahead: [z, 0, -x] };
}

const vector = ([x, y, z]: Point) => ({ x, y, z });
const quaternion = ({ y, w }: Turn) => ({ x: 0, y, z: 0, w });

/** Sets where a door is to swing to: away from who opens it, if it is closed and somebody is told. */
export function aimDoor(engine: Engine, id: BodyId, open: boolean, from: Point | null): void {
  const { door, pose } = engine.store.columns;
  const index = indexOf(id);
  const angle = door.angle[index] ?? 0;
  const target = open ? DOOR_OPEN_DEGREES * sideOfSwing(engine, index, angle, from) : 0;
  door.target[index] = target;
  door.blocked[index] = 0;
  // Also where there is nowhere to go: the next tick sees that.
  pose.asleep[index] = 0;
}

function sideOfSwing(engine: Engine, index: number, angle: number, from: Point | null): 1 | -1 {
  if (angle !== 0) return angle > 0 ? 1 : -1;
  if (!from) return 1;
  const { middle, ahead } = panelAt(engine, index, 0);
  // A positive swing goes ahead; who stands there opens it the other way.
  return (from[0] - middle[0]) * ahead[0] + (from[2] - middle[2]) * ahead[2] > 0 ? -1 : 1;
}

/** Swings all doors to where the next step of the engine brings them. */
export function swingDoors(engine: Engine, query: Query): void {
  const { door, pose } = engine.store.columns;
  engine.store.each(query, (index) => {
    const [angle, target] = [door.angle[index] ?? 0, door.target[index] ?? 0];
    if (angle === target && pose.asleep[index] === 1) return;
    const ahead = toward(angle, target, DOOR_DEGREES_PER_TICK * DOOR_LOOKAHEAD_TICKS);
    const isBlocked = angle !== target && isInTheWay(engine, index, ahead);
    const next = isBlocked ? angle : toward(angle, target, DOOR_DEGREES_PER_TICK);
    door.blocked[index] = Number(isBlocked);
    door.angle[index] = next;
    // A door that waits does not keep the world awake: what moves out of its way does.
    pose.asleep[index] = Number(next === angle);
    if (next !== angle) turnPanel(engine, index, next);
  });
}

function turnPanel(engine: Engine, index: number, angle: number): void {
  const { middle, turn } = panelAt(engine, index, angle);
  const rigid = rigidAt(engine, index);
  rigid.setNextKinematicTranslation(vector(middle));
  rigid.setNextKinematicRotation(quaternion(turn));
}

function toward(angle: number, target: number, by: number): number {
  return angle < target ? Math.min(target, angle + by) : Math.max(target, angle - by);
}

/** Whether a character or a prop is where the panel is about to be. What is behind it does not hold it. */
function isInTheWay(engine: Engine, index: number, angle: number): boolean {
  const { rapier, world, store } = engine;
  const { door } = store.columns;
  const { middle, turn, ahead } = panelAt(engine, index, angle);
  const now = panelAt(engine, index, door.angle[index] ?? 0);
  const way = angle > (door.angle[index] ?? 0) ? 1 : -1;
  const shape = new rapier.Cuboid((door.lengthM[index] ?? 0) / 2, (door.heightM[index] ?? 0) / 2, DOOR_THICKNESS_M / 2);
  let found = false;
  world.intersectionsWithShape(
    vector(middle),
    quaternion(turn),
    shape,
    (collider) => {
      const { x, z } = collider.translation();
      const side = (x - now.middle[0]) * ahead[0] + (z - now.middle[2]) * ahead[2];
      found = side * way > 0 && bodyOf(engine, collider) !== store.entityAt(index);
      return !found;
    },
    rapier.QueryFilterFlags.EXCLUDE_SENSORS,
    swingFilter,
  );
  return found;
}
