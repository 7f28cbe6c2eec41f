import { WorkerEntrypoint } from "cloudflare:workers";
import { builtRealms } from "../../core/realm/built/index.ts";
import { type RealmSummary, sceneryIn, summariesOf } from "../../core/realm/realm-summary.ts";
import type { Scenery } from "../../core/world/scenery.ts";
import type { WorldShard } from "../../durable-objects/world-shard.ts";

export { WorldShard } from "../../durable-objects/world-shard.ts";

interface Env {
  WORLD_SHARDS: DurableObjectNamespace<WorldShard>;
}

/** Finds realms and their shards. Whoever calls has asked whether the realm exists. */
export class WorldService extends WorkerEntrypoint<Env> {
  list(): RealmSummary[] {
    return summariesOf(builtRealms);
  }

  scenery(realm: string): Scenery | null {
    return sceneryIn(builtRealms, realm);
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
