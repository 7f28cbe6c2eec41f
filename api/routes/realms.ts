import { answer, refuse, refuseWith } from "../answers.ts";
import type { Api, ApiContext, ApiParts } from "../context.ts";
import { resource } from "../resource.ts";
import { checkSocketRequest, cleanSocketRequest } from "../socket-request.ts";

/** Listing and entering worlds. What is listed is asked of their directory, and wakes none of them. */
export function realmRoutes(api: Api, parts: ApiParts): void {
  resource(api, "/api/v1/realms", { GET: (c) => listRealms(c, parts) });
  resource(api, "/api/v1/realms/:realm", { GET: (c) => showRealm(c, parts) });
  resource(api, "/api/v1/npcs", { GET: (c) => listNpcs(c, parts) });
  resource(api, "/api/v1/stats", { GET: (c) => showStats(c, parts) });
  resource(api, "/api/v1/realms/:realm/scenery", { GET: (c) => showScenery(c, parts) });
  resource(api, "/api/v1/realms/:realm/socket", { GET: (c) => enterRealm(c, parts) });
  resource(api, "/api/v1/realms/:realm/datagrams", { POST: (c) => issueTicket(c, parts) });
}

async function listRealms(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  return answer(c, { realms: await ports.worlds.list() });
}

async function showRealm(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  const found = (await ports.worlds.list()).find(({ realm }) => realm === c.req.param("realm"));
  return found ? answer(c, found) : refuseWith(c, "REALM_NOT_FOUND");
}

async function listNpcs(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  const npcs = await ports.worlds.npcs(c.req.query("realm"));
  return npcs ? answer(c, { npcs }) : refuseWith(c, "REALM_NOT_FOUND");
}

async function showStats(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  return answer(c, await ports.worlds.stats());
}

async function showScenery(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  const scenery = await ports.worlds.scenery(c.req.param("realm") ?? "");
  return scenery ? answer(c, scenery) : refuseWith(c, "REALM_NOT_FOUND");
}

async function enterRealm(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  const checked = await checkSocketRequest(c.req.raw, ports, config);
  if (!checked.ok) return refuse(c, checked.error);
  const goal = checked.value;
  // Where the server upgrades outside of this app, what arrives here has not asked it to.
  if (!ports.worlds.connect || goal.to !== "realm") return refuseWith(c, "UPGRADE_REQUIRED");
  const response = await ports.worlds.connect(goal.realm, cleanSocketRequest(c.req.raw, goal));
  if (response.status !== 101) return new Response(response.body, response);
  ports.metrics.count("world_sockets_opened");
  return response;
}

/** A ticket for a connection over UDP. Whoever wants one needs no token: `hello` asks for it. */
async function issueTicket(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  if (!ports.datagrams) return refuseWith(c, "NO_DATAGRAMS");
  const realm = c.req.param("realm") ?? "";
  if (!(await ports.worlds.list()).some((one) => one.realm === realm)) return refuseWith(c, "REALM_NOT_FOUND");
  const ticket = await ports.datagrams.issue(realm, c.get("site").hostname);
  if (!ticket) return refuseWith(c, "NOT_READY");
  ports.metrics.count("datagram_tickets_issued");
  return answer(c, ticket, 201);
}
