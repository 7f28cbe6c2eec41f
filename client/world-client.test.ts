import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as NodeWebSocket, type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { closeCodes, type ErrorCode, failure } from "../core/protocol/errors.ts";
import { ACK_AFTER_STATES, PROTOCOL_VERSION } from "../core/protocol/limits.ts";
import type { Page } from "./page.ts";
import {
  createWorldClient,
  type WorldClient,
  type WorldClientOptions,
  type WorldLineOfText,
  worldSocketUrl,
} from "./world-client.ts";

type Loose = Record<string, unknown>;

/** The least of a world: one room, whoever enters is in, commands are echoed. */
class FakeWorld {
  readonly sockets: ServerSocket[] = [];
  /** Frames by connection; pings as the text "ping". */
  readonly heard: (Loose | "ping")[][] = [];
  pongs = true;
  replies = true;
  /** Names that are refused, and why. */
  refusedNames = new Map<string, ErrorCode>();
  /** Takes the place of welcome. */
  refuse: ((socket: ServerSocket, hello: Loose) => boolean) | null = null;
  seq = 10;
  readonly listening: Promise<unknown>;
  readonly #server = new WebSocketServer({ port: 0, host: "127.0.0.1" });

  constructor() {
    this.listening = once(this.#server, "listening");
    this.#server.on("connection", (socket) => this.#connected(socket));
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  get socket(): ServerSocket {
    return this.sockets.at(-1) as ServerSocket;
  }

  /** What the newest connection has heard, of one kind. */
  frames(t: string): Loose[] {
    return (this.heard.at(-1) ?? []).filter((frame): frame is Loose => frame !== "ping" && frame["t"] === t);
  }

  say(frame: Loose | string): void {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  scene(name: string | null, extra: Loose = {}): void {
    const you = name === null ? null : { entity: 1, name, sitting: false, carries: [] };
    const base = { realm: "R", area: "hall", title: "The Hall", description: "A hall.", minute: 600 };
    this.say({ t: "scene", seq: ++this.seq, scene: { ...base, exits: [], things: [], you, ...extra } });
  }

  events(...texts: string[]): void {
    this.say({ t: "events", seq: ++this.seq, events: texts.map((text) => ({ type: "said", text })) });
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
    this.#server.close();
  }

  #connected(socket: ServerSocket): void {
    this.sockets.push(socket);
    const heard: (Loose | "ping")[] = [];
    this.heard.push(heard);
    socket.on("message", (data) => {
      const text = String(data);
      if (text === "ping") {
        heard.push("ping");
        if (this.pongs) socket.send("pong");
        return;
      }
      const frame = JSON.parse(text) as Loose;
      heard.push(frame);
      this.#answer(socket, frame);
    });
  }

  #answer(socket: ServerSocket, frame: Loose): void {
    if (frame["t"] === "hello") {
      if (this.refuse?.(socket, frame)) return;
      this.say({ t: "welcome", v: 1, connection: "c", role: "player", token: "realm-token" });
      this.scene(null);
    } else if (this.replies && frame["t"] === "enter") this.#enter(frame["id"], String(frame["name"]));
    else if (this.replies && frame["t"] === "command")
      this.say({ t: "reply", id: frame["id"], ok: true, lines: [`done: ${String(frame["line"])}`] });
  }

  #enter(id: unknown, name: string): void {
    const code = this.refusedNames.get(name);
    if (code) return this.say({ t: "error", id, error: failure(code) });
    this.say({ t: "reply", id, ok: true, lines: [] });
    this.scene(name);
  }
}

