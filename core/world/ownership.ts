import { indexOf } from "../ecs/entity.ts";
import type { Simulated } from "./simulated.ts";

/**
 * Says that an entity belongs to this shard, since the epoch that the shard has now. A realm may be cut into shards: the
 * directory then gives both the next epoch, and of two copies of an entity the one with the greater epoch is the entity.
 */
export function own(world: Simulated, entity: number): void {
  const { store, facts } = world.parts;
  store.add(entity, "owner");
  store.columns.owner.epoch[indexOf(entity)] = facts.epoch;
}
