import { WebSocket } from "ws";

interface Frame {
  t: string;
  id?: number;
  seq?: number;
  ok?: boolean;
  lines?: string[];
  scene?: { area: string };
  events?: { text: string }[];
}

/** Somebody in a world of a real server, who plays in words and remembers what is told. */
export class WorldVisitor {
  /** The texts of all events. */
  readonly texts: string[] = [];
  area = "";
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (frame: Frame) => void>();
  #requests = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#hear(JSON.parse(data.toString()) as Frame));
    socket.on("error", () => undefined);
  }

  static async enter(base: URL, realm: string, name: string): Promise<WorldVisitor> {
    const session = await fetch(new URL("/api/v1/sessions", base), { method: "POST" });
    const { token } = (await session.json()) as { token: string };
    const socket = new WebSocket(new URL(`/api/v1/realms/${realm}/socket`, base.href.replace("http", "ws")));
    const visitor = new WorldVisitor(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    visitor.#say({ t: "hello", v: 1, role: "player", token });
    await visitor.#ask({ t: "enter", name });
    return visitor;
  }

  /** Types a line; gives the lines of the reply. */
  async type(line: string): Promise<string[]> {
    return (await this.#ask({ t: "command", line })).lines ?? [];
  }

  /** How often something was told. */
  count(text: string): number {
    return this.texts.filter((one) => one.includes(text)).length;
  }

  leave(): void {
    this.#socket.close();
  }

  #ask(frame: object): Promise<Frame> {
    const id = ++this.#requests;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#say({ ...frame, id });
    });
  }

  #say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  #hear(frame: Frame): void {
    if (frame.seq !== undefined) this.#say({ t: "ack", seq: frame.seq });
    if (frame.t === "scene") this.area = frame.scene?.area ?? "";
    this.texts.push(...(frame.events ?? []).map(({ text }) => text));
    if (frame.t === "reply" && frame.id !== undefined) this.#waiting.get(frame.id)?.(frame);
  }
}

/** Waits for something that comes about by itself. */
export async function until(done: () => boolean | Promise<boolean>, what: string, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await done()); ) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
