import { fail, ok, type Result } from "../core/protocol/index.ts";
import { mayCall } from "./origins.ts";
import type { ApiConfig, ApiPorts } from "./ports.ts";
import { findRoom } from "./room-finder.ts";
import { answersFor, siteOf } from "./site.ts";

const path = /^\/api\/v1\/(rooms|realms)\/([^/]+)\/socket$/;

/** Where a socket leads: a room by its code, or a realm by its name. */
export type SocketGoal = { to: "room"; code: string } | { to: "realm"; realm: string };

/**
 * Everything that is checked before a WebSocket to a room or a world is opened, for the routes here and for servers
 * that upgrade outside of them: host, address, method, upgrade header, origin, allowance, and that it exists.
 */
export async function checkSocketRequest(
  request: Request,
  ports: Pick<ApiPorts, "rooms" | "worlds" | "limits">,
  config: ApiConfig,
): Promise<Result<SocketGoal>> {
  const site = siteOf(request);
  if (!site || !answersFor(site, config.hosts)) return fail("BAD_HOST");
  const [, kind, typed] = path.exec(new URL(request.url).pathname) ?? [];
  if (typed === undefined) return fail("NOT_FOUND");
  if (request.method !== "GET") return fail("METHOD_NOT_ALLOWED", { allow: ["GET"] });
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return fail("UPGRADE_REQUIRED");
  if (!mayCall(request, site, config.origins)) return fail("BAD_ORIGIN");
  const address = config.addressOf(request);
  if (!(await ports.limits.request(address))) return fail("RATE_LIMITED");
  return kind === "rooms" ? roomGoal(decoded(typed), address, ports) : realmGoal(decoded(typed), ports);
}

async function roomGoal(
  typed: string,
  address: string,
  ports: Pick<ApiPorts, "rooms" | "limits">,
): Promise<Result<SocketGoal>> {
  const found = await findRoom(typed, address, ports);
  return found.ok ? ok({ to: "room", code: found.value.code }) : found;
}

async function realmGoal(typed: string, { worlds }: Pick<ApiPorts, "worlds">): Promise<Result<SocketGoal>> {
  const realms = await worlds.list();
  return realms.some(({ realm }) => realm === typed) ? ok({ to: "realm", realm: typed }) : fail("REALM_NOT_FOUND");
}

/**
 * The upgrade request as a room or a shard may see it: the address as it is, no query (a client could choose its
 * connection id there, and partyserver stores the whole URL), and of the headers the handshake's alone.
 */
export function cleanSocketRequest(request: Request, goal: SocketGoal): Request {
  const headers = new Headers();
  for (const [name, value] of request.headers) {
    if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-")) headers.set(name, value);
  }
  const place = goal.to === "room" ? `rooms/${goal.code}` : `realms/${goal.realm}`;
  return new Request(new URL(`/api/v1/${place}/socket`, request.url), { headers });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
