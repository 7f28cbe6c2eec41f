import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { kindOf, packetKinds } from "../../core/datagram/packet.ts";
import { DatagramPerson } from "../../testing/datagram-person.ts";
import { badLine, honest, hostileLine, type Mischief, startTicketProxy, UdpProxy } from "../../testing/udp-proxy.ts";
import { type EdgeNode, startEdgeNode } from "../edge-node.ts";
import { loadRapier } from "../rapier.ts";

const rapier = loadRapier();
const folder = mkdtempSync(join(tmpdir(), "skerry-datagrams-"));
const reports: string[] = [];
let node: EdgeNode;
let udpPort = 0;
let origin = "";
const cleanups: (() => void)[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const settings = { host: "127.0.0.1", port: 0, udpPort: 0, hosts: [], origins: [], metricsToken: null, secret: null };
  node = await startEdgeNode({ ...settings, dataFolder: join(folder, "data"), pagesFolder: folder }, {}, (line) => {
    if (line.level === "error") reports.push(line.message ?? "");
  });
  origin = `http://127.0.0.1:${node.port}`;
  udpPort = node.udpPort ?? 0;
});

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  expect(reports).toEqual([]);
});

afterAll(async () => {
  await node.stop();
  rmSync(folder, { recursive: true });
});

/** A line to the node on which all this happens to packets. */
async function lineTo(line: Mischief): Promise<{ proxy: UdpProxy; tickets: string }> {
  const proxy = await UdpProxy.start(udpPort, line);
  const tickets = await startTicketProxy(origin, () => proxy.port);
  cleanups.push(() => {
    proxy.stop();
    tickets.stop();
  });
  return { proxy, tickets: tickets.origin };
}

async function enter(name: string, tickets?: string): Promise<DatagramPerson> {
  const at = { origin, rapier, ...(tickets ? { tickets } : {}) };
  const person = await DatagramPerson.enter(name, "golden-dragon", at);
  cleanups.unshift(() => person.stop());
  return person;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 25 });
const counted = async (name: string) => {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(new RegExp(`^skerry_${name}_total (\\d+)`, "m").exec(text)?.[1] ?? 0);
};

/** Walks some metres, and is seen by both where they came to stand. */
async function walks(walker: DatagramPerson, watcher: DatagramPerson): Promise<void> {
  await until(() => expect(watcher.sees(walker.entity)).toBeDefined());
  await until(() => expect(walker.sees(walker.entity)).toBeDefined());
  const before = watcher.sees(walker.entity);
  const gone = (now = watcher.sees(walker.entity)) =>
    Math.hypot((now?.x ?? 0) - (before?.x ?? 0), (now?.z ?? 0) - (before?.z ?? 0));
  for (const x of [100, -100]) {
    walker.wish = { ...walker.wish, x, facing: x > 0 ? 64 : 192 };
    await until(() => expect(gone()).toBeGreaterThan(0.5)).catch(() => undefined);
    if (gone() > 0.5) break;
  }
  walker.wish = { ...walker.wish, x: 0 };
  expect(gone()).toBeGreaterThan(0.5);
  await until(() => {
    const [own, seen] = [walker.sees(walker.entity), watcher.sees(walker.entity)];
    expect(own?.speed).toBe(0);
    expect(Math.hypot((own?.x ?? 0) - (seen?.x ?? 9), (own?.z ?? 0) - (seen?.z ?? 9))).toBeLessThan(0.03);
  });
}

async function talks(speaker: DatagramPerson, listener: DatagramPerson, count: number): Promise<void> {
  // What others said here before is told to who comes.
  const said = Array.from({ length: count }, (_, i) => `größer ${speaker.entity}-${i}`);
  for (const words of said) expect(await speaker.client.command(`emote says ${words}`)).toMatchObject({ ok: true });
  const heard = () => listener.lines.flatMap((line) => /größer \d+-\d+/.exec(line)?.[0] ?? []);
  await until(() => expect(heard().filter((words) => words.includes(`${speaker.entity}-`))).toEqual(said));
}

