import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { SqlJournal } from "../core/sql-journal.ts";
import { journalCases } from "../testing/journal-cases.ts";
import { durableSql } from "./durable-sql.ts";

const hubs = (env as { METRICS: DurableObjectNamespace }).METRICS;

describe("the journal in a Durable Object", () => {
  for (const { name, run } of journalCases) {
    it(name, async () => {
      await runInDurableObject(hubs.getByName(name), (_, state) => {
        run(() => new SqlJournal(durableSql(state.storage)));
      });
    });
  }

  it("reading an object in which nothing was written writes nothing", async () => {
    await runInDurableObject(hubs.getByName("empty"), (_, state) => {
      state.storage.sql.exec("DROP TABLE counters");
      expect(new SqlJournal(durableSql(state.storage)).recover()).toBeNull();
      expect(
        state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
      ).toEqual([]);
    });
  });
});
