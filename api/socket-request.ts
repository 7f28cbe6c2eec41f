import { fail, ok, type Result } from "../core/protocol/index.ts";
import { mayCall } from "./origins.ts";
import type { ApiConfig, ApiPorts } from "./ports.ts";
import { findRoom } from "./room-finder.ts";
import { answersFor, siteOf } from "./site.ts";
import { admitUplink } from "./uplink-token.ts";

const path = /^\/api\/v1\/(?:(rooms|realms)\/([^/]+)\/socket|uplink)$/;

/**
 * Where a socket leads: a room by its code, a realm by its name, or the directory of realms, for a node's uplink; `node`
 * is then the only one that its token lets in, `null`: any.
 */
export type SocketGoal =
  | { to: "room"; code: string }
  | { to: "realm"; realm: string }
  | { to: "uplink"; node: string | null };

/**
 * Everything that is checked before a WebSocket is opened, for the routes here and for servers
 * that upgrade outside of them: host, address, method, upgrade header, origin, allowance, and that it exists; of an uplink
 * its token.
 */
export async function checkSocketRequest(
  request: Request,
  ports: Pick<ApiPorts, "rooms" | "worlds" | "limits">,
  config: ApiConfig,
): Promise<Result<SocketGoal>> {
  const site = siteOf(request);
  if (!site || !answersFor(site, config.hosts)) return fail("BAD_HOST");
  const found = path.exec(new URL(request.url).pathname);
  if (!found) return fail("NOT_FOUND");
  if (request.method !== "GET") return fail("METHOD_NOT_ALLOWED", { allow: ["GET"] });
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return fail("UPGRADE_REQUIRED");
  if (!mayCall(request, site, config.origins)) return fail("BAD_ORIGIN");
  const address = config.addressOf(request);
  if (!(await ports.limits.request(address))) return fail("RATE_LIMITED");
  const [, kind, typed = ""] = found;
  if (kind === undefined) return uplinkGoal(request, config);
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
  const found = (await worlds.list()).find(({ realm }) => realm === typed);
  if (!found) return fail("REALM_NOT_FOUND");
  return found.node === undefined ? ok({ to: "realm", realm: typed }) : fail("REALM_ELSEWHERE");
}

async function uplinkGoal(request: Request, config: ApiConfig): Promise<Result<SocketGoal>> {
  const admitted = await admitUplink(request, config);
  return admitted.ok ? ok({ to: "uplink", node: admitted.value.node }) : admitted;
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
  return new Request(new URL(`/api/v1/${placeOf(goal)}`, request.url), { headers });
}

function placeOf(goal: SocketGoal): string {
  if (goal.to === "uplink") return "uplink";
  return goal.to === "room" ? `rooms/${goal.code}/socket` : `realms/${goal.realm}/socket`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
