import { describe, expect, it, vi } from "vitest";
import { BODY_MAX_BYTES, makeRoomCode, readRoomCode } from "../../core/protocol/index.ts";
import { FakeRooms, fakeApi, SITE, START_MS } from "../../testing/fake-api-ports.ts";

const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

/** A code that is well formed but that no room has. */
const FREE = makeRoomCode(new Uint8Array(5));

describe("POST /api/v1/rooms", () => {
  it("makes a room and gives its code, tokens and links", async () => {
    const { post, rooms, ports } = fakeApi();
    const response = await post("/api/v1/rooms", { topic: "  Space ", questions: 5 });
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const made = await json(response);
    const code = made["code"] as string;
    expect(readRoomCode(code)).toBe(code);
    expect(made).toEqual({
      code,
      hostToken: expect.any(String),
      screenToken: expect.any(String),
      joinUrl: `${SITE}/r/${code}`,
      hostUrl: `${SITE}/host/${code}#t=${made["hostToken"]}`,
      screenUrl: `${SITE}/screen/${code}#t=${made["screenToken"]}`,
    });
    expect(rooms.made.get(code)).toMatchObject({ topic: "Space", questions: 5, language: "en", seconds: 20 });
    const host = await ports.tokens.read(made["hostToken"] as string);
    const screen = await ports.tokens.read(made["screenToken"] as string);
    expect(host).toMatchObject({ ok: true, value: { kind: "host", room: code } });
    expect(screen).toMatchObject({ ok: true, value: { kind: "screen", room: code } });
  });

  it.each([
    ["http://localhost:8787", "http://192.168.1.5:8787"],
    ["http://127.0.0.1:8787", "http://192.168.1.5:8787"],
    ["http://[::1]:8787", "http://192.168.1.5:8787"],
    ["http://skerry.lan:8787", "http://skerry.lan:8787"],
    ["https://quiz.example", "https://quiz.example"],
  ])("made at %s, shares %s and keeps the host where they are", async (site, shared) => {
    const { api } = fakeApi({ config: { lanOrigin: "http://192.168.1.5:8787/" } });
    const response = await api.request(`${site}/api/v1/rooms`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    const { code, joinUrl, hostUrl, screenUrl } = (await response.json()) as Record<string, string>;
    expect(joinUrl).toBe(`${shared}/r/${code}`);
    expect(hostUrl?.startsWith(`${site}/host/${code}#t=`)).toBe(true);
    expect(screenUrl?.startsWith(`${shared}/screen/${code}#t=`)).toBe(true);
  });

  it("on localhost without a LAN address, shares what there is", async () => {
    const { api } = fakeApi();
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    const made = await json(await api.request("http://localhost/api/v1/rooms", init));
    expect(made["joinUrl"]).toBe(`http://localhost/r/${made["code"]}`);
  });

  it("draws another code while one is taken, five times at most", async () => {
    const fake = fakeApi();
    fake.rooms.taken = 4;
    expect((await fake.post("/api/v1/rooms", {})).status).toBe(201);
    fake.rooms.taken = 5;
    const response = await fake.post("/api/v1/rooms", {});
    expect(response.status).toBe(503);
    expect(await codeOf(response)).toBe("NOT_READY");
    expect(fake.rooms.taken).toBe(0);
  });

  it("makes no room if its tokens cannot be signed", async () => {
    const tokens = {
      issue: () => Promise.reject(new Error("no keys")),
      read: () => Promise.reject(new Error("no keys")),
    };
    const fake = fakeApi({ ports: { tokens } });
    expect((await fake.post("/api/v1/rooms", {})).status).toBe(500);
    expect(fake.rooms.made.size).toBe(0);
  });

  it("limits how many rooms an address makes, and tells when to come back", async () => {
    const fake = fakeApi();
    for (let i = 0; i < 20; i++) expect((await fake.post("/api/v1/rooms", {})).status).toBe(201);
    const response = await fake.post("/api/v1/rooms", {});
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(response)).toBe("RATE_LIMITED");
    expect((await fake.post("/api/v1/rooms", {}, { "x-test-address": "198.51.100.1" })).status).toBe(201);
    fake.clock.nowMs += 6_000;
    expect((await fake.post("/api/v1/rooms", {})).status).toBe(201);
  });

  it.each([
    ["a topic over the cap", { topic: "x".repeat(101) }, "BAD_TOPIC"],
    ["a topic that is no text", { topic: 7 }, "BAD_TOPIC"],
    ["too many questions", { questions: 51 }, "BAD_REQUEST"],
    ["half a question", { questions: 1.5 }, "BAD_REQUEST"],
    ["an unknown field", { colour: "red" }, "BAD_REQUEST"],
    ["an unknown language", { language: "xx" }, "BAD_REQUEST"],
    ["a language that every object has", { language: "constructor" }, "BAD_REQUEST"],
    ["an array", [], "BAD_REQUEST"],
    ["null", "null", "BAD_REQUEST"],
    ["a bare text", '"topic"', "BAD_REQUEST"],
    ["a number beyond all numbers", '{"questions":1e999}', "BAD_REQUEST"],
    ["broken JSON", '{"topic":', "BAD_REQUEST"],
    ["nothing", "", "BAD_REQUEST"],
    ["a prototype", '{"__proto__":{"questions":3}}', "BAD_REQUEST"],
    ["a constructor", '{"constructor":{"prototype":{"x":1}}}', "BAD_REQUEST"],
    ["arrays in arrays", "[".repeat(4_000), "BAD_REQUEST"],
  ])("refuses %s", async (_what, body, code) => {
    const { post, rooms } = fakeApi();
    const response = await post("/api/v1/rooms", body);
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe(code);
    expect(rooms.made.size).toBe(0);
    expect(({} as Record<string, unknown>)["questions"]).toBeUndefined();
  });

  it("tells which fields are wrong, of a hundred only the first few", async () => {
    const { post } = fakeApi();
    const one = await json(await post("/api/v1/rooms", { questions: 0 }));
    expect(one["error"]).toMatchObject({ details: { problems: [{ field: "questions", problem: "too_small" }] } });
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 1]));
    expect((await (await post("/api/v1/rooms", many)).text()).length).toBeLessThan(500);
  });

  it.each([undefined, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"])(
    "refuses content type %s",
    async (type) => {
      const { api } = fakeApi();
      const body = new Blob(["{}"]);
      const headers: Record<string, string> = type ? { "content-type": type } : {};
      const response = await api.request(`${SITE}/api/v1/rooms`, { method: "POST", body, headers });
      expect(response.status).toBe(400);
    },
  );

  it("takes JSON with a charset", async () => {
    const { post } = fakeApi();
    const type = { "content-type": "Application/JSON; charset=utf-8" };
    expect((await post("/api/v1/rooms", { topic: "Čeština 🎉" }, type)).status).toBe(201);
  });

  it("refuses text that is not UTF-8", async () => {
    const { api } = fakeApi();
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    const headers = { "content-type": "application/json" };
    expect((await api.request(`${SITE}/api/v1/rooms`, { method: "POST", body, headers })).status).toBe(400);
  });
});

