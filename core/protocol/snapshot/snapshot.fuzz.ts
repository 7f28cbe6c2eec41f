import { EntityTable } from "./entity-table.ts";
import { putField, putOrientation, putPosition } from "./pose.ts";
import { SnapshotReceiver } from "./snapshot-receiver.ts";
import { layoutOf, type SnapshotLayout } from "./snapshot-schema.ts";
import { SnapshotSender } from "./snapshot-sender.ts";

/** Numbers from 0 up to 1 that a seed decides (mulberry32, public domain, Tommy Ettinger). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A layout with each sort of kind. */
export const mixedLayout: SnapshotLayout = layoutOf({
  position: { min: [-128, -1, -128], max: [128, 31, 128], resolution: 1 / 512 },
  orientationBits: 9,
  kinds: [
    { name: "prop", rotates: true, fields: [] },
    {
      name: "character",
      rotates: false,
      fields: [
        { name: "yaw", bits: 10 },
        { name: "animation", bits: 5 },
      ],
    },
    { name: "door", rotates: false, fields: [{ name: "angle", bits: 8 }] },
    { name: "sign", rotates: true, fields: [{ name: "colours", bits: 32 }] },
  ],
});

interface Drifter {
  id: number;
  kind: number;
  at: [number, number, number];
  speed: [number, number, number];
  q: [number, number, number, number];
  restsUntil: number;
}

/** A world of things that drift, turn, rest, come and go as a seed decides. */
export class DriftingWorld {
  readonly table = new EntityTable();
  readonly interest = { ids: new Uint32Array(0), weights: null, length: 0 };
  private readonly random: () => number;
  private readonly drifters: Drifter[];
  private readonly seen = new Set<number>();

  constructor(seed: number, count: number) {
    this.random = seeded(seed);
    const ids = new Set<number>();
    while (ids.size < count) ids.add(Math.floor(this.random() ** 4 * 2 ** 32));
    this.drifters = [...ids].sort((a, b) => a - b).map((id) => this.drifter(id));
    this.interest.ids = new Uint32Array(count);
  }

  private drifter(id: number): Drifter {
    const spread = (size: number) => (this.random() - 0.5) * size;
    return {
      id,
      kind: Math.floor(this.random() * 4),
      at: [spread(250), 15 + spread(30), spread(250)],
      speed: [spread(0.4), spread(0.4), spread(0.4)],
      q: [spread(1), spread(1), spread(1), spread(1)],
      restsUntil: Math.floor(this.random() * 40),
    };
  }

  /** Moves everything on, and changes what is seen. @param churn the chance of each to come or go */
  step(tick: number, churn: number): void {
    this.table.clear();
    this.interest.length = 0;
    for (const one of this.drifters) {
      if (one.restsUntil <= tick) this.drift(one, tick);
      if (this.random() < churn || tick === 0) this.seen[this.random() < 0.6 ? "add" : "delete"](one.id);
      this.put(one, tick);
      if (this.seen.has(one.id)) this.interest.ids[this.interest.length++] = one.id;
    }
  }

  private drift(one: Drifter, tick: number): void {
    for (let i = 0; i < 3; i++) one.at[i] = (one.at[i] ?? 0) + (one.speed[i] ?? 0);
    const turn = this.random() * 0.1;
    const [x, y, z, w] = one.q;
    one.q = [x - y * turn, y + x * turn, z + w * turn, w - z * turn];
    if (this.random() < 0.05) one.speed = [this.random() - 0.5, this.random() - 0.5, this.random() - 0.5];
    if (this.random() < 0.03) one.restsUntil = tick + Math.floor(this.random() * 30);
  }

  private put(one: Drifter, tick: number): void {
    const { table } = this;
    const row = table.add(one.id, one.kind);
    table.resting[row] = one.restsUntil > tick ? 1 : 0;
    putPosition(mixedLayout, table, row, ...one.at);
    const [x, y, z, w] = one.q;
    const length = Math.sqrt(x * x + y * y + z * z + w * w) || 1;
    if (one.kind === 0 || one.kind === 3)
      putOrientation(
        mixedLayout,
        table,
        row,
        one.q.map((part) => part / length),
      );
    if (one.kind === 1) putField(mixedLayout, table, row, "yaw", Math.floor(one.at[0] * 40));
    if (one.kind === 1) putField(mixedLayout, table, row, "animation", Math.floor(one.at[1]));
    if (one.kind === 2) putField(mixedLayout, table, row, "angle", tick);
    if (one.kind === 3) putField(mixedLayout, table, row, "colours", Math.floor(one.at[2]) * 40_503_721);
  }
}

