import type { RealmMap } from "../../core/world/realm-map.ts";
import { WorldShard } from "../../durable-objects/world-shard.ts";
import { smallRealm } from "../../testing/small-realm.ts";

const lives = new Map<string, number>();

/** How often the world of this name has come to memory. */
export function worldLivesOf(name: string): number {
  return lives.get(name) ?? 0;
}

/** The real shard, on the real clock, of a realm where nobody has habits; it counts how often it came to memory. */
export class SleepWorld extends WorldShard {
  constructor(...args: ConstructorParameters<typeof WorldShard>) {
    super(...args);
    lives.set(this.name, worldLivesOf(this.name) + 1);
  }

  protected override map(): RealmMap {
    return { ...smallRealm, npcs: [] };
  }
}
