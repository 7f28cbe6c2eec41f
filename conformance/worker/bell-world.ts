import type { RealmMap } from "../../core/world/realm-map.ts";
import { WorldShard } from "../../durable-objects/world-shard.ts";
import { bellRealms } from "../../testing/bell-realms.ts";

const lives = new Map<string, number>();

/** How often the world of this name has come to memory. */
export function bellLivesOf(name: string): number {
  return lives.get(name) ?? 0;
}

/** The real shard, on the real clock; besides those that come with Skerry, of two realms that hear each other's bells. */
export class BellWorld extends WorldShard {
  constructor(...args: ConstructorParameters<typeof WorldShard>) {
    super(...args);
    lives.set(this.name, bellLivesOf(this.name) + 1);
  }

  protected override map(): RealmMap {
    const bells = bellRealms.find(({ realm }) => realm === this.name);
    // Nobody acts there: they fall asleep at once.
    return bells ? { ...bells, npcs: [] } : super.map();
  }
}
