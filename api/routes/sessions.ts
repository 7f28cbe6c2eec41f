import { answer, refuseWith } from "../answers.ts";
import type { Api, ApiParts } from "../context.ts";
import { hex } from "../random-text.ts";
import { resource } from "../resource.ts";

/** A token for somebody who is here for the first time: no account, no name, 16 random bytes. */
export function sessionRoutes(api: Api, { ports, config }: ApiParts): void {
  resource(api, "/api/v1/sessions", {
    POST: async (c) => {
      if (!(await ports.limits.request(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
      const token = await ports.tokens.issue({ kind: "guest", subject: hex(ports.random(16)) });
      ports.metrics.count("sessions_made");
      return answer(c, { token }, 201);
    },
  });
}
