import type { Kind, Machine } from "../core/machine.ts";
import type { Keepsake, RoomPorts } from "../core/ports.ts";
import { type Claims, COMMIT_EVERY_MS, fail, type Role, type ServerFrame } from "../core/protocol/index.ts";
import { RoomRunner } from "../core/runner/room-runner.ts";
import { ManualTime } from "./manual-time.ts";
import { MemoryJournal } from "./memory-journal.ts";

/** One socket of a {@link MemoryShell}. */
export class MemorySocket {
  readonly frames: ServerFrame[] = [];
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | null = null;
  keepsake: Keepsake | null = null;
  pingMs: number | null = null;

  /** The newest frame of a kind. */
  last<T extends ServerFrame["t"]>(kind: T): (ServerFrame & { t: T }) | undefined {
    return this.frames.findLast((frame): frame is ServerFrame & { t: T } => frame.t === kind);
  }

  /** Every frame since the last call. */
  take(): ServerFrame[] {
    return this.frames.splice(0);
  }
}

/**
 * A shell whose clock, network and disk are moved by hand, and which can crash and hibernate. It is not a mock of the
 * room: the real runner and machine run in it, as in the simulation.
 */
export class MemoryShell<K extends Kind> {
  readonly time: ManualTime;
  readonly sockets = new Map<string, MemorySocket>();
  readonly journal = new MemoryJournal<K["Fact"]>();
  readonly counts: Record<string, number> = {};
  readonly reports: { where: string; error: unknown }[] = [];
  readonly asked: { request: object; resolve: (reply: unknown) => void; reject: (error: Error) => void }[] = [];
  /** Is told of every frame just before it is on its way. */
  watch: (id: string, text: string) => void = () => undefined;
  /** Is told of every socket that was closed from here. */
  onClosed: (id: string, code: number) => void = () => undefined;
  runner: RoomRunner<K>;
  readonly #code: string;
  readonly #machine: Machine<K>;
  readonly #instead: Partial<RoomPorts<K["Fact"]>>;
  #opened = 0;

  /** @param instead ports of the test's own, in place of these here */
  constructor(code: string, machine: Machine<K>, nowMs?: number, instead: Partial<RoomPorts<K["Fact"]>> = {}) {
    this.#code = code;
    this.#machine = machine;
    this.#instead = instead;
    this.time = new ManualTime(nowMs);
    this.runner = new RoomRunner(code, machine, this.#ports());
  }

  /** A new socket; its id counts up. */
  open(): string {
    const id = `c${++this.#opened}`;
    this.sockets.set(id, new MemorySocket());
    this.runner.open(id);
    return id;
  }

  socket(id: string): MemorySocket {
    const socket = this.sockets.get(id);
    if (!socket) throw new Error(`no socket ${id}`);
    return socket;
  }

  /** Opens a socket and says hello; tokens here are `kind:subject`. */
  async enter(role: Role, token: string): Promise<string> {
    const id = this.open();
    await this.say(id, { t: "hello", v: 1, role, token });
    return id;
  }

  /** Sends a frame, and lets the little time pass in which it becomes durable. */
  async say(id: string, frame: object | string): Promise<void> {
    const socket = this.sockets.get(id);
    if (!socket || socket.closed) return;
    await this.runner.message(id, typeof frame === "string" ? frame : JSON.stringify(frame));
    this.advance(COMMIT_EVERY_MS);
  }

  /** The client's side drops. */
  drop(id: string): void {
    const socket = this.sockets.get(id);
    if (!socket || socket.closed) return;
    socket.closed = { code: 1006, reason: "" };
    this.runner.closed(id);
  }

  /** Time passes; timers and alarms fire at their moments. */
  advance(ms: number): void {
    this.time.advance(ms, { timer: () => this.runner.timer(), alarm: () => this.runner.alarm() });
  }

  /** The process dies: memory, timers and sockets are gone, the disk stays, the alarm fires again when it is due. */
  crash(): void {
    for (const id of this.sockets.keys()) this.#close(id, 1006, "");
    this.time.timerMs = null;
    this.asked.length = 0;
    this.runner = new RoomRunner(this.#code, this.#machine, this.#ports());
    this.runner.load([]);
  }

  /** Memory goes, sockets stay. A room hibernates only when it holds no timer and waits for no reply. */
  hibernate(): void {
    if (this.time.timerMs !== null) throw new Error("a room with a timer does not hibernate");
    if (this.asked.length > 0) throw new Error("a room that waits for a reply does not hibernate");
    this.runner = new RoomRunner(this.#code, this.#machine, this.#ports());
    const live = [...this.sockets].filter(([, socket]) => !socket.closed);
    this.runner.load(live.map(([connection, { keepsake }]) => ({ connection, keepsake })));
  }

  #ports(): RoomPorts<K["Fact"]> {
    return {
      journal: this.journal,
      sockets: {
        send: (id, text) => this.#send(id, text),
        close: (id, code, reason) => this.#close(id, code, reason),
        keep: (id, keepsake) => {
          const socket = this.sockets.get(id);
          if (socket) socket.keepsake = structuredClone(keepsake);
        },
        heardMs: (id) => this.sockets.get(id)?.pingMs ?? null,
      },
      clock: () => this.time.nowMs,
      alarm: (atMs) => this.time.setAlarm(atMs),
      timer: (ms) => this.time.setTimer(ms),
      admit: async (token) => {
        const [kind, subject = "", room = this.#code] = token.split(":");
        if (kind === "bad") return fail("TOKEN_INVALID");
        const claims = (kind === "guest" ? { kind, subject } : { kind, subject, room }) as Claims;
        return { ok: true, value: { claims } };
      },
      ask: (request) => new Promise((resolve, reject) => this.asked.push({ request, resolve, reject })),
      count: (name, by) => {
        this.counts[name] = (this.counts[name] ?? 0) + by;
      },
      report: (error, where) => {
        this.reports.push({ where, error });
      },
      ...this.#instead,
    };
  }

  #close(id: string, code: number, reason: string): void {
    const socket = this.sockets.get(id);
    if (!socket || socket.closed) return;
    socket.closed = { code, reason };
    this.onClosed(id, code);
  }

  #send(id: string, text: string): void {
    const socket = this.sockets.get(id);
    if (!socket || socket.closed) return;
    this.watch(id, text);
    socket.texts.push(text);
    socket.frames.push(JSON.parse(text) as ServerFrame);
  }
}
