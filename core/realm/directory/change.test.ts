import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Request, readChange } from "./change.ts";

const owner = { realm: "golden-dragon", shard: "main", epoch: 1 };
const good: Record<Request, object> = {
  register: { realm: "a", title: "A", summary: "", shards: [{ id: "a", areas: ["hall"], epoch: 1 }] },
  report: { ...owner, population: 3, npcs: [{ id: "n", title: "N", area: "hall" }], stats: { tick: 1.5 } },
  publish: { ...owner, events: [{ id: 1, kind: "market.sale", data: { price: 3 } }] },
  subscribe: { realm: "a", kinds: ["market.sale", "gate-opened"] },
  acknowledge: { realm: "a", sequence: 0 },
  move: { realm: "a", area: "hall", to: "b" },
  retire: { realm: "a" },
};
const requests = Object.keys(good) as Request[];

describe("reading what callers send", () => {
  for (const request of requests) {
    it(`takes a good "${request}"`, () => {
      expect(readChange(request, good[request])).toEqual({ ok: true, change: { ...good[request], type: request } });
    });
  }

  it("refuses whatever is beyond a limit, and names the field", () => {
    const bad: [Request, object, at: string][] = [
      ["register", { realm: "A b" }, "realm"],
      ["register", { realm: "a".repeat(65) }, "realm"],
      ["register", { realm: "__proto__" }, "realm"],
      ["register", { title: "" }, "title"],
      ["register", { title: "a\u001b[2J" }, "title"],
      ["register", { shards: [] }, "shards"],
      ["register", { shards: [{ id: "a", areas: [], epoch: 0 }] }, "shards.0.epoch"],
      ["register", { shards: [{ id: "a", areas: [], epoch: 1.5 }] }, "shards.0.epoch"],
      ["register", { shards: [{ id: "a", areas: Array(1_001).fill("x"), epoch: 1 }] }, "shards.0.areas"],
      ["register", { heard: -1 }, "heard"],
      ["report", { population: Number.NaN }, "population"],
      ["report", { population: 1e9 }, "population"],
      ["report", { stats: { tick: Infinity } }, "stats.tick"],
      ["report", { stats: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`s${i}`, i])) }, "stats"],
      ["publish", { epoch: 2 ** 53 }, "epoch"],
      ["publish", { events: [] }, "events"],
      ["publish", { events: [{ id: 0, kind: "k", data: 1 }] }, "events.0.id"],
      ["publish", { events: [{ id: 1, kind: "", data: 1 }] }, "events.0.kind"],
      ["publish", { events: [1, 3].map((id) => ({ id, kind: "k", data: 1 })) }, "events"],
      ["publish", { events: [2, 1].map((id) => ({ id, kind: "k", data: 1 })) }, "events"],
      ["publish", { events: Array.from({ length: 101 }, (_, i) => ({ id: i + 1, kind: "k", data: 1 })) }, "events"],
      ["subscribe", { kinds: Array(65).fill("k") }, "kinds"],
      ["acknowledge", { sequence: "1" }, "sequence"],
      ["move", { to: null }, "to"],
    ];
    for (const [request, part, at] of bad) {
      const read = readChange(request, { ...good[request], ...part });
      expect([request, part, read]).toEqual([
        request,
        part,
        { ok: false, error: { code: "BAD_REQUEST", message: expect.any(String), details: { at } } },
      ]);
    }
  });

  it("makes data plain, and refuses what is no JSON or too large", () => {
    const withData = (data: unknown) => readChange("publish", { ...owner, events: [{ id: 1, kind: "k", data }] });
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    let deep: unknown = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    for (const data of [cycle, deep, undefined, () => 1, 1n, "x".repeat(2_000)]) {
      expect(withData(data)).toMatchObject({ ok: false, error: { code: "BAD_REQUEST" } });
    }
    const given = { at: new Date(0), none: undefined, nan: Number.NaN };
    expect(withData(given)).toMatchObject({
      change: { events: [{ data: { at: "1970-01-01T00:00:00.000Z", nan: null } }] },
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...requests), fc.anything(), fc.anything(), (request, whole, part) => {
        expect(readChange(request, whole).ok).toBe(false);
        for (const field of Object.keys(good[request])) readChange(request, { ...good[request], [field]: part });
      }),
    );
  });
});
