import { readWorldFrame } from "../../client/world-received.ts";
import { seeded } from "../../core/protocol/snapshot/snapshot.fuzz.ts";
import { worldFrame } from "../../core/protocol/world-frames.ts";
import { ShardShell } from "../shard-shell.ts";
import { smallWorlds } from "../small-world.ts";

export interface TextFuzzReport {
  frames: number;
  /** Frames that were taken for one of a world, of a client. */
  received: number;
  accepted: number;
  /** Frames that went through a shard's doorway, and connections that were closed for what they sent. */
  delivered: number;
  closed: number;
}

/** One in so many goes through a shard. */
const DELIVERED = 12;
/** Inputs that a shard keeps for one connection. */
const WAITING_MAX = 400;

const thing = { entity: 7, kind: "item", name: "clay mug" };
const corpus: readonly object[] = [
  { t: "welcome", v: 1, connection: "c1", role: "player" },
  { t: "reply", id: 3, ok: true, lines: ["You carry a clay mug."] },
  { t: "events", seq: 4, events: [{ type: "said", text: "Anna says: “hello”" }] },
  { t: "people", seq: 5, whole: true, here: [{ entity: 7, name: "Anna" }], gone: [8, 9] },
  { t: "error", id: 3, error: { code: "INTERNAL", message: "It broke." } },
  {
    t: "scene",
    seq: 6,
    scene: {
      realm: "A",
      area: "hall",
      title: "Hall",
      description: "Bare.",
      minute: 480,
      you: { entity: 1, name: "Ben", sitting: false, carries: [thing] },
      exits: [{ direction: "north", title: "Yard", door: { name: "oak door", open: false } }],
      things: [thing],
    },
  },
  { t: "enter", id: 1, name: "Anna" },
  { t: "command", id: 2, line: "give 2.mug to Ben" },
  { t: "move", n: 4, x: 100, z: -20, facing: 64, jump: true, tick: 30, seen: 20 },
  { t: "watch", on: true },
  { t: "seen", tick: 7 },
  { t: "ack", seq: 7 },
];

const oddities: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  2 ** 32,
  0.5,
  "",
  "x".repeat(5_000),
  "\u0000\ud800",
  [],
  {},
  [[[[]]]],
  Array.from({ length: 2_000 }, () => 0),
  { toString: 1, constructor: 2, length: 9 },
];

/**
 * Text frames that are random, or real ones with characters or values changed, as a page and a shard read them.
 * The property: nothing throws, a shard reports nothing, goes on, and keeps little of what it was sent.
 * @throws Error when it is not so
 */
export async function fuzzTexts(frames: number, seed: number): Promise<TextFuzzReport> {
  const random = seeded(seed);
  const shell = new ShardShell(await smallWorlds());
  const report: TextFuzzReport = { frames: 0, received: 0, accepted: 0, delivered: 0, closed: 0 };
  try {
    let connection = await shell.enter("Anna");
    for (; report.frames < frames; report.frames++) {
      const text = strangeText(random);
      if (readWorldFrame(text)) report.received += 1;
      if (worldFrame.safeParse(jsonIn(text)).success) report.accepted += 1;
      if (report.frames % DELIVERED !== 0) continue;
      if (shell.socket(connection).closed !== null) {
        report.closed += 1;
        shell.runner.closed(connection);
        shell.sockets.delete(connection);
        connection = random() < 0.5 ? await shell.enter("Anna") : shell.open();
      }
      await deliver(shell, connection, random() < 0.1 ? new TextEncoder().encode(text) : text);
      report.delivered += 1;
    }
    await shell.type(await shell.enter("Zoe"), "look");
    if (!shell.runner.world.isAwake) throw new Error("the world has stopped");
  } finally {
    shell.end();
  }
  return report;
}

async function deliver(shell: ShardShell, connection: string, data: string | Uint8Array): Promise<void> {
  void shell.runner.message(connection, data);
  await shell.pass(20);
  if (shell.reports.length > 0) throw new Error(`${shell.reports.join()} after ${data.slice(0, 300)}`);
  const { inputs } = shell.runner.held;
  if (inputs > WAITING_MAX) throw new Error(`${inputs} inputs wait`);
  const socket = shell.socket(connection);
  socket.frames.length = 0;
  socket.motion.length = 0;
}

function strangeText(random: () => number): string {
  const below = (n: number) => Math.floor(random() * n);
  const one = corpus[below(corpus.length)] ?? {};
  const way = below(8);
  if (way === 0) return String.fromCharCode(...Array.from({ length: below(60) }, () => below(0x10000)));
  if (way === 1) return JSON.stringify(oddities[below(oddities.length)]);
  const text = JSON.stringify(way < 5 ? changed(structuredClone(one), random) : one);
  if (way < 6) return text;
  if (way === 6) return text.slice(0, below(text.length));
  const at = below(text.length);
  return text.slice(0, at) + String.fromCharCode(32 + below(95)) + text.slice(at + 1);
}

/** The same with a value somewhere in it put in place by another, left out, or added. */
function changed(value: object, random: () => number): object {
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)] ?? "t";
  const within: unknown = Reflect.get(value, key);
  if (typeof within === "object" && within !== null && random() < 0.7) {
    Reflect.set(value, key, changed(within, random));
    return value;
  }
  const way = random();
  if (way < 0.2) Reflect.deleteProperty(value, key);
  else if (way < 0.4)
    Reflect.set(value, ["__proto__", "seq", "seen", "id", "more"][Math.floor(random() * 5)] ?? "id", 1);
  else Reflect.set(value, key, oddities[Math.floor(random() * oddities.length)]);
  return value;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
