import { describe, expect, it, vi } from "vitest";
import { createHttpApi } from "./http-api.ts";

const replying = (status: number, body: string) =>
  vi.fn(async (_url: unknown, _init?: unknown) => new Response(body, { status })) as unknown as typeof fetch &
    ReturnType<typeof vi.fn>;

describe("createHttpApi", () => {
  it("sends tokens in a header, never in the address", async () => {
    const fetch = replying(200, "a,b\n");
    expect(await createHttpApi({ fetch }).resultsCsv("CDFHJK", "secret")).toBe("a,b\n");
    const [url, init] = fetch.mock.calls[0] as [string, RequestInit];
    expect(url).toBe("/api/v1/rooms/CDFHJK/results.csv");
    expect(init.headers).toEqual({ authorization: "Bearer secret" });
  });

  it("rejects with the server's own words", async () => {
    const body = JSON.stringify({ error: { code: "ROOM_NOT_FOUND", message: "No.", details: { a: 1 } } });
    const api = createHttpApi({ fetch: replying(404, body) });
    await expect(api.summary("X")).rejects.toMatchObject({ code: "ROOM_NOT_FOUND", message: "No.", details: { a: 1 } });
  });

  it.each([
    [502, "<html>bad gateway</html>"],
    [500, "null"],
    [500, '{"error":"x"}'],
    [200, "<html>captive portal</html>"],
    [200, "7"],
  ])("a %i with %j is BAD_REPLY", async (status, body) => {
    await expect(createHttpApi({ fetch: replying(status, body) }).config()).rejects.toMatchObject({
      code: "BAD_REPLY",
    });
  });

  it("a session without a token is BAD_REPLY", async () => {
    const api = createHttpApi({ fetch: replying(201, "{}") });
    await expect(api.createSession()).rejects.toMatchObject({ code: "BAD_REPLY" });
  });

  it("no network is NETWORK", async () => {
    const fetch = vi.fn(async () => {
      throw new TypeError("failed to fetch");
    });
    await expect(createHttpApi({ fetch }).config()).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("deleting takes an empty answer", async () => {
    const fetch = vi.fn(async () => new Response(null, { status: 204 }));
    await expect(createHttpApi({ fetch }).remove("X", "t")).resolves.toBeUndefined();
  });
});