describe("a person over UDP", () => {
  it("walks and talks on a real edge node", async () => {
    const [anna, ben] = [await enter("Anna"), await enter("Ben")];
    await talks(anna, ben, 6);
    await walks(anna, ben);
    expect(anna.frames).toBeGreaterThan(10);
  }, 60_000);

  it("walks and talks over a line that loses, delays, repeats and reorders", async () => {
    const { proxy, tickets } = await lineTo(badLine);
    const [cleo, dora] = [await enter("Cleo", tickets), await enter("Dora")];
    await talks(cleo, dora, 6);
    await walks(cleo, dora);
    expect(proxy.passed.server).toBeGreaterThan(50);
  }, 90_000);

  it("is not troubled by what somebody on the line makes of packets: bits changed, cut short, said again", async () => {
    const [dropped, forged] = [await counted("datagrams_dropped"), await counted("datagrams_forged")];
    const { tickets } = await lineTo(hostileLine);
    const [emil, flo] = [await enter("Emil", tickets), await enter("Flo", tickets)];
    await talks(emil, flo, 6);
    await walks(emil, flo);
    await vi.waitFor(async () => expect(await counted("datagrams_dropped")).toBeGreaterThan(dropped + 20), 5_000);
    expect(await counted("datagrams_forged")).toBeGreaterThan(forged + 20);
  }, 90_000);

  it("comes back by itself when the line was dead for a while", async () => {
    const { proxy, tickets } = await lineTo(honest);
    const gerd = await enter("Gerd", tickets);
    const states: string[] = [];
    proxy.line = { ...honest, loss: 1 };
    await until(() => {
      states.push(gerd.client.state.connection.state);
      expect(states.at(-1)).toBe("reconnecting");
    });
    proxy.line = honest;
    await until(() => expect(gerd.client.state.connection.state).toBe("live"));
    expect(await gerd.client.command("look")).toMatchObject({ ok: true });
  }, 60_000);
});

describe("packets that are no client's", () => {
  it("get no answer, whatever they are: junk, what a client once said, and what it says from elsewhere", async () => {
    const { proxy, tickets } = await lineTo(honest);
    const hugo = await enter("Hugo", tickets);
    expect(await hugo.client.command("look")).toMatchObject({ ok: true });
    const stranger = createSocket("udp4");
    cleanups.push(() => stranger.close());
    const answers: Buffer[] = [];
    stranger.on("message", (packet) => answers.push(packet));
    const junk = Array.from({ length: 300 }, (_, i) => Buffer.alloc((i * 37) % 1_400, i));
    const recorded = proxy.heard.filter((packet) => kindOf(packet) !== packetKinds.request);
    expect(recorded.length).toBeGreaterThan(3);
    for (const packet of [...junk, ...recorded])
      await new Promise((done) => stranger.send(packet, udpPort, "127.0.0.1", done));
    // What is answered is answered before what comes after it.
    expect(await hugo.client.command("look")).toMatchObject({ ok: true });
    expect(await hugo.client.command("look")).toMatchObject({ ok: true });
    expect(answers).toEqual([]);
  }, 30_000);

  it("of a request whose token became a connection get none either", async () => {
    const { proxy, tickets } = await lineTo(honest);
    const ina = await enter("Ina", tickets);
    const request = proxy.heard.find((packet) => kindOf(packet) === packetKinds.request);
    const stranger = createSocket("udp4");
    cleanups.push(() => stranger.close());
    const answers: Buffer[] = [];
    stranger.on("message", (packet) => answers.push(packet));
    for (let i = 0; i < 20; i++) stranger.send(request ?? Buffer.alloc(0), udpPort, "127.0.0.1");
    for (let i = 0; i < 3; i++) expect(await ina.client.command("look")).toMatchObject({ ok: true });
    expect(answers).toEqual([]);
  }, 30_000);
});

describe("an edge node that stops", () => {
  it("says goodbye to those on UDP, who try to come back", async () => {
    const other = mkdtempSync(join(tmpdir(), "skerry-datagrams-"));
    const settings = {
      host: "127.0.0.1",
      port: 0,
      udpPort: 0,
      hosts: [],
      origins: [],
      metricsToken: null,
      secret: null,
    };
    const short = await startEdgeNode({ ...settings, dataFolder: other, pagesFolder: folder }, {}, () => undefined);
    const at = { origin: `http://127.0.0.1:${short.port}`, rapier };
    const jan = await DatagramPerson.enter("Jan", "golden-dragon", at);
    cleanups.push(() => {
      jan.stop();
      rmSync(other, { recursive: true, force: true });
    });
    const startedMs = performance.now();
    await short.stop();
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    await until(() => expect(jan.client.state.connection.state).toBe("reconnecting"));
  }, 30_000);
});
