import { describe, expect, it } from "vitest";
import { errorCodes } from "../core/protocol/index.ts";
import { FakeRooms, fakeApi, SITE } from "../testing/fake-api-ports.ts";

const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

describe("every answer", () => {
  const paths = [
    "/",
    "/r/ABC234",
    "/nothing",
    "/health",
    "/metrics",
    "/api/v1/config",
    "/api/v1/rooms/222222",
    "/api/x",
  ];

  it.each(paths)("of %s carries the security headers and an id", async (path) => {
    const { headers } = await fakeApi().get(path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}$/);
    expect(headers.get("cache-control")).toMatch(/^no-(?:store|cache)$/);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
        "connect-src 'self' ws://skerry.test:8787; font-src 'self'; manifest-src 'self'; worker-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
  });

  it("has an id of the server's making, another each time", async () => {
    const { get } = fakeApi();
    const ids = new Set<string | null>();
    for (let i = 0; i < 10; i++)
      ids.add((await get("/health", { "x-request-id": "mine" })).headers.get("x-request-id"));
    expect(ids.size).toBe(10);
    expect(ids.has("mine")).toBe(false);
  });

  it.each([
    ["http://skerry.test:8787", null, null, "ws://skerry.test:8787"],
    ["http://192.168.1.5:8787", null, null, "ws://192.168.1.5:8787"],
    ["http://localhost:8787", null, "same-origin", "ws://localhost:8787"],
    ["http://[::1]:8787", null, "same-origin", null],
    ["https://localhost:8787", null, "same-origin", "wss://localhost:8787"],
    ["https://quiz.example", "max-age=31536000", "same-origin", "wss://quiz.example"],
  ])("on %s asks of browsers only what they can do there", async (site, hsts, opener, socket) => {
    const { headers } = await fakeApi().api.request(`${site}/`);
    expect(headers.get("strict-transport-security")).toBe(hsts);
    expect(headers.get("cross-origin-opener-policy")).toBe(opener);
    expect(headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
    expect(headers.get("content-security-policy")).toContain(`connect-src 'self'${socket ? ` ${socket}` : ""};`);
  });
});

