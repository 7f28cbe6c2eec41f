// A flood's process: sends junk to a UDP port at a rate, for a while, and says how much it was. Started by edge-flood.
import { randomFillSync } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { type JunkKind, junkKinds, junkOf } from "./junk.ts";

/** What it is to do, as its parent says it. */
export interface FloodJob {
  port: number;
  packetsPerSecond: number;
  seconds: number;
  kinds: readonly JunkKind[];
}

const SLICE_MS = 1;
/** So many different packets of each kind: making them anew would be the sender's bottleneck. */
const EACH = 64;
/** So many addresses: more handshakes are then looked into than one could ask for. */
const SOURCES = 64;

const random = (bytes: number) => randomFillSync(new Uint8Array(bytes));

async function flood({ port, packetsPerSecond, seconds, kinds }: FloodJob): Promise<number> {
  const known = kinds.filter((kind) => junkKinds.includes(kind));
  const packets = Array.from({ length: EACH * known.length }, (_, i) =>
    junkOf(known[i % known.length] ?? "noise", random),
  );
  const sockets = Array.from({ length: SOURCES }, () =>
    createSocket({ type: "udp4", lookup: (host, _, found) => found(null, host, 4) }),
  );
  for (const socket of sockets) socket.on("error", () => undefined);
  await Promise.all(sockets.map((socket, i) => bound(socket, `127.9.0.${i + 1}`)));
  const startMs = performance.now();
  let sent = 0;
  await new Promise<void>((done) => {
    const slice = () => {
      const passedMs = performance.now() - startMs;
      if (passedMs >= seconds * 1_000) return done();
      for (const due = (passedMs * packetsPerSecond) / 1_000; sent < due; sent++)
        sockets[sent % SOURCES]?.send(packets[sent % packets.length] ?? new Uint8Array(1), port, "127.0.0.1", ignore);
      return void setTimeout(slice, SLICE_MS);
    };
    slice();
  });
  for (const socket of sockets) socket.close();
  return sent;
}

function bound(socket: Socket, address: string): Promise<void> {
  return new Promise((done) => socket.bind(0, address, done));
}

function ignore(): void {
  return undefined;
}

process.on("message", (job: FloodJob) => void flood(job).then((sent) => process.send?.({ sent })));
// Whoever ordered it is gone.
process.on("disconnect", () => process.exit(0));
