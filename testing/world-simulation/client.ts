import type { MovingWorld } from "../../client/motion/moving-world.ts";
import type { Frame, ShardSocket } from "../shard-shell.ts";
import { ENTER_ID, type Listener } from "./listener.ts";
import { Pipe, type Way } from "./pipe.ts";

/** How a client says what has arrived: at once, every few frames, or not at all. */
export type Manners = "prompt" | "lazy" | "mute";
/** What somebody has: a terminal, a page that shows what the shard tells, or one that foresees as well. */
export type Device = "words" | "eyes" | "engine";

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly device: Device;
  /** Sends wild, doubled and late moves. */
  readonly isWild: boolean;
  readonly way: Way;
  /** The page's own, for all of its connections. */
  motion: MovingWorld | null;
  client: Client | null;
}

interface ClientParts {
  person: Person;
  connection: string;
  socket: ShardSocket;
  listener: Listener;
  random: () => number;
  /** A frame has come through to the shard. */
  deliver(client: Client, data: string): void;
}

const LAZY = 8;
const AGAIN_MS = 1_000;

/** One connection of somebody, at the other end of their network. */
export class Client {
  readonly person: Person;
  readonly connection: string;
  readonly socket: ShardSocket;
  readonly listener: Listener;
  readonly there: Pipe;
  readonly back: Pipe;
  manners: Manners = "prompt";
  pings = true;
  /** The shard has learned that it is gone. */
  isForgotten = false;
  nextId = 2;
  readonly #deliver: ClientParts["deliver"];
  #read = 0;
  #unacked = 0;
  #newestSeq = 0;
  #nowMs = 0;
  /** When they ask to be let in again, because it could not be written. */
  #againMs: number | null = null;

  constructor({ person, connection, socket, listener, random, deliver }: ClientParts) {
    this.person = person;
    this.connection = connection;
    this.socket = socket;
    this.listener = listener;
    this.#deliver = deliver;
    this.there = new Pipe(person.way, random);
    this.back = new Pipe(person.way, random);
  }

  get isOpen(): boolean {
    return this.socket.closed === null;
  }

  /** They have been told that they are in. */
  get isIn(): boolean {
    return this.isOpen && this.listener.member !== null;
  }

  /** Nothing is on its way. */
  get isQuiet(): boolean {
    return this.there.isEmpty && this.back.isEmpty && this.#read === this.socket.frames.length;
  }

  toString(): string {
    return `${this.person.name}@${this.connection}`;
  }

  send(nowMs: number, frame: object | string): boolean {
    if (!this.isOpen) return false;
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.there.put(nowMs, () => this.#deliver(this, data));
    return true;
  }

  /** As a datagram would be: it may overtake others. */
  throwIn(nowMs: number, frame: object): void {
    const data = JSON.stringify(frame);
    if (this.isOpen) this.there.overtake(nowMs, () => this.#deliver(this, data));
  }

  /** What has arrived is read, on both ends. */
  run(nowMs: number): void {
    this.#nowMs = nowMs;
    this.there.run(nowMs);
    for (; this.#read < this.socket.frames.length; this.#read++) {
      const frame = this.socket.frames[this.#read];
      if (frame) this.back.put(nowMs, () => this.#take(frame));
    }
    for (const bytes of this.socket.motion.splice(0)) {
      this.back.put(nowMs, () => this.#page?.take(bytes, this.#nowMs));
    }
    this.back.run(nowMs);
    const isDue = this.manners === "prompt" ? this.#unacked > 0 : this.manners === "lazy" && this.#unacked >= LAZY;
    if (isDue) this.acknowledge(nowMs);
    if (this.#againMs === null || nowMs < this.#againMs) return;
    this.#againMs = null;
    this.enter(nowMs);
  }

  enter(nowMs: number): void {
    this.send(nowMs, { t: "enter", id: ENTER_ID, name: this.person.name });
  }

  acknowledge(nowMs: number): void {
    this.#unacked = 0;
    if (this.#newestSeq > 0) this.send(nowMs, { t: "ack", seq: this.#newestSeq });
  }

  /** The page belongs to the newest connection. */
  get #page(): MovingWorld | null {
    return this.person.client === this ? this.person.motion : null;
  }

  #take(frame: Frame): void {
    const motion = this.#page;
    if ("seq" in frame) {
      this.#unacked += 1;
      this.#newestSeq = frame.seq;
    }
    const isRefused = frame.t === "error" && frame.id === ENTER_ID && frame.error.code === "INTERNAL";
    if (isRefused) this.#againMs = this.#nowMs + AGAIN_MS;
    if (frame.t === "people") motion?.people(frame);
    if (frame.t === "scene" && motion) motion.self = frame.scene.you?.entity ?? null;
  }
}
