import { SEEN_EVERY_TICKS } from "../../core/protocol/limits.ts";
import { type OwnMotion, readMotionFrame } from "../../core/protocol/motion-frame.ts";
import type { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { orientationOf, positionOf } from "../../core/protocol/snapshot/pose.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";
import type { PeopleFrame } from "../../core/protocol/world-frames.ts";
import { type MotionKind, motionKinds, motionLayout } from "../../core/protocol/world-motion.ts";
import type { Foresight } from "../../core/world/prediction/foresight.ts";
import type { Scenery } from "../../core/world/scenery.ts";
import { Glide } from "./glide.ts";
import { type MoveWish, OwnBody } from "./own-body.ts";
import { ServerTicks, TICK_MS } from "./server-ticks.ts";
import { type Between, SnapshotBuffer } from "./snapshot-buffer.ts";
import { Steering } from "./steering.ts";

/** Somebody or something as it is to be shown. Positions in metres: of people and NPCs their feet, of all else the middle. */
export interface MovingActor {
  entity: number;
  kind: Exclude<MotionKind, "light">;
  /** Its place in the scenery's list of its kind; of people 0. */
  plan: number;
  x: number;
  y: number;
  z: number;
  qx: number;
  qy: number;
  qz: number;
  qw: number;
  /** Of people and NPCs: radians about the vertical, 0 looks south, counterclockwise as seen from above. */
  turn: number;
  sitting: boolean;
  /** Metres a second along the ground. */
  speed: number;
}

/** Everything at one moment. Its objects are used again for the next. */
export interface MovingMoment {
  actors: MovingActor[];
  /** How many of them count. */
  count: number;
  /** Lights that are on, by their place in the scenery's list. */
  lit: Set<number>;
}

/** Radians of a facing. */
const TURN = (2 * Math.PI) / 256;
const PLAN_MASK = 0xfff;
const PLAN_BITS = 12;

/** The moving part of a world, as one client sees it: what the shard tells, shown smoothly, and one's own body foreseen. */
export class MovingWorld {
  readonly #layout: SnapshotLayout;
  readonly #send: (frame: object) => boolean;
  readonly #ticks = new ServerTicks();
  readonly #snapshots: SnapshotBuffer;
  readonly #names = new Map<number, string>();
  readonly #moment: MovingMoment = { actors: [], count: 0, lit: new Set() };
  readonly #pose = new Float64Array(7);
  readonly #pose2 = new Float64Array(7);
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

  /** @param send gives a frame to the shard; false if it cannot go */
  constructor(scenery: Scenery, send: (frame: object) => boolean) {
    this.#layout = motionLayout(scenery.areas);
    this.#snapshots = new SnapshotBuffer(this.#layout);
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

  nameOf(entity: number): string | null {
    return this.#names.get(entity) ?? null;
  }

  /** A new connection: whatever comes builds on nothing that was before. */
  reset(): void {
    this.#ticks.reset();
    this.#own?.reset();
    this.#steering?.reset();
    this.#seenTick = -1;
  }

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
    const { snapshot, fresh, own } = frame;
    if (snapshot.length > 0) {
      const before = this.#snapshots.newest?.tick ?? -1;
      const tick = this.#snapshots.take(snapshot, fresh);
      if (tick === null) return;
      if (tick <= before) this.reset();
      this.#ticks.take(tick, nowMs);
      if (tick - this.#seenTick >= SEEN_EVERY_TICKS) this.#saySeen(nowMs);
    }
    this.#hear(own, nowMs);
  }

  /** What is wanted goes out, and is foreseen. To be called at least every 50 ms. */
  advance(nowMs: number, wish: MoveWish): void {
    // The last snapshots before a silence are to be acknowledged, too.
    if (this.#ticks.newest > this.#seenTick && nowMs - this.#seenMs > SEEN_EVERY_TICKS * TICK_MS) this.#saySeen(nowMs);
    this.#own?.advance(nowMs, wish, this.#ticks.now(nowMs));
    this.#steering?.advance(nowMs, wish);
  }

  /** Everything as it is to be shown now. */
  moment(nowMs: number): MovingMoment {
    const moment = this.#moment;
    moment.count = 0;
    moment.lit.clear();
    const between = this.#snapshots.around(this.#ticks.shown(nowMs), this.#ticks.span);
    if (!between) return moment;
    const { from, to } = between;
    let before = 0;
    for (let row = 0; row < to.table.length; row++) {
      const id = to.table.ids[row] ?? 0;
      while (before < from.table.length && (from.table.ids[before] ?? 0) < id) before += 1;
      const known = from.table.ids[before] === id && before < from.table.length;
      this.#show(between, known ? before : -1, row);
    }
    this.#showSelf(nowMs);
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

  #seen(): { seen: number } | object {
    if (this.#ticks.newest <= this.#seenTick) return {};
    this.#seenTick = this.#ticks.newest;
    return { seen: this.#seenTick };
  }

  #saySeen(nowMs: number): void {
    this.#seenMs = nowMs;
    const tick = this.#ticks.newest;
    if (this.#send({ t: "seen", tick })) this.#seenTick = tick;
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
      this.#readPose(table, row, this.#pose);
      foresight.put({ kind, plan: (table.fields[row] ?? 0) & PLAN_MASK, pose: Float32Array.from(this.#pose) });
    }
  }

  #readPose(table: EntityTable, row: number, into: Float64Array): void {
    positionOf(this.#layout, table, row, into);
    orientationOf(this.#layout, table, row, into.subarray(3));
  }

  /** `before`: its row in the first of the two snapshots, or -1. */
  #show(between: Between, before: number, row: number): void {
    const { table } = between.to;
    const kind = motionKinds[table.kinds[row] ?? 0] ?? "prop";
    const fields = table.fields[row] ?? 0;
    if (kind === "light") {
      if ((fields >>> PLAN_BITS) & 1) this.#moment.lit.add(fields & PLAN_MASK);
      return;
    }
    const actor = this.#nextActor();
    actor.entity = table.ids[row] ?? 0;
    actor.kind = kind;
    const person = kind === "player" || kind === "npc";
    const stance = kind === "npc" ? fields >>> PLAN_BITS : fields;
    actor.plan = kind === "player" ? 0 : fields & PLAN_MASK;
    actor.sitting = person && ((stance >>> 8) & 1) === 1;
    this.#place(actor, person, between, before, row);
    actor.turn = 0;
    if (!person) return;
    const old = before < 0 ? stance : stanceOf(between.from.table, before);
    actor.turn = turned(old & 255, stance & 255, between.part) * TURN;
  }

  #place(actor: MovingActor, person: boolean, { from, to, part, ticks }: Between, before: number, row: number): void {
    const [a, b] = [this.#pose, this.#pose2];
    positionOf(this.#layout, to.table, row, b);
    positionOf(this.#layout, before < 0 ? to.table : from.table, before < 0 ? row : before, a);
    const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0] = [a[0], a[1], a[2], b[0], b[1], b[2]];
    actor.x = ax + (bx - ax) * part;
    actor.y = ay + (by - ay) * part;
    actor.z = az + (bz - az) * part;
    const seconds = (ticks * TICK_MS) / 1_000;
    actor.speed = seconds > 0 && part < 1 ? Math.hypot(bx - ax, bz - az) / seconds : 0;
    if (person) return;
    orientationOf(this.#layout, to.table, row, b.subarray(3));
    orientationOf(this.#layout, before < 0 ? to.table : from.table, before < 0 ? row : before, a.subarray(3));
    turn(actor, a, b, part);
  }

  #nextActor(): MovingActor {
    const { actors } = this.#moment;
    const actor = actors[this.#moment.count];
    this.#moment.count += 1;
    if (actor) return actor;
    const made: MovingActor = { ...blank };
    actors.push(made);
    return made;
  }

  /** One's own body is shown as it is foreseen; where the world leads it, a little late like everybody's. */
  #showSelf(nowMs: number): void {
    const { actors, count } = this.#moment;
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

const blank: MovingActor = {
  entity: 0,
  kind: "prop",
  plan: 0,
  x: 0,
  y: 0,
  z: 0,
  qx: 0,
  qy: 0,
  qz: 0,
  qw: 1,
  turn: 0,
  sitting: false,
  speed: 0,
};

function stanceOf(table: EntityTable, row: number): number {
  const fields = table.fields[row] ?? 0;
  return motionKinds[table.kinds[row] ?? 0] === "npc" ? fields >>> PLAN_BITS : fields;
}

/** From one facing towards another, the shorter way round. */
function turned(from: number, to: number, part: number): number {
  const way = ((to - from + 384) & 255) - 128;
  return from + way * part;
}

/** Between two rotations, the shorter way: normalised linear interpolation. */
function turn(actor: MovingActor, a: Float64Array, b: Float64Array, part: number): void {
  const dot =
    (a[3] ?? 0) * (b[3] ?? 0) + (a[4] ?? 0) * (b[4] ?? 0) + (a[5] ?? 0) * (b[5] ?? 0) + (a[6] ?? 0) * (b[6] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  const mix = (i: number) => (a[i] ?? 0) * (1 - part) + (b[i] ?? 0) * sign * part;
  const [x, y, z, w] = [mix(3), mix(4), mix(5), mix(6)];
  const length = Math.hypot(x, y, z, w) || 1;
  actor.qx = x / length;
  actor.qy = y / length;
  actor.qz = z / length;
  actor.qw = w / length;
}
