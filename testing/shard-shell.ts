import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Keepsake } from "../core/ports.ts";
import { type Claims, fail } from "../core/protocol/index.ts";
import type { EventsFrame, PeopleFrame, ReplyFrame, SceneFrame } from "../core/protocol/world-frames.ts";
import { acceptWorldName } from "../core/quiz/world-names.ts";
import { alone, type Membership } from "../core/world/shard/membership.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import type { SimulationFactory } from "../core/world/simulation.ts";
import { type CheckpointParts, WorldLog } from "../core/world/world-log.ts";
import { fileParts } from "../edge-sim/file-parts.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { ManualTime } from "./manual-time.ts";

export type Frame =
  | SceneFrame
  | EventsFrame
  | ReplyFrame
  | PeopleFrame
  | { t: "error"; id?: number; error: { code: string } }
  | { t: "welcome" };

/** One socket of a {@link ShardShell}. */
export class ShardSocket {
  readonly frames: Frame[] = [];
  /** Binary frames. */
  readonly motion: Uint8Array[] = [];
  closed: number | null = null;
  keepsake: Keepsake | null = null;

  get scene(): SceneFrame["scene"] | undefined {
    return this.frames.findLast((frame) => frame.t === "scene")?.scene;
  }

  /** Everything told so far, in words. */
  get texts(): string[] {
    return this.frames.flatMap((frame) => (frame.t === "events" ? frame.events.map(({ text }) => text) : []));
  }
}

/** A shard on a real file, whose time and network are moved by hand, and which can crash and hibernate. */
export class ShardShell {
  readonly time = new ManualTime();
  readonly sockets = new Map<string, ShardSocket>();
  readonly counts: Record<string, number> = {};
  readonly reports: string[] = [];
  /** Checkpoints are written, and what was written since the last `stored` is lost in a crash. */
  losesParts = false;
  /** Nothing is heard of these. */
  readonly silent = new Set<string>();
  /** Whatever is asked of the log fails. */
  isUnreadable = false;
  /** Writes to the log fail. */
  isFull = false;
  /** The process is as good as dead: nothing leaves it any more, and nothing is written. Until {@link crash}. */
  isDead = false;
  /** Called with every binary frame. */
  onMotion: (id: string, frame: Uint8Array) => void = () => undefined;
  /** Called with every other frame. */
  onText: (id: string, frame: Frame) => void = () => undefined;
  /** Called when a socket was closed from here. */
  onClosed: (id: string, code: number) => void = () => undefined;
  /** Called when a row of the log has been written: every tick before `to` is durable. */
  onLogged: (to: number) => void = () => undefined;
  runner: ShardRunner;
  readonly #folder: string;
  readonly #factory: SimulationFactory;
  readonly #membership: (shell: ShardShell) => Membership;
  #sql: FileSql;
  #opened = 0;

  /** @param membership made anew whenever memory begins anew @param parent where its folder is made */
  constructor(
    factory: SimulationFactory,
    membership: (shell: ShardShell) => Membership = () => alone,
    parent = tmpdir(),
  ) {
    this.#factory = factory;
    this.#membership = membership;
    this.#folder = mkdtempSync(join(parent, "skerry-shard-"));
    this.#sql = this.#openFile();
    this.runner = this.#start();
  }

  /** Opens a socket. */
  open(): string {
    const id = `c${++this.#opened}`;
    this.sockets.set(id, new ShardSocket());
    this.runner.open(id);
    return id;
  }

  /** Opens a socket, says hello and enters. */
  async enter(name: string, token = name.toLowerCase()): Promise<string> {
    const id = this.open();
    await this.runner.message(id, JSON.stringify({ t: "hello", v: 1, role: "player", token }));
    this.say(id, { t: "enter", id: 1, name });
    return id;
  }

  say(id: string, frame: object): void {
    void this.runner.message(id, JSON.stringify(frame));
  }

  /** Says a command, and lets its tick come. */
  async type(id: string, line: string): Promise<void> {
    this.say(id, { t: "command", id: 2, line });
    await this.pass(60);
  }

