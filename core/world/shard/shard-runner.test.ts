import { afterEach, describe, expect, it } from "vitest";
import { ShardShell } from "../../../testing/shard-shell.ts";
import { smallWorlds } from "../../../testing/small-world.ts";
import { closeCodes } from "../../protocol/index.ts";

const shells: ShardShell[] = [];

async function shard(): Promise<ShardShell> {
  const shell = new ShardShell(await smallWorlds());
  shells.push(shell);
  return shell;
}

afterEach(() => {
  for (const shell of shells.splice(0)) shell.end();
});

/** What somebody is told who comes back, without the time of day. */
async function missedBy(shell: ShardShell, name: string): Promise<string[]> {
  const id = await shell.enter(name);
  await shell.pass(200);
  const reply = shell.socket(id).frames.find((frame) => frame.t === "reply");
  return reply?.t === "reply" ? reply.lines.map((line) => line.slice("00:00 ".length)) : [];
}

/** Everybody had their minute, and everything has come to rest. */
const REST_MS = 70_000;

describe("a shard", () => {
  it("shows newcomers where they are, before and after they enter", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(1_000);
    const scenes = shell.socket(anna).frames.flatMap((frame) => (frame.t === "scene" ? [frame.scene] : []));
    expect(scenes[0]).toMatchObject({ area: "hall", you: null });
    expect(scenes.at(-1)).toMatchObject({ area: "hall", you: { name: "Anna" } });
  });

  it("refuses commands of those who have not entered, and names that are taken or not allowed", async () => {
    const shell = await shard();
    await shell.enter("Anna");
    const ben = await shell.enter("ANNA ");
    expect(shell.socket(ben).frames.at(-1)).toMatchObject({ t: "error", error: { code: "NAME_TAKEN" } });
    await shell.type(ben, "look");
    const refused = shell.socket(ben).frames.findLast(({ t }) => t === "error");
    expect(refused).toMatchObject({ t: "error", id: 2, error: { code: "ENTER_FIRST" } });
  });

  it("takes a crowd in within a few ticks, and gives no name twice", async () => {
    const shell = await shard();
    const names = Array.from({ length: 40 }, (_, i) => (i % 10 === 9 ? "Twin" : `Guest ${i}`));
    const before = shell.runner.world.tick;
    const ids = await Promise.all(names.map((name, i) => shell.enter(name, `subject-${i}`)));
    await shell.pass(200);
    expect(shell.runner.world.tick - before).toBeLessThanOrEqual(6);
    const refused = ids.filter((id) => shell.socket(id).frames.some(({ t }) => t === "error"));
    expect(refused).toHaveLength(3);
  });

  it("that cannot be read lets its people go, and throws at nobody", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(1_000);
    shell.crash();
    shell.isUnreadable = true;
    const ben = await shell.enter("Ben");
    expect(shell.socket(ben).closed).toBe(closeCodes.RESTART);
    expect(shell.socket(ben).frames.at(-1)).toMatchObject({ t: "error", error: { code: "UNREADABLE" } });
    expect(shell.reports.join()).toContain("no such column");
    shell.isUnreadable = false;
    const again = await shell.enter("Anna");
    await shell.pass(100);
    expect(shell.socket(again).scene?.you?.name).toBe("Anna");
    expect(anna).not.toBe(again);
  });

  it("answers a command, and tells the others what happened", async () => {
    const shell = await shard();
    const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
    await shell.type(anna, "say hello");
    await shell.pass(100);
    expect(shell.socket(ben).texts).toContain("Anna says: “hello”");
    expect(shell.socket(anna).texts).toContain("You say: “hello”");
  });

  it("stops ticking once nothing moves, and wakes at the next word with its sockets kept", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(REST_MS);
    expect(shell.time.timerMs).toBeNull();
    const { tick } = shell.runner.world;
    await shell.pass(600_000);
    expect(shell.runner.world.tick).toBe(tick);
    shell.hibernate();
    await shell.type(anna, "look");
    expect(shell.socket(anna).frames.findLast(({ t }) => t === "reply")).toMatchObject({ ok: true, id: 2 });
    expect(shell.runner.world.tick).toBeGreaterThan(tick);
  });

  it("takes who fell silent for asleep, and wakes them when they are heard again", async () => {
    const shell = await shard();
    const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
    shell.silent.add(anna);
    await shell.pass(60_000);
    await shell.type(ben, "look");
    expect(shell.socket(ben).texts).toContain("Anna fades away.");
    await shell.type(anna, "say hello");
    expect(shell.socket(ben).texts.slice(-2)).toEqual(["Anna appears.", "Anna says: “hello”"]);
  });

  it("shows the whole to who had fallen behind, a scene that was withheld too", async () => {
    const shell = await shard();
    const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
    await shell.pass(500);
    for (let i = 0; i < 40; i++) {
      shell.say(ben, { t: "command", line: i % 2 === 0 ? "open north" : "close north" });
      await shell.pass(500);
    }
    const isOpen = (id: string) =>
      shell.socket(id).scene?.exits.find(({ direction }) => direction === "north")?.door?.open;
    const was = isOpen(anna);
    await shell.type(ben, was ? "close north" : "open north");
    await shell.pass(1_000);
    expect(isOpen(anna)).toBe(was);
    const seq = shell.socket(anna).frames.findLast((frame) => "seq" in frame);
    shell.say(anna, { t: "ack", seq: seq && "seq" in seq ? seq.seq : 0 });
    await shell.pass(200);
    expect(isOpen(anna)).toBe(!was);
  });

  it("lays ghosts: who was awake when the process died and does not come back sleeps, who comes back does not", async () => {
    const shell = await shard();
    const [anna, ben] = [await shell.enter("Anna"), await shell.enter("Ben")];
    await shell.type(anna, "say hello");
    await shell.type(ben, "say hello");
    shell.crash();
    const again = await shell.enter("Anna");
    await shell.pass(2_000);
    await shell.type(again, "look");
    expect(shell.socket(again).frames.findLast(({ t }) => t === "reply")).toMatchObject({ ok: true });
    const told = () => shell.socket(again).frames.flatMap((frame) => (frame.t === "reply" ? frame.lines : []));
    expect(told().join()).toContain("Ben is here");
    await shell.pass(15_000);
    expect(shell.socket(again).texts).toContain("Ben fades away.");
    expect(shell.runner.world.awake).toEqual([0]);
  });

  it("a member has but so many inputs in a tick; the rest waits, none is lost", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    for (let i = 0; i < 30; i++) shell.say(anna, { t: "command", id: 100 + i, line: "i" });
    await shell.pass(1_000);
    const ids = shell
      .socket(anna)
      .frames.flatMap((frame) => (frame.t === "reply" && (frame.id ?? 0) >= 100 ? [frame.id] : []));
    expect(ids).toEqual(Array.from({ length: 30 }, (_, i) => 100 + i));
  });
});

