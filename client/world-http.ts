import type { Scenery } from "../core/world/scenery.ts";
import { type AnyFailure, localFailure, RequestError } from "./request-error.ts";

const ANSWER_WITHIN_MS = 12_000;

/** A realm as `GET /api/v1/realms/:realm` tells of it. */
export interface RealmInfo {
  realm: string;
  title: string;
  summary: string;
}

export interface RealmLookUpOptions {
  /** Origin of the server; empty: that of the page. */
  origin?: string;
  fetch?: typeof fetch;
}

/** Asks what a realm is. Rejects with a {@link RequestError}: REALM_NOT_FOUND, RATE_LIMITED, NETWORK, BAD_REPLY. */
export async function lookUpRealm(realm: string, options: RealmLookUpOptions = {}): Promise<RealmInfo> {
  const { origin = "", fetch: use = fetch } = options;
  const { ok, body } = await ask(use, `${origin}/api/v1/realms/${encodeURIComponent(realm)}`);
  if (!ok) throw new RequestError(failureIn(body));
  const { title, summary } = (body ?? {}) as Partial<RealmInfo>;
  if (typeof title !== "string") throw new RequestError(localFailure("BAD_REPLY"));
  return { realm, title, summary: typeof summary === "string" ? summary : "" };
}

/** Asks what can be seen of a realm. Rejects as {@link lookUpRealm} does. */
export async function lookUpScenery(realm: string, options: RealmLookUpOptions = {}): Promise<Scenery> {
  const { origin = "", fetch: use = fetch } = options;
  const { ok, body } = await ask(use, `${origin}/api/v1/realms/${encodeURIComponent(realm)}/scenery`);
  if (!ok) throw new RequestError(failureIn(body));
  if (!isScenery(body)) throw new RequestError(localFailure("BAD_REPLY"));
  return body;
}

/** The server is trusted to mean well: a scenery is one that has all of its lists. */
function isScenery(body: unknown): body is Scenery {
  const scenery = (body ?? {}) as Partial<Scenery>;
  const { areas, doors, props, items, npcs, lights } = scenery;
  return [areas, doors, props, items, npcs, lights].every(Array.isArray) && (areas?.length ?? 0) > 0;
}

async function ask(use: typeof fetch, url: string): Promise<{ ok: boolean; body: unknown }> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await use(url, { signal: stop.signal, cache: "no-store" });
    return { ok: response.ok, body: parsed(await response.text()) };
  } catch {
    throw new RequestError(localFailure("NETWORK"));
  } finally {
    clearTimeout(timer);
  }
}

function failureIn(body: unknown): AnyFailure {
  const { error } = (body ?? {}) as { error?: Partial<AnyFailure> };
  if (typeof error?.code !== "string" || typeof error.message !== "string") return localFailure("BAD_REPLY");
  return error as AnyFailure;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
