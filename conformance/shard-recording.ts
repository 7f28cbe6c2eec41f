import { SEEN_EVERY_TICKS } from "../core/protocol/limits.ts";
import { ShardShell } from "../testing/shard-shell.ts";
import { smallWorlds } from "../testing/small-world.ts";
import { readMotion } from "./world-page.ts";

/** What one connection of a shard sent and was sent. */
export interface StayRecording {
  said: object[];
  heard: object[];
  /** Binary frames, in the order in which they came. */
  motion: Uint8Array[];
  /** Both directions as they alternated. */
  all: { way: "said" | "heard"; frame: object | Uint8Array }[];
}

const TICK_MS = 50;

/** Records a shard of the small realm, whose people walk, talk, carry, throw, sit, open, come and go. */
export async function recordShard(): Promise<Map<string, StayRecording>> {
  const recorder = new Recorder(new ShardShell(await smallWorlds()));
  try {
    await playStay(recorder);
    return recorder.stays;
  } finally {
    recorder.shell.end();
  }
}

async function playStay(recorder: Recorder): Promise<void> {
  const [anna, ben] = [await recorder.hello("Anna"), await recorder.hello("Ben")];
  recorder.say(anna, { t: "command", id: 1, line: "look" });
  recorder.say(anna, { t: "fly" });
  recorder.say(anna, { t: "enter", id: 2, name: "Anna" });
  recorder.say(ben, { t: "enter", id: 3, name: "Ben" });
  await recorder.pass(10);
  recorder.say(anna, { t: "enter", id: 4, name: "Anna" });
  for (const one of [anna, ben]) recorder.say(one, { t: "watch", on: true });
  await recorder.pass(10);
  recorder.say(anna, { t: "move", n: 1, x: 100, z: 0, facing: 64, tick: recorder.tick + 2 });
  await recorder.pass(10);
  recorder.say(anna, { t: "move", n: 2, x: -60, z: 80, facing: 200, jump: true, seen: recorder.tick });
  await recorder.pass(15);
  recorder.say(anna, { t: "move", n: 3, x: 0, z: 0, facing: 128 });
  for (const line of ["get clay mug", "say hello", "call is anybody there", "throw mug", "sit on bench"]) {
    await recorder.type(anna, line);
  }
  await recorder.pass(40);
  for (const line of ["open north", "north", "close south", "push barrel", "get brass key", "tell anna psst"]) {
    await recorder.type(ben, line, 50);
  }
  await recorder.type(anna, "dance");
  const cleo = await recorder.hello("Cleo");
  recorder.say(cleo, { t: "enter", id: 5, name: "Anna" });
  recorder.say(cleo, { t: "enter", id: 6, name: "Cleo" });
  await recorder.pass(5);
  recorder.close(cleo);
  await recorder.type(ben, "open south", 30);
  await recorder.type(ben, "give key to anna", 30);
  recorder.say(anna, { t: "watch", on: false });
  recorder.say(anna, { t: "watch", on: true });
  await recorder.pass(20);
}

class Recorder {
  readonly shell: ShardShell;
  readonly stays = new Map<string, StayRecording>();
  /** What each has said to have arrived: a snapshot's tick, a frame's number. */
  readonly #known = new Map<string, { tick: number; seq: number }>();
  #passed = 0;

  constructor(shell: ShardShell) {
    this.shell = shell;
    shell.onMotion = (id, frame) => {
      const bytes = frame.slice();
      this.#stay(id).motion.push(bytes);
      this.#hear(id);
      this.#stay(id).all.push({ way: "heard", frame: bytes });
    };
  }

  get tick(): number {
    return this.shell.runner.world.tick;
  }

  async hello(name: string): Promise<string> {
    const id = this.shell.open();
    const hello = { t: "hello", v: 1, role: "player", token: name.toLowerCase() };
    this.#note(id, hello);
    await this.shell.runner.message(id, JSON.stringify(hello));
    this.#hear(id);
    return id;
  }

  say(id: string, frame: object): void {
    this.#hear(id);
    this.#note(id, frame);
    this.shell.say(id, frame);
    this.#hear(id);
  }

  close(id: string): void {
    this.shell.runner.closed(id);
    this.shell.sockets.delete(id);
  }

  async type(id: string, line: string, ticks = 4): Promise<void> {
    this.say(id, { t: "command", id: 10 + this.#stay(id).said.length, line });
    await this.pass(ticks);
  }

  /** Ticks pass; everybody says what has arrived, every tenth. */
  async pass(ticks: number): Promise<void> {
    for (let i = 0; i < ticks; i++) {
      await this.shell.pass(TICK_MS);
      this.#passed += 1;
      if (this.#passed % SEEN_EVERY_TICKS !== 0) continue;
      for (const id of this.stays.keys()) if (this.shell.sockets.has(id)) this.#acknowledge(id);
    }
  }

  #acknowledge(id: string): void {
    this.#hear(id);
    const { motion, heard } = this.#stay(id);
    const before = this.#known.get(id) ?? { tick: 0, seq: 0 };
    const newest = motion.map(readMotion).findLast((frame) => (frame?.snapshot.length ?? 0) > 0);
    const numbered = heard.findLast((frame): frame is { seq: number } => "seq" in frame);
    const now = { tick: newest?.head["tick"] ?? 0, seq: numbered?.seq ?? 0 };
    this.#known.set(id, now);
    if (now.tick !== before.tick) this.say(id, { t: "seen", tick: now.tick });
    if (now.seq !== before.seq) this.say(id, { t: "ack", seq: now.seq });
  }

  #stay(id: string): StayRecording {
    const known = this.stays.get(id) ?? { said: [], heard: [], motion: [], all: [] };
    this.stays.set(id, known);
    return known;
  }

  #note(id: string, frame: object): void {
    this.#stay(id).said.push(frame);
    this.#stay(id).all.push({ way: "said", frame });
  }

  /** Takes over what has come as text. */
  #hear(id: string): void {
    const stay = this.#stay(id);
    for (const frame of this.shell.socket(id).frames.slice(stay.heard.length)) {
      stay.heard.push(frame);
      stay.all.push({ way: "heard", frame });
    }
  }
}
