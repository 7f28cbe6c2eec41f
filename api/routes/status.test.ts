import { describe, expect, it } from "vitest";
import { fakeApi } from "../../testing/fake-api-ports.ts";

describe("GET /api/v1/config", () => {
  it("tells pages what they need to know", async () => {
    const { get } = fakeApi({ config: { ai: true } });
    expect(await (await get("/api/v1/config")).json()).toMatchObject({
      protocol: 1,
      ai: true,
      languages: { en: "English", de: "Deutsch" },
      limits: { topicMaxChars: 100, questionsMin: 1, questionsMax: 50, secondsMin: 5, secondsMax: 120 },
    });
    expect(await (await fakeApi().get("/api/v1/config")).json()).toMatchObject({ ai: false });
  });
});

describe("GET /health", () => {
  it("is 200 while every dependency is well", async () => {
    const response = await fakeApi().get("/health");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ ok: true, dependencies: [{ name: "rooms", ok: true }] });
  });

  it("is 503 if one is not", async () => {
    const dependencies = [
      { name: "rooms", ok: true },
      { name: "keys", ok: false, detail: "no answer" },
    ];
    const response = await fakeApi({ dependencies }).get("/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ok: false, dependencies });
  });

  it("is 503, and tells no secrets, if the check itself fails", async () => {
    const health = () => Promise.reject(new Error("secret detail"));
    const response = await fakeApi({ ports: { health } }).get("/health");
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("secret detail");
  });
});

describe("GET /metrics", () => {
  const local = { "x-test-address": "127.0.0.1" };

  it("gives counters as Prometheus reads them", async () => {
    const fake = fakeApi();
    await fake.makeRoom();
    const response = await fake.get("/metrics", local);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toContain("\n# TYPE skerry_rooms_made_total counter\nskerry_rooms_made_total 1\n");
  });

  it.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])("without a token is open to %s", async (address) => {
    expect((await fakeApi().get("/metrics", { "x-test-address": address })).status).toBe(200);
  });

  it.each(["203.0.113.7", "192.168.1.5", "::2", "127.0.0.1.evil.example", "fe80::1", ""])(
    "without a token is closed to %j",
    async (address) => {
      const response = await fakeApi().get("/metrics", { "x-test-address": address });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: "FORBIDDEN" } });
    },
  );

  it.each(["x-forwarded-for", "forwarded"])(
    "without a token is closed to what a local proxy passes on: %s",
    async (name) => {
      expect((await fakeApi().get("/metrics", { ...local, [name]: "for=203.0.113.7" })).status).toBe(403);
    },
  );

  it("with a token asks for it, also of loopback", async () => {
    const { get } = fakeApi({ config: { metricsToken: "correct-horse" } });
    const statuses = await Promise.all([
      get("/metrics", local),
      get("/metrics", { ...local, authorization: "Bearer correct-hors" }),
      get("/metrics", { authorization: "Bearer correct-horsf" }),
      get("/metrics", { authorization: "Basic correct-horse" }),
      get("/metrics?token=correct-horse"),
      get("/metrics", { authorization: "bearer correct-horse" }),
    ]);
    expect(statuses.map((response) => response.status)).toEqual([401, 401, 401, 401, 401, 200]);
  });
});