class FakePage implements Page {
  shown = true;
  readonly #listeners = new Set<() => void>();
  visible = () => this.shown;
  onWake(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  wake(): void {
    this.shown = true;
    for (const listener of this.#listeners) listener();
  }
}

const NodeSocket = NodeWebSocket as unknown as new (url: string) => WebSocket;
const cleanups: (() => void)[] = [];

async function setUp(options: Partial<WorldClientOptions> = {}) {
  const world = new FakeWorld();
  await world.listening;
  const page = new FakePage();
  const told: WorldLineOfText[] = [];
  const client = createWorldClient({
    url: world.url,
    token: async () => "guest-token",
    WebSocket: NodeSocket,
    page,
    random: () => 0.02,
    onLines: (lines) => told.push(...lines),
    ...options,
  });
  cleanups.push(() => {
    client.stop();
    world.close();
  });
  return { world, page, client, told };
}

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const inAs = (client: WorldClient, name: string) =>
  vi.waitFor(() =>
    expect(client.state).toMatchObject({ connection: { state: "live" }, isAway: false, scene: { you: { name } } }),
  );
const reconnecting = (client: WorldClient) =>
  vi.waitFor(() => expect(client.state.connection.state).toBe("reconnecting"));
const ended = (client: WorldClient) => vi.waitFor(() => expect(client.state.connection.state).toBe("ended"));

describe("entering", () => {
  it("says hello, and shows the place of newcomers until a name is given", async () => {
    const { world, client } = await setUp();
    await client.ready;
    expect(world.heard[0]?.[0]).toEqual({ t: "hello", v: PROTOCOL_VERSION, role: "player", token: "guest-token" });
    expect(client.state).toMatchObject({ connection: { state: "live" }, scene: { title: "The Hall", you: null } });
    expect(world.frames("enter")).toEqual([]);
    await client.enter("Anna");
    await inAs(client, "Anna");
    expect(world.frames("enter")).toEqual([{ t: "enter", id: 1, name: "Anna" }]);
  });

  it("enters by itself under a name that it was given, and shows nothing before", async () => {
    const seen = new Set<unknown>();
    const { client } = await setUp({ name: "Anna", onChange: ({ scene }) => seen.add(scene?.you?.name) });
    await client.ready;
    await inAs(client, "Anna");
    expect(seen).toEqual(new Set(["Anna"]));
  });

  it("tells why a name is not taken, and takes the next one", async () => {
    const { world, client } = await setUp();
    world.refusedNames.set("Anna", "NAME_TAKEN");
    await client.ready;
    await expect(client.enter("Anna")).rejects.toMatchObject({ code: "NAME_TAKEN" });
    expect(client.state.scene?.you).toBeNull();
    await client.enter("Ben");
    await inAs(client, "Ben");
  });

  it("counts as in when the world says that it is in already", async () => {
    const { world, client } = await setUp();
    world.refusedNames.set("Anna", "ALREADY_JOINED");
    await client.ready;
    await expect(client.enter("Anna")).resolves.toBeUndefined();
  });

  it("does not enter before there is a connection", async () => {
    const { client } = await setUp();
    await expect(client.enter("Anna")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  });

  it("hands out the server's own token, and comes back with it", async () => {
    const onToken = vi.fn();
    const { world, client } = await setUp({ onToken });
    await client.ready;
    expect(onToken).toHaveBeenCalledWith("realm-token");
    world.socket.terminate();
    await vi.waitFor(() => expect(world.frames("hello")[0]).toMatchObject({ token: "realm-token" }));
  });
});

describe("what a world tells", () => {
  it("comes in order: replies to commands and events alike", async () => {
    const { world, client, told } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.events("Ben arrives.", "Ben waves.");
    await vi.waitFor(() => expect(told).toHaveLength(2));
    await expect(client.command("look")).resolves.toEqual({ ok: true, lines: ["done: look"] });
    world.events("Ben leaves.");
    await vi.waitFor(() => expect(told).toHaveLength(4));
    expect(told).toEqual([
      { from: "event", type: "said", text: "Ben arrives." },
      { from: "event", type: "said", text: "Ben waves." },
      { from: "reply", ok: true, text: "done: look" },
      { from: "event", type: "said", text: "Ben leaves." },
    ]);
  });

  it("that a command does not go is a reply, not an error", async () => {
    const { world, client, told } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.replies = false;
    const command = client.command("fly");
    await vi.waitFor(() => expect(world.frames("command")).toHaveLength(1));
    world.say({ t: "reply", id: world.frames("command")[0]?.["id"], ok: false, lines: ["You cannot fly."] });
    await expect(command).resolves.toEqual({ ok: false, lines: ["You cannot fly."] });
    expect(told).toEqual([{ from: "reply", ok: false, text: "You cannot fly." }]);
  });

  it("replies find their own commands, in any order", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.replies = false;
    const [first, second] = [client.command("a"), client.command("b")];
    first.catch(() => undefined);
    await vi.waitFor(() => expect(world.frames("command")).toHaveLength(2));
    const [one, two] = world.frames("command").map((frame) => frame["id"]);
    world.say({ t: "reply", id: two, ok: true, lines: ["B"] });
    world.say({ t: "error", id: one, error: failure("RATE_LIMITED") });
    await expect(second).resolves.toMatchObject({ lines: ["B"] });
    await expect(first).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  it("is acknowledged, scenes and events alike", async () => {
    const { world, client } = await setUp();
    await client.ready;
    for (let i = 2; i < ACK_AFTER_STATES; i++) world.events("x");
    await client.enter("Anna").then(() => inAs(client, "Anna"));
    await vi.waitFor(() => expect(world.frames("ack")).toEqual([{ t: "ack", seq: world.seq }]));
  });

  it("texts that are no frames change nothing", async () => {
    const { world, client } = await setUp();
    await client.ready;
    const before = client.state;
    for (const text of ["{", "null", '{"t":"scene"}', '{"t":"events","seq":1,"events":[7]}', '{"t":"state"}']) {
      world.say(text);
    }
    world.socket.send(Buffer.from([1, 2, 3]));
    await client.enter("Anna").then(() => inAs(client, "Anna"));
    expect(before.scene?.you).toBeNull();
  });

  it("errors without an id are told apart from replies", async () => {
    const onError = vi.fn();
    const { world, client } = await setUp({ onError });
    await client.ready;
    world.say({ t: "error", error: failure("RATE_LIMITED") });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: "RATE_LIMITED" })));
  });
});

