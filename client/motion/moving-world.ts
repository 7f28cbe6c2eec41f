import { SEEN_EVERY_TICKS, SEEN_LOSSY_EVERY_TICKS } from "../../core/protocol/limits.ts";
import { planIn } from "../../core/protocol/motion-fields.ts";
import { isLaterLife, type MotionFrame, type OwnMotion, readMotionFrame } from "../../core/protocol/motion-frame.ts";
import type { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { orientationOf, positionOf } from "../../core/protocol/snapshot/pose.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";
import type { PeopleFrame } from "../../core/protocol/world-frames.ts";
import { motionKinds, motionLayout } from "../../core/protocol/world-motion.ts";
import { TICK_MS } from "../../core/world/inputs.ts";
import type { Foresight } from "../../core/world/prediction/foresight.ts";
import type { Scenery } from "../../core/world/scenery.ts";
import { Glide } from "./glide.ts";
import type { MoveWish } from "./move-wish.ts";
import type { MovingMoment } from "./moving-moment.ts";
import { OwnBody } from "./own-body.ts";
import { Picture, TURN } from "./picture.ts";
import { ServerTicks } from "./server-ticks.ts";
import { SnapshotBuffer } from "./snapshot-buffer.ts";
import { Steering } from "./steering.ts";

/** The moving part of a world, as one client sees it: what the shard tells, shown smoothly, and one's own body foreseen. */
export class MovingWorld {
  readonly #layout: SnapshotLayout;
  readonly #send: (frame: object) => boolean;
  readonly #ticks = new ServerTicks();
  readonly #snapshots: SnapshotBuffer;
  readonly #names = new Map<number, string>();
  readonly #picture: Picture;
  readonly #pose = new Float64Array(7);
  #own: OwnBody | null = null;
  #steering: Steering | null = null;
  #foresight: Foresight | null = null;
  /** Where one's own body is shown from. */
  #source: "shard" | "led" | "foreseen" = "shard";
  #led = false;
  readonly #glide = new Glide();
  #self: number | null = null;
  #seenTick = -1;
  #seenMs = 0;
  /** Where frames may be lost: which row of snapshots is read now. */
  #life: number | null = null;

  /** @param send gives a frame to the shard; false if it cannot go */
  constructor(scenery: Scenery, send: (frame: object) => boolean) {
    this.#layout = motionLayout(scenery.areas);
    this.#snapshots = new SnapshotBuffer(this.#layout);
    this.#picture = new Picture(this.#layout);
    this.#send = send;
  }

  /** From now on one's own body is foreseen. */
  foresee(foresight: Foresight): void {
    this.#foresight = foresight;
    this.#own = new OwnBody(foresight, (move) => this.#sendMove(move));
  }

  /** There is no engine to foresee with: moves go out all the same. */
  steerOnly(): void {
    this.#steering = new Steering((move) => this.#sendMove(move));
  }

  /** Whose eyes these are; `null`: nobody's yet. */
  set self(entity: number | null) {
    if (entity !== this.#self) this.#own?.reset();
    this.#self = entity;
  }

  /** What a person is called; `null`: unknown. */
  nameOf(entity: number): string | null {
    return this.#names.get(entity) ?? null;
  }

  /** A new connection: whatever comes builds on nothing that was before. */
  reset(): void {
    this.#ticks.reset();
    this.#own?.reset();
    this.#steering?.reset();
    this.#seenTick = -1;
    this.#life = null;
  }

  /** Who is here, or who has come and gone. */
  people({ whole, here, gone }: PeopleFrame): void {
    if (whole) this.#names.clear();
    for (const { entity, name } of here) this.#names.set(entity, name);
    // Who has left the realm may be shown a moment longer; their name is told again if they come back.
    for (const entity of gone) this.#names.delete(entity);
  }

  /** A binary frame has arrived. What cannot be read is passed over. */
  take(bytes: Uint8Array, nowMs: number): void {
    const frame = readMotionFrame(bytes);
    if (!frame) return;
    const { snapshot, own } = frame;
    if (this.#isOfThePast(frame)) return;
    if (snapshot.length > 0) {
      const before = this.#snapshots.newest?.tick ?? -1;
      const tick = this.#snapshots.take(snapshot);
      if (tick === null) return;
      if (tick <= before) this.#rewind();
      this.#ticks.take(tick, nowMs);
      if (tick - this.#seenTick >= this.#seenEvery) this.#saySeen(nowMs);
    }
    this.#hear(own, nowMs);
  }

  /** Forgets what this frame does not build on. True: others have come since that do not build on what this one does. */
  #isOfThePast({ life, fresh, snapshot }: MotionFrame): boolean {
    if (life === null) {
      if (fresh && snapshot.length > 0) this.#snapshots.forget();
      return false;
    }
    if (life === this.#life) return false;
    if (this.#life !== null && !isLaterLife(life, this.#life)) return true;
    this.#life = life;
    this.#seenTick = -1;
    this.#snapshots.forget();
    return false;
  }

  /** The world has gone back, and counts anew from there. */
  #rewind(): void {
    const life = this.#life;
    this.reset();
    this.#life = life;
  }

  get #seenEvery(): number {
    return this.#life === null ? SEEN_EVERY_TICKS : SEEN_LOSSY_EVERY_TICKS;
  }

  /** What is wanted goes out, and is foreseen. To be called at least every 50 ms. */
  advance(nowMs: number, wish: MoveWish): void {
    // The last snapshots before a silence are to be acknowledged, too.
    if (this.#ticks.newest > this.#seenTick && nowMs - this.#seenMs > this.#seenEvery * TICK_MS) this.#saySeen(nowMs);
    this.#own?.advance(nowMs, wish, this.#ticks.now(nowMs));
    this.#steering?.advance(nowMs, wish);
  }

  /** Everything as it is to be shown now. */
  moment(nowMs: number): MovingMoment {
    const moment = this.#picture.show(this.#snapshots.around(this.#ticks.shown(nowMs), this.#ticks.span));
    this.#showSelf(moment, nowMs);
    return moment;
  }

  /** Lets go of the engine's memory. */
  stop(): void {
    this.#foresight?.free();
    this.#foresight = null;
    this.#own = null;
  }

  #sendMove({ jump, ...move }: MoveWish): void {
    this.#send({ t: "move", ...move, ...(jump ? { jump } : {}), ...this.#seen() });
  }

  #seen(): { seen?: number; life?: number } {
    if (this.#ticks.newest <= this.#seenTick) return {};
    this.#seenTick = this.#ticks.newest;
    return { seen: this.#seenTick, ...this.#itsLife };
  }

  get #itsLife(): { life?: number } {
    return this.#life === null ? {} : { life: this.#life };
  }

  #saySeen(nowMs: number): void {
    this.#seenMs = nowMs;
    const tick = this.#ticks.newest;
    if (this.#send({ t: "seen", tick, ...this.#itsLife })) this.#seenTick = tick;
  }

  #hear(own: OwnMotion | null, nowMs: number): void {
    const newest = this.#snapshots.newest;
    if (!own || !newest || this.#self === null) return;
    this.#led = own.led;
    this.#steering?.heard(own);
    this.#putObstacles(newest.table);
    const row = newest.table.rowOf(this.#self);
    positionOf(this.#layout, newest.table, row, this.#pose);
    const [x = 0, y = 0, z = 0] = this.#pose;
    this.#own?.heard(own, row < 0 ? null : [x, y, z], nowMs);
  }

  #putObstacles(table: EntityTable): void {
    const foresight = this.#foresight;
    if (!foresight) return;
    for (let row = 0; row < table.length; row++) {
      const kind = motionKinds[table.kinds[row] ?? 0];
      if (kind !== "door" && kind !== "prop") continue;
      positionOf(this.#layout, table, row, this.#pose);
      orientationOf(this.#layout, table, row, this.#pose.subarray(3));
      foresight.put({ kind, plan: planIn(kind, table.fields[row] ?? 0), pose: Float32Array.from(this.#pose) });
    }
  }

  /** One's own body is shown as it is foreseen; where the world leads it, a little late like everybody's. */
  #showSelf({ actors, count }: MovingMoment, nowMs: number): void {
    const actor = actors.find(({ entity }, at) => at < count && entity === this.#self);
    const own = this.#own?.shown(nowMs);
    if (!actor || !own) return;
    const source = this.#own?.isForeseeing === true ? "foreseen" : this.#led ? "led" : "shard";
    const place = source === "led" ? actor : own;
    if (source !== this.#source) this.#glide.from(place, nowMs);
    this.#source = source;
    Object.assign(actor, this.#glide.show(place, nowMs));
    if (source !== "foreseen") return;
    actor.turn = own.facing * TURN;
    actor.speed = own.speed;
  }
}
