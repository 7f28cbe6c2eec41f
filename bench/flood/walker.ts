import { WebSocket } from "ws";
import { readMotionFrame } from "../../core/protocol/motion-frame.ts";

const WALK_EVERY_MS = 400;
const SEEN_EVERY_MS = 200;
const letters = "bcdfghjklmnpqrst";

/** Names have no digits in them. */
export function nameOf(i: number): string {
  return `Wal${letters[i >> 4] ?? ""}${letters[i & 15] ?? ""}`;
}

/** Somebody who walks to and fro in a realm and watches: enough to keep it ticking. */
export class Walker {
  readonly #socket: WebSocket;
  readonly #timers: NodeJS.Timeout[] = [];
  #moves = 0;
  #seen = 0;

  /** Resolves once they walk. */
  static async enter(url: string, token: string, i: number): Promise<Walker> {
    const walker = new Walker(url);
    await new Promise<void>((done, failed) => {
      const socket = walker.#socket;
      socket.on("open", () => walker.#say({ t: "hello", v: 1, role: "player", token }));
      socket.on("error", failed);
      socket.on("message", (data: Buffer, isBinary) => {
        if (isBinary) return walker.#watch(data);
        const frame = JSON.parse(data.toString()) as { t: string; seq?: number };
        if (frame.seq !== undefined) walker.#say({ t: "ack", seq: frame.seq });
        if (frame.t === "welcome") walker.#say({ t: "enter", id: 1, name: nameOf(i) });
        if (frame.t === "reply") done();
      });
    });
    walker.#begin(i);
    return walker;
  }

  private constructor(url: string) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket.terminate();
  }

  #begin(i: number): void {
    this.#say({ t: "watch", on: true });
    const walk = () => {
      const turn = this.#moves + i;
      this.#say({ t: "move", n: ++this.#moves, x: turn % 2 === 0 ? 90 : -90, z: turn % 3 === 0 ? 60 : -40, facing: 0 });
    };
    this.#timers.push(
      setInterval(walk, WALK_EVERY_MS),
      setInterval(() => this.#acknowledge(), SEEN_EVERY_MS),
    );
  }

  #acknowledge(): void {
    if (this.#seen > 0) this.#say({ t: "seen", tick: this.#seen });
  }

  #watch(frame: Buffer): void {
    this.#seen = readMotionFrame(frame)?.own?.tick ?? this.#seen;
  }

  #say(frame: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
