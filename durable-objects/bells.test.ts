import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, describe, expect, it } from "vitest";
import { bellLivesOf } from "../conformance/worker/bell-world.ts";
import type { ShardDirectory } from "./shard-directory.ts";
import type { WorldShard } from "./world-shard.ts";

interface Bindings {
  WORLD_SHARDS: DurableObjectNamespace<WorldShard>;
  DIRECTORY: DurableObjectNamespace<ShardDirectory>;
}

// The bindings are those of conformance/worker/wrangler.toml.
const { WORLD_SHARDS: shards, DIRECTORY } = env as unknown as Bindings;
const directory = DIRECTORY.getByName("main");
const visitors: Visitor[] = [];

/** Somebody in a world, by a real socket. */
class Visitor {
  readonly texts: string[] = [];
  readonly #socket: WebSocket;
  #replies = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(String(data))));
    socket.accept();
    visitors.push(this);
  }

  static async enter(realm: string, name: string): Promise<Visitor> {
    const request = new Request(`https://world/${realm}`, { headers: { upgrade: "websocket" } });
    const { webSocket } = await shards.getByName(realm).fetch(request);
    if (!webSocket) throw new Error("no socket");
    const visitor = new Visitor(webSocket);
    visitor.#say({ t: "hello", v: 1, role: "player", token: `guest:${name}` });
    await visitor.do({ t: "enter", id: 1, name });
    return visitor;
  }

  /** Asks for something, and waits for the reply. */
  async do(frame: object): Promise<void> {
    const before = this.#replies;
    this.#say(frame);
    await until(() => this.#replies > before);
  }

  leave(): void {
    this.#socket.close(1000, "bye");
  }

  #say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  #hear(frame: { t: string; seq?: number; events?: { text: string }[] }): void {
    if (frame.seq !== undefined) this.#say({ t: "ack", seq: frame.seq });
    if (frame.t === "reply") this.#replies += 1;
    this.texts.push(...(frame.events ?? []).map(({ text }) => text));
  }
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_500; i++) {
    if (await done()) return;
    await scheduler.wait(10);
  }
  throw new Error("waited in vain");
}

async function figuresOf(realm: string) {
  return (await directory.figures()).find((one) => one.realm === realm);
}

afterAll(() => {
  for (const visitor of visitors) visitor.leave();
});

describe("two realms in the runtime", () => {
  it("hear each other's bells, once a ring, also where one has hibernated", async () => {
    const ringer = await Visitor.enter("belfry", "Anna");
    const listener = await Visitor.enter("inn", "Ben");
    await until(async () => (await figuresOf("inn"))?.population === 1);
    await ringer.do({ t: "command", id: 2, line: "use bell" });
    await until(() => listener.texts.includes("A bell in belfry, rung by Anna: 1."));

    // Nobody has habits here, so that the world stops by itself: then its memory goes, and its socket stays.
    await until(async () => (await shards.getByName("inn").status()).awakeFor.length === 0);
    const lives = bellLivesOf("inn");
    await evictDurableObject(shards.getByName("inn"));
    await ringer.do({ t: "command", id: 3, line: "use bell" });
    await until(() => listener.texts.includes("A bell in belfry, rung by Anna: 1 2."));
    expect(bellLivesOf("inn")).toBe(lives + 1);

    // And the other way, into a realm that did not hibernate.
    await listener.do({ t: "command", id: 2, line: "use bell" });
    await until(() => ringer.texts.includes("A bell in inn, rung by Ben: 1."));
  }, 60_000);

  it("are known to the directory, which asks neither of them, and forgets nothing of them when it hibernates", async () => {
    await until(async () => (await shards.getByName("inn").status()).awakeFor.length === 0);
    await until(async () => (await figuresOf("inn"))?.isAwake === false);
    await evictDurableObject(shards.getByName("inn"));
    const lives = bellLivesOf("inn");
    await evictDurableObject(directory);
    const figures = await figuresOf("inn");
    expect(figures).toMatchObject({ population: 1, npcs: 0, sockets: 1, isAwake: false, eventsHeld: 0 });
    expect(figures?.dollarsPerHour).toBeGreaterThan(0);
    expect(bellLivesOf("inn")).toBe(lives);
  }, 60_000);

  it("leave no alarm once everything has arrived", async () => {
    for (const realm of ["belfry", "inn"]) {
      const stub = shards.getByName(realm);
      await until(async () => (await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())) === null);
    }
    expect(await figuresOf("belfry")).toMatchObject({ eventsHeld: 0 });
  }, 60_000);
});