  socket(id: string): ShardSocket {
    const socket = this.sockets.get(id);
    if (!socket) throw new Error(`no socket ${id}`);
    return socket;
  }

  /** Time passes, in small steps; promises that are due settle between them. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 250) {
      this.time.advance(Math.min(250, ms - passed), {
        timer: () => this.runner.timer(),
        alarm: () => this.runner.alarm(),
      });
      await Promise.resolve();
    }
  }

  /** The process dies: memory, timers and sockets are gone, the disk stays. */
  crash(): void {
    for (const id of this.sockets.keys()) this.#close(id, 1006);
    this.time.timerMs = null;
    this.isDead = false;
    this.#sql.close();
    this.#sql = this.#openFile();
    this.runner = this.#start();
  }

  /** Memory goes, sockets stay: a shard hibernates only while it holds no timer. */
  hibernate(): void {
    if (this.time.timerMs !== null) throw new Error("a shard with a timer does not hibernate");
    this.runner = this.#start();
    const live = [...this.sockets].filter(([, { closed }]) => closed === null);
    this.runner.load(live.map(([connection, { keepsake }]) => ({ connection, keepsake })));
  }

  end(): void {
    this.#sql.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openFile(): FileSql {
    return new FileSql(join(this.#folder, "world.sqlite"));
  }

  #start(): ShardRunner {
    const sql = this.#sql;
    const exec = (statement: string, ...values: (string | number | null)[]) => {
      const isAppend = statement.startsWith("INSERT INTO world_log");
      if (this.isDead) throw new Error("the process is dead");
      if (this.isUnreadable) throw new Error("no such column");
      if (this.isFull && isAppend) throw new Error("the disk is full");
      const rows = sql.exec(statement, ...values);
      if (isAppend) this.onLogged(Number(values[1]));
      return rows;
    };
    const log = new WorldLog(
      { exec, atomically: (run) => sql.atomically(run), erase: () => sql.erase() },
      this.#parts(sql),
    );
    return new ShardRunner("small", {
      log,
      factory: this.#factory,
      stored: () => Promise.resolve(),
      acceptName: acceptWorldName,
      sendBytes: (id, frame) => {
        if (this.isDead) return;
        this.sockets.get(id)?.motion.push(frame.slice());
        this.onMotion(id, frame);
      },
      membership: this.#membership(this),
      sockets: {
        send: (id, text) => this.#send(id, JSON.parse(text) as Frame),
        close: (id, code) => {
          if (!this.isDead) this.#close(id, code);
        },
        keep: (id, keepsake) => {
          const socket = this.sockets.get(id);
          if (socket && !this.isDead) socket.keepsake = structuredClone(keepsake);
        },
        // All ping all the while, but those who have fallen silent.
        heardMs: (id) => (this.silent.has(id) ? null : this.time.nowMs),
      },
      clock: () => this.time.nowMs,
      alarm: (atMs) => this.time.setAlarm(atMs),
      timer: (ms) => this.time.setTimer(ms),
      admit: async (token) => {
        if (token === "bad") return fail("TOKEN_INVALID");
        return { ok: true, value: { claims: { kind: "guest", subject: token } as Claims } };
      },
      count: (name, by) => {
        this.counts[name] = (this.counts[name] ?? 0) + by;
      },
      report: (error, where) => void this.reports.push(`${where}: ${error}`),
    });
  }

  #send(id: string, frame: Frame): void {
    const socket = this.sockets.get(id);
    if (!socket || this.isDead) return;
    socket.frames.push(frame);
    this.onText(id, frame);
  }

  #close(id: string, code: number): void {
    const socket = this.sockets.get(id);
    if (!socket || socket.closed !== null) return;
    socket.closed = code;
    this.onClosed(id, code);
  }

  #parts(sql: FileSql): CheckpointParts {
    const parts = fileParts(sql);
    return { ...parts, put: (key, bytes) => this.#put(parts, key, bytes) };
  }

  #put(parts: CheckpointParts, key: string, bytes: Uint8Array): void {
    if (this.isDead) throw new Error("the process is dead");
    if (this.isFull) throw new Error("the disk is full");
    if (!this.losesParts) parts.put(key, bytes);
  }
}
