import { describe, expect, it } from "vitest";
import { fakeApi, SITE } from "../../testing/fake-api-ports.ts";

describe("pages", () => {
  it.each([
    ["/", "home"],
    ["/r/ABC234", "join"],
    ["/r/not%20a%20code", "join"],
    ["/host/ABC234", "host"],
    ["/screen/ABC234", "screen"],
    ["/results/ABC234", "results"],
    ["/privacy", "privacy"],
  ])("%s shows %s, asked for anew each time", async (path, text) => {
    const fake = fakeApi();
    const response = await fake.get(`${path}?utm=1`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(await response.text()).toBe(text);
  });

  it("keep codes, queries, cookies and tokens from the store", async () => {
    const fake = fakeApi();
    await fake.get("/r/ABC234?x=1", { cookie: "a=b", authorization: "Bearer t", "if-none-match": '"old"' });
    const [asked] = fake.asked;
    expect(asked?.url).toBe(`${SITE}/join.html`);
    expect([...(asked?.headers ?? [])].map(([name]) => name)).toEqual(["if-none-match"]);
  });

  it("are not sent again if they have not changed", async () => {
    const response = await fakeApi().get("/r/ABC234", { "if-none-match": '"v1"' });
    expect(response.status).toBe(304);
    expect(response.headers.get("etag")).toBe('"v1"');
    expect(response.headers.get("cache-control")).toBe("no-cache");
  });

  it("answer HEAD as GET, without a body", async () => {
    const { api } = fakeApi();
    for (const path of ["/", "/r/ABC234", "/robots.txt", "/health", "/api/v1/config", "/nothing"]) {
      const [head, get] = [await api.request(path, { method: "HEAD" }), await api.request(path)];
      expect([path, head.status]).toEqual([path, get.status]);
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
      expect(await head.text()).toBe("");
    }
  });

  it.each(["/r/ABC234/", "/privacy/"])("%s moves to the address without a slash", async (path) => {
    const response = await fakeApi().get(path);
    expect(response.status).toBe(308);
    expect(response.headers.get("location")).toBe(path.slice(0, -1));
  });

  it("take no other methods", async () => {
    const { api } = fakeApi();
    for (const path of ["/", "/r/ABC234", "/privacy"]) {
      const response = await api.request(path, { method: "POST" });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    }
  });
});

describe("files", () => {
  it("with a hash in their name are kept for ever, others are asked for anew", async () => {
    const { get } = fakeApi();
    const cached = async (path: string) => (await get(path)).headers.get("cache-control");
    expect(await cached("/assets/join-Bx9_kQ2a.js")).toBe("public, max-age=31536000, immutable");
    expect(await cached("/assets/logo-skerries.svg")).toBe("no-cache");
    expect(await cached("/robots.txt")).toBe("no-cache");
    expect(await cached("/.well-known/security.txt")).toBe("no-cache");
    expect(await cached("/assets/join-Gone0000.js")).toBe("no-store");
  });

  it("that are not there give a plain page with a way home, never the store's own words", async () => {
    const response = await fakeApi().get("/<script>alert(1)</script>");
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    const text = await response.text();
    expect(text).toContain('<a href="/">');
    expect(text).not.toMatch(/script|store/);
  });

  it.each([
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%5cwindows",
    "/%00",
    "/%",
    "/%252e%252e%252fetc",
    "/.env",
    "/.git/config",
    "/assets/.DS_Store",
    "/.well-known.evil",
    "//evil.example/x",
  ])("outside of the store are not even asked for: %s", async (path) => {
    const fake = fakeApi();
    const response = await fake.get(path);
    expect(response.status).toBe(404);
    for (const { url } of fake.asked) expect(new URL(url).href).toBe(`${SITE}/etc/passwd`);
  });

  it("may come in part", async () => {
    const page = async () => new Response("o", { status: 206, headers: { "content-range": "bytes 1-1/4" } });
    const response = await fakeApi({ ports: { page } }).get("/", { range: "bytes=1-1" });
    expect([response.status, response.headers.get("content-range")]).toEqual([206, "bytes 1-1/4"]);
  });

  it("that the store cannot give are an error of the server, told to people as a page", async () => {
    const page = async () => new Response("stack trace", { status: 500 });
    const { get } = fakeApi({ ports: { page } });
    const forPeople = await get("/", { accept: "text/html,*/*" });
    expect([forPeople.status, forPeople.headers.get("content-type")]).toEqual([500, "text/html; charset=UTF-8"]);
    expect(await forPeople.text()).not.toContain("stack trace");
    const forPrograms = await get("/");
    expect(await forPrograms.json()).toMatchObject({ error: { code: "INTERNAL" } });
  });
});
