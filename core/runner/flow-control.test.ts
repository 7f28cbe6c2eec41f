import { describe, expect, it } from "vitest";
import { MemoryShell, type MemorySocket } from "../../testing/memory-shell.ts";
import { game, type Person, type QuizRoom } from "../../testing/quiz-room.ts";
import { type Tally, tallyMachine } from "../../testing/tally-machine.ts";
import { COMMIT_EVERY_MS, closeCodes, UNACKED_STATES_MAX, WITHHELD_STATES_MAX } from "../protocol/index.ts";

interface Numbered {
  t: string;
  seq?: number;
}

/** What may be withheld. */
function numbered(socket: MemorySocket): Numbered[] {
  return socket.frames.filter((frame): frame is typeof frame & Numbered => "seq" in frame);
}

async function room() {
  const shell = new MemoryShell<Tally>("22222C", tallyMachine());
  shell.runner.create({ total: 0 });
  const slow = await shell.enter("player", "guest:slow");
  const host = await shell.enter("host", "host:h");
  return { shell, slow, host };
}

/** Numbered frames to the players, and the host keeps up. */
async function tell(shell: MemoryShell<Tally>, host: string, n: number) {
  await shell.say(host, { t: "tell", n });
}

describe("a client that does not acknowledge", () => {
  it("[D7] gets 32 numbered frames and no more", async () => {
    const { shell, slow, host } = await room();
    await tell(shell, host, UNACKED_STATES_MAX - 1);
    expect(numbered(shell.socket(slow))).toHaveLength(UNACKED_STATES_MAX);
    await tell(shell, host, 10);
    expect(numbered(shell.socket(slow))).toHaveLength(UNACKED_STATES_MAX);
    expect(shell.counts["frames_withheld"]).toBe(10);
    expect(shell.socket(slow).closed).toBeNull();
  });

  it("[D7] gets the answers to its own requests all the same", async () => {
    const { shell, slow, host } = await room();
    await tell(shell, host, 40);
    const before = shell.socket(slow).frames.length;
    await shell.say(slow, { t: "tell", id: 7, n: 0 });
    await shell.say(slow, { t: "fly", id: 8 });
    await shell.say(slow, { t: "join", id: 9 });
    await shell.say(slow, { t: "join", id: 10 });
    expect(shell.socket(slow).frames.slice(before)).toMatchObject([
      { t: "ok", id: 7 },
      { t: "error", error: { code: "UNKNOWN_FRAME" } },
      { t: "ok", id: 9 },
      { t: "error", id: 10, error: { code: "ALREADY_JOINED" } },
    ]);
  });

  it("[D7] gets one whole state on acknowledging, and then everything again", async () => {
    const { shell, slow, host } = await room();
    await shell.say(slow, { t: "join" });
    await tell(shell, host, 60);
    await shell.say(host, { t: "add", n: 5 });
    shell.socket(slow).take();
    await shell.say(slow, { t: "ack", seq: 1_000 });
    expect(shell.socket(slow).take()).toMatchObject([
      { t: "state", probe: true, total: 5, you: { member: 0, subject: "slow" } },
    ]);
    await tell(shell, host, 2);
    expect(shell.socket(slow).take()).toHaveLength(2);
  });

  it("[D7] gets nothing for an acknowledgement of what it has acknowledged before", async () => {
    const { shell, slow, host } = await room();
    await shell.say(slow, { t: "ack", seq: 1 });
    await shell.say(host, { t: "add" });
    await tell(shell, host, 60);
    shell.socket(slow).take();
    await shell.say(slow, { t: "ack", seq: 1 });
    expect(shell.socket(slow).take()).toEqual([]);
  });

  it("[D7] gets as many more as it has acknowledged, of frames with one number as of others", async () => {
    const { shell, slow, host } = await room();
    await shell.say(host, { t: "add" });
    await tell(shell, host, 60);
    shell.socket(slow).take();
    // The first state alone had a lower number than the 31 that came behind it.
    await shell.say(slow, { t: "ack", seq: 1 });
    expect(shell.socket(slow).take()).toMatchObject([{ t: "state", total: 1 }]);
    await tell(shell, host, 5);
    expect(shell.socket(slow).take()).toEqual([]);
  });

  it("[D7] is closed once 64 were withheld, and may come back", async () => {
    const { shell, slow, host } = await room();
    await tell(shell, host, UNACKED_STATES_MAX - 1 + WITHHELD_STATES_MAX);
    expect(shell.socket(slow).closed).toBeNull();
    await tell(shell, host, 1);
    expect(shell.socket(slow).closed).toEqual({ code: closeCodes.TOO_SLOW, reason: "TOO_SLOW" });
    expect(shell.socket(slow).last("error")?.error.code).toBe("TOO_SLOW");
    expect(shell.counts).toMatchObject({ frames_withheld: WITHHELD_STATES_MAX + 1, closed_too_slow: 1 });
    const again = await shell.enter("player", "guest:slow");
    expect(shell.socket(again).last("state")).toMatchObject({ t: "state", total: 1 });
  });

  it("[D7] an acknowledgement in time starts the count anew", async () => {
    const { shell, slow, host } = await room();
    for (let i = 0; i < 10; i++) {
      await tell(shell, host, 30);
      await shell.say(slow, { t: "ack", seq: 1_000 });
    }
    expect(shell.socket(slow).closed).toBeNull();
    expect(shell.counts["frames_withheld"]).toBeUndefined();
  });

  it("[D7] an acknowledgement of the future holds only until the next frames", async () => {
    const { shell, slow, host } = await room();
    await shell.say(slow, { t: "ack", seq: Number.MAX_SAFE_INTEGER });
    await tell(shell, host, UNACKED_STATES_MAX + 5);
    expect(shell.counts["frames_withheld"]).toBe(5);
  });

  it("[D7] holds up nobody else", async () => {
    const { shell, host } = await room();
    const anna = await shell.enter("player", "guest:anna");
    for (let i = 0; i < 10; i++) {
      await tell(shell, host, 20);
      await shell.say(anna, { t: "ack", seq: 1_000 });
    }
    expect(numbered(shell.socket(anna)).filter(({ t }) => t === "told")).toHaveLength(200);
  });

  it("[D7] its close comes behind nothing that others are still to be sent", async () => {
    const { shell, host } = await room();
    const anna = await shell.enter("player", "guest:anna");
    await tell(shell, host, 30);
    await shell.say(anna, { t: "ack", seq: 1_000 });
    await tell(shell, host, 30);
    await shell.say(anna, { t: "ack", seq: 1_000 });
    // In the middle of these, the slow one is closed; that it is gone is said to the rest.
    shell.socket(anna).take();
    await tell(shell, host, 30);
    shell.advance(COMMIT_EVERY_MS);
    await shell.say(anna, { t: "ack", seq: 1_000 });
    await tell(shell, host, 30);
    shell.advance(COMMIT_EVERY_MS);
    const seqs = numbered(shell.socket(anna)).map(({ seq }) => seq ?? 0);
    const kinds = numbered(shell.socket(anna)).map(({ t }) => t);
    expect(kinds).toContain("left");
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });
});

