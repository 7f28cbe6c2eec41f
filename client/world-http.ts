import type { Scenery } from "../core/world/scenery.ts";
import { answer, type HttpOptions, json, type Reply } from "./http-call.ts";
import { localFailure, RequestError } from "./request-error.ts";

/** A realm as `GET /api/v1/realms/:realm` tells of it. */
export interface RealmInfo {
  realm: string;
  title: string;
  summary: string;
}

/** Asks what a realm is. Rejects with a {@link RequestError}: REALM_NOT_FOUND, RATE_LIMITED, NETWORK, BAD_REPLY. */
export async function lookUpRealm(realm: string, options: HttpOptions = {}): Promise<RealmInfo> {
  const { title, summary } = json<Partial<RealmInfo>>(await ask(realm, "", options));
  if (typeof title !== "string") throw new RequestError(localFailure("BAD_REPLY"));
  return { realm, title, summary: typeof summary === "string" ? summary : "" };
}

/** Asks what can be seen of a realm. Rejects as {@link lookUpRealm} does. */
export async function lookUpScenery(realm: string, options: HttpOptions = {}): Promise<Scenery> {
  const scenery = json<Partial<Scenery>>(await ask(realm, "/scenery", options));
  if (!isScenery(scenery)) throw new RequestError(localFailure("BAD_REPLY"));
  return scenery;
}

function ask(realm: string, path: string, { origin = "", fetch: use = fetch }: HttpOptions): Promise<Reply> {
  return answer(use, `${origin}/api/v1/realms/${encodeURIComponent(realm)}${path}`);
}

/** The server is trusted to mean well: a scenery is one that has all of its lists. */
function isScenery(scenery: Partial<Scenery>): scenery is Scenery {
  const { areas, doors, props, items, npcs, lights } = scenery;
  return [areas, doors, props, items, npcs, lights].every(Array.isArray) && (areas?.length ?? 0) > 0;
}
