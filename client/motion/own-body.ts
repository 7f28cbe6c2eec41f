import type { OwnMotion } from "../../core/protocol/motion-frame.ts";
import { TICK_MS } from "../../core/world/inputs.ts";
import type { Foresight, OwnState } from "../../core/world/prediction/foresight.ts";
import { walkVelocity } from "../../core/world/walk-velocity.ts";
import { distance, Glide, type Spot } from "./glide.ts";
import type { MoveWish } from "./move-wish.ts";

/** A move as it goes to the shard. */
export interface Move extends MoveWish {
  n: number;
  /** The tick in which it is to take effect. */
  tick: number;
}

/** So early a move should be there: what the way may vary. */
const EARLY_WANTED_TICKS = 2;
/** Faster or slower than the world by this, to come into step with it. */
const RATE = 0.08;
/** Below this a foreseen place is right: positions are told to 4 mm. */
const RIGHT_M = 0.02;
/** What is wanted is said again so often: the answer tells how early it comes. */
const AGAIN_TICKS = 10;
/** Behind by this many ticks one begins anew. */
const CATCH_UP_TICKS_MAX = 10;
/** A stop that is not answered is said again, ever more seldom: it may have been lost with ticks that could not be written. */
const STOP_AGAIN_TICKS_MAX = 320;
/** So many foreseen states are kept to be compared. */
const STATES_MAX = 128;

/**
 * One's own body: it moves at once as one wants, by the same engine as in the shard, some ticks ahead of it, so that
 * moves get there in time. When the shard tells how it stands, what was foreseen of that tick is compared; where it is
 * wrong, everything since is foreseen again from there, and what is shown glides over.
 */
export class OwnBody {
  readonly #foresight: Foresight;
  readonly #send: (move: Move) => void;
  /** Foreseen after so many ticks; the next tick to foresee. */
  #tick = 0;
  #stepMs = 0;
  #isForeseeing = false;
  /** So many ticks the count is to gain on the world's, by running a little faster; negative: to lose. */
  #owed = 0;
  /** The move by which that was found. */
  #paced = 0;
  #moves: Move[] = [];
  #newest = 0;
  readonly #states: (OwnState & { tick: number })[] = [];
  #heard: (OwnMotion & OwnState) | null = null;
  #before: OwnState | null = null;
  #now: OwnState | null = null;
  readonly #glide = new Glide();
  #wantsJump = false;
  #isJumpHeld = false;
  #facing = 0;
  /** After so many ticks a stop that is not answered is said again. */
  #stopAgainTicks = AGAIN_TICKS;
  /** What was asked last is forgotten, and it was to go: the shard has to be told how it is now. */
  #owesStop = false;

  constructor(foresight: Foresight, send: (move: Move) => void) {
    this.#foresight = foresight;
    this.#send = send;
  }

  /** Whether it moves by what is foreseen; else it is where the shard shows it. */
  get isForeseeing(): boolean {
    return this.#isForeseeing;
  }

  /** Forgets everything: there is a new connection, or the world counts anew. */
  reset(): void {
    const last = this.#moves.at(-1);
    this.#owesStop ||= last !== undefined && (last.x !== 0 || last.z !== 0);
    this.#isForeseeing = false;
    this.#moves = [];
    this.#states.length = 0;
    this.#heard = null;
    this.#now = null;
    this.#before = null;
    this.#owed = 0;
  }

