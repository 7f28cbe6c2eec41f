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
import type { Wire } from "./wire.ts";

/** What everything with sockets needs of its node. */
export interface Surroundings {
  /** Milliseconds since 1970, never going back while the process lives. */
  clock(): number;
  admit(token: string, role: Role, room: string): Promise<Result<{ claims: Claims; token?: string }>>;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
  /** The world of a realm was stepped, which took so many milliseconds. */
  ticked?(realm: string, ms: number): void;
}

/** Timers of Node hold at most this many milliseconds. */
const TIMEOUT_MAX_MS = 2_147_483_647;
/** They count whole ones, and may come this much early. */
const EARLY_MS = 1;
const PONG_EVERY_MS = 1_000;
/** A socket with more than this unsent reads nothing: it is let go, and may come back. */
const UNSENT_MAX_BYTES = 4_000_000;
/** How long sockets have to say goodbye when the node stops. */
const GOODBYE_MS = 2_000;

/** Lets a connection go that nothing here will listen to, and says why. */
export function turnAway(wire: Wire, reason: CloseReason, code: ErrorCode): void {
  wire.listen({ message: () => undefined, closed: () => undefined });
  wire.text(JSON.stringify({ t: "error", error: failure(code) }));
  wire.close(closeCodes[reason], reason);
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
  readonly #wires = new Map<string, Wire>();
  readonly #heardMs = new Map<string, number>();
  readonly #around: Surroundings;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #alarm: NodeJS.Timeout | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  accept(id: string, wire: Wire): void {
    this.#wires.set(id, wire);
    wire.listen({ message: (data) => void this.message(id, data), closed: () => this.#closed(id) });
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
    for (const wire of this.#wires.values()) {
      wire.close(1012, "the server is restarting");
      setTimeout(() => wire.terminate(), GOODBYE_MS).unref();
    }
  }

  protected message(id: string, data: string | Uint8Array): Promise<void> | undefined {
    if (this.#isStopped) return undefined;
    // A ping of the application is answered without waking the room.
    if (data === "ping") return void this.#ping(id);
    return this.runner.message(id, data);
  }

  /** Answered at most once a second: pings are outside of the room's message budget. */
  #ping(id: string): void {
    const nowMs = this.#around.clock();
    if (nowMs - (this.#heardMs.get(id) ?? 0) < PONG_EVERY_MS) return;
    this.#heardMs.set(id, nowMs);
    this.#wireOf(id)?.text("pong");
  }

  #closed(id: string): void {
    if (this.#isStopped) return;
    this.#wires.delete(id);
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
    this.#wireOf(id)?.text(text);
  }

  /** The bytes are copied. */
  protected sendBytes(id: string, bytes: Uint8Array): void {
    this.#wireOf(id)?.bytes(bytes);
  }

  #wireOf(id: string): Wire | null {
    const wire = this.#wires.get(id);
    if (!wire?.isOpen) return null;
    if (wire.unsentBytes <= UNSENT_MAX_BYTES) return wire;
    this.#around.count("closed_unsent", 1);
    wire.terminate();
    return null;
  }

  /** When this socket last pinged. */
  protected heardMs(id: string): number | null {
    return this.#heardMs.get(id) ?? null;
  }

  protected hangUp(id: string, code: number, reason: string): void {
    this.#wires.get(id)?.close(code, reason);
    this.#wires.delete(id);
  }

  protected setAlarm(atMs: number | null): void {
    clearTimeout(this.#alarm);
    if (atMs === null) return;
    const inMs = Math.min(TIMEOUT_MAX_MS, Math.max(0, atMs - this.#around.clock()));
    this.#alarm = setTimeout(() => this.runner.alarm(), inMs);
  }

  protected setTimer(ms: number | null): void {
    clearTimeout(this.#timer);
    this.#timer = ms === null ? undefined : setTimeout(() => this.timer(), ms === 0 ? 0 : Math.ceil(ms) + EARLY_MS);
  }

  /** The runner's timer has come. */
  protected timer(): void {
    this.runner.timer();
  }
}
