import { describe, expect, it } from "vitest";
import { makeRoomCode } from "../core/protocol/index.ts";
import { FakeRooms, type FakeSettings, fakeApi, SITE } from "../testing/fake-api-ports.ts";
import { checkSocketRequest } from "./app.ts";

/** A code that is well formed but that no room has. */
const FREE = makeRoomCode(new Uint8Array(5));

const upgrade = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
  "sec-websocket-extensions": "permessage-deflate",
};

async function room(settings: FakeSettings = {}) {
  const fake = fakeApi(settings);
  const { code } = await fake.makeRoom();
  return { ...fake, code, path: `/api/v1/rooms/${code}/socket` };
}

/** The verdicts of the route and of the check that Node uses, which must be the same. */
async function verdicts(settings: FakeSettings, change: (path: string) => [path: string, init: RequestInit]) {
  const fake = await room(settings);
  const [path, init] = change(fake.path);
  const request = () => new Request(SITE + path, init);
  const checked = await checkSocketRequest(request(), fake.ports, fake.config);
  const response = await fake.api.request(request());
  const body = response.status === 101 ? null : ((await response.json()) as { error: { code: string } });
  return { route: body?.error.code ?? "ok", check: checked.ok ? "ok" : checked.error.code, response, ...fake };
}

describe("GET /api/v1/rooms/:code/socket", () => {
  it("hands a checked upgrade on, with the handshake's headers and nothing else", async () => {
    const { api, path, code, rooms } = await room();
    const response = await api.request(`${SITE}${path}?_pk=mine&token=secret`, {
      headers: { ...upgrade, cookie: "a=b", authorization: "Bearer t", "x-partykit-room": "other", origin: SITE },
    });
    expect(response.status).toBe(101);
    expect([...response.headers]).toEqual([]);
    const [connected] = rooms.connected;
    expect(connected?.code).toBe(code);
    expect(connected?.request.url).toBe(SITE + path);
    expect(Object.fromEntries(connected?.request.headers ?? [])).toEqual(upgrade);
  });

  it("gives the room its code as it is, however it was typed", async () => {
    const { api, path, code, rooms } = await room();
    const typed = path.replace(code, encodeURIComponent(` ${code.slice(0, 2)}-${code.slice(2)}`.toLowerCase()));
    await api.request(SITE + typed, { headers: upgrade });
    expect(rooms.connected[0]?.request.url).toBe(SITE + path);
  });

  const headers = (more: Record<string, string>) => ({ headers: { ...upgrade, ...more } });
  const twoOrigins = { config: { origins: ["https://pages.example"] } };
  const hosts = { config: { hosts: ["skerry.test:8787"] } };

  it.each<[string, FakeSettings, (path: string) => [string, RequestInit], string]>([
    ["a socket without an origin", {}, (path) => [path, headers({})], "ok"],
    ["the site's own pages", {}, (path) => [path, headers({ origin: SITE })], "ok"],
    ["the site behind TLS", {}, (path) => [path, headers({ origin: SITE.replace("http", "https") })], "ok"],
    ["a named origin", twoOrigins, (path) => [path, headers({ origin: "https://pages.example" })], "ok"],
    ["an upper-case upgrade", {}, (path) => [path, headers({ upgrade: "WebSocket" })], "ok"],
    ["the named host", hosts, (path) => [path, headers({ host: "Skerry.Test:8787" })], "ok"],
    ["another origin", twoOrigins, (path) => [path, headers({ origin: "https://evil.example" })], "BAD_ORIGIN"],
    [
      "a lengthened origin",
      twoOrigins,
      (path) => [path, headers({ origin: "https://pages.example.evil" })],
      "BAD_ORIGIN",
    ],
    ["another port", {}, (path) => [path, headers({ origin: "http://skerry.test:9999" })], "BAD_ORIGIN"],
    ["origin null", {}, (path) => [path, headers({ origin: "null" })], "BAD_ORIGIN"],
    ["an origin that is none", {}, (path) => [path, headers({ origin: "skerry.test:8787" })], "BAD_ORIGIN"],
    ["an empty origin", {}, (path) => [path, headers({ origin: "" })], "BAD_ORIGIN"],
    ["no upgrade", {}, (path) => [path, {}], "UPGRADE_REQUIRED"],
    ["another upgrade", {}, (path) => [path, headers({ upgrade: "h2c" })], "UPGRADE_REQUIRED"],
    ["a POST", {}, (path) => [path, { method: "POST", ...headers({}) }], "METHOD_NOT_ALLOWED"],
    ["another host", hosts, (path) => [path, headers({ host: "rebound.example" })], "BAD_HOST"],
    ["a code with a wrong character", {}, () => ["/api/v1/rooms/222222/socket", headers({})], "BAD_CODE"],
    ["a broken escape", {}, () => ["/api/v1/rooms/%ff/socket", headers({})], "BAD_CODE"],
    ["a code that no room has", {}, () => [`/api/v1/rooms/${FREE}/socket`, headers({})], "ROOM_NOT_FOUND"],
    ["another path", {}, (path) => [`${path}/more`, headers({})], "NOT_FOUND"],
  ])("%s", async (_what, settings, change, verdict) => {
    const { route, check, rooms } = await verdicts(settings, change);
    expect({ route, check }).toEqual({ route: verdict, check: verdict });
    expect(rooms.connected.length).toBe(verdict === "ok" ? 1 : 0);
  });

  it("without an upgrade says which one is wanted", async () => {
    const { response } = await verdicts({}, (path) => [path, {}]);
    expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });

  it("counts against an address's requests and wrong codes", async () => {
    const { api, path } = await room({ rates: { request: { perMinute: 1, burst: 2 } } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await api.request(SITE + path, { headers: upgrade })).status);
    expect(statuses).toEqual([101, 101, 429]);
    const guessed = await room();
    const wrong = { headers: upgrade };
    for (let i = 0; i < 20; i++) await guessed.api.request(`${SITE}/api/v1/rooms/${FREE}/socket`, wrong);
    const right = await guessed.api.request(SITE + guessed.path, wrong);
    expect(await right.json()).toMatchObject({ error: { code: "TOO_MANY_CODES" } });
  });

  it("passes on a room's refusal, with the headers of every answer", async () => {
    const rooms = new FakeRooms();
    rooms.connect = async () => Response.json({ error: { code: "ROOM_FULL" } }, { status: 403 });
    const { api, path } = await room({ ports: { rooms } });
    const response = await api.request(SITE + path, { headers: upgrade });
    expect(response.status).toBe(403);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("is not for servers that upgrade elsewhere", async () => {
    const { rooms, ...rest } = fakeApi().ports;
    const unconnected = {
      create: rooms.create.bind(rooms),
      summary: rooms.summary.bind(rooms),
      results: rooms.results.bind(rooms),
      remove: rooms.remove.bind(rooms),
    };
    const { api, path } = await room({ ports: { ...rest, rooms: unconnected } });
    expect((await api.request(SITE + path, { headers: upgrade })).status).toBe(426);
  });
});