describe("in a quiz", () => {
  /** A player who reads nothing, until states are withheld from them. */
  async function stalled(room: QuizRoom, host: Person): Promise<Person> {
    const anna = await room.player("Anna");
    await room.player("Ben");
    for (let i = 0; i < 50; i++) {
      await host.say({ t: "lock", on: i % 2 === 0 });
      await host.acknowledge();
      room.pass(250);
    }
    expect(room.shell.counts["frames_withheld"]).toBeGreaterThan(0);
    return anna;
  }

  it("[D7] a whole state has the player's own part, with the history", async () => {
    const room = game();
    const host = await room.host();
    const anna = await stalled(room, host);
    await host.does({ t: "lock", on: false });
    await host.does({ t: "start" });
    room.passToOpening();
    const accepted = await anna.answer("right");
    expect(accepted?.t).toBe("accepted");
    room.passUntil("standings");
    anna.socket.take();
    await anna.acknowledge();
    await anna.say({ t: "ack", seq: 1_000 });
    const [state] = anna.socket.take();
    expect(state).toMatchObject({
      t: "state",
      room: { now: { phase: "standings" } },
      you: { name: "Anna", score: 1_000, rank: 1, history: [1_000] },
    });
  });

  it("[D7] a host's whole state comes with the whole roster", async () => {
    const room = game();
    const host = await room.host();
    for (const name of ["Anna", "Ben", "Cleo"]) await room.player(name);
    for (let i = 0; i < 50; i++) {
      await host.say({ t: "lock", on: false });
      room.pass(250);
    }
    expect(room.shell.counts["frames_withheld"]).toBeGreaterThan(0);
    host.socket.take();
    await host.say({ t: "ack", seq: 1_000 });
    const frames = host.socket.take();
    expect(frames.map(({ t }) => t).toSorted()).toEqual(["roster", "state"]);
    const roster = frames.find((frame) => frame.t === "roster");
    expect(roster).toMatchObject({ whole: true, rows: [{ name: "Anna" }, { name: "Ben" }, { name: "Cleo" }] });
  });

  it("[D7] a whole game is sent to somebody who acknowledges as the protocol asks", async () => {
    const room = game({ questions: 10 });
    const host = await room.host();
    const anna = await room.player("Anna");
    await host.does({ t: "start" });
    while (room.phase !== "podium") {
      room.pass(1_000);
      await room.acknowledge();
    }
    expect(room.shell.counts["frames_withheld"]).toBeUndefined();
    expect(anna.you.history).toHaveLength(10);
  });
});
