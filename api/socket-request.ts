import { fail, ok, type Result } from "../core/protocol/index.ts";
import { mayCall } from "./origins.ts";
import type { ApiConfig, ApiPorts } from "./ports.ts";
import { findRoom } from "./room-finder.ts";
import { answersFor, siteOf } from "./site.ts";

const path = /^\/api\/v1\/rooms\/([^/]+)\/socket$/;

/**
 * Everything that is checked before a WebSocket to a room is opened, for the route here and for servers
 * that upgrade outside of it: host, address, method, upgrade header, origin, allowance, code, room.
 */
export async function checkSocketRequest(
  request: Request,
  ports: Pick<ApiPorts, "rooms" | "limits">,
  config: ApiConfig,
): Promise<Result<{ code: string }>> {
  const site = siteOf(request);
  if (!site || !answersFor(site, config.hosts)) return fail("BAD_HOST");
  const typed = path.exec(new URL(request.url).pathname)?.[1];
  if (typed === undefined) return fail("NOT_FOUND");
  if (request.method !== "GET") return fail("METHOD_NOT_ALLOWED", { allow: ["GET"] });
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return fail("UPGRADE_REQUIRED");
  if (!mayCall(request, site, config.origins)) return fail("BAD_ORIGIN");
  const address = config.addressOf(request);
  if (!(await ports.limits.request(address))) return fail("RATE_LIMITED");
  const found = await findRoom(decoded(typed), address, ports);
  return found.ok ? ok({ code: found.value.code }) : found;
}

/**
 * The upgrade request as a room may see it: the room's code as it is, no query (a client could choose its
 * connection id there, and partyserver stores the whole URL), and of the headers the handshake's alone.
 */
export function cleanSocketRequest(request: Request, code: string): Request {
  const headers = new Headers();
  for (const [name, value] of request.headers) {
    if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-")) headers.set(name, value);
  }
  return new Request(new URL(`/api/v1/rooms/${code}/socket`, request.url), { headers });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