describe("being away", () => {
  it("keeps the last scene in sight, and ends with the next one", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.scene("Anna", { title: "The Cellar" });
    world.scene(null);
    await vi.waitFor(() => expect(client.state.isAway).toBe(true));
    expect(client.state.scene).toMatchObject({ title: "The Cellar", you: { name: "Anna" } });
    expect(world.frames("enter")).toHaveLength(1);
    world.scene("Anna");
    await vi.waitFor(() => expect(client.state.isAway).toBe(false));
  });

  it("ends by connecting anew, where that is wanted", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.scene(null);
    await vi.waitFor(() => expect(client.state.isAway).toBe(true));
    client.reconnect();
    await inAs(client, "Anna");
    expect(world.sockets).toHaveLength(2);
  });
});

describe("a lost connection", () => {
  it("enters again by itself, and shows the world meanwhile", async () => {
    const names = new Set<unknown>();
    const { world, client } = await setUp({
      random: () => 0.3,
      onChange: ({ scene }) => names.add(scene?.you?.name),
    });
    await client.ready;
    await client.enter("Anna");
    await inAs(client, "Anna");
    names.clear();
    world.socket.terminate();
    await reconnecting(client);
    await inAs(client, "Anna");
    expect(world.frames("enter")).toEqual([expect.objectContaining({ name: "Anna" })]);
    expect(names).toEqual(new Set(["Anna"]));
  });

  it("rejects what was under way, and sends none of it again", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.replies = false;
    const command = client.command("get mug");
    await vi.waitFor(() => expect(world.frames("command")).toHaveLength(1));
    world.replies = true;
    world.socket.terminate();
    await expect(command).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    await expect(client.command("look")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    await inAs(client, "Anna");
    expect(world.frames("command")).toEqual([]);
  });

  it("tells when somebody else has the name by now, and asks for another", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.refusedNames.set("Anna", "NAME_TAKEN");
    world.socket.terminate();
    await vi.waitFor(() => expect(client.state.refusal).toMatchObject({ code: "NAME_TAKEN" }));
    expect(client.state).toMatchObject({ connection: { state: "live" }, scene: { you: null } });
    await client.enter("Ben");
    await inAs(client, "Ben");
    expect(client.state.refusal).toBeNull();
  });

  it("tries another connection when nobody answers at the door", async () => {
    const { world, client } = await setUp({ patience: { replyWithinMs: 50 } });
    await client.ready;
    await client.enter("Anna");
    world.replies = false;
    world.socket.terminate();
    await vi.waitFor(() => expect(world.sockets.length).toBeGreaterThan(2));
    world.replies = true;
    await inAs(client, "Anna");
  });

  it("is noticed by a missing pong", async () => {
    const { world, client } = await setUp({ patience: { pingEveryMs: 30, firstPingAfterMs: 10, pongWithinMs: 100 } });
    await client.ready;
    await vi.waitFor(() => expect(world.heard[0]).toContain("ping"));
    world.pongs = false;
    await vi.waitFor(() => expect(world.sockets).toHaveLength(2));
  });

  it("is not tried while nobody looks", async () => {
    const { world, page, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    page.shown = false;
    world.socket.close(closeCodes.SILENT);
    await reconnecting(client);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(world.sockets).toHaveLength(1);
    page.wake();
    await inAs(client, "Anna");
  });
});

