// A crowd's process: does what its parent orders, and answers with what it measured.
import { WebSocket as NodeWebSocket } from "ws";
import { keysFromSecret } from "../../api/signing-keys.ts";
import { createTokens } from "../../api/tokens.ts";
import { DatagramSocket } from "../../client/node/datagram-socket.ts";
import { worldSocketUrl } from "../../client/world-client.ts";
import { seededRandom } from "../load/random.ts";
import type { CrowdAnswer, CrowdJob, CrowdOrder } from "./crowd-job.ts";
import { FrameGuest, type GuestSocket } from "./frame-guest.ts";
import { type Guest, GuestTally } from "./guest.ts";
import { TelnetGuest } from "./telnet-guest.ts";

const TICK_MS = 50;
const tallies = { telnets: new GuestTally(), datagrams: new GuestTally(), sockets: new GuestTally() };
const guests: Guest[] = [];
let tick = 0;

async function enter(job: CrowdJob): Promise<void> {
  const tokens = createTokens(keysFromSecret(job.secret), () => Date.now());
  const makers: (() => Promise<Guest>)[] = [];
  const random = seededRandom(job.seed);
  const frames = async (i: number, WebSocket: GuestSocket, loses: boolean): Promise<Guest> =>
    new FrameGuest({
      url: worldSocketUrl(job.url, job.realm),
      token: await tokens.issue({ kind: "guest", subject: `crowd-${loses}-${i}` }),
      name: nameOf(loses ? "Udo" : "Web", i),
      WebSocket,
      loses,
      tally: loses ? tallies.datagrams : tallies.sockets,
      random,
    });
  for (let i = 0; i < job.sockets; i++) makers.push(() => frames(i, NodeWebSocket as unknown as GuestSocket, false));
  for (let i = 0; i < job.datagrams; i++) makers.push(() => frames(i, DatagramSocket as unknown as GuestSocket, true));
  for (let i = 0; i < job.telnets; i++) {
    const from = `127.0.${1 + Math.floor(i / 200)}.${1 + (i % 200)}`;
    const options = { port: job.telnetPort, from, name: nameOf("Tel", i), tally: tallies.telnets, random };
    makers.push(async () => new TelnetGuest(options));
  }
  const next = async (): Promise<void> => {
    for (let make = makers.pop(); make; make = makers.pop()) {
      const guest = await make();
      guests.push(guest);
      await guest.enter();
    }
  };
  const clock = setInterval(act, TICK_MS);
  clock.unref();
  await Promise.all(Array.from({ length: job.enteringAtOnce }, next));
}

/** Names have no digits in them. */
function nameOf(kind: string, i: number): string {
  const letters = "bcdfghjklmnpqrstvwxz";
  const at = (place: number) => letters[Math.floor(i / letters.length ** place) % letters.length] ?? "";
  return `${kind}${at(2)}${at(1)}${at(0)}`;
}

/** A share of the guests in each turn of the clock, so that not all speak at once. */
function act(): void {
  tick += 1;
  for (const guest of guests) guest.act(tick);
}

function carryOut(order: CrowdOrder): CrowdAnswer | Promise<CrowdAnswer> {
  if (order.order === "enter") return enter(order.job).then(() => ({ done: "enter" }));
  if (order.order === "reset") {
    for (const tally of Object.values(tallies)) tally.reset();
    return { done: "reset" };
  }
  const { telnets, datagrams, sockets } = tallies;
  const report = { telnets: telnets.report(), datagrams: datagrams.report(), sockets: sockets.report() };
  return { done: "report", report };
}

process.on("message", async (message) => {
  try {
    process.send?.(await carryOut(message as CrowdOrder));
  } catch (error) {
    process.send?.({ failed: String(error) } satisfies CrowdAnswer);
  }
});
process.on("disconnect", () => process.exit(0));