export interface FuzzReport {
  frames: number;
  taken: number;
  refused: { [code: string]: number };
  /** The most memory that a receiver held. */
  bytesMax: number;
  /** The most entities that a frame made. */
  entitiesMax: number;
}

/**
 * Reads frames that are random, or real ones with bytes changed, cut off, or put together.
 * The property: nothing throws, memory stays bounded, and whatever is shown is a state that can be.
 * @throws Error when it is not
 */
export function fuzzFrames(frames: number, seed: number): FuzzReport {
  const random = seeded(seed);
  const report: FuzzReport = { frames: 0, taken: 0, refused: {}, bytesMax: 0, entitiesMax: 0 };
  const corpus = realFrames(seed);
  let receiver = new SnapshotReceiver(mixedLayout, 8);
  let next = 0;
  while (report.frames < frames) {
    // A receiver that was led astray refuses more than it reads: begin anew, with real frames.
    if (report.frames % 12 === 0) {
      receiver = new SnapshotReceiver(mixedLayout, 8);
      next = Math.floor(random() * corpus.length);
      for (const frame of corpus.slice(0, next)) receiver.read(frame);
    }
    // Mostly what it waits for: that gets past the header.
    const one = corpus[random() < 0.8 ? next : Math.floor(random() * corpus.length)] ?? new Uint8Array(0);
    const result = receiver.read(hostileFrame(one, random));
    report.frames++;
    if (result.ok) {
      report.taken++;
      if (!isPossible(receiver.latest)) throw new Error(`Frame ${report.frames} of seed ${seed}`);
    } else report.refused[result.code] = (report.refused[result.code] ?? 0) + 1;
    report.entitiesMax = Math.max(report.entitiesMax, receiver.latest.length);
    report.bytesMax = Math.max(report.bytesMax, receiver.sizeBytes);
  }
  return report;
}

function isPossible({ length, ids, kinds, x, y, z, orientations }: EntityTable): boolean {
  const { sizeX, sizeY, sizeZ, turns } = mixedLayout;
  const within = (value: number | undefined, most: number) => value !== undefined && value >= 0 && value <= most;
  for (let row = 0; row < length; row++) {
    if (row > 0 && (ids[row] ?? 0) <= (ids[row - 1] ?? 0)) return false;
    if (!within(kinds[row], mixedLayout.kinds.length - 1)) return false;
    if (!within(x[row], sizeX) || !within(y[row], sizeY) || !within(z[row], sizeZ)) return false;
    const packed = orientations[row] ?? 0;
    for (const shift of [0, 10, 20]) if (!within((packed >>> shift) & 0x3ff, turns)) return false;
  }
  return true;
}

/** The frames of a small world, each told against the one before. */
function realFrames(seed: number): Uint8Array[] {
  const world = new DriftingWorld(seed, 24);
  const sender = new SnapshotSender(mixedLayout, 8);
  const out = new Uint8Array(4_096);
  return Array.from({ length: 12 }, (_, tick) => {
    world.step(tick, 0.1);
    const frame = out.slice(0, sender.encode(tick, world.table, world.interest, out.length, out));
    sender.acknowledge(tick);
    return frame;
  });
}

/** Noise, or a real frame cut off, overwritten, or with bytes changed. */
export function hostileFrame(one: Uint8Array, random: () => number): Uint8Array {
  const below = (n: number) => Math.floor(random() * n);
  const way = below(6);
  if (way === 0) return Uint8Array.from({ length: below(80) }, () => below(256));
  if (way === 1) return one.slice(0, below(one.length + 1));
  const copy = one.slice();
  if (way === 2) copy.fill(random() < 0.5 ? 0 : 255, below(copy.length));
  // A header of the real kind, and noise after it: that reaches furthest.
  if (way === 3) for (let i = 3; i < copy.length; i++) copy[i] = below(256);
  if (way > 3) for (let i = below(6) + 1; i > 0; i--) copy[below(copy.length)] = below(256);
  return copy;
}