describe("the host", () => {
  const from = (host: string, path = "/api/v1/config") => [`${SITE}${path}`, { headers: { host } }] as const;

  it("may be any while none is named", async () => {
    const { api } = fakeApi();
    for (const host of ["skerry.test", "192.168.1.5:8787", "[fe80::1]:8787", "a_b.local"]) {
      expect((await api.request(...from(host))).status).toBe(200);
    }
  });

  it.each([
    "",
    "a b",
    'x"><script>',
    "evil;script-src *",
    "a,b",
    "user@host",
    "host/path",
    "host#t",
    "host:port",
    "host:99999",
    "1.2.3.999",
    "[::1",
    "[zz]",
    "-",
    "'self'",
    "x".repeat(300),
  ])("%j is none: refused before anything uses it", async (host) => {
    const { api, asked } = fakeApi();
    const response = await api.request(...from(host));
    expect(response.status).toBe(421);
    expect(await codeOf(response)).toBe("BAD_HOST");
    expect((await api.request(...from(host, "/"))).status).toBe(421);
    expect(asked).toEqual([]);
  });

  it("must be a named one, if any is: a rebound name reaches nothing", async () => {
    const hosts = ["Quiz.Example", "skerry.local:8787"];
    const { api } = fakeApi({ config: { hosts } });
    const status = async (host: string, path?: string) => (await api.request(...from(host, path))).status;
    expect(await status("quiz.example")).toBe(200);
    expect(await status("QUIZ.example")).toBe(200);
    expect(await status("skerry.local:8787")).toBe(200);
    for (const host of ["skerry.local", "quiz.example:8080", "evil.example", "quiz.example.evil", "localhost:8787"]) {
      for (const path of ["/", "/health", "/metrics", "/api/v1/config"]) expect(await status(host, path)).toBe(421);
    }
  });

  it("may be named with its usual port", async () => {
    const { api } = fakeApi({ config: { hosts: ["quiz.example:443"] } });
    expect((await api.request("https://quiz.example/health")).status).toBe(200);
    expect((await api.request("http://quiz.example/health")).status).toBe(421);
  });

  it("is what links are made of", async () => {
    const { api } = fakeApi();
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json", host: "10.0.0.2:1" } };
    const { joinUrl } = (await (await api.request("/api/v1/rooms", init)).json()) as { joinUrl: string };
    expect(joinUrl).toMatch(/^http:\/\/10\.0\.0\.2:1\/r\//);
  });
});

describe("the origin of a change", () => {
  const origins = ["https://pages.example"];

  it.each([
    [undefined, 201],
    [SITE, 201],
    ["https://skerry.test:8787", 201],
    ["https://pages.example", 201],
    ["http://pages.example", 403],
    ["https://evil.example", 403],
    ["http://skerry.test", 403],
    ["http://skerry.test:8787.evil.example", 403],
    ["http://skerry.test:8787@evil.example", 403],
    ["null", 403],
    ["", 403],
    ["file://", 403],
    ["skerry.test:8787", 403],
  ])("%s: %i", async (origin, status) => {
    const { post, rooms } = fakeApi({ config: { origins } });
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const response = await post("/api/v1/rooms", {}, headers);
    expect(response.status).toBe(status);
    expect(rooms.made.size).toBe(status === 201 ? 1 : 0);
    if (status === 403) expect(await codeOf(response)).toBe("BAD_ORIGIN");
  });

  it("does not matter for reading", async () => {
    const response = await fakeApi().get("/api/v1/config", { origin: "https://evil.example" });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("CORS", () => {
  const config = { origins: ["https://pages.example"] };
  const preflight = (origin: string) => ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
  });

  it("answers the preflight of a named origin", async () => {
    const { api } = fakeApi({ config });
    const response = await api.request(`${SITE}/api/v1/rooms`, preflight("https://pages.example"));
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://pages.example");
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, HEAD, POST, DELETE");
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization, content-type");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    expect(response.headers.get("vary")).toContain("Origin");
  });

  it("lets a named origin read answers, also refusals", async () => {
    const { get } = fakeApi({ config });
    for (const path of ["/api/v1/config", "/api/v1/rooms/222222", "/api/nothing"]) {
      const { headers } = await get(path, { origin: "https://pages.example" });
      expect(headers.get("access-control-allow-origin")).toBe("https://pages.example");
      expect(headers.get("vary")).toContain("Origin");
    }
  });

  it("gives other origins nothing, and keeps caches from mixing them up", async () => {
    const { api, get } = fakeApi({ config });
    const refused = await api.request(`${SITE}/api/v1/rooms`, preflight("https://evil.example"));
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    expect(refused.headers.get("access-control-allow-methods")).toBeNull();
    const plain = await get("/api/v1/config");
    expect(plain.headers.get("access-control-allow-origin")).toBeNull();
    expect(plain.headers.get("vary")).toContain("Origin");
  });

  it("is not there for pages", async () => {
    const { get } = fakeApi({ config });
    const { headers } = await get("/", { origin: "https://pages.example" });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("methods", () => {
  it.each([
    ["/api/v1/rooms", "POST, OPTIONS", ["GET", "HEAD", "PUT", "PATCH", "DELETE"]],
    ["/api/v1/rooms/222222", "GET, HEAD, DELETE, OPTIONS", ["POST", "PUT", "PATCH"]],
    ["/api/v1/rooms/222222/results", "GET, HEAD, OPTIONS", ["POST", "PUT", "DELETE"]],
    ["/api/v1/rooms/222222/results.csv", "GET, HEAD, OPTIONS", ["POST", "PUT", "DELETE"]],
    ["/api/v1/rooms/222222/socket", "GET, HEAD, OPTIONS", ["POST", "PUT", "DELETE"]],
    ["/api/v1/sessions", "POST, OPTIONS", ["GET", "PUT", "DELETE"]],
    ["/api/v1/config", "GET, HEAD, OPTIONS", ["POST", "PUT", "DELETE"]],
    ["/health", "GET, HEAD, OPTIONS", ["POST", "DELETE"]],
    ["/metrics", "GET, HEAD, OPTIONS", ["POST", "DELETE"]],
  ])("of %s are %s", async (path, allow, others) => {
    const { api } = fakeApi();
    for (const method of others) {
      const response = await api.request(path, { method });
      expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, allow]);
      if (method !== "HEAD") expect(await codeOf(response)).toBe("METHOD_NOT_ALLOWED");
    }
    const options = await api.request(path, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
  });
});

describe("what is not there", () => {
  it.each([
    ["GET", "/api"],
    ["GET", "/api/"],
    ["GET", "/api/v2/rooms"],
    ["POST", "/api/v1/rooms/222222/x"],
    ["GET", "/api/v1/rooms/"],
    ["GET", "/api/v1/rooms/222222/resultsXcsv"],
    ["PUT", "/api/v1"],
    ["GET", "/health/x"],
  ])("is said in JSON of %s %s", async (method, path) => {
    const fake = fakeApi();
    const response = await fake.api.request(path, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { code: "NOT_FOUND", message: expect.any(String) } });
    expect(fake.asked).toEqual([]);
  });

  it("is said on a page of anything else", async () => {
    const response = await fakeApi().api.request("/nothing", { method: "POST" });
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  });
});

describe("exceptions", () => {
  it.each([
    ["an Error", new Error("boom at secret place")],
    ["a text", "boom"],
    ["nothing at all", undefined],
    ["an object", { status: 200 }],
  ])("%s thrown becomes INTERNAL, without a word of it, and is logged", async (_what, thrown) => {
    const rooms = new FakeRooms();
    const fake = fakeApi({ ports: { rooms } });
    const { code } = await fake.makeRoom();
    rooms.summary = () => Promise.reject(thrown);
    const response = await fake.get(`/api/v1/rooms/${code}`);
    const id = response.headers.get("x-request-id");
    expect(response.status).toBe(500);
    expect(response.headers.get("content-security-policy")).not.toBeNull();
    expect(await response.json()).toEqual({
      error: { code: "INTERNAL", message: expect.any(String), details: { request: id } },
    });
    const exception = fake.lines.find((line) => line.event === "exception");
    expect(exception).toMatchObject({ level: "error", request: id, route: "/api/v1/rooms/:code" });
    expect(fake.lines.at(-1)).toMatchObject({ level: "error", event: "request", status: 500, code: "INTERNAL" });
    expect(fake.counters["http_errors"]).toBe(1);
  });
});

describe("the log", () => {
  it("has one line a request, with the route's pattern", async () => {
    const fake = fakeApi();
    const { code } = await fake.makeRoom();
    fake.lines.length = 0;
    await fake.get(`/api/v1/rooms/${code}`);
    await fake.get("/api/v1/rooms/222222");
    await fake.get("/r/222222?name=Ada");
    await fake.get("/assets/join-Bx9_kQ2a.js");
    await fake.get("/nothing");
    await fake.get("/api/v9/Ada");
    await fake.api.request(`${SITE}/api/v1/rooms`, { method: "BREW" });
    expect(fake.lines.map(({ method, route, status, code: refused }) => [method, route, status, refused])).toEqual([
      ["GET", "/api/v1/rooms/:code", 200, undefined],
      ["GET", "/api/v1/rooms/:code", 404, "BAD_CODE"],
      ["GET", "/r/:code", 200, undefined],
      ["GET", "/assets/*", 200, undefined],
      ["GET", "/*", 404, "NOT_FOUND"],
      ["GET", "*", 404, "NOT_FOUND"],
      ["OTHER", "/api/v1/rooms", 405, "METHOD_NOT_ALLOWED"],
    ]);
    for (const line of fake.lines) expect(line).toMatchObject({ level: "info", ms: 0, request: expect.any(String) });
  });

  it("says how long a request took", async () => {
    const fake = fakeApi();
    fake.rooms.create = async () => {
      fake.clock.nowMs += 42;
      return true;
    };
    await fake.makeRoom();
    expect(fake.lines.at(-1)?.ms).toBe(42);
  });

  it("never holds a code, a name, an address or a token", async () => {
    const rooms = new FakeRooms();
    const fake = fakeApi({ ports: { rooms } });
    const { code, hostToken } = await fake.makeRoom({ topic: "Secret topic" });
    const headers = { authorization: `Bearer ${hostToken}`, "x-test-address": "198.51.100.23", cookie: "name=Ada" };
    rooms.results = (asked) =>
      Promise.reject(new Error(`cannot read ${asked} for 198.51.100.23 or 2001:db8::7 with ${hostToken}`));
    await fake.get(`/api/v1/rooms/${code}`, headers);
    await fake.get(`/api/v1/rooms/${code}/results?name=Ada`, headers);
    await fake.get(`/host/${code}`, headers);
    await fake.get(`/api/v1/rooms/${code}/socket`, { ...headers, upgrade: "websocket" });
    const log = JSON.stringify(fake.lines);
    expect(log).toContain("cannot read [code]");
    for (const secret of [code, hostToken, "198.51.100.23", "2001:db8", "Ada", "Secret"])
      expect(log).not.toContain(secret);
  });

  it("goes with counters that hold none either", async () => {
    const fake = fakeApi();
    const { code } = await fake.makeRoom();
    await fake.get(`/api/v1/rooms/${code}`);
    await fake.get("/api/v1/rooms/222222");
    await fake.post("/api/v1/sessions");
    expect(fake.counters).toEqual({ http_requests: 4, http_refused_bad_code: 1, rooms_made: 1, sessions_made: 1 });
    expect(errorCodes).toContain("BAD_CODE");
  });
});
