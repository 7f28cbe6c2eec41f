import { describe, expect, it } from "vitest";
import { MemoryShell, type MemorySocket } from "../../testing/memory-shell.ts";
import { type Tally, tallyMachine } from "../../testing/tally-machine.ts";
import type { RoomPorts } from "../ports.ts";
import {
  BAD_MESSAGES_MAX,
  COMMIT_EVERY_MS,
  closeCodes,
  FRAME_MAX_CHARS,
  HELLO_QUEUE_MAX,
  HELLO_WITHIN_MS,
  MESSAGES_BURST,
  MESSAGES_PER_SECOND,
  ROOM_MAX_CONNECTIONS,
  type Role,
  SILENT_AFTER_MS,
  SWEEP_EVERY_MS,
} from "../protocol/index.ts";

const CODE = "22222C";

function room(instead: Partial<RoomPorts<Tally["Fact"]>> = {}): MemoryShell<Tally> {
  const shell = new MemoryShell<Tally>(CODE, tallyMachine(), undefined, instead);
  expect(shell.runner.create({ total: 0 })).toBe(true);
  return shell;
}

const hello = (role: string, token: string) => ({ t: "hello", v: 1, role, token });

function errorsOf(socket: MemorySocket): string[] {
  return socket.frames.flatMap((frame) => (frame.t === "error" ? [frame.error.code] : []));
}

function kindsOf(socket: MemorySocket): string[] {
  return socket.frames.map(({ t }) => t);
}

describe("hello", () => {
  it("[D1] is answered with welcome and the whole state, in this order", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    const [welcome, state] = shell.socket(id).frames;
    expect(welcome).toEqual({ t: "welcome", v: 1, connection: id, role: "player" });
    expect(state).toMatchObject({ t: "state", total: 0, you: null });
  });

  it("[D1] hands on the token with which to return", async () => {
    const claims = { kind: "guest", subject: "anna" } as const;
    const shell = room({ admit: async () => ({ ok: true, value: { claims, token: "for-this-room" } }) });
    const id = await shell.enter("player", "guest:anna");
    expect(shell.socket(id).frames[0]).toMatchObject({ t: "welcome", token: "for-this-room" });
  });

  it.each([
    ["a frame", { t: "join" }],
    ["an acknowledgement", { t: "ack", seq: 1 }],
    ["no JSON", "hello"],
    ["a hello without a token", { t: "hello", v: 1, role: "player" }],
    ["a hello in an unknown role", hello("admin", "host:h")],
    ["a hello with more than it should have", { ...hello("player", "guest:a"), member: 0 }],
    ["a token that is too long", hello("player", `guest:${"x".repeat(2_048)}`)],
  ])("[D1] comes first: %s is refused", async (_, frame) => {
    const shell = room();
    const id = shell.open();
    await shell.say(id, frame);
    expect(errorsOf(shell.socket(id))).toEqual(["HELLO_FIRST"]);
    expect(shell.runner.state).toEqual({ members: [], total: 0, dueMs: null });
    expect(shell.socket(id).closed).toBeNull();
  });

  it("[D1] is waited for with nothing said of the room", async () => {
    const shell = room();
    const stranger = shell.open();
    const anna = await shell.enter("player", "guest:anna");
    await shell.say(anna, { t: "add", n: 5 });
    await shell.say(anna, { t: "tell", n: 3 });
    expect(shell.socket(stranger).texts).toEqual([]);
  });

  it("[D1] is waited for no longer than 15 s, at the next event", async () => {
    const shell = room();
    const stranger = shell.open();
    const anna = await shell.enter("player", "guest:anna");
    shell.advance(HELLO_WITHIN_MS);
    expect(shell.socket(stranger).closed).toBeNull();
    shell.advance(1);
    await shell.say(anna, { t: "add" });
    expect(shell.socket(stranger).closed).toEqual({ code: closeCodes.SILENT, reason: "SILENT" });
    expect(shell.socket(anna).closed).toBeNull();
  });

  it("[D1] is said once", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    await shell.say(id, hello("player", "guest:ben"));
    expect(errorsOf(shell.socket(id))).toEqual(["HELLO_TWICE"]);
  });

  it("[D1] in another version of the protocol ends the connection", async () => {
    const shell = room();
    const id = shell.open();
    await shell.say(id, { ...hello("player", "guest:anna"), v: 2 });
    expect(errorsOf(shell.socket(id))).toEqual(["VERSION_UNSUPPORTED"]);
    expect(shell.socket(id).closed?.code).toBe(closeCodes.REFUSED);
  });
});