describe("the end", () => {
  it.each([
    ["ROOM_NOT_FOUND", closeCodes.ROOM_NOT_FOUND],
    ["KICKED", closeCodes.KICKED],
    ["ABUSE", closeCodes.ABUSE],
  ] as const)("%s is final, until it is taken back by hand", async (reason, code) => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    world.replies = false;
    const command = client.command("look");
    command.catch(() => undefined);
    world.socket.close(code);
    await ended(client);
    expect(client.state.connection).toMatchObject({ reason });
    await expect(command).rejects.toBeInstanceOf(Error);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(world.sockets).toHaveLength(1);
    world.replies = true;
    client.reconnect();
    await inAs(client, "Anna");
  });

  it("stop closes, and nothing comes back", async () => {
    const { world, client } = await setUp({ name: "Anna" });
    await inAs(client, "Anna");
    const closed = once(world.socket, "close");
    client.stop();
    await closed;
    expect(client.state.connection).toEqual({ state: "ended", reason: "STOPPED", failure: null });
    await expect(client.command("look")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  });

  it("asks whether the realm is gone before a second try", async () => {
    const gone = vi.fn(async () => true);
    const { world, client } = await setUp({ gone });
    world.refuse = (socket) => {
      socket.terminate();
      return true;
    };
    await expect(client.ready).rejects.toBeInstanceOf(Error);
    expect(client.state.connection).toMatchObject({ reason: "ROOM_NOT_FOUND" });
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it("a refused token is exchanged without a word to anybody, but not for ever", async () => {
    const token = vi.fn(async (refused: string | null) => (refused ? "new" : "old"));
    const { world, client } = await setUp({ token });
    world.refuse = (socket) => {
      socket.send(JSON.stringify({ t: "error", error: failure("TOKEN_EXPIRED") }));
      socket.close(closeCodes.REFUSED);
      return true;
    };
    await expect(client.ready).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
    expect(token.mock.calls[1]).toEqual(["TOKEN_EXPIRED"]);
    expect(world.sockets.length).toBeLessThanOrEqual(3);
  });
});

describe("worldSocketUrl", () => {
  it("keeps scheme, host and port of the page", () => {
    expect(worldSocketUrl("http://192.168.1.5:8787", "golden-dragon")).toBe(
      "ws://192.168.1.5:8787/api/v1/realms/golden-dragon/socket",
    );
    expect(worldSocketUrl("https://a.example", "a/../b")).toBe("wss://a.example/api/v1/realms/a%2F..%2Fb/socket");
  });
});
