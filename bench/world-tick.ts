// A crowded world: 1,000 awake bodies, 200 clients, 20 ticks a second in one core; where the time goes, and what is sent.
import { join } from "node:path";
import { readMotionFrame } from "../core/protocol/motion-frame.ts";
import { randomFor } from "../core/random.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import { TICK_MS } from "../core/world/inputs.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import { alone } from "../core/world/shard/membership.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import type { Simulation, SimulationFactory } from "../core/world/simulation.ts";
import { worldFactory } from "../core/world/world.ts";
import { WorldLog } from "../core/world/world-log.ts";
import { fileParts } from "../edge-sim/file-parts.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { loadQuickJs } from "../edge-sim/quickjs.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { readArguments } from "./arguments.ts";
import { quantilesOf, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { freshFolder } from "./servers/folders.ts";
import { arena, restless } from "./world/arena.ts";

const TICK_MS_MOST = 25;

const wish = readArguments("world-tick: a tick of a crowded world", {
  bodies: { value: 1_000, help: "awake bodies, those of people included" },
  clients: { value: 200, help: "people who walk about and watch" },
  ticks: { value: 1_200, help: "measured ticks" },
  side: { value: 160, help: "metres of the field's side" },
  stalled: { value: 50, help: "clients that say nothing of what has arrived, in a part of its own" },
});

type Part = "simulation" | "looks" | "interest" | "encoding";
const spent: Record<Part, number> = { simulation: 0, looks: 0, interest: 0, encoding: 0 };
let markedMs = 0;

function mark(part: Part): void {
  const nowMs = performance.now();
  spent[part] += nowMs - markedMs;
  markedMs = nowMs;
}

/** The same worlds, with their steps timed. */
function timed(factory: SimulationFactory): SimulationFactory {
  const wrap = (world: Simulation): Simulation => {
    const step = world.step.bind(world);
    world.step = (inputs) => {
      markedMs = performance.now();
      const outcome = step(inputs);
      mark("simulation");
      return outcome;
    };
    return world;
  };
  return { create: () => wrap(factory.create()), restore: (checkpoint) => wrap(factory.restore(checkpoint)) };
}

/** Everybody is a socket that this program plays. */
class Crowd {
  readonly time = new ManualTime();
  readonly bytes = new Map<string, number>();
  readonly newest = new Map<string, number>();
  readonly runner: ShardRunner;
  frames = 0;
  closed = 0;
  readonly silent = new Set<string>();
  readonly #random = randomFor("world-tick", "people");
  #moves = 0;

  constructor(factory: SimulationFactory, sql: FileSql) {
    this.runner = new ShardRunner("arena", {
      log: new WorldLog(sql, fileParts(sql)),
      factory,
      stored: () => Promise.resolve(),
      acceptName: (name) => ({ ok: true, value: name }),
      membership: alone,
      sendBytes: (id, frame) => this.#take(id, frame),
      mark,
      sockets: {
        send: () => undefined,
        close: () => void this.closed++,
        keep: () => undefined,
        heardMs: () => this.time.nowMs,
      },
      clock: () => this.time.nowMs,
      alarm: (atMs) => this.time.setAlarm(atMs),
      timer: (ms) => this.time.setTimer(ms),
      admit: async (token) => ({ ok: true, value: { claims: { kind: "guest", subject: token } } }),
      count: () => undefined,
      report: (error) => console.error(error),
    });
  }

  async enter(id: string): Promise<void> {
    this.runner.open(id);
    await this.runner.message(id, JSON.stringify({ t: "hello", v: 1, role: "player", token: id }));
    this.say(id, { t: "enter", id: 1, name: id });
    this.say(id, { t: "watch", on: true });
  }

  say(id: string, frame: object): void {
    void this.runner.message(id, JSON.stringify(frame));
  }

  /** Each walks another way now and then, and acknowledges what has come, as clients do. */
  act(ids: readonly string[], tick: number): void {
    for (const [i, id] of ids.entries()) {
      const seen = this.newest.get(id) ?? 0;
      const isTalking = !this.silent.has(id);
      if ((tick + i) % 20 === 0) this.#walk(id, isTalking ? { seen } : {});
      else if ((tick + i) % 10 === 0 && isTalking) this.say(id, { t: "seen", tick: seen });
      if ((tick + i) % 20 === 0) this.say(id, { t: "ack", seq: 2 ** 31 });
    }
  }

  /** One tick of the world. @returns the milliseconds that it took */
  tick(): number {
    const startMs = performance.now();
    this.time.advance(TICK_MS, { timer: () => this.runner.timer(), alarm: () => this.runner.alarm() });
    return performance.now() - startMs;
  }

  #walk(id: string, seen: object): void {
    const way = () => Math.round(this.#random() * 200 - 100);
    this.#moves += 1;
    this.say(id, { t: "move", n: this.#moves, x: way(), z: way(), facing: 0, ...seen });
  }

  #take(id: string, frame: Uint8Array): void {
    this.frames += 1;
    this.bytes.set(id, (this.bytes.get(id) ?? 0) + frame.length);
    const own = readMotionFrame(frame)?.own;
    if (own) this.newest.set(id, own.tick);
  }
}

const ids = Array.from({ length: wish.clients }, (_, i) => `walker-${i}`);
const props = Math.max(0, wish.bodies - wish.clients);
const map = arena(props, wish.side, [0, 0, 0]);
const bodies = restless(
  physicsBodies(loadRapier(), () => fixedPieces(map)),
  randomFor("world-tick", "blows"),
);
const worlds = worldFactory({
  map,
  seed: "00112233445566778899aabbccddeeff",
  bodies,
  scripts: createScriptRunner(loadQuickJs()),
  problem: (line) => console.error(line),
});
const folder = freshFolder("world-tick");
const sql = new FileSql(join(folder.path, "world.sqlite"));
const crowd = new Crowd(timed(worlds), sql);
for (const id of ids) await crowd.enter(id);
// They scatter over the field before anything is measured.
for (let tick = 0; tick < 600; tick++) {
  crowd.act(ids, tick);
  crowd.tick();
}
const measured = run(wish.ticks);
const stalled = stall();
report();
sql.close();
folder.remove();

interface Measured {
  totals: number[];
  parts: Record<Part, number[]>;
  bytes: number[];
  frames: number;
  awake: number;
}

function run(ticks: number): Measured {
  const parts: Record<Part, number[]> = { simulation: [], looks: [], interest: [], encoding: [] };
  const totals: number[] = [];
  crowd.bytes.clear();
  crowd.frames = 0;
  let awake = 0;
  for (let tick = 0; tick < ticks; tick++) {
    crowd.act(ids, tick);
    Object.assign(spent, { simulation: 0, looks: 0, interest: 0, encoding: 0 });
    totals.push(crowd.tick());
    for (const [part, list] of Object.entries(parts)) list.push(spent[part as Part]);
    awake += bodies.awake;
  }
  return { totals, parts, bytes: [...crowd.bytes.values()], frames: crowd.frames, awake: Math.round(awake / ticks) };
}

/** What the shard holds for its clients, and for those of them that no longer answer. */
function stall(): { kb: number; stalledKb: number; closed: number } {
  const before = crowd.runner.held.motionBytes;
  for (const id of ids.slice(0, wish.stalled)) crowd.silent.add(id);
  for (let tick = 0; tick < 150; tick++) {
    crowd.act(ids, tick);
    crowd.tick();
  }
  const after = crowd.runner.held.motionBytes;
  const { closed } = crowd;
  for (let tick = 0; tick < 600; tick++) {
    crowd.act(ids, tick);
    crowd.tick();
  }
  return { kb: Math.round(before / 1_024), stalledKb: Math.round(after / 1_024), closed: crowd.closed - closed };
}

function report(): void {
  const total = quantilesOf(measured.totals);
  const rows = Object.entries(measured.parts).map(([part, list]) => {
    const { p50, p99, max } = quantilesOf(list);
    return [part, p50, p99, max];
  });
  console.log(
    table(["milliseconds a tick", "p50", "p99", "max"], [...rows, ["all of it", total.p50, total.p99, total.max]]),
  );
  const seconds = (wish.ticks * TICK_MS) / 1_000;
  const bytes = quantilesOf(measured.bytes.map((sum) => sum / seconds));
  const framesPerSecond = round(measured.frames / seconds / wish.clients, 1);
  const memoryMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(
    `\n${props} things (${measured.awake} awake at the mean) and ${wish.clients} people on ${wish.side} × ${wish.side} m`,
  );
  console.log(
    `a client gets ${framesPerSecond} snapshots and ${Math.round(bytes.p50)} bytes a second (p99 ${Math.round(bytes.p99)})`,
  );
  console.log(
    `motion of all clients holds ${stalled.kb} kB; with ${wish.stalled} stalled ${stalled.stalledKb} kB; let go: ${stalled.closed}`,
  );
  console.log(`the process holds ${memoryMb} MB\n`);
  const bars = [bar("a tick, p99 in ms", total.p99, TICK_MS_MOST)];
  console.log(barLines(bars));
  printResult({
    bench: "world-tick",
    machine: machine(),
    ...wish,
    total,
    bytes,
    framesPerSecond,
    memoryMb,
    stalled,
    bars,
  });
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}