describe("while the token is being checked", () => {
  /** A room whose tokens are checked when the test says so. */
  function slowRoom() {
    const waiting: (() => void)[] = [];
    const claims = { kind: "guest", subject: "anna" } as const;
    const admit = () =>
      new Promise<{ ok: true; value: { claims: typeof claims } }>((resolve) =>
        waiting.push(() => resolve({ ok: true, value: { claims } })),
      );
    const shell = room({ admit });
    const id = shell.open();
    const said = (frame: object) => shell.runner.message(id, JSON.stringify(frame));
    return { shell, id, said, check: () => waiting.splice(0).map((resolve) => resolve()) };
  }

  it("[D1] what else is said waits, and is done in its order", async () => {
    const { shell, id, said, check } = slowRoom();
    const admitted = said(hello("player", "guest:anna"));
    for (let n = 1; n <= HELLO_QUEUE_MAX; n++) void said({ t: "add", n, id: n });
    expect(shell.runner.state?.total).toBe(0);
    check();
    await admitted;
    shell.advance(COMMIT_EVERY_MS);
    expect(shell.runner.state?.total).toBe(10);
    expect(kindsOf(shell.socket(id)).slice(0, 2)).toEqual(["welcome", "state"]);
    const done = shell.socket(id).frames.flatMap((frame) => (frame.t === "ok" ? [frame.id] : []));
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it("[D3] only a few frames wait, the others are refused", async () => {
    const { shell, id, said } = slowRoom();
    void said(hello("player", "guest:anna"));
    for (let n = 0; n < HELLO_QUEUE_MAX + 2; n++) void said({ t: "add" });
    expect(errorsOf(shell.socket(id))).toEqual(["HELLO_FIRST", "HELLO_FIRST"]);
  });

  it("[D1] a socket that closes meanwhile is not seated", async () => {
    const { shell, id, said, check } = slowRoom();
    const admitted = said(hello("player", "guest:anna"));
    shell.drop(id);
    check();
    await admitted;
    expect(shell.socket(id).texts).toEqual([]);
    expect(shell.runner.connections).toBe(0);
    expect(shell.runner.state?.total).toBe(0);
  });

  it("[R3] a room that starts again meanwhile keeps the hello", async () => {
    const { shell, id, said, check } = slowRoom();
    const ben = shell.open();
    const benIn = shell.runner.message(ben, JSON.stringify(hello("player", "guest:ben")));
    check();
    await benIn;
    const admitted = said(hello("player", "guest:anna"));
    await shell.say(ben, { t: "explode" });
    check();
    await admitted;
    expect(kindsOf(shell.socket(id))).toEqual(["welcome", "state"]);
  });

  it("a check that fails by itself is reported and asks to come again", async () => {
    const shell = room({ admit: () => Promise.reject(new Error("no key")) });
    const id = await shell.enter("player", "guest:anna");
    expect(errorsOf(shell.socket(id))).toEqual(["NOT_READY"]);
    expect(shell.socket(id).closed?.code).toBe(closeCodes.RESTART);
    expect(shell.reports).toMatchObject([{ where: "admit" }]);
  });

  it("[D1] frames that waited behind a hello which ended the connection are not carried out", async () => {
    const { shell, id, said, check } = slowRoom();
    const admitted = said(hello("host", "guest:anna"));
    void said({ t: "add", n: 7 });
    check();
    await admitted;
    expect(shell.socket(id).closed?.code).toBe(closeCodes.REFUSED);
    expect(shell.runner.state?.total).toBe(0);
  });
});

describe("tokens", () => {
  const others = "22223R";
  it.each<[Role, string, string | null]>([
    ["player", "guest:a", null],
    ["player", "room:a", null],
    ["player", `room:a:${others}`, "FORBIDDEN"],
    ["player", "host:a", "FORBIDDEN"],
    ["player", "screen:a", "FORBIDDEN"],
    ["player", "bad", "TOKEN_INVALID"],
    ["host", "host:a", null],
    ["host", `host:a:${others}`, "FORBIDDEN"],
    ["host", "screen:a", "FORBIDDEN"],
    ["host", "room:a", "FORBIDDEN"],
    ["host", "guest:a", "FORBIDDEN"],
    ["screen", "screen:a", null],
    ["screen", `screen:a:${others}`, "FORBIDDEN"],
    ["screen", "host:a", "FORBIDDEN"],
    ["screen", "guest:a", "FORBIDDEN"],
  ])("[D2] as %s with %s: %s", async (role, token, refused) => {
    const shell = room();
    const id = await shell.enter(role, token);
    expect(errorsOf(shell.socket(id))).toEqual(refused ? [refused] : []);
    expect(shell.socket(id).closed?.code ?? null).toBe(refused ? closeCodes.REFUSED : null);
    expect(kindsOf(shell.socket(id)).includes("state")).toBe(refused === null);
  });
});

describe("what cannot be used", () => {
  const filler = (chars: number) => JSON.stringify({ t: "add", pad: "x".repeat(chars) });
  const overhead = filler(0).length;

  it.each<[string, string | ArrayBuffer | Uint8Array, string]>([
    ["bytes", new ArrayBuffer(4), "BAD_FRAME"],
    ["a view of bytes", new Uint8Array([123, 125]), "BAD_FRAME"],
    ["no JSON", "{", "BAD_FRAME"],
    ["nothing", "", "BAD_FRAME"],
    ["a number", "1", "BAD_FRAME"],
    ["null", "null", "BAD_FRAME"],
    ["a text", '"join"', "BAD_FRAME"],
    ["a list", "[]", "UNKNOWN_FRAME"],
    ["no kind", "{}", "UNKNOWN_FRAME"],
    ["an unknown kind", '{"t":"fly"}', "UNKNOWN_FRAME"],
    ["a kind that is no text", '{"t":{}}', "UNKNOWN_FRAME"],
    ["a kind of every object", '{"t":"constructor"}', "UNKNOWN_FRAME"],
    ["an acknowledgement of nothing", '{"t":"ack"}', "BAD_FRAME"],
    ["an acknowledgement of less than nothing", '{"t":"ack","seq":-1}', "BAD_FRAME"],
    ["an acknowledgement of a part", '{"t":"ack","seq":1.5}', "BAD_FRAME"],
    ["an acknowledgement with more", '{"t":"ack","seq":1,"__proto__":1}', "BAD_FRAME"],
    ["too much text", filler(FRAME_MAX_CHARS - overhead + 1), "FRAME_TOO_LARGE"],
    ["far too much text", "[".repeat(2_000_000), "FRAME_TOO_LARGE"],
  ])("[D3] %s is refused and changes nothing", async (_, data, code) => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    const sent = shell.socket(id).frames.length;
    await shell.runner.message(id, data);
    expect(shell.socket(id).frames.slice(sent)).toMatchObject([{ t: "error", error: { code } }]);
    expect(shell.runner.state).toEqual({ members: [], total: 0, dueMs: null });
    expect(shell.counts[`refused_${code.toLowerCase()}`]).toBe(1);
  });

  it("[D3] messages that are far too large end the connection soon", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    await shell.runner.message(id, "[".repeat(2_000_000));
    expect(shell.socket(id).closed).toBeNull();
    await shell.runner.message(id, "[".repeat(2_000_000));
    expect(shell.socket(id).closed?.code).toBe(closeCodes.ABUSE);
  });

  it("[D3] a frame of the largest size is taken", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    await shell.say(id, filler(FRAME_MAX_CHARS - overhead));
    expect(shell.runner.state?.total).toBe(1);
  });

  it("[D3] what is over the budget is refused, until time has filled it again", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    shell.advance(10_000);
    const say = () => void shell.runner.message(id, '{"t":"add"}');
    for (let i = 0; i < MESSAGES_BURST + 3; i++) say();
    expect(shell.runner.state?.total).toBe(MESSAGES_BURST);
    expect(shell.counts["refused_rate_limited"]).toBe(3);
    shell.advance(1_000);
    for (let i = 0; i < MESSAGES_PER_SECOND + 3; i++) say();
    expect(shell.runner.state?.total).toBe(MESSAGES_BURST + MESSAGES_PER_SECOND);
  });

  it("[D3] a connection's budget is its own", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    for (let i = 0; i < MESSAGES_BURST + 3; i++) void shell.runner.message(anna, '{"t":"add"}');
    await shell.say(ben, { t: "add", n: 500 });
    expect(shell.runner.state?.total).toBeGreaterThanOrEqual(500);
  });

  it("[D4] the connection lives on after refused frames, until there were too many", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    for (let i = 1; i < BAD_MESSAGES_MAX; i++) {
      shell.advance(200);
      await shell.say(id, "nonsense");
    }
    await shell.say(id, { t: "add", n: 3 });
    expect(shell.runner.state?.total).toBe(3);
    expect(shell.socket(id).closed).toBeNull();
    await shell.say(id, "nonsense");
    expect(shell.socket(id).closed).toEqual({ code: closeCodes.ABUSE, reason: "ABUSE" });
    expect(errorsOf(shell.socket(id)).at(-1)).toBe("TOO_MANY_ERRORS");
    expect(shell.socket(ben).closed).toBeNull();
  });

  it("[D4] a flood ends in a close, and what comes after it is not looked at", async () => {
    const shell = room();
    const id = await shell.enter("player", "guest:anna");
    for (let i = 0; i < 5_000; i++) void shell.runner.message(id, "nonsense");
    expect(shell.socket(id).closed?.code).toBe(closeCodes.ABUSE);
    expect(shell.socket(id).frames.length).toBeLessThan(BAD_MESSAGES_MAX + 5);
  });

  it("[D4] a socket that has not said hello is no better off", () => {
    const shell = room();
    const id = shell.open();
    for (let i = 0; i < BAD_MESSAGES_MAX; i++) void shell.runner.message(id, "nonsense");
    expect(shell.socket(id).closed?.code).toBe(closeCodes.ABUSE);
  });
});

