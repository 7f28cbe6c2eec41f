import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import type { RoomPorts } from "../core/ports.ts";
import {
  type Claims,
  type CloseReason,
  closeCodes,
  type ErrorCode,
  failure,
  type Result,
  type Role,
} from "../core/protocol/index.ts";
import { binaryFrame, TextFrames } from "./text-frames.ts";

/** What everything with sockets needs of its node. */
export interface Surroundings {
  /** Milliseconds since 1970, never going back while the process lives. */
  clock(): number;
  admit(token: string, role: Role, room: string): Promise<Result<{ claims: Claims; token?: string }>>;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

/** Timers of Node hold at most this many milliseconds. */
const TIMEOUT_MAX_MS = 2_147_483_647;
const PONG_EVERY_MS = 1_000;
/** A socket with more than this unsent reads nothing: it is let go, and may come back. */
const UNSENT_MAX_BYTES = 4_000_000;
/** How long sockets have to say goodbye when the node stops. */
const GOODBYE_MS = 2_000;

/** Lets a socket go that nothing here will listen to, and says why. */
export function turnAway(socket: WebSocket, reason: CloseReason, code: ErrorCode): void {
  // `close` follows every error: nothing more to do.
  socket.on("error", () => undefined);
  socket.send(JSON.stringify({ t: "error", error: failure(code) }));
  socket.close(closeCodes[reason], reason);
}

/** A socket, and what carries it. */
interface Line {
  socket: WebSocket;
  wire: Duplex;
}

/** What runs behind the sockets. */
export interface SocketRunner {
  open(connection: string): void;
  message(connection: string, data: string | ArrayBufferView): Promise<void> | undefined;
  closed(connection: string): void;
  alarm(): void;
  timer(): void;
}

/**
 * A socket server's verbs in this process, for whatever runs behind them. Its twin is
 * `durable-objects/socket-object.ts`; what is not about this platform belongs in `core/runner/`.
 */
export abstract class SocketProcess<Runner extends SocketRunner> {
  abstract readonly runner: Runner;
  readonly #lines = new Map<string, Line>();
  readonly #frames = new TextFrames();
  readonly #heardMs = new Map<string, number>();
  readonly #around: Surroundings;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #alarm: NodeJS.Timeout | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** @param wire what carries the socket: frames that go to many are written to it as they are */
  accept(id: string, socket: WebSocket, wire: Duplex): void {
    this.#lines.set(id, { socket, wire });
    socket.on("message", (data: Buffer, isBinary) => void this.message(id, socket, data, isBinary));
    socket.on("close", () => this.#closed(id));
    // `close` follows every error: nothing more to do.
    socket.on("error", () => undefined);
    this.runner.open(id);
  }

  /** Everything accepted is durable, and what was held open is let go. */
  protected abstract putAway(): void;

  /** Lets go of it all; what was accepted is durable. Sockets are told to come back. */
  stop(): void {
    this.putAway();
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#alarm);
    for (const { socket } of this.#lines.values()) {
      socket.close(1012, "the server is restarting");
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    }
  }

  protected message(id: string, socket: WebSocket, data: Buffer, isBinary: boolean): Promise<void> | undefined {
    if (this.#isStopped) return undefined;
    const text = isBinary ? null : data.toString("utf8");
    // A ping of the application is answered without waking the room.
    if (text === "ping") return void this.#ping(id, socket);
    return this.runner.message(id, text ?? new Uint8Array(data));
  }

  /** Answered at most once a second: pings are outside of the room's message budget. */
  #ping(id: string, socket: WebSocket): void {
    const nowMs = this.#around.clock();
    if (nowMs - (this.#heardMs.get(id) ?? 0) < PONG_EVERY_MS) return;
    this.#heardMs.set(id, nowMs);
    socket.send("pong");
  }

  #closed(id: string): void {
    if (this.#isStopped) return;
    this.#lines.delete(id);
    this.#heardMs.delete(id);
    this.runner.closed(id);
  }

  /** What a runner asks of this shell. */
  protected shellPorts(code: string): Omit<RoomPorts<never>, "journal" | "ask"> {
    return {
      sockets: {
        send: (id, text) => this.send(id, text),
        close: (id, closeCode, reason) => this.hangUp(id, closeCode, reason),
        // Sockets do not outlive this process: there is nobody to keep anything for.
        keep: () => undefined,
        heardMs: (id) => this.heardMs(id),
      },
      clock: () => this.#around.clock(),
      alarm: (atMs) => this.setAlarm(atMs),
      timer: (ms) => this.setTimer(ms),
      admit: (token, role) => this.#around.admit(token, role, code),
      count: this.#around.count,
      report: this.#around.report,
    };
  }

  protected send(id: string, text: string): void {
    this.#wireOf(id)?.write(this.#frames.of(text));
  }

  /** The bytes are copied. */
  protected sendBytes(id: string, bytes: Uint8Array): void {
    this.#wireOf(id)?.write(binaryFrame(bytes));
  }

  #wireOf(id: string): Duplex | null {
    const line = this.#lines.get(id);
    if (line?.socket.readyState !== WebSocket.OPEN) return null;
    if (line.wire.writableLength <= UNSENT_MAX_BYTES) return line.wire;
    this.#around.count("closed_unsent", 1);
    line.socket.terminate();
    return null;
  }

  /** When this socket last pinged. */
  protected heardMs(id: string): number | null {
    return this.#heardMs.get(id) ?? null;
  }

  protected hangUp(id: string, code: number, reason: string): void {
    this.#lines.get(id)?.socket.close(code, reason);
    this.#lines.delete(id);
  }

  protected setAlarm(atMs: number | null): void {
    clearTimeout(this.#alarm);
    if (atMs === null) return;
    const inMs = Math.min(TIMEOUT_MAX_MS, Math.max(0, atMs - this.#around.clock()));
    this.#alarm = setTimeout(() => this.runner.alarm(), inMs);
  }

  protected setTimer(ms: number | null): void {
    clearTimeout(this.#timer);
    this.#timer = ms === null ? undefined : setTimeout(() => this.runner.timer(), ms);
  }
}
