import { WorkerEntrypoint } from "cloudflare:workers";
import { builtRealms } from "../../core/realm/built/index.ts";
import { withTotal } from "../../core/realm/directory/figures.ts";
import {
  type NpcPlace,
  nothingKnown,
  npcsIn,
  type RealmSummary,
  type RealmSurvey,
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
    return summariesOf(builtRealms, await this.#survey().catch(() => nothingKnown));
  }

  async npcs(realm?: string): Promise<NpcPlace[] | null> {
    const [npcs, { far }] = await Promise.all([this.#directory.npcs(), this.#survey()]);
    return npcsIn(builtRealms, npcs, realm, far);
  }

  async stats(): Promise<WorldStats> {
    return withTotal(builtRealms, await this.#directory.figures());
  }

  scenery(realm: string): Scenery | null {
    return sceneryIn(builtRealms, realm);
  }

  /** Forgets a node and its realms; false if there is none. */
  async forget(node: string): Promise<boolean> {
    return this.#directory.forget(node);
  }

  async #survey(): Promise<RealmSurvey> {
    return this.#directory.survey();
  }

  /** Knows how worlds are without waking them. */
  get #directory(): DurableObjectStub<ShardDirectory> {
    return this.env.DIRECTORY.getByName("main");
  }

  /**
   * A WebSocket upgrade for `/REALM`, or of a node's uplink: `/_uplink/`, or `/_uplink/NODE` where its token lets in no
   * other. No realm's name begins like that. Nothing of the request but the upgrade itself goes on.
   */
  override fetch(request: Request): Promise<Response> {
    const [, realm = "", node = ""] = new URL(request.url).pathname.split("/");
    const headers = new Headers();
    for (const [name, value] of request.headers) {
      if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-")) headers.set(name, value);
    }
    if (realm === "_uplink") return this.#directory.fetch(new Request(`https://directory/${node}`, { headers }));
    return this.env.WORLD_SHARDS.getByName(realm).fetch(new Request(`https://world/${realm}`, { headers }));
  }
}

export default {
  fetch(): Response {
    return new Response("This Worker is called by others, not by browsers.\n", { status: 404 });
  },
};