describe("silence", () => {
  it("[D5] of 45 s makes a connection absent at the next event, and not before", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    shell.advance(SILENT_AFTER_MS - 2 * COMMIT_EVERY_MS);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(true);
    shell.advance(SWEEP_EVERY_MS);
    expect(shell.socket(anna).keepsake?.present).toBe(true);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(false);
    expect(shell.socket(anna).closed).toBeNull();
    expect(shell.runner.state?.total).toBe(1);
  });

  it("[D5] of 90 s ends the connection at the next event, and it is gone but once", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    shell.advance(SILENT_AFTER_MS + 1_000);
    await shell.say(ben, { t: "add", n: 0 });
    shell.advance(SILENT_AFTER_MS);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).closed).toEqual({ code: closeCodes.SILENT, reason: "SILENT" });
    expect(errorsOf(shell.socket(anna))).toEqual(["SILENT"]);
    expect(shell.runner.state?.total).toBe(1);
  });

  it("[D5] is found at a deadline too", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    await shell.say(anna, { t: "alarm", n: SILENT_AFTER_MS + 1_000 });
    shell.advance(SILENT_AFTER_MS + 2_000);
    expect(shell.socket(anna).keepsake?.present).toBe(false);
  });

  it("[D5] ends with a ping that the transport answered", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    shell.advance(60_000);
    shell.socket(anna).pingMs = shell.time.nowMs - 20_000;
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(true);
    expect(shell.runner.state?.total).toBe(0);
  });

  it("[D5] ends with a message: who was absent is back", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    shell.advance(60_000);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(false);
    await shell.say(anna, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(true);
    shell.advance(40_000);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(true);
  });

  it("[D5] a ping from a clock that is ahead is as of now", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    shell.socket(anna).pingMs = shell.time.nowMs + 3_600_000;
    shell.advance(1_000);
    await shell.say(ben, { t: "add", n: 0 });
    shell.socket(anna).pingMs = null;
    shell.advance(SILENT_AFTER_MS + SWEEP_EVERY_MS);
    await shell.say(ben, { t: "add", n: 0 });
    expect(shell.socket(anna).keepsake?.present).toBe(false);
  });

  it("[D6] wakes nobody", async () => {
    const shell = room();
    await shell.enter("player", "guest:anna");
    shell.advance(COMMIT_EVERY_MS);
    expect(shell.time.timerMs).toBeNull();
    expect(shell.time.alarmMs).toBeNull();
  });

  it("[D6] is not looked for at every commit of a storm", async () => {
    let looked = 0;
    const shell = room({});
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => shell.enter("player", `guest:${i}`)));
    for (const id of ids) {
      Object.defineProperty(shell.socket(id), "pingMs", {
        get: () => {
          looked += 1;
          return null;
        },
      });
    }
    for (let i = 0; i < 200; i++) {
      void shell.runner.message(ids[i % 20] ?? "", '{"t":"add"}');
      shell.advance(5);
    }
    expect(looked).toBeLessThanOrEqual(2 * ids.length);
  });
});

