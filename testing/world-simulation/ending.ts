import { checkAlways, checkRest } from "./checks.ts";
import { insist } from "./invariants.ts";
import { comeToRest } from "./shell-events.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

/** The longest stall and some. */
const STALLS_MS = 30_000;

/**
 * The disk is whole again, everybody is on their best behaviour and does nothing: the world comes to rest, and all have
 * seen it as it is. Then they leave, and it rests again, with nobody in it.
 */
export async function endWell(world: SimulatedWorld): Promise<void> {
  Object.assign(world.shell, { isFull: false, isUnreadable: false, losesParts: false });
  world.shell.silent.clear();
  world.wishes.clear();
  for (const client of world.clients) {
    client.pings = true;
    client.manners = "prompt";
    if (client.isOpen) client.acknowledge(world.elapsedMs);
  }
  await world.pass(STALLS_MS, 50);
  for (const person of world.people) if (!person.client?.isOpen) world.connect(person);
  await world.pass(3_000);
  await comeToRest(world);
  checkAlways(world);
  insist(world.shell.time.timerMs === null, "W11", "the world does not come to rest");
  checkRest(world);
  for (const { isIn, person, isOpen } of world.clients) insist(!isOpen || isIn, "W14", `${person.name} is not in`);
  for (const client of world.clients) if (client.isOpen) world.drop(client, true);
  await comeToRest(world);
  insist(world.shell.time.timerMs === null, "W11", "the empty world does not come to rest");
  checkRest(world);
  world.crash(0);
  world.run(() => void world.shell.runner.world);
  checkAlways(world);
}