describe("the cap on bodies", () => {
  const padded = (size: number) => `{"topic":"x"}${" ".repeat(size - 13)}`;

  function stream(sizeBytes: number, headers: Record<string, string> = {}) {
    const chunk = new Uint8Array(1_024).fill(0x20);
    const state = { sent: 0, cancelled: false };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (state.sent >= sizeBytes) return controller.close();
        state.sent += chunk.length;
        controller.enqueue(chunk);
      },
      cancel() {
        state.cancelled = true;
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json", ...headers } };
    return { request: new Request(`${SITE}/api/v1/rooms`, init as RequestInit), state };
  }

  it("takes a body of just the cap, and none that is longer", async () => {
    const { post } = fakeApi();
    expect((await post("/api/v1/rooms", padded(BODY_MAX_BYTES))).status).toBe(201);
    const response = await post("/api/v1/rooms", padded(BODY_MAX_BYTES + 1));
    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe("BODY_TOO_LARGE");
  });

  it.each([{}, { "content-length": "2" }, { "content-length": "nonsense" }, { "content-length": "-1" }])(
    "counts what arrives, whatever the headers say: %o",
    async (headers) => {
      const { api } = fakeApi();
      const { request, state } = stream(Number.POSITIVE_INFINITY, headers as Record<string, string>);
      expect((await api.request(request)).status).toBe(413);
      expect(state.sent).toBeLessThan(2 * BODY_MAX_BYTES);
      expect(state.cancelled).toBe(true);
    },
  );

  it("believes a content-length that is too large", async () => {
    const { api } = fakeApi();
    const { request, state } = stream(10, { "content-length": "9000" });
    expect((await api.request(request)).status).toBe(413);
    expect(state.sent).toBeLessThanOrEqual(1_024);
  });

  it("does not wait for a sender that will not be cancelled", async () => {
    const { api } = fakeApi();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(4_096)),
      cancel: () => new Promise(() => undefined),
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json" } };
    expect((await api.request(new Request(`${SITE}/api/v1/rooms`, init as RequestInit))).status).toBe(413);
  });
});

