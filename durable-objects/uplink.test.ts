import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { ShardDirectory } from "./shard-directory.ts";

// The binding is that of conformance/worker/wrangler.toml.
const { DIRECTORY } = env as unknown as { DIRECTORY: DurableObjectNamespace<ShardDirectory> };
const sockets: WebSocket[] = [];

interface Frame {
  t: string;
  seq?: number;
  heard?: number;
  taken?: number;
  kinds?: string[];
  events?: { seq: number; after: number; realm: string; data: unknown }[];
  error?: { code: string };
}

/** A node at the other end of a real socket. */
class Node {
  readonly frames: Frame[] = [];
  closed: string | null = null;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => void this.frames.push(JSON.parse(String(data))));
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = `${code} ${reason}`;
    });
    socket.accept();
    sockets.push(socket);
  }

  static async connect(directory: string, allowed = ""): Promise<Node> {
    const request = new Request(`https://directory/${allowed}`, { headers: { upgrade: "websocket" } });
    const { webSocket } = await DIRECTORY.getByName(directory).fetch(request);
    if (!webSocket) throw new Error("no socket");
    return new Node(webSocket);
  }

  static async greet(directory: string, more: object = {}): Promise<Node> {
    const node = await Node.connect(directory);
    node.say({ t: "hello", v: 1, node: "attic", heard: 0, taken: 0, kinds: ["bell"], realms: ["tavern"], ...more });
    await node.until("welcome");
    return node;
  }

  say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  leave(): void {
    this.#socket.close(1000, "bye");
  }

  async until(t: string, times = 1): Promise<Frame> {
    await until(() => this.all(t).length >= times);
    return this.all(t)[times - 1] ?? { t: "" };
  }

  all(t: string): Frame[] {
    return this.frames.filter((frame) => frame.t === t);
  }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (await done()) return;
    await scheduler.wait(10);
  }
  throw new Error("waited in vain");
}

/** A realm of the installation's own rings, as its shard would. */
async function ring(name: string, id: number): Promise<void> {
  const directory = DIRECTORY.getByName(name);
  const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
  await directory.register({ realm: "wood", title: "Wood", summary: "", shards });
  const events = [{ id, kind: "bell", data: id }];
  expect(await directory.publish({ realm: "wood", shard: "main", epoch: 1, events })).toMatchObject({ ok: true });
}

const alarmOf = (name: string) => runInDurableObject(DIRECTORY.getByName(name), (_, { storage }) => storage.getAlarm());

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close(1000, "bye");
});

describe("the uplink of a node in the runtime", () => {
  it("brings events down and takes events up, also after the directory has hibernated with its socket", async () => {
    const name = "both-ways";
    await ring(name, 1);
    const node = await Node.greet(name);
    await evictDurableObject(DIRECTORY.getByName(name));
    await ring(name, 2);
    const { events } = await node.until("events");
    expect(events).toMatchObject([{ seq: 1, after: 0, realm: "wood", data: 2 }]);
    // The acknowledgement finds a directory that has slept since.
    await evictDurableObject(DIRECTORY.getByName(name));
    node.say({ t: "ack", seq: 1 });
    await until(async () => (await DIRECTORY.getByName(name).stats()).eventsHeld === 0);
    await evictDurableObject(DIRECTORY.getByName(name));
    const up = (seq: number) => ({
      t: "events",
      events: [{ seq, after: seq - 1, realm: "tavern", kind: "bell", data: seq }],
    });
    node.say(up(1));
    expect(await node.until("ack")).toEqual({ t: "ack", seq: 1 });
    node.say(up(1));
    expect(await node.until("ack", 2)).toEqual({ t: "ack", seq: 1 });
    node.say(up(2));
    expect(await node.until("ack", 3)).toEqual({ t: "ack", seq: 2 });
  });

  it("keeps what waits while the node is away, without an alarm but to forget it", async () => {
    const name = "away";
    const first = await Node.greet(name);
    first.leave();
    await until(async () => (await DIRECTORY.getByName(name).stats()).outboxes.some(({ line }) => line === "away"));
    await ring(name, 1);
    await ring(name, 2);
    expect(((await alarmOf(name)) ?? 0) - Date.now()).toBeGreaterThan(29 * 86_400_000);
    await evictDurableObject(DIRECTORY.getByName(name));
    const second = await Node.greet(name);
    const { events } = await second.until("events");
    expect(events?.map(({ data }) => data)).toEqual([1, 2]);
  });

  it("lists the realms of a node, and says since when it is away", async () => {
    const name = "lists";
    const node = await Node.greet(name);
    const figures = { sockets: 1, ticks: 9, isAwake: true, awakeSeconds: 3, asleepSeconds: null, eventsHeld: 0 };
    const npcs = [{ id: "greta", title: "Greta", area: "hall" }];
    const tavern = { realm: "tavern", title: "Tavern", summary: "Warm.", areas: 2, population: 1, npcs };
    node.say({ t: "realm", ...tavern, ...figures });
    const survey = () => DIRECTORY.getByName(name).survey();
    await until(async () => (await survey()).far.length === 1);
    await evictDurableObject(DIRECTORY.getByName(name));
    const listed = { ...tavern, realm: "attic.tavern", npcs: 1, node: "attic" };
    expect((await survey()).far).toEqual([listed]);
    expect((await survey()).figures).toMatchObject([{ realm: "attic.tavern", isAwake: true, dollarsPerHour: 0 }]);
    expect(await DIRECTORY.getByName(name).npcs()).toEqual([{ ...npcs[0], realm: "attic.tavern", node: "attic" }]);
    expect(await DIRECTORY.getByName(name).list()).toEqual([]);
    node.leave();
    await until(async () => (await survey()).far[0]?.awaySince !== undefined);
    expect((await survey()).figures).toMatchObject([{ isAwake: false }]);
    expect(await DIRECTORY.getByName(name).forget("attic")).toBe(true);
    expect(await DIRECTORY.getByName(name).forget("attic")).toBe(false);
    expect(await survey()).toEqual({ figures: [], far: [] });
  });

  it("is the newest one's of a name, whatever the older still says", async () => {
    const name = "newest";
    const older = await Node.greet(name);
    await evictDurableObject(DIRECTORY.getByName(name));
    const newer = await Node.greet(name);
    await until(() => older.closed !== null);
    expect(older.closed).toBe("4001 REPLACED");
    await ring(name, 1);
    await newer.until("events");
    expect(older.all("events")).toEqual([]);
  });

  it("is refused to a name that is not its token's", async () => {
    const node = await Node.connect("names", "barn");
    node.say({ t: "hello", v: 1, node: "attic", heard: 0, taken: 0, kinds: [], realms: [] });
    expect((await node.until("error")).error?.code).toBe("FORBIDDEN");
    await until(() => node.closed !== null);
    expect(node.closed).toBe("4005 REFUSED");
    expect((await DIRECTORY.getByName("names").stats()).outboxes).toEqual([]);
  });

  it("takes WebSockets only", async () => {
    expect((await DIRECTORY.getByName("plain").fetch("https://directory/")).status).toBe(426);
  });
});
