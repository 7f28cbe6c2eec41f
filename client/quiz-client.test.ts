import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket as NodeWebSocket, type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { closeCodes, failure } from "../core/protocol/errors.ts";
import { ACK_AFTER_STATES, PROTOCOL_VERSION } from "../core/protocol/limits.ts";
import type { Page } from "./page.ts";
import { createQuizClient, type QuizClient, type QuizClientOptions } from "./quiz-client.ts";

type Loose = Record<string, unknown>;

/** The least of a room: welcomes, shows a state, remembers what it heard. */
class FakeRoom {
  readonly sockets: ServerSocket[] = [];
  /** Frames by connection; pings as the text "ping". */
  readonly heard: (Loose | "ping")[][] = [];
  now: Loose = { phase: "lobby" };
  you: Loose | null = null;
  pongs = true;
  replies = true;
  /** Takes the place of welcome. */
  refuse: ((socket: ServerSocket, hello: Loose) => boolean) | null = null;
  token: string | undefined = "room-token";
  seq = 10;
  readonly listening: Promise<unknown>;
  #server: WebSocketServer;

  constructor() {
    this.#server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
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

  state(extra: Loose = {}): void {
    this.seq += 1;
    this.say({ t: "state", seq: this.seq, at: Date.now(), room: { code: "C", now: this.now }, ...extra });
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
      socket.send(JSON.stringify({ t: "welcome", v: 1, connection: "c", role: "player", token: this.token }));
      this.state({ you: this.you });
    } else if (this.replies && frame["id"] !== undefined) {
      socket.send(JSON.stringify({ t: "ok", id: frame["id"] }));
    }
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

async function setUp(options: Partial<QuizClientOptions> = {}) {
  const room = new FakeRoom();
  await room.listening;
  const page = new FakePage();
  const client = createQuizClient({
    url: room.url,
    role: "player",
    token: async () => "guest-token",
    WebSocket: NodeSocket,
    page,
    random: () => 0.02,
    ...options,
  });
  cleanups.push(() => {
    client.stop();
    room.close();
  });
  return { room, page, client };
}

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const live = (client: QuizClient) => vi.waitFor(() => expect(client.state.connection.state).toBe("live"), 5_000);
const question = (id: number, closesInMs = 60_000) => ({
  phase: "question",
  question: { index: 2, id, stem: "s", options: ["a", "b", "c", "d"] },
  opensAt: Date.now() - 1_000,
  closesAt: Date.now() + closesInMs,
});
const you = (extra: Loose = {}) => ({ player: 0, answer: null, last: null, ...extra });

describe("entering", () => {
  it("says hello first, and shows the state that comes", async () => {
    const { room, client } = await setUp();
    room.now = { phase: "podium", top: [] };
    await client.ready;
    expect(room.heard[0]?.[0]).toEqual({ t: "hello", v: PROTOCOL_VERSION, role: "player", token: "guest-token" });
    expect(client.state).toMatchObject({
      connection: { state: "live" },
      view: { now: { phase: "podium" } },
      you: null,
    });
  });

  it("keeps `you` where a state leaves it out, and drops it where it says null", async () => {
    const { room, client } = await setUp();
    room.you = you({ name: "Ada" });
    await client.ready;
    room.now = { phase: "standings" };
    room.state();
    await vi.waitFor(() => expect(client.state.view?.now.phase).toBe("standings"));
    expect(client.state.you?.name).toBe("Ada");
    room.state({ you: null });
    await vi.waitFor(() => expect(client.state.you).toBeNull());
  });

  it("survives texts that are no frames", async () => {
    const { room, client } = await setUp();
    await client.ready;
    for (const text of ["{", "null", '{"t":"state"}', '{"t":"roster","rows":[1]}', "\u0000"]) room.say(text);
    room.socket.send(Buffer.from([1, 2, 3]));
    room.now = { phase: "closed" };
    room.state();
    await vi.waitFor(() => expect(client.state.view?.now.phase).toBe("closed"));
  });

  it("folds rosters that come before and after the first state", async () => {
    const { room, client } = await setUp();
    room.refuse = (socket) => {
      socket.send('{"t":"welcome"}');
      socket.send(
        '{"t":"roster","seq":9,"whole":true,"present":1,"answered":0,"rows":[{"player":0,"name":"A","here":true}]}',
      );
      room.state();
      return true;
    };
    await client.ready;
    expect(client.state.roster.players.get(0)?.name).toBe("A");
  });
});

describe("acknowledgements", () => {
  it("go at once for a probe", async () => {
    const { room, client } = await setUp();
    await client.ready;
    room.state({ probe: true });
    await vi.waitFor(() => expect(room.frames("ack")).toEqual([{ t: "ack", seq: room.seq }]));
  });

  it(`go after ${ACK_AFTER_STATES} numbered frames, rosters among them`, async () => {
    const { room, client } = await setUp();
    await client.ready;
    for (let i = 2; i < ACK_AFTER_STATES; i++) room.state();
    await vi.waitFor(() => expect(client.state.view).not.toBeNull());
    expect(room.frames("ack")).toEqual([]);
    room.say({ t: "roster", seq: 99, present: 0, answered: 0, rows: [] });
    await vi.waitFor(() => expect(room.frames("ack")).toEqual([{ t: "ack", seq: 99 }]));
  });

  it("ride on an answer, and the count begins anew", async () => {
    const { room, client } = await setUp();
    room.now = question(7);
    room.you = you();
    await client.ready;
    await client.request({ t: "answer", question: 7, option: 1 });
    expect(room.frames("answer")).toEqual([{ t: "answer", id: 1, question: 7, option: 1, seq: room.seq }]);
    for (let i = 1; i < ACK_AFTER_STATES; i++) room.state();
    await client.request({ t: "leave" });
    expect(room.frames("ack")).toEqual([]);
    room.state();
    await vi.waitFor(() => expect(room.frames("ack")).toHaveLength(1));
  });
});

describe("requests", () => {
  it("resolve with ok, reject with the failure of their own id", async () => {
    const { room, client } = await setUp();
    await client.ready;
    room.replies = false;
    const first = client.request({ t: "join", name: "A" });
    const second = client.request({ t: "join-drawn" });
    await vi.waitFor(() => expect(room.frames("join-drawn")).toHaveLength(1));
    room.say({ t: "error", id: 2, error: failure("NAME_TAKEN") });
    room.say({ t: "ok", id: 1 });
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toMatchObject({ code: "NAME_TAKEN" });
  });

  it("remember what was accepted", async () => {
    const { room, client } = await setUp();
    room.now = question(7);
    room.you = you();
    await client.ready;
    room.replies = false;
    const answer = client.request({ t: "answer", question: 7, option: 3 });
    await vi.waitFor(() => expect(room.frames("answer")).toHaveLength(1));
    room.say({ t: "accepted", id: 1, question: 7, option: 3, ms: 1_234 });
    await answer;
    expect(client.state.accepted).toMatchObject({ question: 7, ms: 1_234 });
  });

  it("give up when no reply comes", async () => {
    const { room, client } = await setUp({ patience: { replyWithinMs: 50 } });
    await client.ready;
    room.replies = false;
    await expect(client.request({ t: "join-drawn" })).rejects.toMatchObject({ code: "NO_REPLY" });
  });

  it("reject at once where there is no connection, and are not sent later", async () => {
    const { room, client } = await setUp();
    await expect(client.request({ t: "join-drawn" })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    await client.ready;
    await client.request({ t: "join", name: "B" });
    expect(room.frames("join-drawn")).toEqual([]);
  });

  it("errors without an id are told apart from replies", async () => {
    const onError = vi.fn();
    const { room, client } = await setUp({ onError });
    await client.ready;
    room.say({ t: "error", error: failure("RATE_LIMITED") });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: "RATE_LIMITED" })));
    expect(client.state.connection.state).toBe("live");
  });
});