describe("GET /api/v1/rooms/:code", () => {
  it("tells what the room is and where to join", async () => {
    const fake = fakeApi();
    const { code } = await fake.makeRoom({ topic: "Space" });
    const response = await fake.get(`/api/v1/rooms/${code}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      code,
      topic: "Space",
      language: "en",
      phase: "lobby",
      players: 0,
      questions: 10,
      locked: false,
      joinUrl: `${SITE}/r/${code}`,
    });
  });

  it("takes a code as people type it", async () => {
    const fake = fakeApi();
    const { code } = await fake.makeRoom();
    const typed = ` ${code.slice(0, 3)}-${code.slice(3)}`.toLowerCase();
    const response = await fake.get(`/api/v1/rooms/${encodeURIComponent(typed)}`);
    expect(await response.json()).toMatchObject({ code });
  });

  it.each(["222222", "ABCDEF", "1", "x".repeat(5_000), "%00%00%00%00%00%00", "%ff", "__proto__", "2222%2F5"])(
    "refuses %j as a code without looking it up",
    async (typed) => {
      const fake = fakeApi();
      const response = await fake.get(`/api/v1/rooms/${typed}`);
      expect(response.status).toBe(404);
      expect(await codeOf(response)).toBe("BAD_CODE");
      expect(fake.rooms.lookedUp).toEqual([]);
    },
  );

  it("knows a code that no room has", async () => {
    const fake = fakeApi();
    expect(readRoomCode(FREE)).toBe(FREE);
    const response = await fake.get(`/api/v1/rooms/${FREE}`);
    expect(response.status).toBe(404);
    expect(await codeOf(response)).toBe("ROOM_NOT_FOUND");
  });

  it.each([
    ["wrong characters", "222222", "BAD_CODE"],
    ["unknown codes", FREE, "ROOM_NOT_FOUND"],
  ])("after 20 %s of a thousand, takes no codes from the address, right ones neither", async (_what, wrong, code) => {
    const fake = fakeApi();
    const made = await fake.makeRoom();
    const told: Record<string, number> = {};
    for (let i = 0; i < 1_000; i++) {
      const answer = await codeOf(await fake.get(`/api/v1/rooms/${wrong}`));
      told[answer] = (told[answer] ?? 0) + 1;
    }
    expect(told).toEqual({ [code]: 20, TOO_MANY_CODES: 980 });
    expect(fake.rooms.lookedUp.length).toBeLessThanOrEqual(20);
    const right = await fake.get(`/api/v1/rooms/${made.code}`);
    expect(right.status).toBe(429);
    expect(right.headers.get("retry-after")).toBe("60");
    expect(await codeOf(right)).toBe("TOO_MANY_CODES");
    const elsewhere = await fake.get(`/api/v1/rooms/${made.code}`, { "x-test-address": "198.51.100.1" });
    expect(elsewhere.status).toBe(200);
    fake.clock.nowMs += 60_000;
    expect((await fake.get(`/api/v1/rooms/${made.code}`)).status).toBe(200);
  });

  it("gives a thousand guesses sent at once no more than the limit", async () => {
    const rooms = new FakeRooms();
    const summary = rooms.summary.bind(rooms);
    let open = () => {};
    const door = new Promise<void>((resolve) => {
      open = resolve;
    });
    rooms.summary = async (code) => {
      await door;
      return summary(code);
    };
    const fake = fakeApi({ ports: { rooms } });
    const { code } = await fake.makeRoom();
    const guesses = Array.from({ length: 1_000 }, (_, i) => fake.get(`/api/v1/rooms/${i === 999 ? code : FREE}`));
    await vi.waitFor(() => expect(fake.counters["http_requests"]).toBe(1));
    open();
    const codes = await Promise.all((await Promise.all(guesses)).map(codeOf));
    expect(codes.filter((answer) => answer === "ROOM_NOT_FOUND")).toHaveLength(20);
    expect(codes[999]).toBe("TOO_MANY_CODES");
  });

  it("lets right codes be asked for as often as a school does", async () => {
    const fake = fakeApi();
    const { code } = await fake.makeRoom();
    for (let i = 0; i < 1_000; i++) expect((await fake.get(`/api/v1/rooms/${code}`)).status).toBe(200);
  });

  it("limits look-ups as such", async () => {
    const fake = fakeApi({ rates: { request: { perMinute: 1, burst: 1 } } });
    const { code } = await fake.makeRoom();
    expect((await fake.get(`/api/v1/rooms/${code}`)).status).toBe(200);
    expect(await codeOf(await fake.get(`/api/v1/rooms/${code}`))).toBe("RATE_LIMITED");
  });
});

describe("DELETE /api/v1/rooms/:code", () => {
  async function remove(fake: ReturnType<typeof fakeApi>, code: string, token?: string) {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return fake.api.request(`${SITE}/api/v1/rooms/${code}`, { method: "DELETE", headers });
  }

  it("deletes the host's room, once", async () => {
    const fake = fakeApi();
    const { code, hostToken } = await fake.makeRoom();
    const response = await remove(fake, code, hostToken);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(fake.rooms.made.has(code)).toBe(false);
    expect(await codeOf(await remove(fake, code, hostToken))).toBe("ROOM_NOT_FOUND");
  });

  it("is refused to everybody else", async () => {
    const fake = fakeApi();
    const room = await fake.makeRoom();
    const other = await fake.makeRoom();
    const { token: guest } = (await (await fake.post("/api/v1/sessions")).json()) as { token: string };
    const refusals = [
      [undefined, 401, "UNAUTHORIZED"],
      ["", 401, "UNAUTHORIZED"],
      ["nonsense", 401, "TOKEN_INVALID"],
      [`${room.hostToken}x`, 401, "TOKEN_INVALID"],
      [guest, 403, "FORBIDDEN"],
      [room.screenToken, 403, "FORBIDDEN"],
      [other.hostToken, 403, "FORBIDDEN"],
    ] as const;
    for (const [token, status, code] of refusals) {
      const response = await remove(fake, room.code, token);
      expect([response.status, await codeOf(response)]).toEqual([status, code]);
      if (status === 401) expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    }
    expect(fake.rooms.made.has(room.code)).toBe(true);
    fake.clock.nowMs = START_MS + 4 * 86_400_000;
    expect(await codeOf(await remove(fake, room.code, room.hostToken))).toBe("TOKEN_EXPIRED");
  });

  it("takes a token from the header only", async () => {
    const fake = fakeApi();
    const { code, hostToken } = await fake.makeRoom();
    const init = { method: "DELETE", headers: { cookie: `token=${hostToken}` } };
    const response = await fake.api.request(`${SITE}/api/v1/rooms/${code}?token=${hostToken}`, init);
    expect(response.status).toBe(401);
  });
});