describe("sockets", () => {
  it("to a room that does not exist are told so and closed", async () => {
    const shell = new MemoryShell<Tally>(CODE, tallyMachine());
    const id = shell.open();
    expect(errorsOf(shell.socket(id))).toEqual(["ROOM_NOT_FOUND"]);
    expect(shell.socket(id).closed?.code).toBe(closeCodes.ROOM_NOT_FOUND);
  });

  it("beyond the most that a room holds are refused, and there is room again when one leaves", () => {
    const shell = room();
    const ids = Array.from({ length: ROOM_MAX_CONNECTIONS }, () => shell.open());
    const late = shell.open();
    expect(errorsOf(shell.socket(late))).toEqual(["ROOM_FULL"]);
    shell.drop(ids[0] ?? "");
    expect(shell.socket(shell.open()).closed).toBeNull();
    expect(shell.runner.connections).toBe(ROOM_MAX_CONNECTIONS);
  });

  it("that are not known say nothing that matters", () => {
    const shell = room();
    expect(shell.runner.message("nobody", '{"t":"add"}')).toBeUndefined();
    shell.runner.closed("nobody");
    expect(shell.runner.state?.total).toBe(0);
  });

  it("that closed while the room was not in memory are gone by what they kept", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    await shell.say(anna, { t: "join" });
    const kept = shell.socket(anna).keepsake;
    shell.socket(anna).closed = { code: 1006, reason: "" };
    shell.hibernate();
    shell.runner.closed(anna, kept);
    expect(shell.runner.state?.total).toBe(1);
  });

  it("are counted", async () => {
    const shell = room();
    const anna = await shell.enter("player", "guest:anna");
    shell.drop(anna);
    shell.drop(anna);
    expect(shell.counts).toMatchObject({ connections_opened: 1, connections_closed: 1 });
  });
});
