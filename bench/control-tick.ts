// One control step of the realm directory: 2 and 1,000 realms, 5 events and a report each, in memory and with SQLite.
import { join } from "node:path";
import type { Change } from "../core/realm/directory/change.ts";
import { controlStep, type Step } from "../core/realm/directory/control-step.ts";
import { type Directory, newDirectory } from "../core/realm/directory/directory.ts";
import { DirectoryStore } from "../core/realm/directory/directory-store.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { readArguments } from "./arguments.ts";
import { type Quantiles, quantilesOf, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";
import { freshFolder } from "./servers/folders.ts";

const PAIR_MS = 0.01;
const MANY_MS = 1;

const wish = readArguments("control-tick: what a control step of the realm directory takes", {
  steps: { value: 2_000, help: "measured steps of many realms; ten times as many of two" },
  realms: { value: 1_000, help: "how many are many" },
  events: { value: 5, help: "events each publishes in a step" },
});

/** Who publishes in a step, and who listens to it. */
interface Scene {
  name: string;
  realms: number;
  /** How many of the realms publish; all of them report, and acknowledge what the step before brought. */
  publishers: number;
  /** The kind that a realm publishes. */
  kindOf(realm: number): string;
  /** The kind that it listens to. */
  listensTo(realm: number): string;
  most: number;
}

const many = wish.realms;
const scenes: Scene[] = [
  { name: "2 realms", realms: 2, publishers: 2, kindOf: () => "news", listensTo: () => "news", most: PAIR_MS },
  {
    name: `${many} realms, each heard by the next`,
    realms: many,
    publishers: many,
    kindOf: (realm) => `news-${realm}`,
    listensTo: (realm) => `news-${(realm + 1) % many}`,
    most: MANY_MS,
  },
  {
    name: `${many} realms, one heard by all`,
    realms: many,
    publishers: 1,
    kindOf: () => "news",
    listensTo: () => "news",
    most: MANY_MS,
  },
];

const nameOf = (realm: number) => `realm-${realm}`;

/** A directory in which everybody is signed on and listens. */
function prepared({ realms, listensTo }: Scene): Directory {
  const directory = newDirectory();
  for (let i = 0; i < realms; i++) {
    const realm = nameOf(i);
    const shards = [{ id: realm, areas: ["hall"], epoch: 1 }];
    const changes: Change[] = [
      { type: "register", realm, title: realm, summary: "", shards },
      { type: "subscribe", realm, kinds: [listensTo(i)] },
    ];
    controlStep(directory, changes, 0);
  }
  return directory;
}

/** What reaches the directory in one step: acknowledgements of the last one's deliveries, reports, events. */
function changesOf(scene: Scene, step: number, last: Step | null): Change[] {
  const changes: Change[] = (last?.deliveries ?? []).map(({ realm, events }) => ({
    type: "acknowledge",
    realm,
    sequence: events.at(-1)?.sequence ?? 0,
  }));
  for (let i = 0; i < scene.realms; i++) {
    const owner = { realm: nameOf(i), shard: nameOf(i), epoch: 1 };
    changes.push({ type: "report", ...owner, population: step % 50, npcs: [], stats: { tick: step } });
    if (i >= scene.publishers) continue;
    const events = Array.from({ length: wish.events }, (_, event) => ({
      id: step * wish.events + event + 1,
      kind: scene.kindOf(i),
      data: { from: i, step },
    }));
    changes.push({ type: "publish", ...owner, events });
  }
  return changes;
}

interface Measured {
  ms: Quantiles;
  /** Of each step, on average. */
  deliveries: number;
}

function measure(scene: Scene, steps: number, save: (step: Step, directory: Directory) => void): Measured {
  const directory = prepared(scene);
  const listeners = scene.publishers === 1 ? scene.realms - 1 : scene.realms;
  const times: number[] = [];
  let delivered = 0;
  let last: Step | null = null;
  const warmUp = Math.max(20, Math.floor(steps / 10));
  for (let i = 0; i < warmUp + steps; i++) {
    const changes = changesOf(scene, i, last);
    const start = performance.now();
    const step = controlStep(directory, changes, i);
    save(step, directory);
    const ms = performance.now() - start;
    check(step, changes, listeners);
    last = step;
    if (i < warmUp) continue;
    times.push(ms);
    delivered += step.deliveries.reduce((sum, { events }) => sum + events.length, 0);
  }
  return { ms: micro(times), deliveries: round(delivered / steps) };
}

/** A step that refused something, or left somebody out, is no measurement. */
function check({ answers, deliveries }: Step, changes: readonly Change[], listeners: number): void {
  const refused = answers.findIndex(({ ok }) => !ok);
  if (refused >= 0) throw new Error(`refused: ${JSON.stringify([changes[refused], answers[refused]])}`);
  const complete = deliveries.filter(({ events }) => events.length === wish.events).length;
  if (complete !== listeners) throw new Error(`${complete} of ${listeners} listeners were told`);
}

/** Quantiles with all digits that matter: milliseconds, to the tenth of a microsecond. */
function micro(times: readonly number[]): Quantiles {
  const { count, p50, p99, max } = quantilesOf(times.map((ms) => ms * 1_000));
  const [p50Ms, p99Ms, maxMs] = [p50, p99, max].map((us) => round(us / 1_000, 4));
  return { count, p50: p50Ms ?? 0, p99: p99Ms ?? 0, max: maxMs ?? 0 };
}

function measureDurable(scene: Scene, steps: number): Measured {
  const folder = freshFolder("directory");
  const sql = new FileSql(join(folder.path, "directory.sqlite"));
  const store = new DirectoryStore(sql);
  try {
    return measure(scene, steps, (step, directory) => store.save(step.unsaved, directory));
  } finally {
    sql.close();
    folder.remove();
  }
}

const results = scenes.map((scene) => ({
  name: scene.name,
  memory: measure(scene, scene.realms === 2 ? wish.steps * 10 : wish.steps, () => {}),
  durable: measureDurable(scene, scene.realms === 2 ? 1_000 : 50),
  most: scene.most,
}));

const rows = results.flatMap(({ name, memory, durable }) =>
  Object.entries({ "in memory": memory, "SQLite, each step synced": durable }).map(([how, { ms, deliveries }]) => [
    `${name}, ${how}`,
    deliveries,
    ms.p50,
    ms.p99,
    ms.max,
  ]),
);
const bars = results.map(({ name, memory, most }) => bar(`${name}, in memory: p50 ms`, memory.ms.p50, most));
console.log(`${table(["scene", "deliveries", "p50 ms", "p99 ms", "max ms"], rows)}\n\n${barLines(bars)}\n`);
printResult({ bench: "control-tick", ...wish, machine: machine(), results, bars });
