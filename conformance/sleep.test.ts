import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { WebSocket } from "ws";
import { roomOptions } from "../core/quiz/room-options.ts";

/** A silent room must be asleep by then. */
const ASLEEP_WITHIN_MS = 15_000;

const harness = createTestHarness({ workers: [{ configPath: new URL("worker/wrangler.toml", import.meta.url) }] });
let url: URL;

beforeAll(async () => {
  ({ url } = await harness.listen());
}, 60_000);

afterAll(() => harness.close());

async function call<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(new URL(path, url), body ? { method: "POST", body: JSON.stringify(body) } : {});
  return (await response.json()) as T;
}

class Client {
  readonly frames: { t: string; room?: { now: { phase: string; question?: { id: number } } } }[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      if (data.toString() !== "pong") this.frames.push(JSON.parse(data.toString()));
    });
  }

  static async enter(code: string, role: string, token: string, kind = "sleeper"): Promise<Client> {
    const socket = new WebSocket(`${url.href.replace("http", "ws")}${code}/${kind}/socket`);
    const client = new Client(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    client.say({ t: "hello", v: 1, role, token });
    await client.until(() => client.frames.some(({ t }) => t === "state" || t === "scene"));
    return client;
  }

  count(kind: string): number {
    return this.frames.filter(({ t }) => t === kind).length;
  }

  say(frame: object | string): void {
    this.#socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  phase(): string | undefined {
    return this.frames.findLast(({ t }) => t === "state")?.room?.now.phase;
  }

  async until(done: () => boolean, withinMs = 20_000): Promise<void> {
    for (const end = Date.now() + withinMs; !done(); ) {
      if (Date.now() > end) throw new Error(`waited in vain; phase ${this.phase()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** A room with a host and a player who ping and do nothing else. */
async function room(code: string, options: object): Promise<{ host: Client; player: Client }> {
  await call(`/${code}/sleeper/make`, roomOptions.parse({ questions: 1, seconds: 120, ...options }));
  const host = await Client.enter(code, "host", "host:h");
  const player = await Client.enter(code, "player", "guest:p");
  player.say({ t: "join", id: 1, name: "Anna" });
  await player.until(() => player.frames.some(({ t }) => t === "ok"));
  return { host, player };
}

/** Waits in silence but for pings, then looks whether the next event finds the object newly made. */
async function expectSleep(code: string, people: { host: Client; player: Client }): Promise<void> {
  const before = await call<number>(`/${code}/sleeper/lives`);
  const pings = setInterval(() => {
    people.host.say("ping");
    people.player.say("ping");
  }, 2_000);
  await new Promise((resolve) => setTimeout(resolve, ASLEEP_WITHIN_MS));
  clearInterval(pings);
  const awakeFor = await call<string[]>(`/${code}/sleeper/awake`);
  const after = await call<number>(`/${code}/sleeper/lives`);
  expect({ wokenAnew: after === before + 1, awakeFor }).toEqual({ wokenAnew: true, awakeFor: [] });
  const seen = people.host.frames.length;
  people.host.say({ t: "lock", id: 99, on: true });
  await people.host.until(() => people.host.frames.length > seen);
}

describe("[D6] a silent room sleeps within 15 s, pinged all the while, and wakes with its sockets", () => {
  it.concurrent("in the lobby", async () => {
    await expectSleep("22223R", await room("22223R", {}));
  }, 60_000);

  it.concurrent("in the middle of a question", async () => {
    const people = await room("22224P", {});
    people.host.say({ t: "start", id: 2 });
    await people.player.until(() => people.player.phase() === "question");
    await expectSleep("22224P", people);
  }, 60_000);

  it.concurrent("at the podium", async () => {
    const people = await room("22225N", {});
    people.host.say({ t: "start", id: 2 });
    await people.player.until(() => people.player.phase() === "question");
    people.host.say({ t: "end", id: 3 });
    await people.player.until(() => people.player.phase() === "podium");
    await expectSleep("22225N", people);
  }, 60_000);

  it.concurrent("in a world where nothing moves", async () => {
    const anna = await Client.enter("small", "player", "guest:anna", "world");
    anna.say({ t: "enter", id: 1, name: "Anna" });
    await anna.until(() => anna.count("reply") === 1);
    anna.say({ t: "command", id: 2, line: "drop nothing" });
    await anna.until(() => anna.count("reply") === 2);
    const before = await call<number>("/small/world/lives");
    const pings = setInterval(() => anna.say("ping"), 2_000);
    await new Promise((resolve) => setTimeout(resolve, ASLEEP_WITHIN_MS));
    clearInterval(pings);
    anna.say({ t: "command", id: 3, line: "look" });
    await anna.until(() => anna.count("reply") === 3);
    expect(await call<number>("/small/world/lives")).toBe(before + 1);
    expect(await call<object>("/small/world/status")).toMatchObject({ connections: 1 });
  }, 60_000);

  it.concurrent("in a directory where a node has its uplink", async () => {
    const socket = new WebSocket(`${url.href.replace("http", "ws")}sleepy/directory/socket`);
    const heard: string[] = [];
    socket.on("message", (data) => void heard.push(data.toString()));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const hello = { t: "hello", v: 1, node: "attic", heard: 0, taken: 0, kinds: ["bell"], realms: ["tavern"] };
    const answered = async (frame: object, t: string) => {
      const before = heard.length;
      socket.send(JSON.stringify(frame));
      for (let i = 0; !heard.slice(before).some((text) => text.includes(`"t":"${t}"`)); i++) {
        if (i > 1_000) throw new Error(`waited in vain for ${t}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await answered(hello, "welcome");
    const before = await call<number>("/sleepy/directory/lives");
    const pings = setInterval(() => socket.send("ping"), 2_000);
    await new Promise((resolve) => setTimeout(resolve, ASLEEP_WITHIN_MS));
    clearInterval(pings);
    expect(heard.filter((text) => text === "pong").length).toBeGreaterThan(5);
    // It wakes for a frame, and knows whose it is: a second hello is none.
    await answered(hello, "error");
    expect(heard.at(-1)).toContain("HELLO_TWICE");
    expect(await call<number>("/sleepy/directory/lives")).toBe(before + 1);
    socket.close();
  }, 60_000);

  it("and the check can fail: a question that closes in a moment is named", async () => {
    const { host, player } = await room("22226M", { seconds: 5 });
    host.say({ t: "start", id: 2 });
    await player.until(() => player.phase() === "question");
    expect(await call<string[]>("/22226M/sleeper/awake")).toContain("timer");
  }, 60_000);
});
