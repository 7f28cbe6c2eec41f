import { type Failure, failure, makeRoomCode, type Result } from "../../core/protocol/index.ts";
import { type RoomOptions, roomOptions } from "../../core/quiz/room-options.ts";
import { answer, refuse, refuseWith } from "../answers.ts";
import { hostRefusal } from "../bearer.ts";
import type { Api, ApiContext, ApiParts } from "../context.ts";
import { readJson } from "../json-body.ts";
import { hex } from "../random-text.ts";
import { resource } from "../resource.ts";
import { findRoom, readCode } from "../room-finder.ts";
import { hostUrl, joinUrl, screenUrl } from "../room-links.ts";
import { checkSocketRequest, cleanSocketRequest } from "../socket-request.ts";

/** Codes drawn before giving up: with 22^5 of them, the second miss already means that something is wrong. */
const CODE_DRAWS = 5;
/** Problems of a body that are told at once. */
const PROBLEMS_MAX = 10;

/** Making, looking up, entering and deleting rooms. */
export function roomRoutes(api: Api, parts: ApiParts): void {
  resource(api, "/api/v1/rooms", { POST: (c) => makeRoom(c, parts) });
  resource(api, "/api/v1/rooms/:code", { GET: (c) => showRoom(c, parts), DELETE: (c) => deleteRoom(c, parts) });
  resource(api, "/api/v1/rooms/:code/socket", { GET: (c) => enterRoom(c, parts) });
}

async function makeRoom(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  if (!(await ports.limits.makeRoom(config.addressOf(c.req.raw)))) return refuseWith(c, "RATE_LIMITED");
  const body = await readJson(c.req.raw);
  if (!body.ok) return refuse(c, body.error);
  const options = readOptions(body.value);
  if (!options.ok) return refuse(c, options.error);
  for (let draw = 0; draw < CODE_DRAWS; draw++) {
    const code = makeRoomCode(ports.random(5));
    // Signed first: a room that nobody can run must not come to be.
    const hostToken = await ports.tokens.issue({ kind: "host", subject: hex(ports.random(16)), room: code });
    const screenToken = await ports.tokens.issue({ kind: "screen", subject: hex(ports.random(16)), room: code });
    if (!(await ports.rooms.create(code, options.value))) continue;
    ports.metrics.count("rooms_made");
    const site = c.get("site");
    const urls = {
      joinUrl: joinUrl(site, config, code),
      hostUrl: hostUrl(site, code, hostToken),
      screenUrl: screenUrl(site, config, code, screenToken),
    };
    return answer(c, { code, hostToken, screenToken, ...urls }, 201);
  }
  return refuseWith(c, "NOT_READY");
}

async function showRoom(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  const address = config.addressOf(c.req.raw);
  if (!(await ports.limits.request(address))) return refuseWith(c, "RATE_LIMITED");
  const room = await findRoom(c.req.param("code") ?? "", address, ports);
  if (!room.ok) return refuse(c, room.error);
  return answer(c, { ...room.value, joinUrl: joinUrl(c.get("site"), config, room.value.code) });
}

async function deleteRoom(c: ApiContext, parts: ApiParts): Promise<Response> {
  const room = await hostedRoom(c, parts);
  if (!room.ok) return refuse(c, room.error);
  if (!(await parts.ports.rooms.remove(room.value))) return refuseWith(c, "ROOM_NOT_FOUND");
  parts.ports.metrics.count("rooms_deleted");
  return c.body(null, 204);
}

async function enterRoom(c: ApiContext, { ports, config }: ApiParts): Promise<Response> {
  const checked = await checkSocketRequest(c.req.raw, ports, config);
  if (!checked.ok) return refuse(c, checked.error);
  // Where the server upgrades outside of this app, what arrives here has not asked it to.
  const goal = checked.value;
  if (!ports.rooms.connect || goal.to !== "room") return refuseWith(c, "UPGRADE_REQUIRED");
  const response = await ports.rooms.connect(goal.code, cleanSocketRequest(c.req.raw, goal));
  if (response.status !== 101) return new Response(response.body, response);
  ports.metrics.count("sockets_opened");
  return response;
}

/** The code of the room in the path, if the request comes from its host. */
export async function hostedRoom(c: ApiContext, { ports, config }: ApiParts): Promise<Result<string>> {
  const address = config.addressOf(c.req.raw);
  if (!(await ports.limits.request(address))) return { ok: false, error: failure("RATE_LIMITED") };
  const code = await readCode(c.req.param("code") ?? "", address, ports);
  const error = code.ok ? await hostRefusal(c.req.raw, code.value, ports.tokens) : null;
  return error ? { ok: false, error } : code;
}

function readOptions(body: unknown): Result<RoomOptions> {
  const read = roomOptions.safeParse(body);
  return read.success ? { ok: true, value: read.data } : { ok: false, error: optionsFailure(read.error.issues) };
}

type Issue = NonNullable<ReturnType<typeof roomOptions.safeParse>["error"]>["issues"][number];

function optionsFailure(issues: Issue[]): Failure {
  if (issues.some((issue) => issue.path[0] === "topic")) return failure("BAD_TOPIC");
  const problems = issues.slice(0, PROBLEMS_MAX).map(({ code, path }) => ({ field: path.join("."), problem: code }));
  return failure("BAD_REQUEST", { problems });
}
