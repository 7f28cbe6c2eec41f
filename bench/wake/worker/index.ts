import { builtRealms } from "../../../core/realm/built/index.ts";
import { nothingKnown, type RealmSummary, summariesOf } from "../../../core/realm/realm-summary.ts";
import gateway, { type Env } from "../../../workers/gateway/index.ts";
import { WorldService as RealWorldService } from "../../../workers/world-shard/index.ts";
import { WORLDS_MAX, worldName } from "../waking.ts";
import { type WakeWorld, wakings } from "./wake-world.ts";

export { AssetService } from "../../../workers/assets/index.ts";
export { AuthService, KeyRing, MetricsHub } from "../../../workers/auth/index.ts";
export { QuestionService, QuizRoom, QuizRoomService } from "../../../workers/quiz-room/index.ts";
export { ShardDirectory } from "../../../workers/world-shard/index.ts";
export { WakeWorld as WorldShard } from "./wake-world.ts";

/** The product's, with many realms that are all the tavern. */
export class WorldService extends RealWorldService {
  override async list(): Promise<RealmSummary[]> {
    return Array.from({ length: WORLDS_MAX }, (_, i) =>
      summariesOf(builtRealms.slice(0, 1), nothingKnown).map((one) => ({ ...one, realm: worldName(i) })),
    ).flat();
  }
}

interface WakeEnv extends Env {
  WORLD_SHARDS: DurableObjectNamespace<WakeWorld>;
}

/** The product's gateway; besides, `/wakings` tells of all worlds and wakes none, and `/forget/REALM` ends one. */
export default {
  async fetch(request: Request, env: WakeEnv, context: ExecutionContext): Promise<Response> {
    const [, verb, realm = ""] = new URL(request.url).pathname.split("/");
    if (verb === "wakings") return Response.json(Object.fromEntries(wakings));
    if (verb !== "forget") return gateway.fetch(request, env, context);
    // It takes its own answer with it.
    await env.WORLD_SHARDS.getByName(realm)
      .forget()
      .catch(() => undefined);
    return Response.json(true);
  },
} satisfies ExportedHandler<WakeEnv>;
