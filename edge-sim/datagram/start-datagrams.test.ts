import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chacha } from "../../client/node/chacha.ts";
import { DatagramPorts } from "../../client/node/datagram-ports.ts";
import { readTicket } from "../../client/node/ticket.ts";
import { DatagramClient } from "../../core/datagram/client.ts";
import type { PlaceEnds } from "../places.ts";
import { nodeDatagrams, ticketsOf } from "./node-datagrams.ts";
import { type DatagramOptions, type Datagrams, startDatagrams } from "./start-datagrams.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function start(options: Partial<DatagramOptions> = {}) {
  const ends: PlaceEnds[] = [];
  const said: string[] = [];
  const reports: unknown[] = [];
  const datagrams = await startDatagrams({
    host: "127.0.0.1",
    port: 0,
    names: ["127.0.0.1"],
    openPlace: (_, its) => {
      ends.push(its);
      return { text: (text) => said.push(text), close: () => void said.push("closed") };
    },
    count: () => undefined,
    report: (error) => reports.push(error),
    ...options,
  });
  cleanups.push(() => datagrams.stop());
  return { datagrams, ends, said, reports };
}

/** A client of the core on a real socket. */
async function connect(datagrams: Datagrams): Promise<{ client: DatagramClient; told: string[] }> {
  const ticket = readTicket({ ...datagrams.issue({ kind: "realm", realm: "whisperwood" }, "127.0.0.1") });
  if (!ticket) throw new Error("no ticket");
  const told: string[] = [];
  const now = () => performance.now();
  const ports = new DatagramPorts((packet) => client.receive(packet, now()));
  const client = new DatagramClient(
    ticket.token,
    [{ address: "127.0.0.1", port: datagrams.port }],
    chacha,
    {
      send: (to, packet) => ports.send(to, packet),
      opened: () => void told.push("open"),
      text: (text) => void told.push(Buffer.from(text).toString()),
      bytes: (frame) => void told.push(`${frame.length} bytes`),
      closed: (code) => void told.push(`closed ${code}`),
    },
    now(),
  );
  const timer = setInterval(() => client.tick(now()), 10);
  cleanups.unshift(() => {
    clearInterval(timer);
    ports.close();
  });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 5_000);
  return { client, told };
}

describe("the thread of datagrams", () => {
  it("carries texts and bytes between clients and places, and counts who is there", async () => {
    const { datagrams, ends, said, reports } = await start();
    const { client, told } = await connect(datagrams);
    expect(datagrams.size).toBe(1);
    client.text(new TextEncoder().encode("größer"), performance.now());
    await vi.waitFor(() => expect(said).toEqual(["größer"]), 5_000);
    ends[0]?.text("kleiner".repeat(10_000));
    ends[0]?.bytes(new Uint8Array(1_100));
    await vi.waitFor(() => expect(told).toContain("kleiner".repeat(10_000)), 5_000);
    expect(told).toContain("1100 bytes");
    ends[0]?.closed(4003, "LEFT");
    await vi.waitFor(() => expect(told.at(-1)).toBe("closed 4003"), 5_000);
    expect(datagrams.size).toBe(0);
    expect(reports).toEqual([]);
  });

  it("has as many connections as it may, and says so to the next", async () => {
    const { datagrams } = await start({ connectionsMax: 1 });
    expect((await connect(datagrams)).told).toEqual(["open"]);
    expect((await connect(datagrams)).told).toEqual(["closed 1013"]);
  });

  it("gives tickets that lead where the client came from, each its own; none once it has stopped", async () => {
    const { datagrams } = await start({ names: ["192.0.2.1"] });
    const place = { kind: "realm" as const, realm: "whisperwood" };
    const [one, two] = [datagrams.issue(place, "skerry.local"), datagrams.issue(place, "192.0.2.1")];
    expect(one?.addresses).toEqual([`skerry.local:${datagrams.port}`, `192.0.2.1:${datagrams.port}`]);
    expect(two?.addresses).toEqual([`192.0.2.1:${datagrams.port}`]);
    expect(one?.toServer).not.toBe(two?.toServer);
    await datagrams.stop();
    expect(datagrams.issue(place, "192.0.2.1")).toBeNull();
  });

  it("that ends by itself is told of, lets go of all places, and gives no more tickets", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-worker-"));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const workerFile = join(folder, "worker.mjs");
    // It listens, has a client, and breaks at the first word.
    const client = [...new TextEncoder().encode("realm/whisperwood")];
    const head = [0, 1, 0, 0, 0, 0, 0, client.length, 0, 0, 0];
    const program = `
      import { parentPort } from "node:worker_threads";
      parentPort.on("message", () => { throw new Error("broken"); });
      parentPort.postMessage({ is: "listening", port: 1, address: "127.0.0.1" });
      parentPort.postMessage(Uint8Array.from(${JSON.stringify([...head, ...client])}));`;
    writeFileSync(workerFile, program);
    const { datagrams, ends, said, reports } = await start({ workerFile });
    await vi.waitFor(() => expect(ends).toHaveLength(1), 5_000);
    expect(datagrams.isUp).toBe(true);
    ends[0]?.text("hello");
    await vi.waitFor(() => expect(datagrams.isUp).toBe(false), 5_000);
    expect(said).toEqual(["closed"]);
    expect(String(reports[0])).toContain("broken");
    expect(datagrams.issue({ kind: "realm", realm: "whisperwood" }, "127.0.0.1")).toBeNull();
  });

  it("runs from a bundled file, too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-bundle-"));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const workerFile = join(folder, "worker.mjs");
    const entryPoints = [resolve(import.meta.dirname, "worker.ts")];
    await build({ entryPoints, outfile: workerFile, bundle: true, platform: "node", format: "esm", logLevel: "error" });
    const { datagrams } = await start({ workerFile });
    expect((await connect(datagrams)).told).toEqual(["open"]);
  });
});

describe("UDP of a node", () => {
  const around = { openPlace: () => ({ text: () => undefined, close: () => undefined }), count: () => undefined };
  const config = { dataFolder: "", pagesFolder: "", hosts: [], origins: [], metricsToken: null, secret: null, port: 0 };
  const quiet = { ...around, report: () => undefined };

  it("is where its settings say so, and leads to the address by which others reach it", async () => {
    expect(await nodeDatagrams({ ...config, host: "127.0.0.1", udpPort: null }, quiet)).toBeNull();
    expect(await nodeDatagrams({ ...config, host: "127.0.0.1" }, quiet)).toBeNull();
    const datagrams = await nodeDatagrams({ ...config, host: "::1", udpPort: 0 }, quiet);
    if (!datagrams) throw new Error("there is none");
    cleanups.push(() => datagrams.stop());
    const ticket = await ticketsOf(datagrams).issue("whisperwood", "[::1]");
    expect(ticket?.addresses).toEqual([`[::1]:${datagrams.port}`]);
  });

  it("says of a port that is taken what the system says", async () => {
    const other = createSocket("udp4");
    await new Promise<void>((done) => other.bind(0, "127.0.0.1", done));
    cleanups.push(() => other.close());
    const { port } = other.address();
    const refused = nodeDatagrams({ ...config, host: "127.0.0.1", udpPort: port }, quiet);
    await expect(refused).rejects.toMatchObject({ code: "EADDRINUSE", syscall: "bind", port });
  });
});
