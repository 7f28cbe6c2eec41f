import { SnapshotBuffer } from "../../../client/motion/snapshot-buffer.ts";
import type { MotionNews } from "../../../client/world-client.ts";
import { readMotionFrame } from "../../../core/protocol/motion-frame.ts";
import { positionOf } from "../../../core/protocol/snapshot/pose.ts";
import type { SnapshotLayout } from "../../../core/protocol/snapshot/snapshot-schema.ts";
import { motionLayout } from "../../../core/protocol/world-motion.ts";
import { TICK_HZ } from "../../../core/world/inputs.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import type { Habit, Person } from "./person.ts";

/** A crash may cost so much walking. */
const LOST_TICKS_MAX = TICK_HZ;
const WALK_MPS = 3;
/** Positions are told to 4 mm. */
const SLACK_M = 0.05;
const SEEN_EVERY_TICKS = 4;
const TRACK_TICKS = 200;

/** Where somebody is, on the ground. */
type Spot = readonly [x: number, z: number];

/** Walks about with moves, as pages do, and watches. */
export class Walking implements Habit {
  readonly isQuiet = true;
  /** The most that a crash has cost, in ticks that were seen. */
  mostLostTicks = 0;
  readonly #layout: SnapshotLayout;
  readonly #random: () => number;
  #snapshots: SnapshotBuffer;
  /** Where they were at which tick, oldest first. */
  #track = new Map<number, Spot>();
  #newest = -1;
  #seen = -1;
  #moves = 0;
  /** The world has died; then: they are back in the next one, which has shown nothing yet. */
  #after: "nothing" | "death" | "return" = "nothing";
  /** Until this tick nothing has become other by the last death. */
  #loggedTick = 0;

  constructor(scenery: Scenery, random: () => number) {
    this.#layout = motionLayout(scenery.areas);
    this.#snapshots = new SnapshotBuffer(this.#layout);
    this.#random = random;
  }

  async deed(self: Person): Promise<void> {
    const [x, z] = [this.#step(), this.#step()];
    this.#moves += 1;
    self.say({ t: "move", n: this.#moves, x, z, facing: Math.floor(this.#random() * 256) });
  }

  /** Done by {@link moved}: they need only have seen something. */
  async check(self: Person): Promise<boolean> {
    if (this.#after === "nothing") return true;
    // Who stands is told once, who walks again and again.
    await this.deed(self);
    return false;
  }

  died(loggedTick: number): void {
    // It may die again before it has shown anything: what came after its first end was another past already.
    this.#loggedTick = this.#after === "nothing" ? loggedTick : Math.min(this.#loggedTick, loggedTick);
    this.#after = "death";
  }

  moved(news: MotionNews, self: Person): void {
    if (news.type === "anew") {
      if (this.#after === "death") this.#after = "return";
      this.#snapshots = new SnapshotBuffer(this.#layout);
      this.#seen = -1;
    }
    if (news.type !== "frame") return;
    const frame = readMotionFrame(news.bytes);
    if (!frame) return self.fault("was told of motion in no form");
    this.#moves = Math.max(this.#moves, frame.own?.seq ?? 0);
    if (frame.snapshot.length === 0) return;
    if (frame.fresh) this.#snapshots.forget();
    const tick = this.#snapshots.take(frame.snapshot);
    if (tick === null) return self.fault("was sent a snapshot that cannot be read");
    this.#acknowledge(tick, self);
    const spot = this.#spotOf(self.scene?.you?.entity ?? null);
    if (spot) this.#note(tick, spot, self);
  }

  #acknowledge(tick: number, self: Person): void {
    if (tick - this.#seen < SEEN_EVERY_TICKS && tick > this.#seen) return;
    if (self.say({ t: "seen", tick })) this.#seen = tick;
  }

  #spotOf(entity: number | null): Spot | null {
    const table = this.#snapshots.newest?.table;
    const row = entity === null ? -1 : (table?.rowOf(entity) ?? -1);
    if (!table || row < 0) return null;
    const point = new Float64Array(3);
    positionOf(this.#layout, table, row, point);
    return [point[0] ?? 0, point[2] ?? 0];
  }

  #note(tick: number, spot: Spot, self: Person): void {
    if (this.#after === "return") {
      this.#compare(tick, spot, self);
      this.#after = "nothing";
      this.#track.clear();
    }
    this.#newest = tick;
    this.#track.set(tick, spot);
    for (const old of this.#track.keys()) if (old < tick - TRACK_TICKS) this.#track.delete(old);
  }

  /**
   * The world goes on from where its log ends, at most a second before what was last seen; until there all is as it was,
   * and from there on nobody walks faster than they can, now as before.
   */
  #compare(tick: number, [x, z]: Spot, self: Person): void {
    if (this.#newest < 0) return;
    const lost = this.#newest - this.#loggedTick;
    this.mostLostTicks = Math.max(this.mostLostTicks, lost);
    if (lost > LOST_TICKS_MAX) self.fault(`saw tick ${this.#newest}, and the log ends at ${this.#loggedTick}`);
    if (tick < this.#loggedTick) return self.fault(`sees tick ${tick}, and the log ended at ${this.#loggedTick}`);
    const sure = [...this.#track].findLast(([one]) => one <= this.#loggedTick);
    if (!sure) return;
    const [then, [thenX, thenZ]] = sure;
    const off = Math.hypot(x - thenX, z - thenZ);
    const most = (WALK_MPS * (tick - then)) / TICK_HZ + SLACK_M;
    if (off > most) self.fault(`stands ${off.toFixed(2)} m from where they were ${tick - then} ticks before`);
  }

  #step(): number {
    return Math.round(this.#random() * 2 - 1) * 100;
  }
}
