import { refuse, refuseWith } from "../answers.ts";
import type { Api, ApiContext, ApiParts } from "../context.ts";
import { resource } from "../resource.ts";
import { checkSocketRequest, cleanSocketRequest } from "../socket-request.ts";
import { admitUplink } from "../uplink-token.ts";

/** Uplinks of nodes, by which their directory and the one here know of each other. */
export function uplinkRoutes(api: Api, parts: ApiParts): void {
  resource(api, "/api/v1/uplink", { GET: (c) => openUplink(c, parts) });
  resource(api, "/api/v1/uplink/:node", { DELETE: (c) => forgetNode(c, parts) });
}

async function openUplink(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  const checked = await checkSocketRequest(c.req.raw, ports, config);
  if (!checked.ok) return refuse(c, checked.error);
  const goal = checked.value;
  if (!ports.worlds.uplink || goal.to !== "uplink") return refuseWith(c, "UPGRADE_REQUIRED");
  const response = await ports.worlds.uplink(goal.node, cleanSocketRequest(c.req.raw, goal));
  return response.status === 101 ? response : new Response(response.body, response);
}

async function forgetNode(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  const admitted = await admitUplink(c.req.raw, config);
  if (!admitted.ok) return refuse(c, admitted.error);
  const node = c.req.param("node") ?? "";
  const { node: only } = admitted.value;
  if (only !== null && only !== node) return refuseWith(c, "FORBIDDEN");
  if (!(await ports.worlds.forget(node))) return refuseWith(c, "NOT_FOUND");
  return c.body(null, 204);
}
