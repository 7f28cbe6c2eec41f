import { type MoveWish, still } from "../client/motion/move-wish.ts";
import type { MovingMoment } from "../client/motion/moving-moment.ts";
import { MovingWorld } from "../client/motion/moving-world.ts";
import type { PeopleFrame } from "../core/protocol/world-frames.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { Foresight } from "../core/world/prediction/foresight.ts";
import type { Scenery } from "../core/world/scenery.ts";
import type { ShardShell } from "./shard-shell.ts";

/** A way through a network, as a WebSocket sees it: nothing is lost or overtaken, but what was lost below comes late. */
export interface Way {
  /** One way. */
  delayMs: number;
  jitterMs: number;
  /** A share of packets that are lost, and sent again after a round trip and some. */
  loss: number;
  random(): number;
}

interface Parcel {
  atMs: number;
  open(): void;
}

/** One direction of a {@link Way}. */
class Queue {
  readonly #way: Way;
  readonly #parcels: Parcel[] = [];
  #lastMs = 0;

  constructor(way: Way) {
    this.#way = way;
  }

  put(nowMs: number, open: () => void): void {
    const { delayMs, jitterMs, loss, random } = this.#way;
    const again = random() < loss ? 2 * delayMs + 50 : 0;
    this.#lastMs = Math.max(this.#lastMs, nowMs + delayMs + random() * jitterMs + again);
    this.#parcels.push({ atMs: this.#lastMs, open });
  }

  run(nowMs: number): void {
    while ((this.#parcels[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) this.#parcels.shift()?.open();
  }
}

/** Somebody with the whole client of motion, at the other end of a slow and lossy network. */
export class LaggingPlayer {
  readonly motion: MovingWorld;
  wish: MoveWish = still;
  /** Bytes of motion that have arrived. */
  bytes = 0;
  readonly #shell: ShardShell;
  readonly #id: string;
  readonly #there: Queue;
  readonly #back: Queue;
  #texts = 0;

  constructor(shell: ShardShell, id: string, parts: { scenery: Scenery; rapier: Rapier; way: Way }) {
    this.#shell = shell;
    this.#id = id;
    this.#there = new Queue(parts.way);
    this.#back = new Queue(parts.way);
    this.motion = new MovingWorld(parts.scenery, (frame) => this.send(frame));
    this.motion.foresee(new Foresight(parts.rapier, parts.scenery));
    this.send({ t: "watch", on: true });
  }

  send(frame: object): boolean {
    this.#there.put(this.#shell.time.nowMs, () => this.#shell.say(this.#id, frame));
    return true;
  }

  /** A frame of its screen. */
  frame(): MovingMoment {
    const { nowMs } = this.#shell.time;
    this.#there.run(nowMs);
    this.#fetch(nowMs);
    this.#back.run(nowMs);
    this.motion.advance(nowMs, this.wish);
    return this.motion.moment(nowMs);
  }

  #fetch(nowMs: number): void {
    const socket = this.#shell.socket(this.#id);
    const { you } = socket.scene ?? {};
    this.motion.self = you?.entity ?? null;
    for (const frame of socket.motion.splice(0)) {
      this.bytes += frame.length;
      this.#back.put(nowMs, () => this.motion.take(frame, this.#shell.time.nowMs));
    }
    for (const frame of socket.frames.slice(this.#texts)) {
      this.#texts += 1;
      if ("seq" in frame) this.send({ t: "ack", seq: frame.seq });
      if (frame.t === "people") this.#back.put(nowMs, () => this.motion.people(frame as PeopleFrame));
    }
  }
}
