import { afterEach, describe, expect, it } from "vitest";
import { ShardShell } from "../../../testing/shard-shell.ts";
import { smallWorlds } from "../../../testing/small-world.ts";
import { changedRealm } from "../../../testing/world-checkpoints.ts";
import type { SimulationFactory } from "../simulation.ts";

const shells: ShardShell[] = [];

/** A shard whose map can be changed between two starts. */
async function shard(): Promise<{ shell: ShardShell; build(): Promise<string[]> }> {
  let factory: SimulationFactory = await smallWorlds();
  const shell = new ShardShell({
    create: () => factory.create(),
    restore: (checkpoint) => factory.restore(checkpoint),
  });
  shells.push(shell);
  return {
    shell,
    async build() {
      const changed = await smallWorlds(changedRealm());
      factory = changed;
      return changed.problems;
    },
  };
}

afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

/** Everybody had their minute, and everything was put away. */
const REST_MS = 70_000;

function answerOf(shell: ShardShell, connection: string): unknown {
  return shell.socket(connection).frames.findLast(({ t }) => t === "reply");
}

describe("a shard whose map was changed", () => {
  it("goes on with its people where they are, their sockets kept", async () => {
    const { shell, build } = await shard();
    const anna = await shell.enter("Anna");
    await shell.type(anna, "get mug");
    await shell.type(anna, "north");
    await shell.pass(REST_MS);
    const problems = await build();
    shell.hibernate();
    await shell.type(anna, "inventory");
    expect(answerOf(shell, anna)).toMatchObject({ ok: true, lines: ["You carry a clay mug."] });
    expect(shell.socket(anna).scene).toMatchObject({ area: "yard", you: { name: "Anna" } });
    expect(problems.join()).toContain("made by another land and map");
  });

  it("replays what was done after its checkpoint on the new map: items, doors, words are there", async () => {
    const { shell, build } = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(REST_MS);
    const put = shell.runner.world.tick;
    for (const line of ["get mug", "open north", "use bell", "say before the storm"]) await shell.type(anna, line);
    expect(shell.runner.world.tick).toBeGreaterThan(put);
    await build();
    shell.crash();
    const again = await shell.enter("Anna");
    await shell.type(again, "inventory");
    expect(answerOf(shell, again)).toMatchObject({ lines: ["You carry a clay mug."] });
    await shell.type(again, "look");
    expect(answerOf(shell, again)).toMatchObject({
      lines: expect.arrayContaining([expect.stringContaining("the oak door, open")]),
    });
    await shell.type(again, "history");
    expect(answerOf(shell, again)).toMatchObject({ lines: [expect.stringMatching(/^\d\d:\d\d You say: “before the/)] });
    expect(shell.counts["world_ticks_replayed"]).toBeGreaterThan(0);
  });

  it("comes to the same world however often it is taken up before the next checkpoint", async () => {
    const { shell, build } = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(REST_MS);
    await shell.type(anna, "get mug");
    await build();
    shell.crash();
    const again = await shell.enter("Anna");
    await shell.type(again, "throw mug");
    await shell.pass(2_000);
    shell.runner.stop();
    const ends = [0, 1].map(() => {
      shell.crash();
      const { world } = shell.runner;
      return [world.tick, world.hash()];
    });
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe("talk of a shard", () => {
  it("outlives a crash, and is shown to who comes in", async () => {
    const { shell } = await shard();
    const anna = await shell.enter("Anna");
    await shell.type(anna, "say hello");
    shell.crash();
    const ben = await shell.enter("Ben");
    await shell.pass(100);
    expect(answerOf(shell, ben)).toMatchObject({
      id: 1,
      ok: true,
      lines: [expect.stringMatching(/Anna says: “hello”$/)],
    });
  });
});
