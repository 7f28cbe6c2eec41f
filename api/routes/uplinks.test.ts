import { describe, expect, it } from "vitest";
import { fakeApi, SITE } from "../../testing/fake-api-ports.ts";

const TOKEN = "0123456789abcdef-any";
const ATTIC = "0123456789abcdef-attic";
const BARN = "0123456789abcdef-barn";
const upgrade = { upgrade: "websocket" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** An API that remembers which node it let in: `null`, any; `undefined`, none. */
function api(uplinkToken: string | null) {
  let admitted: string | null | undefined;
  const base = fakeApi();
  const worlds = {
    ...base.ports.worlds,
    uplink: async (node: string | null, request: Request) => {
      admitted = node;
      return base.ports.worlds.connect?.("", request) ?? new Response();
    },
  };
  const made = fakeApi({ config: { uplinkToken }, ports: { worlds } });
  const open = async (headers: Record<string, string>) => {
    const response = await made.get("/api/v1/uplink", { ...upgrade, ...headers });
    const code = response.status === 101 ? "" : ((await response.json()) as { error: { code: string } }).error.code;
    return { status: response.status, code, admitted };
  };
  return { ...made, open };
}

describe("GET /api/v1/uplink", () => {
  it("takes nobody where the operator has set no token, or one too short to be any", async () => {
    for (const setting of [null, "", " , ", "short", "attic:short,", "attic:"])
      expect(await api(setting).open(bearer("short"))).toEqual({
        status: 403,
        code: "UPLINK_OFF",
        admitted: undefined,
      });
  });

  it("takes who shows the token, under any name", async () => {
    expect(await api(TOKEN).open(bearer(TOKEN))).toEqual({ status: 101, code: "", admitted: null });
  });

  it("takes who shows a node's own token under that name alone", async () => {
    const both = api(` attic:${ATTIC}, barn:${BARN} `);
    expect((await both.open(bearer(ATTIC))).admitted).toBe("attic");
    expect((await both.open(bearer(BARN))).admitted).toBe("barn");
  });

  it.each([
    [{}, 401, "UNAUTHORIZED"],
    [{ authorization: TOKEN }, 401, "UNAUTHORIZED"],
    [bearer(`${TOKEN}x`), 401, "TOKEN_INVALID"],
    [bearer(TOKEN.slice(0, -1)), 401, "TOKEN_INVALID"],
    [bearer(""), 401, "UNAUTHORIZED"],
    [{ ...bearer(TOKEN), origin: "https://elsewhere.test" }, 403, "BAD_ORIGIN"],
    [{ ...bearer(TOKEN), upgrade: "h2c" }, 426, "UPGRADE_REQUIRED"],
  ])("refuses %o", async (headers, status, code) => {
    expect(await api(TOKEN).open(headers as Record<string, string>)).toEqual({ status, code, admitted: undefined });
  });

  it("takes no token in the query", async () => {
    const { get } = api(TOKEN);
    expect((await get(`/api/v1/uplink?token=${TOKEN}&authorization=Bearer%20${TOKEN}`, upgrade)).status).toBe(401);
  });

  it("hands nothing of the request on but the handshake", async () => {
    const handed: Request[] = [];
    const base = fakeApi();
    const uplink = async (_: string | null, request: Request) => {
      handed.push(request);
      return base.ports.worlds.connect?.("", request) ?? new Response();
    };
    const made = fakeApi({ config: { uplinkToken: TOKEN }, ports: { worlds: { ...base.ports.worlds, uplink } } });
    await made.get("/api/v1/uplink?x=1", { ...upgrade, ...bearer(TOKEN), cookie: "a=b" });
    expect(handed.map(({ url }) => url)).toEqual([`${SITE}/api/v1/uplink`]);
    expect([...(handed[0]?.headers.keys() ?? [])]).toEqual(["upgrade"]);
  });

  it("costs an allowance", async () => {
    const { get } = fakeApi({ config: { uplinkToken: TOKEN }, rates: { request: { burst: 1, perMinute: 1 } } });
    const statuses = [];
    for (let i = 0; i < 2; i++) statuses.push((await get("/api/v1/uplink", { ...upgrade, ...bearer("x") })).status);
    expect(statuses).toEqual([401, 429]);
  });
});

describe("DELETE /api/v1/uplink/:node", () => {
  const forget = async (uplinkToken: string | null, token: string, node: string) => {
    const init = { method: "DELETE", headers: bearer(token) };
    return (await fakeApi({ config: { uplinkToken } }).api.request(`${SITE}/api/v1/uplink/${node}`, init)).status;
  };

  it("forgets a node, for who may have its uplink", async () => {
    expect(await forget(TOKEN, TOKEN, "attic")).toBe(204);
    expect(await forget(TOKEN, TOKEN, "cellar")).toBe(404);
    expect(await forget(`attic:${ATTIC},barn:${BARN}`, ATTIC, "attic")).toBe(204);
    expect(await forget(`attic:${ATTIC},barn:${BARN}`, BARN, "attic")).toBe(403);
    expect(await forget(TOKEN, BARN, "attic")).toBe(401);
    expect(await forget(null, TOKEN, "attic")).toBe(403);
  });
});

describe("a realm at a node", () => {
  it("is listed, and cannot be entered from here", async () => {
    const base = fakeApi();
    const far = { realm: "attic.tavern", title: "T", summary: "", areas: 1, npcs: 0, population: 0, node: "attic" };
    const worlds = { ...base.ports.worlds, list: async () => [far] };
    const { get } = fakeApi({ ports: { worlds } });
    expect(await (await get("/api/v1/realms/attic.tavern")).json()).toEqual(far);
    const refused = await get("/api/v1/realms/attic.tavern/socket", upgrade);
    expect([refused.status, await refused.json()]).toMatchObject([404, { error: { code: "REALM_ELSEWHERE" } }]);
  });
});
