import { type Connection, type ConnectionContext, Server, type WSMessage } from "partyserver";
import { errorLine } from "../core/error-line.ts";
import type { Keepsake, LiveConnection, RoomPorts } from "../core/ports.ts";
import type { Claims, Result, Role } from "../core/protocol/index.ts";
import { CounterBatch, type CounterSink } from "./counter-batch.ts";
import { Wakefulness } from "./wakefulness.ts";

/** What every object with sockets needs of its surroundings. */
export interface SocketEnv {
  AUTH: { admit(token: string, role: Role, room: string): Promise<Result<{ claims: Claims; token?: string }>> };
  METRICS: DurableObjectNamespace & { getByName(name: string): CounterSink };
}

/** What runs behind the sockets of an object. */
export interface SocketRunner {
  open(connection: string): void;
  message(connection: string, data: string | ArrayBuffer | ArrayBufferView): Promise<void> | undefined;
  closed(connection: string, keepsake: Keepsake | null): void;
  alarm(): void;
  timer(): void;
}

const done = Promise.resolve();

/**
 * A socket server as a Durable Object: its verbs, for whatever runs behind them. Its twin is
 * `edge-sim/socket-process.ts`; what is not about this platform belongs in `core/runner/`.
 */
export abstract class SocketObject<Runner extends SocketRunner, Env extends SocketEnv> extends Server<Env> {
  static override options = { hibernate: true };

  readonly #sockets = new Map<string, Connection<Keepsake>>();
  /** The ids of those that are known since the object was last woken. */
  readonly #ids = new WeakMap<WebSocket, string>();
  readonly #counters: CounterBatch;
  readonly #awake = new Wakefulness();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #runner: Runner | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#counters = new CounterBatch(() => this.env.METRICS, this.ctx.id.toString(), this.#awake);
  }

  /** Makes the runner, at the first use after waking. */
  protected abstract wake(live: () => LiveConnection[]): Runner;
  /** Nothing is kept here that is worth a stored byte. */
  protected abstract get isMissing(): boolean;

  /** The shell's clock; tests drive it by hand. */
  protected clock(): number {
    return Date.now();
  }

  protected runner(): Runner {
    this.#runner ??= this.wake(() => this.#liveConnections());
    return this.#runner;
  }

  /** Partyserver writes the object's name at any event. Where there is no room, nothing may stay. */
  #leaveNothing(): void {
    if (!this.isMissing) return;
    this.ctx.storage.deleteAll().catch((error) => this.report(error, "leave nothing"));
  }

  protected report(error: unknown, where: string): void {
    console.error(JSON.stringify({ level: "error", event: "room", where, message: errorLine(error) }));
  }

  #liveConnections(): LiveConnection[] {
    const live: LiveConnection[] = [];
    for (const connection of this.getConnections<Keepsake>()) {
      this.#know(connection);
      live.push({ connection: connection.id, keepsake: connection.state });
    }
    return live;
  }

  override onConnect(connection: Connection<Keepsake>, _context: ConnectionContext): void {
    const runner = this.runner();
    this.#know(connection);
    runner.open(connection.id);
    this.#leaveNothing();
  }

  #know(connection: Connection<Keepsake>): void {
    this.#sockets.set(connection.id, connection);
    this.#ids.set(connection, connection.id);
  }

  /** Partyserver reads a socket's attachment at every message; whoever is known already is let through. */
  override webSocketMessage(socket: WebSocket, message: WSMessage): Promise<void> {
    const id = this.#ids.get(socket);
    return id === undefined ? super.webSocketMessage(socket, message) : (this.heard(id, message) ?? done);
  }

  override onMessage(connection: Connection<Keepsake>, message: WSMessage): Promise<void> | undefined {
    return this.heard(connection.id, message);
  }

  protected heard(id: string, message: WSMessage): Promise<void> | undefined {
    return this.runner().message(id, message);
  }

  override onClose(connection: Connection<Keepsake>): void {
    const runner = this.runner();
    this.#sockets.delete(connection.id);
    const keepsake = connection.state;
    // An error and a close may both come.
    connection.setState(null);
    runner.closed(connection.id, keepsake);
    this.#leaveNothing();
  }

  override onError(connection: Connection<Keepsake>): void {
    this.onClose(connection);
  }

  override onAlarm(): void {
    this.runner().alarm();
    this.#leaveNothing();
  }

  /** What a runner asks of this shell. */
  protected shellPorts(): Omit<RoomPorts<never>, "journal" | "ask"> {
    return {
      sockets: {
        send: (id, text) => this.send(id, text),
        close: (id, code, reason) => this.hangUp(id, code, reason),
        keep: (id, keepsake) => void this.#sockets.get(id)?.setState(keepsake),
        heardMs: (id) => this.heardMs(id),
      },
      clock: () => this.clock(),
      alarm: (atMs) => this.setAlarm(atMs),
      timer: (ms) => this.setTimer(ms),
      admit: (token, role) => this.#awake.during("token check", this.env.AUTH.admit(token, role, this.name)),
      count: (name, by) => this.count(name, by),
      report: (error, where) => this.report(error, where),
    };
  }

  /** Names a call that keeps the object in memory until it is settled. */
  protected during<T>(reason: string, call: Promise<T>): Promise<T> {
    return this.#awake.during(reason, call);
  }

  protected count(name: string, by: number): void {
    this.#counters.count(name, by);
  }

  protected send(id: string, text: string): void {
    this.#sockets.get(id)?.send(text);
  }

  /** The bytes are copied. */
  protected sendBytes(id: string, bytes: Uint8Array): void {
    this.#sockets.get(id)?.send(bytes.slice());
  }

  /** When the runtime last answered a ping of this socket by itself. */
  protected heardMs(id: string): number | null {
    const socket = this.#sockets.get(id);
    return socket ? (this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null) : null;
  }

  protected hangUp(id: string, code: number, reason: string): void {
    const socket = this.#sockets.get(id);
    // The room knows: `onClose` shall not tell it again.
    socket?.setState(null);
    socket?.close(code, reason);
    this.#sockets.delete(id);
  }

  protected setAlarm(atMs: number | null): void {
    // An alarm in the past may never fire.
    if (atMs === null) void this.ctx.storage.deleteAlarm();
    else void this.ctx.storage.setAlarm(Math.max(atMs, Date.now() + 1));
  }

  protected setTimer(ms: number | null): void {
    clearTimeout(this.#timer ?? null);
    this.#timer = undefined;
    if (ms === null) return this.#awake.over("timer");
    this.#awake.since("timer");
    this.#timer = setTimeout(() => {
      this.#awake.over("timer");
      this.runner().timer();
    }, ms);
  }

  /** Names what keeps this object in memory; nothing, if it may hibernate. */
  awakeFor(): string[] {
    return this.#awake.reasons;
  }
}
