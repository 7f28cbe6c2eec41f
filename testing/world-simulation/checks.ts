import { canonicalJson } from "../../core/random.ts";
import type { Simulation } from "../../core/world/simulation.ts";
import type { Client } from "./client.ts";
import { insist } from "./invariants.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import { storedWorld } from "./stored-world.ts";

/** What a shard may hold for each of its watchers, in bytes. */
const FEED_MAX_BYTES = 200_000;
/** Commands and moves of a client that wait for their tick. */
const WAITING_MAX = 400;

const known = ["the disk is full", "no such column", "the process is dead", "not open"];

/** What must hold at any moment. */
export function checkAlways(world: SimulatedWorld): void {
  for (const report of world.shell.reports.splice(0)) {
    insist(
      known.some((one) => report.includes(one)),
      "W12",
      report,
    );
  }
  const { world: live, shell, clients } = world;
  const open = clients.filter(({ isOpen }) => isOpen);
  const { motionBytes: bytes, inputs } = shell.runner.held;
  insist(bytes <= FEED_MAX_BYTES * clients.filter(({ isForgotten }) => !isForgotten).length, "W10", `${bytes} bytes`);
  insist(inputs <= WAITING_MAX * (open.length + 1), "W10", `${inputs} inputs wait`);
  if (!live) return;
  // What is not in the log yet is walking alone.
  world.model.compare(storedWorld(live));
  checkPlaces(live, open);
}

/** [W4] Everybody is seen in one place by all. */
function checkPlaces(live: Simulation, open: readonly Client[]): void {
  for (const { listener } of open) {
    if (listener.member === null) continue;
    const viewer = live.viewer(listener.member);
    if (!viewer) continue;
    const { area, things } = live.scenes.scene(listener.member);
    insist(area === viewer.area, "W4", `${listener.subject} is in ${viewer.area} and sees ${area}`);
    for (const { kind, entity } of things.filter((thing) => thing.kind === "player")) {
      const other = open.find((one) => one.listener.scene?.you?.entity === entity)?.listener.member;
      const where = other === undefined || other === null ? area : (live.viewer(other)?.area ?? "nowhere");
      insist(where === area, "W4", `${kind} ${entity} is in ${where} and seen in ${area}`);
    }
  }
}

/** What must hold once nothing moves and nothing is on its way. @returns why it could not be looked at */
export function checkRest(world: SimulatedWorld): string | null {
  if (world.shell.time.timerMs !== null) return ", it does not rest";
  const live = world.world;
  if (!live) return ", asleep";
  for (const client of world.clients)
    if (client.isOpen && client.isQuiet && !client.isForgotten) checkClient(world, live, client);
  return checkAwake(world);
}

/** [W11] [W14] Who is here is awake, and nobody else is. */
function checkAwake(world: SimulatedWorld): string | null {
  const here = new Set<number>();
  for (const { isForgotten, listener, pings } of world.clients) {
    if (isForgotten || listener.member === null) continue;
    here.add(listener.member);
    const name = listener.subject;
    if (pings) insist(world.model.members[listener.member]?.isAwake === true, "W14", `${name} is here and asleep`);
  }
  world.model.members.forEach(({ name, isAwake }, member) => {
    if (isAwake) insist(here.has(member), "W11", `${name} is taken for awake`);
  });
  return null;
}

function checkClient(world: SimulatedWorld, live: Simulation, client: Client): void {
  const { listener } = client;
  const isPolite = !listener.wasRefused;
  if (isPolite) insist(listener.asked.size === 0, "W14", `${client} waits for answers to ${[...listener.asked]}`);
  if (!listener.keepsUp || listener.member === null || client.manners !== "prompt") return;
  const [shown, owed] = [canonicalJson(listener.scene), canonicalJson(live.scenes.scene(listener.member))];
  insist(shown === owed, "W9", () => `${client} was shown ${shown}\n  but it is ${owed}`);
  if (!listener.watches || listener.isUnclear || !live.viewer(listener.member)) return;
  checkPeople(live, client);
  checkSight(world, live, client);
}

function checkPeople(live: Simulation, { listener }: Client): void {
  const now = live.motion.people().map(({ entity, name }) => `${entity} ${name}`);
  const told = [...listener.people].map(([entity, name]) => `${entity} ${name}`);
  insist(now.sort().join() === told.sort().join(), "W9", `${listener.subject} knows of ${told}; here are ${now}`);
}

/** The newest snapshot is the truth, and so is what the page shows. */
function checkSight(world: SimulatedWorld, live: Simulation, client: Client): void {
  const { listener } = client;
  const viewer = live.viewer(listener.member ?? -1);
  const { table: truth } = world.sight.truth(live);
  const owed = world.sight.visible(live, viewer?.area ?? "");
  const { table } = listener;
  const told = table ? [...table.ids.subarray(0, table.length)] : [];
  const ids = [...owed.keys()];
  insist(told.join() === ids.join(), "W9", `${client} sees ${told}; there are ${ids}`);
  for (const [id, row] of owed) {
    const there = table?.rowOf(id) ?? -1;
    const isSame = table !== null && truth.sameState(row, table, there);
    insist(
      isSame,
      "W9",
      () =>
        `${client} sees ${id} at ${[table?.x[there], table?.y[there], table?.z[there]]}, it is at ${[truth.x[row], truth.y[row], truth.z[row]]}`,
    );
  }
  checkPage(world, client, owed, truth);
}

function checkPage(
  world: SimulatedWorld,
  client: Client,
  owed: ReadonlyMap<number, number>,
  truth: { x: Int32Array; z: Int32Array },
): void {
  const { person } = client;
  if (person.client !== client || !person.motion) return;
  const moment = person.motion.moment(world.elapsedMs);
  const { min } = world.layout.schema.position;
  const self = client.listener.scene?.you?.entity;
  for (const actor of moment.actors.slice(0, moment.count)) {
    // Where wild moves led somebody their own page foresaw something else.
    if (person.isWild && actor.entity === self) continue;
    const row = owed.get(actor.entity);
    insist(row !== undefined, "W9", `the page of ${client} shows ${actor.kind} ${actor.entity}, which is not there`);
    const [x, z] = [min[0] + (truth.x[row] ?? 0) / 256, min[2] + (truth.z[row] ?? 0) / 256];
    const off = Math.hypot(actor.x - x, actor.z - z);
    insist(off < 0.03, "W9", `the page of ${client} shows ${actor.kind} ${actor.entity} ${off.toFixed(3)} m off`);
  }
}
