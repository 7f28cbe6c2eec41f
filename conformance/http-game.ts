import { WebSocket } from "ws";
import type { ErrorFrame, QuizResults, StandingRow, StateFrame, WelcomeFrame } from "../core/protocol/index.ts";

type Frame = WelcomeFrame | StateFrame | ErrorFrame | { t: "ok" | "accepted" | "roster" };

/** One person in a room, over a real socket. */
export class Person {
  state: StateFrame | null = null;
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      const frame = JSON.parse(data.toString()) as Frame;
      this.frames.push(frame);
      if (frame.t === "state") this.state = frame;
    });
  }

  static async enter(base: URL, code: string, role: string, token: string): Promise<Person> {
    const url = new URL(`/api/v1/rooms/${code}/socket`, base);
    url.protocol = "ws:";
    const socket = new WebSocket(url);
    const person = new Person(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    person.say({ t: "hello", v: 1, role, token });
    await person.until(() => person.state !== null);
    return person;
  }

  say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  get now() {
    return this.state?.room.now;
  }

  async until(done: () => boolean, withinMs = 15_000): Promise<void> {
    for (const end = Date.now() + withinMs; !done(); ) {
      if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(this.frames.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/** Posts JSON; throws what the server says against it. */
export async function post<T>(url: URL, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** What a short game over HTTP and sockets showed. */
export interface HttpGame {
  page: string;
  health: unknown;
  podium: StandingRow[];
  results: QuizResults;
  afterDeletion: number;
}

/** Two players and a host play one question on a server, from the page to the deletion of the room. */
export async function playOverHttp(base: URL): Promise<HttpGame> {
  const page = await (await fetch(new URL("/", base))).text();
  const health = await (await fetch(new URL("/health", base))).json();
  const made = await post<{ code: string; hostToken: string }>(new URL("/api/v1/rooms", base), {
    questions: 1,
    auto: false,
  });
  const host = await Person.enter(base, made.code, "host", made.hostToken);
  const players: Person[] = [];
  for (const name of ["Anna", "Ben"]) {
    const { token } = await post<{ token: string }>(new URL("/api/v1/sessions", base), {});
    const player = await Person.enter(base, made.code, "player", token);
    player.say({ t: "join", id: 1, name });
    await player.until(() => player.state?.you?.name === name);
    players.push(player);
  }
  host.say({ t: "start", id: 1 });
  for (const player of players) await player.until(() => player.now?.phase === "question");
  const now = players[0]?.now;
  if (now?.phase !== "question") throw new Error("no question");
  await new Promise((resolve) => setTimeout(resolve, 400));
  for (const [option, player] of players.entries()) {
    player.say({ t: "answer", id: 2, question: now.question.id, option });
  }
  await host.until(() => host.now?.phase === "reveal");
  host.say({ t: "next", id: 2 });
  await host.until(() => host.now?.phase === "podium");
  const podium = host.now?.phase === "podium" ? host.now.top.toSorted((a, b) => a.player - b.player) : [];
  const room = new URL(`/api/v1/rooms/${made.code}`, base);
  const headers = { authorization: `Bearer ${made.hostToken}` };
  const results = (await (await fetch(`${room.href}/results`, { headers })).json()) as QuizResults;
  await fetch(room, { method: "DELETE", headers });
  const afterDeletion = (await fetch(room)).status;
  for (const person of [host, ...players]) person.close();
  return { page, health, podium, results, afterDeletion };
}
