import { describe, expect, it } from "vitest";
import { fakeApi } from "../../testing/fake-api-ports.ts";

describe("POST /api/v1/sessions", () => {
  it("gives a guest token with a subject of 16 random bytes", async () => {
    const { post, ports } = fakeApi();
    const subjects = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const response = await post("/api/v1/sessions");
      expect(response.status).toBe(201);
      const { token, ...rest } = (await response.json()) as { token: string };
      expect(rest).toEqual({});
      const read = await ports.tokens.read(token);
      if (!read.ok || read.value.kind !== "guest") throw new Error("not a guest token");
      expect(read.value.subject).toMatch(/^[0-9a-f]{32}$/);
      subjects.add(read.value.subject);
    }
    expect(subjects.size).toBe(100);
  });

  it("needs no body and no content type", async () => {
    const { api } = fakeApi();
    expect((await api.request("/api/v1/sessions", { method: "POST" })).status).toBe(201);
  });

  it("is limited", async () => {
    const { post } = fakeApi({ rates: { request: { perMinute: 1, burst: 2 } } });
    const statuses = [await post("/api/v1/sessions"), await post("/api/v1/sessions"), await post("/api/v1/sessions")];
    expect(statuses.map((response) => response.status)).toEqual([201, 201, 429]);
  });
});
