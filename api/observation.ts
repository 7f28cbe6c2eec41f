import type { ErrorHandler, MiddlewareHandler } from "hono";
import { errorLine } from "../core/error-line.ts";
import { failure } from "../core/protocol/index.ts";
import { Unreadable } from "../core/unreadable.ts";
import { refuse } from "./answers.ts";
import type { ApiEnv, ApiParts } from "./context.ts";
import { hex } from "./random-text.ts";

const methods = new Set(["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"]);

/**
 * Gives every request an id, and the log one line about it when it is answered: the pattern of its
 * route, never its path.
 */
export function observe({ ports }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedMs = ports.clock();
    const request = hex(ports.random(8));
    c.set("request", request);
    await next();
    const { status } = c.res;
    if (status !== 101) c.res.headers.set("x-request-id", request);
    const code = c.get("refused");
    ports.metrics.count("http_requests");
    if (status >= 500) ports.metrics.count("http_errors");
    if (code) ports.metrics.count(`http_refused_${code.toLowerCase()}`);
    ports.log({
      level: status >= 500 ? "error" : "info",
      event: "request",
      request,
      method: methods.has(c.req.method) ? c.req.method : "OTHER",
      route: c.get("route") ?? "*",
      status,
      ms: ports.clock() - startedMs,
      ...(code ? { code } : {}),
    });
  };
}

/** Whatever may have been thrown, as an Error: hono handles nothing else. */
export const throwErrorsOnly: MiddlewareHandler<ApiEnv> = async (_c, next) => {
  try {
    await next();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error(`not an Error but a ${typeof thrown} was thrown`);
  }
};

/**
 * A broken invariant: logged here; the client learns the id to ask about, and nothing else. What cannot be read is in the
 * log already.
 */
export function reportExceptions({ ports }: ApiParts): ErrorHandler<ApiEnv> {
  return (error, c) => {
    if (error instanceof Unreadable) return refuse(c, failure("UNREADABLE"));
    const request = c.get("request");
    ports.log({ level: "error", event: "exception", request, route: c.get("route") ?? "*", message: errorLine(error) });
    return refuse(c, failure("INTERNAL", { request }));
  };
}
