import { Hono } from "hono";
import { refuseWith } from "./answers.ts";
import type { Api, ApiEnv, ApiParts } from "./context.ts";
import { observe, reportExceptions, throwErrorsOnly } from "./observation.ts";
import { checkOrigin, shareWithOrigins } from "./origins.ts";
import type { ApiConfig, ApiPorts } from "./ports.ts";
import { pageRoutes } from "./routes/pages.ts";
import { realmRoutes } from "./routes/realms.ts";
import { resultRoutes } from "./routes/results.ts";
import { roomRoutes } from "./routes/rooms.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { statusRoutes } from "./routes/status.ts";
import { uplinkRoutes } from "./routes/uplinks.ts";
import { secureHeaders } from "./security-headers.ts";
import { answersFor, siteOf } from "./site.ts";

export { checkSocketRequest } from "./socket-request.ts";

/** The whole HTTP surface, over ports: Workers and the edge node mount the same app. */
export function createApi(ports: ApiPorts, config: ApiConfig): Api {
  const parts: ApiParts = { ports, config };
  const api = new Hono<ApiEnv>();

  api.use(observe(parts));
  api.use(secureHeaders());
  api.use(throwErrorsOnly);
  api.use(async (c, next) => {
    const site = siteOf(c.req.raw);
    if (site) c.set("site", site);
    return site && answersFor(site, config.hosts) ? next() : refuseWith(c, "BAD_HOST");
  });
  api.use("/api/*", shareWithOrigins(parts));
  api.use(checkOrigin(parts));

  statusRoutes(api, parts);
  sessionRoutes(api, parts);
  roomRoutes(api, parts);
  resultRoutes(api, parts);
  realmRoutes(api, parts);
  uplinkRoutes(api, parts);
  pageRoutes(api, parts);

  api.notFound((c) => refuseWith(c, "NOT_FOUND"));
  api.onError(reportExceptions(parts));
  return api;
}
