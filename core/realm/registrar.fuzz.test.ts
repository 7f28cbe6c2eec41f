import fc from "fast-check";
import { expect, it } from "vitest";
import { bellRealms } from "../../testing/bell-realms.ts";
import { RealmCluster, type Trouble } from "../../testing/realm-cluster.ts";

type Op =
  | { op: "ring" }
  | { op: "pass"; ms: number }
  | { op: "crash"; realm: "belfry" | "inn" }
  | { op: "crash directory" }
  | { op: "trouble"; line: string; trouble: Trouble }
  | { op: "calm" };

const lines = ["belfry register", "belfry publish", "belfry report", "inn register", "inn report", "inn news"];
const realms = ["belfry", "inn"] as const;
const ops: fc.Arbitrary<Op> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant("ring" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constant("pass" as const), ms: fc.constantFrom(50, 300, 2_000, 20_000) }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("crash" as const), realm: fc.constantFrom(...realms) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("crash directory" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant("trouble" as const),
      line: fc.constantFrom(...lines),
      trouble: fc.constantFrom<Trouble>("cut", "deaf", "twice"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("calm" as const) }) },
);

/** A ringer and a listener, who come back whenever their realm has crashed. */
class Story {
  readonly cluster: RealmCluster;
  readonly #ids = new Map<string, string>();

  constructor(cluster: RealmCluster) {
    this.cluster = cluster;
  }

  static async begin(): Promise<Story> {
    const story = new Story(await RealmCluster.of(bellRealms));
    for (const realm of realms) await story.enter(realm);
    await story.cluster.pass(6_000);
    return story;
  }

  async enter(realm: string): Promise<void> {
    this.#ids.set(realm, await this.cluster.shell(realm).enter(realm === "inn" ? "Ben" : "Anna"));
  }

  async step(op: Op): Promise<void> {
    switch (op.op) {
      case "ring":
        return this.ring();
      case "pass":
        return this.cluster.pass(op.ms);
      case "crash":
        this.cluster.crash(op.realm);
        return this.enter(op.realm);
      case "crash directory":
        return this.cluster.crashDirectory();
      case "trouble":
        this.cluster.troubles.set(op.line, op.trouble);
        return;
      case "calm":
        this.cluster.troubles.clear();
    }
  }

  /** Nothing is troubled any more, and everything has had its time; then what the listener last heard. */
  async end(): Promise<{ heard: number[]; rung: number; waiting: number }> {
    this.cluster.troubles.clear();
    // Whoever gave up is heard from again.
    for (const realm of realms) await this.step({ op: "crash", realm });
    await this.cluster.pass(30_000);
    await this.ring();
    await this.cluster.pass(3_000);
    const { texts } = this.cluster.shell("inn").socket(this.#ids.get("inn") ?? "");
    const told = texts.findLast((text) => text.includes("rung by Anna")) ?? "";
    const heard = [...(told.split(": ")[1] ?? "").matchAll(/\d+/g)].map(Number);
    const { published, outbox } = this.cluster.shell("belfry").runner.world.exchange;
    return { heard, rung: published, waiting: outbox.length };
  }

  async ring(): Promise<void> {
    this.cluster.shell("belfry").say(this.#ids.get("belfry") ?? "", { t: "command", id: 9, line: "use bell" });
    await this.cluster.pass(50);
  }
}

it("every ring is heard once and in order, whatever crashes and whichever calls fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ops, { minLength: 5, maxLength: 40 }), async (script) => {
      const story = await Story.begin();
      try {
        for (const op of script) await story.step(op);
        const { heard, rung, waiting } = await story.end();
        expect(rung).toBeGreaterThanOrEqual(script.filter(({ op }) => op === "ring").length);
        expect(heard).toEqual(Array.from({ length: rung }, (_, i) => i + 1));
        expect(waiting).toBe(0);
      } finally {
        story.cluster.end();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
