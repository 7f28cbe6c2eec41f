import {
  EXPLANATION_MAX_CHARS,
  type Failure,
  failure,
  NAME_MAX_GRAPHEMES,
  OPTION_MAX_CHARS,
  PROTOCOL_VERSION,
  QUESTIONS_MAX,
  QUESTIONS_MIN,
  ROOM_MAX_PLAYERS,
  SECONDS_MAX,
  SECONDS_MIN,
  STEM_MAX_CHARS,
  TOPIC_MAX_CHARS,
} from "../../core/protocol/index.ts";
import { languages } from "../../core/quiz/room-options.ts";
import { isLoopbackAddress } from "../address.ts";
import { answer, refuse } from "../answers.ts";
import { bearerOf } from "../bearer.ts";
import { equalSecrets } from "../constant-time.ts";
import type { Api, ApiParts } from "../context.ts";
import { figuresText } from "../figures-text.ts";
import { METRICS_TYPE, metricsText } from "../metrics-text.ts";
import type { ApiConfig, ApiPorts, DependencyState } from "../ports.ts";
import { resource } from "../resource.ts";

/** What pages need to know before anybody types anything. */
const limits = {
  topicMaxChars: TOPIC_MAX_CHARS,
  questionsMin: QUESTIONS_MIN,
  questionsMax: QUESTIONS_MAX,
  secondsMin: SECONDS_MIN,
  secondsMax: SECONDS_MAX,
  nameMaxGraphemes: NAME_MAX_GRAPHEMES,
  stemMaxChars: STEM_MAX_CHARS,
  optionMaxChars: OPTION_MAX_CHARS,
  explanationMaxChars: EXPLANATION_MAX_CHARS,
  roomMaxPlayers: ROOM_MAX_PLAYERS,
};

/** What the server is and how it does: for pages, for load balancers, for operators. */
export function statusRoutes(api: Api, { ports, config }: ApiParts): void {
  resource(api, "/api/v1/config", {
    GET: (c) => answer(c, { protocol: PROTOCOL_VERSION, ai: config.ai, languages, limits }),
  });
  resource(api, "/health", {
    GET: async (c) => {
      const dependencies = await dependencyStates(ports);
      const ok = dependencies.every((dependency) => dependency.ok);
      return answer(c, { ok, dependencies }, ok ? 200 : 503);
    },
  });
  resource(api, "/metrics", {
    GET: async (c) => {
      const refused = await metricsRefusal(c.req.raw, config);
      if (refused) return refuse(c, refused);
      const headers = { "content-type": METRICS_TYPE, "cache-control": "no-store" };
      const counters = metricsText(await ports.metrics.read());
      return c.body(counters + figuresText(ports.metrics.figures?.() ?? []), 200, headers);
    },
  });
}

/** A check that throws is itself what is not well. */
async function dependencyStates(ports: ApiPorts): Promise<DependencyState[]> {
  try {
    return await ports.health();
  } catch {
    return [{ name: "health", ok: false, detail: "The check itself failed." }];
  }
}

async function metricsRefusal(request: Request, config: ApiConfig): Promise<Failure | null> {
  if (config.metricsToken === null) return isLocal(request, config) ? null : failure("FORBIDDEN");
  const token = bearerOf(request);
  if (token === null) return failure("UNAUTHORIZED");
  return (await equalSecrets(token, config.metricsToken)) ? null : failure("TOKEN_INVALID");
}

/** From this machine itself, and not passed on by a proxy that runs on it. */
function isLocal(request: Request, config: ApiConfig): boolean {
  const passedOn = request.headers.has("x-forwarded-for") || request.headers.has("forwarded");
  return !passedOn && isLoopbackAddress(config.addressOf(request));
}
