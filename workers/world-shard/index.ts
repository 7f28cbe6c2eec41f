import { WorkerEntrypoint } from "cloudflare:workers";
import { builtRealms } from "../../core/realm/built/index.ts";
import { withTotal } from "../../core/realm/directory/figures.ts";
import {
  type NpcPlace,
  npcsIn,
  type RealmSummary,
  sceneryIn,
  summariesOf,
  type WorldStats,
} from "../../core/realm/realm-summary.ts";
import type { Scenery } from "../../core/world/scenery.ts";
import type { ShardDirectory } from "../../durable-objects/shard-directory.ts";
import type { WorldShard } from "../../durable-objects/world-shard.ts";

export { ShardDirectory } from "../../durable-objects/shard-directory.ts";
export { WorldShard } from "../../durable-objects/world-shard.ts";

interface Env {
  DIRECTORY: DurableObjectNamespace<ShardDirectory>;
  WORLD_SHARDS: DurableObjectNamespace<WorldShard>;
}

/** Finds realms and their shards. Whoever calls has asked whether the realm exists. */
export class WorldService extends WorkerEntrypoint<Env> {
  async list(): Promise<RealmSummary[]> {
    // One can enter a realm though nobody knows how many people are in it.
    const figures = await this.#directory.figures().catch(() => []);
    return summariesOf(builtRealms, figures);
  }

  async npcs(realm?: string): Promise<NpcPlace[] | null> {
    return npcsIn(builtRealms, await this.#directory.npcs(), realm);
  }

  async stats(): Promise<WorldStats> {
    return withTotal(builtRealms, await this.#directory.figures());
  }

  scenery(realm: string): Scenery | null {
    return sceneryIn(builtRealms, realm);
  }

  /** Knows how worlds are without waking them. */
  get #directory(): DurableObjectStub<ShardDirectory> {
    return this.env.DIRECTORY.getByName("main");
  }

  /** A WebSocket upgrade for `/REALM`. Nothing of the request but the upgrade itself goes on to the shard. */
  override fetch(request: Request): Promise<Response> {
    const realm = new URL(request.url).pathname.slice(1);
    const headers = new Headers();
    for (const [name, value] of request.headers) {
      if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-")) headers.set(name, value);
    }
    return this.env.WORLD_SHARDS.getByName(realm).fetch(new Request(`https://world/${realm}`, { headers }));
  }
}

export default {
  fetch(): Response {
    return new Response("This Worker is called by others, not by browsers.\n", { status: 404 });
  },
};
