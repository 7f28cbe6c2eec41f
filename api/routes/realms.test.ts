import { describe, expect, it } from "vitest";
import { builtRealms } from "../../core/realm/built/index.ts";
import { fakeApi } from "../../testing/fake-api-ports.ts";

describe("GET /api/v1/realms", () => {
  it("tells how many people are in each", async () => {
    const { realms } = (await (await fakeApi().get("/api/v1/realms")).json()) as { realms: object[] };
    expect(realms).toMatchObject([{ realm: "golden-dragon", population: 2 }]);
  });
});

describe("GET /api/v1/npcs", () => {
  const realmsIn = async (path: string) => {
    const { npcs } = (await (await fakeApi().get(path)).json()) as { npcs: { realm: string; area: string }[] };
    return [...new Set(npcs.map(({ realm }) => realm))];
  };

  it("tells of all realms, or of one", async () => {
    expect(await realmsIn("/api/v1/npcs")).toEqual(builtRealms.map(({ realm }) => realm));
    expect(await realmsIn("/api/v1/npcs?realm=whisperwood")).toEqual(["whisperwood"]);
  });

  it.each(["nowhere", "", "../x", "__proto__"])("of no realm called %j", async (realm) => {
    const response = await fakeApi().get(`/api/v1/npcs?realm=${encodeURIComponent(realm)}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "REALM_NOT_FOUND" } });
  });
});

describe("GET /api/v1/stats", () => {
  it("tells of each realm, and their sum", async () => {
    const response = await fakeApi().get("/api/v1/stats");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const { realms, total } = (await response.json()) as { realms: object[]; total: object };
    expect(realms).toHaveLength(builtRealms.length);
    expect(realms[0]).toMatchObject({ population: 0, isAwake: false, asleepSeconds: null, dollarsPerHour: 0 });
    expect(total).toMatchObject({ realms: builtRealms.length, realmsAwake: 0, npcs: 16 });
  });

  it.each(["/api/v1/stats", "/api/v1/npcs", "/api/v1/realms"])("costs an allowance, as %s does", async (path) => {
    const { get } = fakeApi({ rates: { request: { burst: 2, perMinute: 1 } } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await get(path)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe("POST /api/v1/realms/:realm/datagrams", () => {
  const path = "/api/v1/realms/golden-dragon/datagrams";
  const ticket = {
    addresses: ["skerry.test:8787"],
    token: "AAAA",
    nonce: "AAAA",
    expiresAt: 1_800_000_000,
    timeoutSeconds: 10,
    toServer: "AAAA",
    toClient: "AAAA",
  };
  const code = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

  it("gives a ticket to a realm, for the name by which the client came", async () => {
    const asked: string[][] = [];
    const issue = async (...how: string[]) => {
      asked.push(how);
      return ticket;
    };
    const api = fakeApi({ ports: { datagrams: { issue } } });
    const response = await api.post(path);
    expect([response.status, await response.json()]).toEqual([201, ticket]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(asked).toEqual([["golden-dragon", "skerry.test"]]);
    expect(api.counters["datagram_tickets_issued"]).toBe(1);
    expect((await api.get(path)).status).toBe(405);
  });

  it("is refused where there is no such realm, no UDP, or none just now", async () => {
    const datagrams = { issue: async () => null };
    const nowhere = await fakeApi({ ports: { datagrams } }).post("/api/v1/realms/nowhere/datagrams");
    expect([nowhere.status, await code(nowhere)]).toEqual([404, "REALM_NOT_FOUND"]);
    const none = await fakeApi().post(path);
    expect([none.status, await code(none)]).toEqual([501, "NO_DATAGRAMS"]);
    const later = await fakeApi({ ports: { datagrams } }).post(path);
    expect([later.status, await code(later)]).toEqual([503, "NOT_READY"]);
  });

  it("costs an allowance, and is not for pages of others", async () => {
    const datagrams = { issue: async () => ticket };
    const { post } = fakeApi({ ports: { datagrams }, rates: { request: { burst: 2, perMinute: 1 } } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await post(path)).status);
    expect(statuses).toEqual([201, 201, 429]);
    const foreign = await fakeApi({ ports: { datagrams } }).post(path, undefined, { origin: "https://elsewhere.test" });
    expect(foreign.status).toBe(403);
  });
});