describe("a world is a journal: what was acknowledged is there after a crash", () => {
  it.each([
    ["an item taken", "get mug", "inventory", "You carry a clay mug."],
    ["a door opened", "open north", "look", "Exits: north (the oak door, open), east (the vault door, closed), west."],
    ["what a script remembers", "use bell", "use bell", "used 2 times"],
  ])("%s", async (_, deed, question, answer) => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.type(anna, deed);
    expect(shell.socket(anna).frames.findLast(({ t }) => t === "reply")).toMatchObject({ ok: true });
    shell.crash();
    const again = await shell.enter("Anna");
    await shell.type(again, question);
    await shell.pass(500);
    const told = shell.socket(again).frames.flatMap((frame) => (frame.t === "reply" ? frame.lines : []));
    expect([...told, ...shell.socket(again).texts].join("\n")).toContain(answer);
  });

  it("a crash keeps nobody from what was said before they were back, in time or later", async () => {
    for (const awayMs of [2_000, 10_000]) {
      const shell = await shard();
      const [ben, before] = [await shell.enter("Ben"), await shell.enter("Anna")];
      await shell.pass(100);
      await shell.type(before, "say heard before");
      await shell.pass(100);
      expect(shell.socket(ben).texts.join()).toContain("heard before");
      shell.crash();
      const anna = await shell.enter("Anna");
      await shell.pass(100);
      await shell.type(anna, "say Where are you?");
      await shell.type(anna, "tell Ben psst");
      await shell.pass(awayMs);
      const missed = await missedBy(shell, "Ben");
      expect([awayMs, missed]).toEqual([awayMs, ["Anna asks: “Where are you?”", "Anna tells you: “psst”"]]);
      expect(await missedBy(shell, "Ben")).toEqual([]);
    }
  });

  it("a crash costs at most a second of walking", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(1_000);
    shell.say(anna, { t: "move", n: 1, x: 100, z: 0, facing: 64 });
    await shell.pass(3_000);
    const before = shell.runner.world.tick;
    shell.crash();
    expect(before - shell.runner.world.tick).toBeLessThanOrEqual(20);
  });

  it("comes to the same world whether it crashed or not", async () => {
    const [steady, crashing] = [await shard(), await shard()];
    for (const shell of [steady, crashing]) {
      const anna = await shell.enter("Anna");
      await shell.type(anna, "get mug");
      await shell.type(anna, "north");
      await shell.pass(4_000);
    }
    // What is in the log comes back; both stand at a tick that was written.
    steady.runner.stop();
    crashing.crash();
    const from = crashing.runner.world.tick;
    expect(from).toBe(steady.runner.world.tick - ((steady.runner.world.tick - from) % 20));
    expect(crashing.counts["world_ticks_replayed"]).toBeGreaterThan(40);
  });

  it("a checkpoint counts only once it is whole: an older one and the log serve as well", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.type(anna, "get mug");
    await shell.pass(REST_MS);
    const { tick } = shell.runner.world;
    const hash = shell.runner.world.hash();
    shell.losesParts = true;
    await shell.type(anna, "drop mug");
    await shell.pass(REST_MS);
    shell.crash();
    expect(shell.runner.world.tick).toBeGreaterThan(tick);
    expect(shell.runner.world.hash()).not.toBe(hash);
    const again = await shell.enter("Anna");
    await shell.type(again, "inventory");
    expect(shell.socket(again).frames.findLast(({ t }) => t === "reply")).toMatchObject({
      lines: ["You carry nothing."],
    });
  });

  it("a checkpoint keeps recovery short", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    await shell.pass(45_000);
    await shell.type(anna, "look");
    await shell.pass(20_000);
    shell.crash();
    expect(shell.runner.world.tick).toBeGreaterThan(1_000);
    expect(shell.counts["world_ticks_replayed"]).toBeLessThanOrEqual(600);
  });

  it("what could not be written did not happen, and the world goes on from before", async () => {
    const shell = await shard();
    const anna = await shell.enter("Anna");
    shell.isFull = true;
    await shell.type(anna, "get mug");
    expect(shell.socket(anna).frames.findLast(({ t }) => t === "error")).toMatchObject({
      id: 2,
      error: { code: "INTERNAL" },
    });
    shell.isFull = false;
    await shell.type(anna, "inventory");
    expect(shell.socket(anna).frames.findLast(({ t }) => t === "reply")).toMatchObject({
      lines: ["You carry nothing."],
    });
    expect(shell.reports.join()).toContain("disk is full");
  });
});
