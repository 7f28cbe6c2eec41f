import { facingIn, planIn, shinesIn, sitsIn } from "../../core/protocol/motion-fields.ts";
import type { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { orientationOf, positionOf } from "../../core/protocol/snapshot/pose.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";
import { motionKinds } from "../../core/protocol/world-motion.ts";
import { TICK_MS } from "../../core/world/inputs.ts";
import type { MovingActor, MovingMoment } from "./moving-moment.ts";
import type { Between } from "./snapshot-buffer.ts";

/** Radians of a facing. */
export const TURN = (2 * Math.PI) / 256;

/** Everything that moves as it stands between two snapshots. */
export class Picture {
  readonly #layout: SnapshotLayout;
  readonly #lit = new Set<number>();
  readonly #moment = { actors: [] as MovingActor[], count: 0, lit: this.#lit };
  /** Before and after: x, y, z, or a rotation. */
  readonly #before = new Float64Array(4);
  readonly #after = new Float64Array(4);

  constructor(layout: SnapshotLayout) {
    this.#layout = layout;
  }

  /** `null`: nothing has been told yet. The object is used again for the next moment. */
  show(between: Between | null): MovingMoment {
    this.#moment.count = 0;
    this.#lit.clear();
    if (!between) return this.#moment;
    const [before, { table }] = [between.from.table, between.to];
    let at = 0;
    for (let row = 0; row < table.length; row++) {
      const id = table.ids[row] ?? 0;
      while (at < before.length && (before.ids[at] ?? 0) < id) at += 1;
      const isKnown = at < before.length && before.ids[at] === id;
      this.#show(between, isKnown ? at : -1, row);
    }
    return this.#moment;
  }

  /** `before`: its row in the first of the two snapshots, or -1. */
  #show(between: Between, before: number, row: number): void {
    const { table } = between.to;
    const kind = motionKinds[table.kinds[row] ?? 0] ?? "prop";
    const fields = table.fields[row] ?? 0;
    if (kind === "light") {
      if (shinesIn(fields)) this.#lit.add(planIn(kind, fields));
      return;
    }
    const isPerson = kind === "player" || kind === "npc";
    const actor = this.#nextActor();
    actor.entity = table.ids[row] ?? 0;
    actor.kind = kind;
    actor.plan = planIn(kind, fields);
    actor.sitting = isPerson && sitsIn(kind, fields);
    actor.turn = 0;
    // What is new is shown where it is.
    const [from, at] = before < 0 ? [table, row] : [between.from.table, before];
    this.#place(actor, between, from, at, row);
    if (isPerson) actor.turn = turned(facingOf(from, at), facingOf(table, row), between.part) * TURN;
    else this.#turn(actor, between, from, at, row);
  }

  #place(actor: MovingActor, { to, part, ticks }: Between, from: EntityTable, at: number, row: number): void {
    const [a, b] = [this.#before, this.#after];
    positionOf(this.#layout, from, at, a);
    positionOf(this.#layout, to.table, row, b);
    const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0] = [a[0], a[1], a[2], b[0], b[1], b[2]];
    actor.x = ax + (bx - ax) * part;
    actor.y = ay + (by - ay) * part;
    actor.z = az + (bz - az) * part;
    const seconds = (ticks * TICK_MS) / 1_000;
    actor.speed = seconds > 0 && part < 1 ? Math.hypot(bx - ax, bz - az) / seconds : 0;
  }

  /** Between two rotations, the shorter way: normalised linear interpolation. */
  #turn(actor: MovingActor, { to, part }: Between, from: EntityTable, at: number, row: number): void {
    const [a, b] = [this.#before, this.#after];
    orientationOf(this.#layout, from, at, a);
    orientationOf(this.#layout, to.table, row, b);
    const dot = a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const sign = dot < 0 ? -1 : 1;
    const mix = (i: number) => (a[i] ?? 0) * (1 - part) + (b[i] ?? 0) * sign * part;
    const [x, y, z, w] = [mix(0), mix(1), mix(2), mix(3)];
    const length = Math.hypot(x, y, z, w) || 1;
    actor.qx = x / length;
    actor.qy = y / length;
    actor.qz = z / length;
    actor.qw = w / length;
  }

  #nextActor(): MovingActor {
    const { actors, count } = this.#moment;
    const actor = actors[count] ?? { ...blank };
    actors[count] = actor;
    this.#moment.count += 1;
    return actor;
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

function facingOf({ kinds, fields }: EntityTable, row: number): number {
  return facingIn(motionKinds[kinds[row] ?? 0] ?? "prop", fields[row] ?? 0);
}

/** From one facing towards another, the shorter way round. */
function turned(from: number, to: number, part: number): number {
  const way = ((to - from + 384) & 255) - 128;
  return from + way * part;
}
