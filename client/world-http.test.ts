import { describe, expect, it, vi } from "vitest";
import { failure } from "../core/protocol/errors.ts";
import { lookUpRealm } from "./world-http.ts";

const answering = (status: number, body: unknown) =>
  vi.fn<typeof fetch>(async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));

describe("lookUpRealm", () => {
  it("gives title and summary", async () => {
    const use = answering(200, { realm: "inn", title: "The Inn", summary: "Warm.", areas: 12 });
    expect(await lookUpRealm("inn", { origin: "http://h", fetch: use })).toEqual({
      realm: "inn",
      title: "The Inn",
      summary: "Warm.",
    });
    expect(use.mock.calls[0]?.[0]).toBe("http://h/api/v1/realms/inn");
  });

  it("stays within its path, whatever it is asked for", async () => {
    const use = answering(200, { title: "T" });
    await lookUpRealm("../rooms?x#y", { fetch: use });
    expect(use.mock.calls[0]?.[0]).toBe("/api/v1/realms/..%2Frooms%3Fx%23y");
  });

  it.each([
    [404, { error: failure("REALM_NOT_FOUND") }, "REALM_NOT_FOUND"],
    [502, "<html>", "BAD_REPLY"],
    [200, "<html>", "BAD_REPLY"],
    [200, { title: 7 }, "BAD_REPLY"],
    [200, null, "BAD_REPLY"],
  ])("%i with %j is %s", async (status, body, code) => {
    await expect(lookUpRealm("inn", { fetch: answering(status, body) })).rejects.toMatchObject({ code });
  });

  it("tells that the network failed", async () => {
    const use = vi.fn<typeof fetch>(async () => Promise.reject(new TypeError("offline")));
    await expect(lookUpRealm("inn", { fetch: use })).rejects.toMatchObject({ code: "NETWORK" });
  });
});
