import fc from "fast-check";
import { expect, it } from "vitest";
import { UplinkCluster } from "../../../testing/uplink-cluster.ts";
import { statsOf } from "../directory/directory.ts";

const sites = ["edge", "attic", "barn"] as const;
const nodes = ["attic", "barn"] as const;
const realms = ["tavern", "wood"] as const;

type Op =
  | { op: "ring"; site: (typeof sites)[number]; realm: (typeof realms)[number]; times: number }
  | { op: "pump"; most: number }
  | { op: "pass"; ms: number }
  | { op: "cut"; node: (typeof nodes)[number]; isSilent: boolean }
  | { op: "crash"; site: (typeof sites)[number] }
  | { op: "hibernate" }
  | { op: "down"; isDown: boolean }
  | { op: "full disk"; site: (typeof sites)[number] }
  | { op: "deaf"; site: (typeof sites)[number]; realm: (typeof realms)[number]; isDeaf: boolean };

const site = fc.constantFrom(...sites);
const node = fc.constantFrom(...nodes);
const realm = fc.constantFrom(...realms);
const is = <T extends string>(op: T) => fc.constant(op);
const ops: fc.Arbitrary<Op> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: is("ring"), site, realm, times: fc.constantFrom(1, 1, 2, 130) }) },
  { weight: 6, arbitrary: fc.record({ op: is("pump"), most: fc.constantFrom(1, 2, 3, 5, 20) }) },
  { weight: 4, arbitrary: fc.record({ op: is("pass"), ms: fc.constantFrom(1, 500, 5_000, 12_000, 60_000, 400_000) }) },
  { weight: 3, arbitrary: fc.record({ op: is("cut"), node, isSilent: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ op: is("crash"), site }) },
  { weight: 2, arbitrary: fc.record({ op: is("hibernate") }) },
  { weight: 2, arbitrary: fc.record({ op: is("down"), isDown: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ op: is("full disk"), site }) },
  { weight: 2, arbitrary: fc.record({ op: is("deaf"), site, realm, isDeaf: fc.boolean() }) },
);

/** Three directories, in each two realms that ring and listen. */
class Story {
  readonly cluster = new UplinkCluster(nodes);

  static async begin(): Promise<Story> {
    const story = new Story();
    for (const name of sites)
      for (const realm of realms) story.cluster.realm(story.cluster.site(name), realm, ["bell"]);
    await story.cluster.pass(20_000);
    return story;
  }

  async step(op: Op): Promise<void> {
    const { cluster } = this;
    switch (op.op) {
      case "ring":
        for (let i = 0; i < op.times; i++) cluster.publish(cluster.site(op.site), op.realm, "bell");
        return;
      case "pump":
        return cluster.pump(op.most);
      case "pass":
        return cluster.pass(op.ms);
      case "cut":
        return cluster.cut(op.node, op.isSilent);
      case "crash":
        return cluster.crash(cluster.site(op.site));
      case "hibernate":
        return cluster.hibernate();
      case "down":
        cluster.isDown = op.isDown;
        return;
      case "full disk":
        cluster.site(op.site).sql.failsNext = true;
        return;
      case "deaf": {
        const realm = cluster.site(op.site).realms.get(op.realm);
        if (realm) realm.isDeaf = op.isDeaf;
      }
    }
  }

  /** Nothing is troubled any more, and everything has had its time. */
  async end(): Promise<void> {
    const { cluster } = this;
    cluster.isDown = false;
    for (const name of sites) {
      const site = cluster.site(name);
      site.sql.failsNext = false;
      for (const realm of site.realms.values()) realm.isDeaf = false;
      // Realms that were given up are heard from again; the uplinks come back by themselves.
      cluster.signOnAll(site);
    }
    await cluster.pass(2 * 3_600_000);
    for (const name of sites) {
      const site = cluster.site(name);
      for (const realm of site.realms.values()) while (realm.outbox.length > 0) cluster.flush(site, realm);
    }
    await cluster.pass(60_000);
  }

  /** What a realm is to have heard of every other, by the name under which it knows it. */
  expected(at: string, name: string): Record<string, string[]> {
    const heard: Record<string, string[]> = {};
    for (const from of sites) {
      for (const realm of realms) {
        if (from === at && realm === name) continue;
        const inner = from === "edge" || from === at ? realm : `${from}.${realm}`;
        const origin = from === at ? realm : at === "edge" ? inner : `edge.${inner}`;
        const published = this.cluster.site(from).realms.get(realm)?.published ?? 0;
        heard[origin] = Array.from({ length: published }, (_, i) => `${origin} ${i + 1}`);
      }
    }
    return heard;
  }
}

it("every event is heard in every other realm once, in the order of its origin, whatever dies and whichever line fails", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ops, { minLength: 5, maxLength: 45 }), async (script) => {
      const story = await Story.begin();
      for (const op of script) await story.step(op);
      await story.end();
      for (const at of sites) {
        for (const [name, { news }] of story.cluster.site(at).realms) {
          for (const [origin, expected] of Object.entries(story.expected(at, name)))
            expect([at, name, news.filter((one) => one.startsWith(`${origin} `))]).toEqual([at, name, expected]);
        }
        const { outboxes } = statsOf(story.cluster.site(at).keeper.directory);
        expect(outboxes.filter(({ waiting }) => waiting > 0)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
}, 180_000);
