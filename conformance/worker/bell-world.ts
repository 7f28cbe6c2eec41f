import { builtRealms } from "../../core/realm/built/index.ts";
import type { RealmMap } from "../../core/world/realm-map.ts";
import { WorldShard } from "../../durable-objects/world-shard.ts";
import { bellRealms } from "../../testing/bell-realms.ts";

const lives = new Map<string, number>();

/** How often the world of this name has come to memory. */
export function bellLivesOf(name: string): number {
  return lives.get(name) ?? 0;
}

/** The real shard, on the real clock, of the realms that come with Skerry and of two that hear each other's bells. */
export class BellWorld extends WorldShard {
  constructor(...args: ConstructorParameters<typeof WorldShard>) {
    super(...args);
    lives.set(this.name, bellLivesOf(this.name) + 1);
  }

  protected override map(): RealmMap {
    const map = [...builtRealms, ...bellRealms].find(({ realm }) => realm === this.name);
    if (!map) throw new Error("there is no such realm");
    return map;
  }
}
