import { failure } from "../core/protocol/index.ts";
import { refuse } from "./answers.ts";
import type { Api, ApiHandler } from "./context.ts";

type Verb = "GET" | "POST" | "DELETE";

/**
 * One address and what can be done with it. HEAD works wherever GET does (hono runs the same handler);
 * OPTIONS tells the methods; any other method is refused with them.
 */
export function resource(api: Api, path: string, verbs: Partial<Record<Verb, ApiHandler>>): void {
  const methods = Object.keys(verbs).flatMap((verb) => (verb === "GET" ? ["GET", "HEAD"] : [verb]));
  const allow = [...methods, "OPTIONS"].join(", ");
  for (const [verb, handler] of Object.entries(verbs)) {
    api.on(verb, path, (c) => {
      c.set("route", path);
      return handler(c);
    });
  }
  api.all(path, (c) => {
    c.set("route", path);
    if (c.req.method === "OPTIONS") return c.body(null, 204, { allow });
    return refuse(c, failure("METHOD_NOT_ALLOWED", { allow: methods }), { allow });
  });
}
