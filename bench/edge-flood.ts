// A flood of junk on the edge node's UDP port, and what becomes of the ticks of a world meanwhile.

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatagramSocket } from "../client/node/datagram-socket.ts";
import { worldSocketUrl } from "../client/world-client.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import { type EdgeNode, startEdgeNode } from "../edge-sim/edge-node.ts";
import { readArguments } from "./arguments.ts";
import type { FloodJob } from "./flood/flood-main.ts";
import { type JunkKind, junkKinds } from "./flood/junk.ts";
import { Walker } from "./flood/walker.ts";
import { forkElsewhere } from "./load/elsewhere.ts";
import { type Quantiles, quantilesOf, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { freshFolder } from "./servers/folders.ts";

const SLOWER_MOST = 1.2;
const ARRIVED_LEAST = 0.95;
const REALM = "golden-dragon";
const SAMPLE_MS = 100;

const wish = readArguments("edge-flood: junk on the UDP port, and the ticks of a world meanwhile", {
  packets: { value: 50_000, help: "packets a second" },
  seconds: { value: 10, help: "of each part of a round" },
  rounds: { value: 3, help: "of each: quiet, then the flood, then the same flood to a port of nobody" },
  walkers: { value: 40, help: "people who walk in the world and watch" },
  kinds: { value: junkKinds.join(), help: "what the flood consists of" },
});

/** What was measured while something went on. */
class Part {
  readonly ticksMs: number[] = [];
  /** Of the thread's own time: what others on the machine take is not in it. */
  readonly ticksCpuMs: number[] = [];
  readonly roundTripsMs: number[] = [];
  rssMb = 0;
  sent = 0;
  spentMs = 0;

  get ticks(): Quantiles {
    return quantilesOf(this.ticksMs);
  }

  get cpu(): Quantiles {
    return quantilesOf(this.ticksCpuMs);
  }
}

const parts = { quiet: new Part(), flood: new Part(), elsewhere: new Part() };
let now: Part | null = null;

/** A tick is what the shard does when its timer calls. */
function timeTicks(): void {
  const { timer } = ShardRunner.prototype;
  ShardRunner.prototype.timer = function (this: ShardRunner) {
    const [startMs, before] = [performance.now(), process.threadCpuUsage()];
    timer.call(this);
    const { user, system } = process.threadCpuUsage(before);
    now?.ticksMs.push(performance.now() - startMs);
    now?.ticksCpuMs.push((user + system) / 1_000);
  };
}

async function start(folder: string): Promise<{ node: EdgeNode; origin: string }> {
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const settings = { host: "127.0.0.1", port: 0, udpPort: 0, hosts: [], origins: [], metricsToken: null, secret: null };
  const node = await startEdgeNode(
    { ...settings, dataFolder: join(folder, "data"), pagesFolder: folder },
    {},
    (line) => {
      if (line.level === "error") console.error(line.message);
    },
  );
  return { node, origin: `http://127.0.0.1:${node.port}` };
}

async function tokenOf(origin: string): Promise<string> {
  const session = await fetch(`${origin}/api/v1/sessions`, { method: "POST" });
  return ((await session.json()) as { token: string }).token;
}

/** Somebody who is on UDP through it all: says ping, and measures until pong. */
function honestClient(url: string, token: string): { isLost(): boolean; close(): void } {
  const socket = new DatagramSocket(url);
  let sentMs = 0;
  let isLost = false;
  socket.onopen = () => socket.send(JSON.stringify({ t: "hello", v: 1, role: "player", token }));
  socket.onmessage = ({ data }) => {
    if (data === "pong") now?.roundTripsMs.push(performance.now() - sentMs);
  };
  socket.onclose = () => {
    isLost = true;
  };
  // Pongs come once a second at most.
  const timer = setInterval(() => {
    sentMs = performance.now();
    socket.send("ping");
  }, 1_100);
  return {
    isLost: () => isLost,
    close: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}

async function measure(part: Part, during: () => Promise<void>): Promise<void> {
  now = part;
  const cpu = process.cpuUsage();
  const sampler = setInterval(() => {
    part.rssMb = Math.max(part.rssMb, process.memoryUsage().rss / 2 ** 20);
  }, SAMPLE_MS);
  await during();
  clearInterval(sampler);
  now = null;
  const { user, system } = process.cpuUsage(cpu);
  part.spentMs += (user + system) / 1_000;
}

async function flood(part: Part, port: number): Promise<void> {
  const child = forkElsewhere(join(import.meta.dirname, "flood/flood-main.ts"));
  const kinds = wish.kinds.split(",") as JunkKind[];
  child.send({ port, packetsPerSecond: wish.packets, seconds: wish.seconds, kinds } satisfies FloodJob);
  await measure(part, async () => {
    const [{ sent }] = (await once(child, "message")) as [{ sent: number }];
    part.sent += sent;
  });
  child.kill();
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function counters(origin: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return new Map(
    [...text.matchAll(/^skerry_(datagram\w*)_total (\d+)/gm)].map(([, name = "", value]) => [name, Number(value)]),
  );
}

timeTicks();
const folder = freshFolder("edge-flood");
const { node, origin } = await start(folder.path);
const url = worldSocketUrl(origin, REALM);
const walkers: Walker[] = [];
for (let i = 0; i < wish.walkers; i++) walkers.push(await Walker.enter(url, await tokenOf(origin), i));
const client = honestClient(url, await tokenOf(origin));
await pause(3_000);
for (let round = 0; round < wish.rounds; round++) {
  await measure(parts.quiet, () => pause(wish.seconds * 1_000).then(() => undefined));
  await flood(parts.flood, node.udpPort ?? 0);
  // Nobody listens there: what this costs the ticks is the machine's being busy.
  await flood(parts.elsewhere, 9);
  await pause(1_000);
}
await pause(1_500);
const counted = await counters(origin);
report();
client.close();
for (const walker of walkers) walker.stop();
await node.stop();
folder.remove();

function report(): void {
  const rows = Object.entries(parts).map(([name, part]) => {
    const { p50, p99, max, count } = part.ticks;
    const cores = round(part.spentMs / (wish.rounds * wish.seconds * 1_000));
    const trips = quantilesOf(part.roundTripsMs);
    return [name, count, p50, p99, max, part.cpu.p50, part.cpu.p99, trips.max, cores, Math.round(part.rssMb)];
  });
  const names = [
    "ticks in ms",
    "ticks",
    "p50",
    "p99",
    "max",
    "CPU p50",
    "CPU p99",
    "UDP round trip, max",
    "cores",
    "MB",
  ];
  console.log(table(names, rows));
  const arrived = ["datagrams_dropped", "datagrams_forged", "datagram_handshakes_dropped"].reduce(
    (sum, name) => sum + (counted.get(name) ?? 0),
    0,
  );
  const rate = Math.round(parts.flood.sent / (wish.rounds * wish.seconds));
  console.log(`\n${rate} packets a second were sent; the server looked at ${arrived} of ${parts.flood.sent}`);
  console.log([...counted].map(([name, value]) => `${name} ${value}`).join(", "));
  const { quiet, flood } = parts;
  const bars = [
    bar("a tick's p99 in the flood, as a multiple of without", round(flood.ticks.p99 / quiet.ticks.p99), SLOWER_MOST),
    bar("the same of its CPU time", round(flood.cpu.p99 / quiet.cpu.p99), SLOWER_MOST),
    bar(
      "packets a second that are missing from the flood",
      Math.max(0, Math.round(wish.packets * ARRIVED_LEAST) - rate),
      0,
    ),
    bar("connections over UDP that were lost", client.isLost() ? 1 : 0, 0),
  ];
  console.log(`\n${barLines(bars)}\n`);
  const shown = Object.fromEntries(
    Object.entries(parts).map(([name, { ticks, cpu, rssMb, spentMs, roundTripsMs }]) => [
      name,
      { ticks, cpu, rssMb: Math.round(rssMb), cpuMs: Math.round(spentMs), roundTrips: quantilesOf(roundTripsMs) },
    ]),
  );
  printResult({ bench: "edge-flood", machine: machine(), ...wish, ...shown, arrived, sent: parts.flood.sent, bars });
  if (bars.some(({ met }) => !met)) process.exitCode = 1;
}