describe("a lost connection", () => {
  it("comes back with the room's own token, and shows the game meanwhile", async () => {
    const seen: string[] = [];
    const { room, client } = await setUp({ random: () => 0.3, onChange: (state) => seen.push(state.connection.state) });
    await client.ready;
    room.socket.terminate();
    await vi.waitFor(() => expect(client.state.connection.state).toBe("reconnecting"));
    expect(client.state.view).not.toBeNull();
    await live(client);
    expect(room.frames("hello")[0]).toMatchObject({ token: "room-token" });
    expect(seen.filter((state, i) => state !== seen[i - 1])).toEqual(["live", "reconnecting", "live"]);
  });

  it("rejects what was under way, and sends none of it again", async () => {
    const { room, client } = await setUp();
    await client.ready;
    room.replies = false;
    const join = client.request({ t: "join", name: "A" });
    await vi.waitFor(() => expect(room.frames("join")).toHaveLength(1));
    room.socket.terminate();
    await expect(join).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    await live(client);
    expect(room.heard).toHaveLength(2);
    expect(room.frames("join")).toEqual([]);
  });

  async function dropWithAnswer(change: (room: FakeRoom) => void) {
    const set = await setUp();
    const { room, client } = set;
    room.now = question(7);
    room.you = you();
    await client.ready;
    room.replies = false;
    const answer = client.request({ t: "answer", question: 7, option: 2 });
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(room.frames("answer")).toHaveLength(1));
    change(room);
    room.replies = true;
    room.socket.terminate();
    await vi.waitFor(() => expect(room.heard).toHaveLength(2));
    await live(client);
    return { ...set, answer };
  }

  it("sends an answer again while its question is open", async () => {
    const { room, answer } = await dropWithAnswer(() => undefined);
    await answer;
    expect(room.frames("answer")).toEqual([expect.objectContaining({ question: 7, option: 2, seq: room.seq })]);
  });

  it("does not send an answer that had arrived", async () => {
    const { room, answer } = await dropWithAnswer((r) => {
      r.you = you({ answer: 2 });
    });
    await answer;
    expect(room.frames("answer")).toEqual([]);
  });

  it("knows an answer that counted from the reveal", async () => {
    const { answer } = await dropWithAnswer((r) => {
      r.now = { phase: "standings", index: 2, top: [], nextAt: null };
      r.you = you({ last: { index: 2, option: 2 } });
    });
    await expect(answer).resolves.toBeUndefined();
  });

  it.each([
    ["another answer was given elsewhere", "ALREADY_ANSWERED", question(7), you({ answer: 0 })],
    ["the next question is open", "TOO_LATE", question(8), you()],
    ["the time is over", "TOO_LATE", question(7, -1), you()],
    ["the player is no longer one", "NOT_A_PLAYER", question(7), null],
  ])("rejects an answer when %s", async (_, code, now, person) => {
    const { room, answer } = await dropWithAnswer((r) => {
      r.now = now;
      r.you = person;
    });
    await expect(answer).rejects.toMatchObject({ code });
    expect(room.frames("answer")).toEqual([]);
  });

  it("sends an answer that was given while there was no connection", async () => {
    const { room, client } = await setUp({ random: () => 0.3 });
    room.now = question(7);
    room.you = you();
    await client.ready;
    room.socket.terminate();
    await vi.waitFor(() => expect(client.state.connection.state).toBe("reconnecting"));
    await client.request({ t: "answer", question: 7, option: 0 });
    expect(room.frames("answer")).toHaveLength(1);
  });

  it("is tried again at once when the page wakes, in the middle of a wait", async () => {
    const { room, page, client } = await setUp({ random: () => 0.999 });
    room.refuse = (socket) => {
      socket.close(closeCodes.RESTART);
      return true;
    };
    await vi.waitFor(() => expect(room.sockets).toHaveLength(1));
    await vi.waitFor(() => expect(client.state.connection.state).toBe("reconnecting"));
    room.refuse = null;
    const before = performance.now();
    page.wake();
    await live(client);
    expect(performance.now() - before).toBeLessThan(900);
  });

  it("is not tried while nobody looks", async () => {
    const { room, page, client } = await setUp();
    await client.ready;
    page.shown = false;
    room.socket.close(closeCodes.SILENT);
    await vi.waitFor(() => expect(client.state.connection.state).toBe("reconnecting"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(room.sockets).toHaveLength(1);
    page.wake();
    await live(client);
  });
});

describe("silence", () => {
  it("pings, and takes a missing pong for a dead connection", async () => {
    const { room, client } = await setUp({ patience: { pingEveryMs: 30, pongWithinMs: 120 } });
    await client.ready;
    await vi.waitFor(() => expect(room.heard[0]?.filter((frame) => frame === "ping").length).toBeGreaterThan(2));
    expect(room.sockets).toHaveLength(1);
    room.pongs = false;
    await vi.waitFor(() => expect(room.sockets).toHaveLength(2));
    await live(client);
  });

  it("does not ping while nobody looks", async () => {
    const { room, page, client } = await setUp({ patience: { pingEveryMs: 10 } });
    await client.ready;
    await vi.waitFor(() => expect(room.heard[0]).toContain("ping"));
    page.shown = false;
    await new Promise((resolve) => setTimeout(resolve, 30));
    const before = room.heard[0]?.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(room.heard[0]?.length).toBe(before);
  });

  it("pings for a host though nobody looks: they may be playing along in another tab", async () => {
    const page = new FakePage();
    page.shown = false;
    const { room, client } = await setUp({ role: "host", page, patience: { pingEveryMs: 10 } });
    await client.ready;
    await vi.waitFor(() => expect(room.heard[0]).toContain("ping"));
    room.socket.terminate();
    await vi.waitFor(() => expect(room.sockets).toHaveLength(2));
  });

  it("tests the connection when the page wakes", async () => {
    const { room, page, client } = await setUp({ patience: { pongWithinMs: 60_000, wakePongWithinMs: 60 } });
    await client.ready;
    room.pongs = false;
    page.wake();
    await vi.waitFor(() => expect(room.sockets).toHaveLength(2));
  });
});

describe("the end", () => {
  it.each([
    ["KICKED", closeCodes.KICKED],
    ["REPLACED", closeCodes.REPLACED],
    ["ROOM_CLOSED", closeCodes.ROOM_CLOSED],
    ["ROOM_NOT_FOUND", closeCodes.ROOM_NOT_FOUND],
  ] as const)("%s is final, and says why", async (reason, code) => {
    const { room, client } = await setUp();
    await client.ready;
    room.replies = false;
    const pending = client.request({ t: "join-drawn" });
    pending.catch(() => undefined);
    room.say({ t: "error", error: failure(reason) });
    room.socket.close(code, reason);
    await vi.waitFor(() => expect(client.state.connection.state).toBe("ended"));
    expect(client.state.connection).toMatchObject({ reason, failure: { code: reason } });
    await expect(pending).rejects.toMatchObject({ code: reason });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(room.sockets).toHaveLength(1);
  });

  it("can be taken back by hand", async () => {
    const { room, client } = await setUp();
    await client.ready;
    room.socket.close(closeCodes.REPLACED);
    await vi.waitFor(() => expect(client.state.connection.state).toBe("ended"));
    client.reconnect();
    await live(client);
    expect(room.sockets).toHaveLength(2);
  });

  it("stop closes, and nothing comes back", async () => {
    const { room, client } = await setUp();
    await client.ready;
    const closed = once(room.socket, "close");
    client.stop();
    await closed;
    expect(client.state.connection).toEqual({ state: "ended", reason: "STOPPED", failure: null });
    await expect(client.request({ t: "leave" })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  });

  it("rejects `ready` when there never was a room", async () => {
    const { room, client } = await setUp();
    room.refuse = (socket) => {
      socket.close(closeCodes.ROOM_NOT_FOUND);
      return true;
    };
    await expect(client.ready).rejects.toBeInstanceOf(Error);
  });

  it("asks whether the room is gone before a second try", async () => {
    const gone = vi.fn(async () => true);
    const { room, client } = await setUp({ gone });
    room.refuse = (socket) => {
      socket.terminate();
      return true;
    };
    await vi.waitFor(() => expect(client.state.connection.state).toBe("ended"));
    expect(client.state.connection).toMatchObject({ reason: "ROOM_NOT_FOUND" });
    expect(gone).toHaveBeenCalledTimes(1);
    expect(room.sockets).toHaveLength(1);
  });
});

describe("tokens", () => {
  function refusing(room: FakeRoom, good: string) {
    room.refuse = (socket, hello) => {
      if (hello["token"] === good) return false;
      socket.send(JSON.stringify({ t: "error", error: failure("TOKEN_EXPIRED") }));
      socket.close(closeCodes.REFUSED, "REFUSED");
      return true;
    };
  }

  it("a refused token is exchanged without a word to anybody", async () => {
    const token = vi.fn(async (refused: string | null) => (refused ? "new" : "old"));
    const { room, client } = await setUp({ token });
    refusing(room, "new");
    await client.ready;
    expect(token.mock.calls).toEqual([[null], ["TOKEN_EXPIRED"]]);
  });

  it("a giver without a good one ends it", async () => {
    const { room, client } = await setUp();
    refusing(room, "another");
    await expect(client.ready).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
    expect(client.state.connection).toMatchObject({ state: "ended", reason: "REFUSED" });
    expect(room.sockets.length).toBeLessThanOrEqual(3);
  });

  it("a giver that fails is asked again", async () => {
    let calls = 0;
    const { client } = await setUp({
      token: async () => {
        calls += 1;
        if (calls < 3) throw new Error("offline");
        return "t";
      },
    });
    await client.ready;
    expect(calls).toBe(3);
  });

  it("the room's own token is handed out to be kept", async () => {
    const onToken = vi.fn();
    const { client } = await setUp({ onToken });
    await client.ready;
    expect(onToken).toHaveBeenCalledWith("room-token");
  });
});
