import { indexOf } from "../../ecs/entity.ts";
import type { Simulated } from "../simulated.ts";
import { greetings } from "./read-inputs.ts";

/** Where everybody and everything is now: who has changed areas left one and arrived in another. */
export function findAreas(world: Simulated): void {
  const { store, places } = world.parts;
  const { thing, pose } = store.columns;
  const moved: number[] = [];
  store.each(store.query("thing", "pose", "body"), (index) => {
    const before = thing.area[index] ?? 0;
    const now = places.areaAt(pose.x[index] ?? 0, pose.y[index] ?? 0, pose.z[index] ?? 0, before);
    if (now !== before) moved.push(store.entityAt(index), now);
  });
  for (let i = 0; i < moved.length; i += 2) arrive(world, moved[i] ?? 0, moved[i + 1] ?? 0);
}

function arrive(world: Simulated, entity: number, to: number): void {
  const { store, places } = world.parts;
  const kind = world.kindOf(entity);
  const from = world.areaOf(entity);
  const area = places.area(to);
  if (kind !== "player" && kind !== "npc") {
    store.columns.thing.area[indexOf(entity)] = to;
    return;
  }
  const who = world.thing(entity);
  const direction = places.exitTo(from, area.id)?.direction ?? null;
  for (const other of world.entitiesAround(entity)) world.hook(other, "onLeave", entity);
  world.hookArea(from.id, "onLeave", entity);
  const carried = world.carriedBy(entity);
  store.columns.thing.area[indexOf(entity)] = to;
  for (const item of carried) store.columns.thing.area[indexOf(item.entity)] = to;
  world.tell({ type: "left", area: from.id, who, direction, to: area.id });
  world.tell({ type: "arrived", area: area.id, who, direction, from: from.id });
  greetings(world, entity);
}
