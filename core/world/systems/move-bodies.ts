import { indexOf } from "../../ecs/entity.ts";
import { facingTo } from "../heading.ts";
import { middle } from "../places.ts";
import type { Simulated } from "../simulated.ts";
import { WALK_SPEED } from "../world-schema.ts";

/** What has fallen so far below the realm is put back: nothing falls for ever. */
const FALLEN_M = 10;
/** A point is reached within this. */
const NEAR_M = 0.4;
/** Somebody who came no nearer for so many ticks is helped over what is in the way. */
const STUCK_TICKS = 60;
const PROGRESS_M = 0.05;

/** Everybody's body is told where to go; then the bodies move, for one tick. */
export function moveBodies(world: Simulated): void {
  const { store, bodies, places } = world.parts;
  const { mover, body } = store.columns;
  store.each(store.query("mover", "body"), (index) => {
    const entity = store.entityAt(index);
    if (store.has(entity, "seated")) return bodies.moveCharacter(body.handle[index] ?? 0, 0, 0, false);
    if (store.has(entity, "trip")) return followTrip(world, entity);
    bodies.moveCharacter(body.handle[index] ?? 0, mover.x[index] ?? 0, mover.z[index] ?? 0, mover.jump[index] === 1);
    mover.jump[index] = 0;
  });
  touch(world, bodies.step());
  const lowest = Math.min(...places.map.areas.map(({ box }) => box.min[1]));
  const fallen: number[] = [];
  const pose = new Float32Array(7);
  const columns = store.columns.pose;
  store.each(store.query("pose", "body"), (index) => {
    bodies.read(body.handle[index] ?? 0, pose);
    columns.x[index] = pose[0] ?? 0;
    columns.y[index] = pose[1] ?? 0;
    columns.z[index] = pose[2] ?? 0;
    columns.qx[index] = pose[3] ?? 0;
    columns.qy[index] = pose[4] ?? 0;
    columns.qz[index] = pose[5] ?? 0;
    columns.qw[index] = pose[6] ?? 1;
    if ((pose[1] ?? 0) < lowest - FALLEN_M) fallen.push(store.entityAt(index));
  });
  for (const entity of fallen) world.leap(entity, middle(world.areaOf(entity)));
}

/** Things with a script for it learn what touched them. */
function touch(world: Simulated, pairs: readonly [number, number][]): void {
  if (pairs.length === 0) return;
  const { store } = world.parts;
  const owners = new Map<number, number>();
  store.each(store.query("body"), (index) => {
    owners.set(store.columns.body.handle[index] ?? 0, store.entityAt(index));
  });
  for (const [a, b] of pairs) {
    const [one, other] = [owners.get(a), owners.get(b)];
    if (one !== undefined) world.hook(one, "onCollision", other ?? null);
    if (other !== undefined) world.hook(other, "onCollision", one ?? null);
  }
}

/** Towards the next point of the trip, as straight as it goes. */
function followTrip(world: Simulated, entity: number): void {
  const { store, bodies } = world.parts;
  const { trip, mover } = store.columns;
  const index = indexOf(entity);
  const points = trip.points[index] as [number, number, number][];
  const point = points[trip.at[index] ?? 0];
  const handle = world.handleOf(entity);
  if (!point) return world.stop(entity);
  const [x, , z] = world.position(entity);
  const [dx, dz] = [point[0] - x, point[2] - z];
  const distance = Math.sqrt(dx * dx + dz * dz);
  if (distance < NEAR_M) return nextPoint(world, entity);
  if (isStuck(world, index, distance)) {
    world.leap(entity, point);
    return nextPoint(world, entity);
  }
  mover.facing[index] = facingTo(dx, dz);
  bodies.moveCharacter(handle, (dx / distance) * WALK_SPEED, (dz / distance) * WALK_SPEED, false);
}

function nextPoint(world: Simulated, entity: number): void {
  const { trip } = world.parts.store.columns;
  const index = indexOf(entity);
  trip.at[index] = (trip.at[index] ?? 0) + 1;
  trip.stuck[index] = 0;
  trip.nearest[index] = 1e9;
  if ((trip.at[index] ?? 0) >= (trip.points[index] as unknown[]).length) world.stop(entity);
}

function isStuck({ parts: { store } }: Simulated, index: number, distance: number): boolean {
  const { trip } = store.columns;
  if (distance < (trip.nearest[index] ?? 0) - PROGRESS_M) {
    trip.nearest[index] = distance;
    trip.stuck[index] = 0;
  } else trip.stuck[index] = (trip.stuck[index] ?? 0) + 1;
  return (trip.stuck[index] ?? 0) > STUCK_TICKS;
}
