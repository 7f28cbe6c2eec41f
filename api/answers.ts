import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type ErrorCode, type Failure, failure, statusOf } from "../core/protocol/index.ts";
import type { ApiContext } from "./context.ts";
import { errorPage } from "./error-page.ts";

/** Headers that belong to certain refusals. The seconds fit `limitRates` in `memory-limits.ts`. */
const refusalHeaders: Partial<Record<ErrorCode, Record<string, string>>> = {
  UPGRADE_REQUIRED: { upgrade: "websocket" },
  UNAUTHORIZED: { "www-authenticate": "Bearer" },
  TOKEN_INVALID: { "www-authenticate": 'Bearer error="invalid_token"' },
  TOKEN_EXPIRED: { "www-authenticate": 'Bearer error="invalid_token"' },
  RATE_LIMITED: { "retry-after": "6" },
  TOO_MANY_CODES: { "retry-after": "60" },
  NOT_READY: { "retry-after": "5" },
};

/** Answers with a failure: the one error shape for programs, a plain page for people who opened an address. */
export function refuse(c: ApiContext, refused: Failure, headers: Record<string, string> = {}): Response {
  c.set("refused", refused.code);
  const status = statusOf(refused.code) as ContentfulStatusCode;
  const all = { "cache-control": "no-store", ...refusalHeaders[refused.code], ...headers };
  return wantsPage(c) ? c.html(errorPage(refused), status, all) : c.json({ error: refused }, status, all);
}

/** {@link refuse} by code alone. */
export function refuseWith(c: ApiContext, code: ErrorCode, details?: Record<string, unknown>): Response {
  return refuse(c, failure(code, details));
}

/** Answers with data that is nobody else's and not to be kept. */
export function answer(c: ApiContext, body: object, status: 200 | 201 | 503 = 200): Response {
  return c.json(body, status, { "cache-control": "no-store" });
}

function wantsPage(c: ApiContext): boolean {
  const { path } = c.req;
  if (isForPrograms(path)) return false;
  return c.get("refused") === "NOT_FOUND" || (c.req.header("accept") ?? "").includes("text/html");
}

/** Whether a path is a program's, where every answer, also the worst, is JSON. */
export function isForPrograms(path: string): boolean {
  return /^\/(?:api|health|metrics)(?:\/|$)/.test(path);
}
