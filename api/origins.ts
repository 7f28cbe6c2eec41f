import type { MiddlewareHandler } from "hono";
import { refuseWith } from "./answers.ts";
import type { ApiEnv, ApiParts } from "./context.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Browsers ask again after this. */
const PREFLIGHT_SECONDS = "600";

/**
 * Whether a page of this origin may make the request: the site's own pages, and those that the operator
 * named. By host alone, because a proxy in front may have ended TLS. No Origin header: not a browser, and
 * nothing of the user's is attached to a request here (no cookies), so there is nothing to ride on.
 */
export function mayCall(request: Request, site: URL, origins: readonly string[]): boolean {
  const origin = request.headers.get("origin");
  if (origin === null || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === site.host;
}

/** Refuses changes asked for by pages of other origins. */
export function checkOrigin({ config }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const safe = SAFE_METHODS.has(c.req.method);
    if (safe || mayCall(c.req.raw, c.get("site"), config.origins)) return next();
    return refuseWith(c, "BAD_ORIGIN");
  };
}

/** Lets the pages of the named origins, and no others, read answers (CORS). */
export function shareWithOrigins({ config }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (config.origins.length === 0) return next();
    const origin = c.req.header("origin") ?? "";
    const shared = config.origins.includes(origin);
    const preflight = c.req.method === "OPTIONS" && c.req.header("access-control-request-method") !== undefined;
    if (shared && preflight) c.res = new Response(null, { status: 204, headers: preflightHeaders });
    else await next();
    if (c.res.status === 101) return;
    c.res.headers.append("vary", "Origin");
    if (!shared) return;
    c.res.headers.set("access-control-allow-origin", origin);
    c.res.headers.set("access-control-expose-headers", "x-request-id, retry-after, content-disposition");
  };
}

const preflightHeaders = {
  "access-control-allow-methods": "GET, HEAD, POST, DELETE",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": PREFLIGHT_SECONDS,
};
