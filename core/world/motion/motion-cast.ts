import { MOTION_FRAME_LOSSY_MAX_BYTES, MOTION_FRAME_MAX_BYTES } from "../../protocol/limits.ts";
import { lifeOf } from "../../protocol/motion-frame.ts";
import { SenderWorkshop } from "../../protocol/snapshot/sender-workshop.ts";
import { InterestGrid } from "./interest.ts";
import { MotionFeed } from "./motion-feed.ts";
import type { Sight } from "./sight.ts";
import { Truth } from "./truth.ts";
import type { MotionView, OwnBody } from "./world-motion.ts";

/**
 * The work of one tick, counted in bytes of frames, which is what coding costs. With many people in one place frames are
 * smaller, so that they tell of what is near, and everybody gets every second or third; whoever waited longest comes
 * first, and the tick stays short. A clock would not do: it stands still.
 */
const WORK_A_TICK = 18_000;
/**
 * What moves takes its share of the tick, in the engine and in what else there is to tell of a crowd: so much less is left
 * for telling of motion, but never less than this.
 */
const WORK_OF_A_BODY = 35;
const WORK_LEAST = 8_000;
/** What a client costs besides, and what each entity that it sees costs to look at. */
const WORK_A_CLIENT = 40;
const WORK_AN_ENTITY = 0.25;
/** Less than this tells too little. */
const FRAME_MIN_BYTES = 220;

/** Who watches: a connection, and who its person is. */
export interface Watcher {
  readonly connection: string;
  readonly member: number | null;
  /** What it is sent may be lost. */
  readonly loses: boolean;
}

/** A life is numbered by the clock, so that one is later than those of memory that is gone; at most so many a second. */
const LIFE_MS = 64;

export interface MotionPorts {
  /** The bytes are used again after the call. */
  send(connection: string, frame: Uint8Array): void;
  /** It did not keep up. */
  close(connection: string): void;
  count(name: string, by: number): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** For benchmarks: the work since the last mark was this. */
  mark?: ((part: "looks" | "interest" | "encoding") => void) | undefined;
}

/** What is told to one client at a tick. */
interface Telling {
  tick: number;
  own: OwnBody;
  sight: Sight;
  /** Bytes. */
  most: number;
}

/** Tells everybody who watches what moves. Nothing of it decides anything: it may be forgotten at any time. */
export class MotionCast {
  readonly #ports: MotionPorts;
  readonly #feeds = new Map<string, MotionFeed>();
  readonly #grid = new InterestGrid();
  readonly #out = new Uint8Array(MOTION_FRAME_MAX_BYTES);
  #truth: Truth | null = null;
  #lives = 0;
  #workshop: SenderWorkshop | null = null;
  /** From this tick on nothing has moved. */
  #restTick = 0;

  constructor(ports: MotionPorts) {
    this.#ports = ports;
  }

