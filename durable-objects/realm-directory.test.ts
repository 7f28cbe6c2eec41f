import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { RealmSink } from "../core/realm/directory/keeper.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import { RealmDirectory } from "./realm-directory.ts";

const hosts = (env as { METRICS: DurableObjectNamespace }).METRICS;

/** What lies outside of the object: the realms, and the time. */
class Outside implements RealmSink {
  readonly delivered: { realm: string; events: DirectoryEvent[] }[] = [];
  isUp = true;
  nowMs = Date.now();

  deliver(realm: string, events: DirectoryEvent[]): Promise<null> {
    if (!this.isUp) return Promise.reject(new Error("unreachable"));
    this.delivered.push({ realm, events });
    return Promise.resolve(null);
  }
}

const outsides = new Map<DurableObjectState, Outside>();

/** The real object on another's storage, as the suite's Worker has no binding for it. */
class TestDirectory extends RealmDirectory<unknown> {
  protected override sink(): RealmSink {
    return this.outside;
  }

  protected override clock(): number {
    return this.outside.nowMs;
  }

  get outside(): Outside {
    const outside = outsides.get(this.ctx) ?? new Outside();
    outsides.set(this.ctx, outside);
    return outside;
  }
}

/** Gives a test a way to make the object, again and again: each time with new memory on the same storage. */
function inObject(name: string, run: (wake: () => TestDirectory, state: DurableObjectState) => Promise<void>) {
  return runInDurableObject(hosts.getByName(name), (_, state) => run(() => new TestDirectory(state, env), state));
}

const registration = (realm: string) => ({
  realm,
  title: realm,
  summary: "",
  shards: [{ id: "main", areas: ["hall"], epoch: 1 }],
});
const publication = (realm: string, id: number) => ({
  realm,
  shard: "main",
  epoch: 1,
  events: [{ id, kind: "news", data: { id } }],
});

function signOn(directory: TestDirectory): void {
  for (const realm of ["tavern", "wood"]) {
    expect(directory.register(registration(realm))).toMatchObject({ ok: true });
    expect(directory.subscribe({ realm, kinds: ["news"] })).toEqual({ ok: true });
  }
}

const ids = (outside: Outside) => outside.delivered.map(({ realm, events }) => [realm, events.map(({ id }) => id)]);

describe("the realm directory", () => {
  it("answers everything again after its memory is gone", () =>
    inObject("answers", async (wake) => {
      const first = wake();
      signOn(first);
      const npcs = [{ id: "greta", title: "Greta", area: "hall" }];
      const owner = { realm: "tavern", shard: "main", epoch: 1 };
      expect(first.report({ ...owner, population: 2, npcs, stats: { tick: 9 } })).toEqual({ ok: true });
      for (const directory of [first, wake()]) {
        expect(directory.list().map(({ realm, population }) => [realm, population])).toEqual([
          ["tavern", 2],
          ["wood", 0],
        ]);
        expect(directory.find("tavern")).toMatchObject({ ok: true, realm: { npcs: 1, areas: 1 } });
        expect(directory.find("sea")).toMatchObject({ ok: false, error: { code: "REALM_UNKNOWN" } });
        expect(directory.findArea("wood", "hall")).toEqual({ ok: true, shard: "main", epoch: 1 });
        expect(directory.npcs("tavern")).toEqual([{ ...npcs[0], realm: "tavern" }]);
        expect(directory.stats()).toMatchObject({ realms: 2, population: 2 });
      }
    }));

  it("brings events to realms that are up, and sets an alarm until they are acknowledged", () =>
    inObject("delivers", async (wake, state) => {
      const directory = wake();
      signOn(directory);
      expect(await state.storage.getAlarm()).toBeNull();
      expect(directory.publish(publication("tavern", 1))).toEqual({ ok: true, published: 1 });
      expect(ids(directory.outside)).toEqual([["wood", [1]]]);
      expect(await state.storage.getAlarm()).toBeGreaterThan(directory.outside.nowMs);
      expect(directory.acknowledge({ realm: "wood", sequence: 1 })).toEqual({ ok: true });
      await state.storage.deleteAlarm();
      directory.outside.nowMs += 60_000;
      directory.alarm();
      expect(ids(directory.outside)).toHaveLength(1);
      expect(await state.storage.getAlarm()).toBeNull();
    }));

  it("brings what did not arrive later, by its alarm, memory or not", () =>
    inObject("retries", async (wake, state) => {
      const directory = wake();
      signOn(directory);
      const { outside } = directory;
      outside.isUp = false;
      directory.publish(publication("tavern", 1));
      await scheduler.wait(0);
      directory.publish(publication("tavern", 2));
      outside.isUp = true;
      expect(outside.delivered).toEqual([]);
      expect(await state.storage.getAlarm()).not.toBeNull();
      outside.nowMs += 60_000;
      wake().alarm();
      expect(ids(outside)).toEqual([["wood", [1, 2]]]);
      await state.storage.deleteAlarm();
    }));

  it("brings what waits to a realm that signs on again", () =>
    inObject("signs on", async (wake, state) => {
      const directory = wake();
      signOn(directory);
      directory.outside.isUp = false;
      directory.publish(publication("tavern", 1));
      await scheduler.wait(0);
      directory.outside.isUp = true;
      directory.register({ ...registration("wood"), heard: 0 });
      expect(ids(directory.outside)).toEqual([["wood", [1]]]);
      await state.storage.deleteAlarm();
    }));

  it("answers whatever is not valid, and keeps nothing of it", () =>
    inObject("hostile", async (wake, state) => {
      const directory = wake();
      const cycle: Record<string, unknown> = {};
      cycle["cycle"] = cycle;
      for (const input of [undefined, null, 1, "x", [], {}, cycle, new Map(), { realm: "__proto__" }]) {
        for (const method of ["register", "report", "publish", "subscribe", "acknowledge", "move", "retire"] as const)
          expect(directory[method](input)).toMatchObject({ ok: false, error: { code: "BAD_REQUEST" } });
      }
      expect(directory.find("__proto__")).toMatchObject({ ok: false });
      expect(directory.publish(publication("nowhere", 1))).toMatchObject({ error: { code: "REALM_UNKNOWN" } });
      expect(state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'event'").toArray()).toEqual([]);
    }));
});
