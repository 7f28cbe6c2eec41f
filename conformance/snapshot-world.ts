import { EntityTable } from "../core/protocol/snapshot/entity-table.ts";
import type { Interest } from "../core/protocol/snapshot/frame-plan.ts";
import { putField, putOrientation, putPosition } from "../core/protocol/snapshot/pose.ts";
import { layoutOf } from "../core/protocol/snapshot/snapshot-schema.ts";
import { drawBelow, type Random } from "../core/random.ts";

/** A schema with each sort of kind, all of the story's own: it stays when the world's changes. */
export const storyLayout = layoutOf({
  position: { min: [-64, -2, -64], max: [64, 30, 64], resolution: 1 / 512 },
  orientationBits: 9,
  kinds: [
    { name: "prop", rotates: true, fields: [] },
    {
      name: "person",
      rotates: false,
      fields: [
        { name: "facing", bits: 8 },
        { name: "gait", bits: 3 },
      ],
    },
    { name: "door", rotates: false, fields: [{ name: "angle", bits: 10 }] },
    { name: "lamp", rotates: true, fields: [{ name: "colour", bits: 24 }] },
  ],
});

const THINGS = 300;
/** Metres a tick squared. */
const FALL = 0.0245;
/** A thing is not seen for so many ticks of these, each in its turn. */
const AWAY_TICKS = 25;
const ROUND_TICKS = 160;
const AT_REST_TICKS = 30;

interface Thing {
  id: number;
  kind: number;
  at: [x: number, y: number, z: number];
  speed: [x: number, y: number, z: number];
  turn: [x: number, y: number, z: number];
  q: [x: number, y: number, z: number, w: number];
  restsUntil: number;
  /** Where in its round it begins. */
  offset: number;
}

/**
 * Things that fly, bounce, turn, rest, come and go, at 20 ticks a second. Its numbers come of sums, products, quotients
 * and roots alone, which IEEE 754 fixes: no machine may come to others.
 */
export class StoryWorld {
  readonly table = new EntityTable();
  readonly interest: Interest = { ids: new Uint32Array(THINGS), weights: new Uint8Array(THINGS), length: 0 };
  readonly #things: Thing[];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
    // Ids near each other, and one in ten far off.
    let id = 0;
    this.#things = Array.from({ length: THINGS }, (_, i) => {
      id += i % 10 === 9 ? 1 + drawBelow(random, 1_000_000) : 1 + drawBelow(random, 3);
      return this.#thing(id);
    });
  }

  /** Moves everything on by a tick. */
  step(tick: number): void {
    const { table, interest } = this;
    table.clear();
    interest.length = 0;
    for (const thing of this.#things) {
      if (thing.restsUntil <= tick) this.#move(thing, tick);
      const round = (tick + thing.offset) % ROUND_TICKS;
      // One in eight comes back as something else, under the same id.
      if (round === 0 && tick > 0 && thing.id % 8 === 0) thing.kind = (thing.kind + 1) % storyLayout.kinds.length;
      this.#put(thing, tick);
      if (round < AWAY_TICKS) continue;
      interest.ids[interest.length] = thing.id;
      if (interest.weights) interest.weights[interest.length] = 1 + (thing.id % 5) * 50;
      interest.length += 1;
    }
  }

  #thing(id: number): Thing {
    const random = this.#random;
    const spread = (size: number) => (random() - 0.5) * size;
    return {
      id,
      kind: drawBelow(random, storyLayout.kinds.length),
      at: [spread(140), spread(20) + 10, spread(140)],
      speed: [spread(0.5), 0, spread(0.5)],
      turn: [spread(0.2), spread(0.2), spread(0.2)],
      q: [spread(1), spread(1), spread(1), spread(1) + 0.1],
      restsUntil: drawBelow(random, 3) === 0 ? AT_REST_TICKS : 0,
      offset: drawBelow(random, ROUND_TICKS),
    };
  }

  #move(thing: Thing, tick: number): void {
    const { at, speed, turn, q } = thing;
    speed[1] -= FALL;
    for (const axis of [0, 1, 2] as const) at[axis] += speed[axis];
    if (at[1] < 0) {
      at[1] = -at[1] * 0.5;
      speed[1] = -speed[1] * 0.6;
      for (const axis of [0, 1, 2] as const) turn[axis] = (this.#random() - 0.5) * 0.3;
    }
    const [x, y, z, w] = q;
    const [a, b, c] = turn;
    q[0] = x + 0.5 * (a * w + b * z - c * y);
    q[1] = y + 0.5 * (b * w + c * x - a * z);
    q[2] = z + 0.5 * (c * w + a * y - b * x);
    q[3] = w - 0.5 * (a * x + b * y + c * z);
    const length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (const part of [0, 1, 2, 3] as const) q[part] /= length;
    const lot = drawBelow(this.#random, 100);
    if (lot < 3) thing.restsUntil = tick + 1 + drawBelow(this.#random, AT_REST_TICKS);
    if (lot === 3) speed[1] = 0.5;
    if (lot === 4) speed[0] = -speed[0];
  }

  #put(thing: Thing, tick: number): void {
    const { table } = this;
    const row = table.add(thing.id, thing.kind);
    const rests = thing.restsUntil > tick;
    table.resting[row] = rests ? 1 : 0;
    putPosition(storyLayout, table, row, ...thing.at);
    putOrientation(storyLayout, table, row, thing.q);
    const { name } = storyLayout.schema.kinds[thing.kind] ?? { name: "" };
    if (name === "person") {
      putField(storyLayout, table, row, "facing", Math.floor(thing.at[0] * 8));
      putField(storyLayout, table, row, "gait", rests ? 0 : 1 + (tick >> 4));
    }
    if (name === "door") putField(storyLayout, table, row, "angle", Math.floor(thing.at[1] * 32));
    if (name === "lamp") putField(storyLayout, table, row, "colour", Math.imul(tick >> 5, 0x9e3779));
  }
}