  /** Somebody has not been told everything, and may be. */
  get isBehind(): boolean {
    for (const feed of this.#feeds.values()) if (!feed.isStalled && feed.wholeTick < this.#restTick) return true;
    return false;
  }

  /** Memory of all feeds and of what they share, about; without that of the truth and the grid, however many watch. */
  get sizeBytes(): number {
    let sum = this.#workshop?.sizeBytes ?? 0;
    for (const feed of this.#feeds.values()) sum += feed.sizeBytes;
    return sum;
  }

  watch({ connection, loses }: Pick<Watcher, "connection" | "loses">, layout: MotionView["layout"]): MotionFeed {
    this.#workshop ??= new SenderWorkshop(layout);
    const feed =
      this.#feeds.get(connection) ?? new MotionFeed(layout, this.#workshop, loses ? () => this.#nextLife() : null);
    this.#feeds.set(connection, feed);
    return feed;
  }

  #nextLife(): number {
    this.#lives = Math.max(this.#lives + 1, Math.floor(this.#ports.now() / LIFE_MS));
    return lifeOf(this.#lives);
  }

  unwatch(connection: string): void {
    this.#feeds.get(connection)?.free();
    this.#feeds.delete(connection);
    if (this.#feeds.size === 0) this.#workshop = null;
  }

  /** @returns it had been given up, and is to be told how things stand */
  seen(connection: string, tick: number, life?: number): boolean {
    return this.#feeds.get(connection)?.seen(tick, life) ?? false;
  }

  /** A move of theirs takes effect in this tick; `early`: so many ticks before its moment it came. */
  applied(connection: string, seq: number, tick: number, early: number): void {
    this.#feeds.get(connection)?.applied(seq, tick, early);
  }

  /** Memory is new, or the world is: everybody is told everything again. */
  clear(): void {
    this.#feeds.clear();
    this.#workshop = null;
    this.#truth = null;
    this.#restTick = 0;
  }

  /** Tells of a world as it is after so many ticks. `isAwake`: the next tick will not be like this one. */
  tell(view: MotionView, tick: number, isAwake: boolean, watchers: readonly Watcher[]): void {
    if (isAwake) this.#restTick = tick + 1;
    this.#forgetOthers(watchers);
    if (watchers.length === 0) return;
    this.#truth ??= new Truth(view.layout);
    const truth = this.#truth;
    view.looks(truth);
    this.#ports.mark?.("looks");
    this.#grid.sort(truth);
    const sight = view.sight();
    this.#ports.mark?.("interest");
    const room = Math.max(WORK_LEAST, WORK_A_TICK - WORK_OF_A_BODY * truth.moving);
    const share = Math.floor(room / watchers.length);
    const most = Math.min(MOTION_FRAME_MAX_BYTES, Math.max(FRAME_MIN_BYTES, share));
    let work = 0;
    for (const { watcher, feed } of this.#inTurn(watchers, view)) {
      if (work >= room) break;
      const own = watcher.member === null ? null : view.own(watcher.member);
      if (!own) feed.wholeTick = tick;
      else if (this.#mayTell(watcher.connection, feed, tick))
        work += this.#tellOne(watcher, feed, { tick, own, sight, most });
    }
  }

  /** Whoever is told no more must keep nothing awake. */
  #forgetOthers(watchers: readonly Watcher[]): void {
    if (this.#feeds.size === 0) return;
    const kept = new Set(watchers.map(({ connection }) => connection));
    for (const connection of this.#feeds.keys()) if (!kept.has(connection)) this.unwatch(connection);
  }

  /** Those who have waited longest come first. */
  #inTurn(watchers: readonly Watcher[], { layout }: MotionView): { watcher: Watcher; feed: MotionFeed }[] {
    const turns = watchers.map((watcher) => ({ watcher, feed: this.watch(watcher, layout) }));
    return turns.sort((a, b) => a.feed.servedTick - b.feed.servedTick);
  }

  #mayTell(connection: string, feed: MotionFeed, tick: number): boolean {
    const pace = feed.pace(tick);
    if (pace === "close") {
      this.unwatch(connection);
      this.#ports.close(connection);
    }
    return pace === "send";
  }

  /** @returns how much work it was */
  #tellOne({ connection, loses }: Watcher, feed: MotionFeed, { tick, own, sight, most }: Telling): number {
    const truth = this.#truth;
    const row = truth?.table.rowOf(own.entity) ?? -1;
    if (!truth || row < 0) {
      // Without a body there is nobody to see anything.
      feed.wholeTick = tick;
      return 0;
    }
    this.#grid.see(row, sight, feed.interest);
    this.#ports.mark?.("interest");
    const room = loses ? Math.min(most, MOTION_FRAME_LOSSY_MAX_BYTES) : most;
    const length = feed.encode(tick, truth, own, this.#out.subarray(0, room));
    if (length > 0) {
      this.#ports.send(connection, this.#out.subarray(0, length));
      this.#ports.count("motion_bytes_sent", length);
      this.#ports.count("motion_frames_sent", 1);
    }
    this.#ports.mark?.("encoding");
    return length + feed.interest.length * WORK_AN_ENTITY + WORK_A_CLIENT;
  }
}
