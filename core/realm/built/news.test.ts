import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealmCluster } from "../../../testing/realm-cluster.ts";
import { builtRealms } from "./index.ts";

let cluster: RealmCluster;
let anna: string;
let ben: string;

beforeAll(async () => {
  cluster = await RealmCluster.of(builtRealms);
  anna = await cluster.shell("whisperwood").enter("Anna");
  ben = await cluster.shell("golden-dragon").enter("Ben");
  await cluster.pass(500);
});

afterAll(() => cluster.end());

async function go(realm: string, who: string, ...lines: string[]): Promise<void> {
  const shell = cluster.shell(realm);
  for (const line of lines) {
    shell.say(who, { t: "command", id: 2, line });
    await cluster.pass(15_000);
    for (const { seq } of shell.socket(who).frames.flatMap((frame) => ("seq" in frame ? frame : [])))
      shell.say(who, { t: "ack", seq });
  }
}

const texts = (realm: string, who: string) => cluster.shell(realm).socket(who).texts;

describe("the realms that come with Skerry hear each other", () => {
  it("the chapel's bell in the tavern", async () => {
    await go("whisperwood", anna, "n", "w", "n", "use bell");
    expect(cluster.shell("whisperwood").socket(anna).scene?.area).toBe("ruined-chapel");
    expect(texts("golden-dragon", ben).filter((text) => text.includes("sound of a bell"))).toHaveLength(1);
  });

  it("and under the open sky; and the dragon of the town in the wood", async () => {
    await go("golden-dragon", ben, "open south", "s");
    await go("whisperwood", anna, "use bell");
    expect(texts("golden-dragon", ben)).toContain(
      "Beyond the southern roofs, far out among the trees, a bell speaks once.",
    );
    await go("golden-dragon", ben, "use dragon");
    expect(texts("whisperwood", anna)).toContain(
      "From the town comes a long roar, and very softly, untouched, the bell answers.",
    );
    expect(cluster.reports).toEqual([]);
  });
});
