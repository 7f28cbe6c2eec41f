import { describe, expect, it } from "vitest";
import { MemorySql } from "../../../testing/memory-sql.ts";
import { bridgeOf } from "./bridge.ts";
import type { Change } from "./change.ts";
import { controlStep } from "./control-step.ts";
import { DirectoryStore } from "./directory-store.ts";
import { farNpcs, farSummaries, nobody } from "./far-realms.ts";

/** A directory whose every step is saved. */
class Bench {
  readonly sql = new MemorySql();
  #store = new DirectoryStore(this.sql);
  directory = this.#store.load();

  run(...changes: Change[]): void {
    const step = controlStep(this.directory, changes, 1_000);
    for (const answer of step.answers) expect(answer).toMatchObject({ ok: true });
    this.#store.save(step.unsaved, this.directory);
  }

  read(): void {
    this.#store = new DirectoryStore(this.sql);
    this.directory = this.#store.load();
  }
}

const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
const realm = (name: string): Change => ({
  ...{ type: "register", realm: name, title: name, summary: "", shards: [...shards] },
  kinds: ["bell"],
});
const linking = (node: string, realms: string[]): Change => ({
  ...{ type: "link", node, kinds: ["bell"], heard: 0, published: 0, realms },
});
const bridged = (sequence: number, realm: string) => ({
  sequence,
  after: sequence - 1,
  realm,
  kind: "bell",
  data: sequence,
});
const report = (realm: string) => ({
  ...{ realm, title: realm, summary: "", areas: 1, population: 0, sockets: 0, ticks: 0, isAwake: false },
  ...{ awakeSeconds: 0, asleepSeconds: null, eventsHeld: 0, npcs: [{ id: "greta", title: "G", area: "hall" }] },
});

describe("a directory with bridges, read anew", () => {
  it("has its bridges, their numbers, what waits for them, and the realms beyond them", () => {
    const bench = new Bench();
    bench.run(realm("wood"), linking("attic", ["tavern", "cellar"]), linking("barn", []));
    bench.run({ type: "relay", node: "attic", events: [bridged(1, "tavern"), bridged(2, "deep.cellar")] });
    bench.run({ type: "tell", node: "attic", report: report("tavern") });
    bench.run({ type: "tell", node: "attic", report: report("cellar") });
    bench.run({ type: "unlink", node: "attic", heardMs: 900 });
    const before = [farSummaries(bench.directory, 2_000, nobody), farNpcs(bench.directory, 2_000)];
    bench.read();
    expect([farSummaries(bench.directory, 2_000, nobody), farNpcs(bench.directory, 2_000)]).toEqual(before);
    const [attic, barn] = ["attic", "barn"].map((node) => bridgeOf(bench.directory, node));
    expect(attic).toMatchObject({ line: "away", epoch: 1, far: { heardMs: 1_000, names: ["tavern", "cellar"] } });
    expect(attic?.shards.get("main")?.published).toBe(2);
    expect(attic?.waiting).toEqual([]);
    // What has crossed two bridges waits for no third, also now.
    expect(barn?.waiting.map(({ shard }) => shard)).toEqual(["tavern"]);
    expect(bench.directory.realms.get("wood")?.waiting.map(({ shard }) => shard)).toEqual(["tavern", "deep.cellar"]);
  });

  it("has no more realms beyond a bridge than those that were named last, and none of a node that was forgotten", () => {
    const bench = new Bench();
    bench.run(linking("attic", ["tavern", "cellar"]));
    for (const name of ["tavern", "cellar"]) bench.run({ type: "tell", node: "attic", report: report(name) });
    bench.run(linking("attic", ["cellar"]));
    bench.read();
    expect(farSummaries(bench.directory, 2_000, nobody).map(({ realm }) => realm)).toEqual(["attic.cellar"]);
    bench.run({ type: "retire", realm: "attic.*" });
    bench.read();
    expect(bench.directory.realms.size).toBe(0);
    expect(bench.sql.exec("SELECT * FROM far")).toEqual([]);
  });

  it("may be of before there were bridges", () => {
    const bench = new Bench();
    bench.run(realm("wood"));
    bench.sql.exec("DROP TABLE far");
    bench.read();
    expect([...bench.directory.realms.keys()]).toEqual(["wood"]);
    bench.run(linking("attic", ["tavern"]));
    bench.run({ type: "tell", node: "attic", report: report("tavern") });
    bench.read();
    expect(farSummaries(bench.directory, 2_000, nobody)).toHaveLength(1);
  });
});