  /** The shard tells how it stands. `at`: the feet; `null` where they are where they were. */
  heard(own: OwnMotion, at: readonly [number, number, number] | null, nowMs: number): void {
    const [x, y, z] = at ?? [this.#heard?.x ?? 0, this.#heard?.y ?? 0, this.#heard?.z ?? 0];
    this.#heard = { ...own, x, y, z };
    this.#newest = Math.max(this.#newest, own.seq);
    if (!this.#isForeseeing) return this.#glideOn(nowMs);
    this.#match(own, nowMs);
    this.#compare(nowMs);
    this.#rest(own, nowMs);
  }

  /** Foresees what is due, with what is wanted now. `worldTick`: the newest tick there is, as far as is known here. */
  advance(nowMs: number, wish: MoveWish, worldTick: number): void {
    // Held down it is one jump.
    this.#wantsJump ||= wish.jump && !this.#isJumpHeld;
    this.#isJumpHeld = wish.jump;
    const wants = wish.x !== 0 || wish.z !== 0 || this.#wantsJump || this.#owesStop;
    if (!this.#isForeseeing) {
      if (!wants || !this.#heard) return;
      this.#begin(nowMs, worldTick);
    }
    let steps = 0;
    while (this.#isForeseeing && nowMs - this.#stepMs >= this.#stepLengthMs) {
      this.#stepMs += this.#stepLengthMs;
      this.#owed = Math.abs(this.#owed) <= RATE ? 0 : this.#owed - Math.sign(this.#owed) * RATE;
      if (++steps > CATCH_UP_TICKS_MAX) {
        this.#begin(nowMs, worldTick);
        break;
      }
      this.#step(wish);
    }
  }

  /** Where to show it, feet and facing (of 256), and how fast it goes; `null` before the shard has told of it. */
  shown(nowMs: number): (Spot & { facing: number; speed: number }) | null {
    const place = this.#place(nowMs);
    if (!place) return null;
    const [from, to] = [this.#before ?? this.#now, this.#now];
    const moved = this.#isForeseeing && from && to ? Math.hypot(to.x - from.x, to.z - from.z) : 0;
    return { ...this.#glide.show(place, nowMs), facing: this.#facing, speed: moved / (TICK_MS / 1_000) };
  }

  /** Where it is, without any gliding: between the two newest ticks that are foreseen, or where the shard has it. */
  #place(nowMs: number): Spot | null {
    const [from, to] = [this.#before ?? this.#now, this.#now];
    if (!this.#isForeseeing || !from || !to) return this.#heard;
    const part = Math.min(1, Math.max(0, (nowMs - this.#stepMs) / this.#stepLengthMs));
    return {
      x: from.x + (to.x - from.x) * part,
      y: from.y + (to.y - from.y) * part,
      z: from.z + (to.z - from.z) * part,
    };
  }

  get #stepLengthMs(): number {
    return this.#owed === 0 ? TICK_MS : TICK_MS / (1 + Math.sign(this.#owed) * RATE);
  }

  #begin(nowMs: number, worldTick: number): void {
    if (!this.#heard) return;
    this.#isForeseeing = true;
    this.#tick = Math.max(this.#heard.tick, Math.ceil(worldTick)) + EARLY_WANTED_TICKS;
    this.#stepMs = nowMs - TICK_MS;
    this.#foresight.set(this.#heard);
    this.#now = this.#foresight.state;
    this.#before = null;
    this.#states.length = 0;
    // What was asked before is no part of what is foreseen now.
    this.#moves = this.#moves.slice(-1).map((move) => ({ ...move, tick: 0 }));
    this.#owed = 0;
    this.#glideOn(nowMs);
  }

  #step(wish: MoveWish): void {
    const last = this.#moves.at(-1);
    const jump = this.#wantsJump;
    this.#wantsJump = false;
    const isStale = last !== undefined && this.#isStale(last);
    if (jump || isStale || !last || last.x !== wish.x || last.z !== wish.z || last.facing !== wish.facing) {
      this.#newest += 1;
      const move: Move = { n: this.#newest, tick: this.#tick, x: wish.x, z: wish.z, facing: wish.facing, jump };
      this.#moves.push(move);
      this.#facing = wish.facing;
      this.#owesStop = false;
      this.#send(move);
    }
    this.#before = this.#now;
    this.#now = this.#foresee(this.#tick);
    this.#tick += 1;
  }

  /** Whether what was said last is to be said again. */
  #isStale({ x, z, n, tick }: Move): boolean {
    const isStop = x === 0 && z === 0;
    const isAnswered = (this.#heard?.seq ?? 0) >= n;
    if (!isStop || isAnswered) this.#stopAgainTicks = AGAIN_TICKS;
    if ((isStop && isAnswered) || this.#tick - tick < this.#stopAgainTicks) return false;
    if (isStop) this.#stopAgainTicks = Math.min(STOP_AGAIN_TICKS_MAX, 2 * this.#stopAgainTicks);
    return true;
  }

  /** One tick by the moves that are in effect in it. */
  #foresee(tick: number): OwnState {
    const move = this.#moves.findLast((one) => one.tick <= tick);
    const velocity = walkVelocity(move?.x ?? 0, move?.z ?? 0);
    this.#foresight.step({ ...velocity, jump: move?.jump === true && move.tick === tick });
    const state = this.#foresight.state;
    this.#states.push({ ...state, tick: tick + 1 });
    if (this.#states.length > STATES_MAX) this.#states.shift();
    return state;
  }

  /** The newest move took effect in another tick than it asked for: what is foreseen counts by the shard's ticks. */
  #match({ seq, tick, sinceTicks, earlyTicks }: OwnMotion, nowMs: number): void {
    const at = this.#moves.findIndex(({ n }) => n === seq);
    const move = this.#moves[at];
    if (!move || sinceTicks === 0xffff) return;
    const by = tick - sinceTicks - move.tick;
    if (by !== 0) this.#shift(at, by);
    this.#moves = this.#moves.slice(at);
    if (seq === this.#paced) return;
    this.#paced = seq;
    const early = earlyTicks + by;
    // In the middle of a step it goes on from where it is.
    const part = (nowMs - this.#stepMs) / this.#stepLengthMs;
    this.#owed = early > EARLY_WANTED_TICKS + 1 || early < EARLY_WANTED_TICKS ? EARLY_WANTED_TICKS - early : 0;
    this.#stepMs = nowMs - part * this.#stepLengthMs;
  }

  #compare(nowMs: number): void {
    const heard = this.#heard;
    if (!heard || heard.led) return;
    this.#countOn(heard);
    if (heard.tick > this.#tick) return this.#redo(heard, nowMs);
    const foreseen = this.#states.find(({ tick }) => tick === heard.tick);
    if (foreseen && distance(foreseen, heard) < RIGHT_M) return;
    // A move that it does not know of yet may be what makes the difference only after its tick.
    if (!foreseen && this.#states.length > 0 && (this.#states[0]?.tick ?? 0) > heard.tick) return;
    this.#redo(heard, nowMs);
  }

  /** The shard has gone past a move's tick and does not know of the move: it will take effect later than it asked to. */
  #countOn({ tick, seq }: OwnMotion): void {
    const at = this.#moves.findIndex(({ n }) => n > seq);
    const move = this.#moves[at];
    if (move && tick > move.tick) this.#shift(at, tick - move.tick);
  }

  /** What is foreseen from a move on counts so many ticks later. */
  #shift(from: number, by: number): void {
    for (const move of this.#moves.slice(from)) move.tick += by;
    for (const state of this.#states) state.tick += by;
    this.#tick += by;
  }

  /** Foresees anew from what was heard; what is shown stays where it was, and glides. */
  #redo(heard: OwnMotion & OwnState, nowMs: number): void {
    // So far apart the two count differently, by whatever was said: nothing is foreseen for so long.
    if (this.#tick - heard.tick > STATES_MAX) return this.#begin(nowMs, heard.tick);
    this.#foresight.set(heard);
    this.#states.length = 0;
    this.#tick = Math.max(this.#tick, heard.tick);
    this.#before = null;
    this.#now = this.#foresight.state;
    for (let tick = heard.tick; tick < this.#tick; tick++) {
      this.#before = this.#now;
      this.#now = this.#foresee(tick);
    }
    this.#glideOn(nowMs);
  }

  #glideOn(nowMs: number): void {
    const place = this.#place(nowMs);
    if (place) this.#glide.from(place, nowMs);
  }

  /** Nothing is wanted, everything asked is done, and both agree: from here on the shard shows it. */
  #rest({ seq, led }: OwnMotion, nowMs: number): void {
    const [last, heard, now] = [this.#moves.at(-1), this.#heard, this.#now];
    if (!last || !heard || !now || seq < last.n) return;
    const isStill = last.x === 0 && last.z === 0 && now.grounded && distance(now, heard) < RIGHT_M;
    if (!led && !isStill) return;
    this.#isForeseeing = false;
    this.#glideOn(nowMs);
  }
}
