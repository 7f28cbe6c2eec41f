import { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import { SNAPSHOT_HISTORY } from "../../core/protocol/snapshot/history.ts";
import { type MeterPart, meterParts } from "../../core/protocol/snapshot/meter.ts";
import { orientationOf, positionOf, putOrientation, putPosition } from "../../core/protocol/snapshot/pose.ts";
import { SenderWorkshop } from "../../core/protocol/snapshot/sender-workshop.ts";
import { SnapshotReceiver } from "../../core/protocol/snapshot/snapshot-receiver.ts";
import { layoutOf } from "../../core/protocol/snapshot/snapshot-schema.ts";
import { SnapshotSender } from "../../core/protocol/snapshot/snapshot-sender.ts";
import { type Quantiles, quantilesOf, round } from "../measure/quantiles.ts";
import { PER_CUBE, type Recording } from "./recording.ts";
import { CUBES, TICKS_PER_S } from "./scene.ts";
import type { Traffic } from "./traffic.ts";

/** The numbers of "Snapshot Compression": 1/512 m, and 9 bits for each of the smallest three. */
const layout = layoutOf({
  position: { min: [-128, -1, -128], max: [128, 31, 128], resolution: 1 / 512 },
  orientationBits: 9,
  kinds: [{ name: "cube", rotates: true, fields: [] }],
});
/** 100 ms. */
const LATE_TICKS = TICKS_PER_S / 10;
const FRAME_MAX = 65_536;

export interface SkerryReport extends Traffic {
  /** Entities of a moving tick that differ from the baseline, at the mean. */
  changed: number;
  /** Bits that each of them takes, at the mean. */
  bits: Record<MeterPart, number>;
  /** Microseconds of the frames in which things move. */
  encodeMovingUs: Quantiles;
  decodeMovingUs: Quantiles;
  quantiseUs: number;
  positionErrorMm: number;
  orientationErrorDegrees: number;
  senderKb: number;
  receiverKb: number;
}

/** Sends the scene to one client, whose acknowledgements come 100 ms late, and checks every snapshot that it shows. */
export function playSkerry(recording: Recording): SkerryReport {
  const { ticks, moving } = recording;
  const workshop = new SenderWorkshop(layout);
  const [sender, receiver] = [new SnapshotSender(layout, SNAPSHOT_HISTORY, workshop), new SnapshotReceiver(layout)];
  const truths = Array.from({ length: LATE_TICKS + 1 }, () => new EntityTable());
  const interest = { ids: Uint32Array.from({ length: CUBES }, (_, i) => i), weights: null, length: CUBES };
  const out = new Uint8Array(FRAME_MAX);
  const times = { quantise: [] as number[], encode: [] as number[], decode: [] as number[] };
  const errors = new Errors();
  const bytes: number[] = [];
  let changed = 0;
  for (const [tick, poses] of ticks.entries()) {
    const truth = truths[tick % truths.length] ?? new EntityTable();
    const start = performance.now();
    quantise(poses, truth);
    const ready = performance.now();
    sender.acknowledge(tick - LATE_TICKS);
    const length = sender.encode(tick, truth, interest, FRAME_MAX, out);
    const made = performance.now();
    const frame = out.slice(0, length);
    const arrived = performance.now();
    const result = receiver.read(frame);
    const read = performance.now();
    if (!result.ok || !same(receiver.latest, truth))
      throw new Error(`The snapshot of tick ${tick} is not what it was.`);
    bytes.push(length);
    times.quantise.push((ready - start) * 1_000);
    times.encode.push((made - ready) * 1_000);
    times.decode.push((read - arrived) * 1_000);
    if (tick < moving[0] || tick >= moving[1]) continue;
    changed += countChanged(truth, truths[(tick + 1) % truths.length] ?? truth);
    errors.add(receiver.latest, poses);
  }
  const [encodeUs, decodeUs] = [quantilesOf(times.encode), quantilesOf(times.decode)];
  return {
    name: "Skerry",
    bytes,
    encodeUs: encodeUs.p50,
    decodeUs: decodeUs.p50,
    encodeMovingUs: quantilesOf(times.encode.slice(...moving)),
    decodeMovingUs: quantilesOf(times.decode.slice(...moving)),
    quantiseUs: quantilesOf(times.quantise).p50,
    changed: round(changed / (moving[1] - moving[0]), 1),
    bits: bitsOf(recording, changed),
    ...errors.report(),
    senderKb: round(workshop.sizeBytes / 1_024, 0),
    receiverKb: round(receiver.sizeBytes / 1_024, 0),
  };
}

function quantise(poses: Float32Array, into: EntityTable): void {
  into.clear();
  for (let id = 0; id < CUBES; id++) {
    const row = into.add(id, 0);
    const at = id * PER_CUBE;
    putPosition(layout, into, row, poses[at] ?? 0, poses[at + 1] ?? 0, poses[at + 2] ?? 0);
    putOrientation(layout, into, row, poses.subarray(at + 3, at + 7));
    into.resting[row] = poses[at + 7] ?? 0;
  }
}

function same(shown: EntityTable, truth: EntityTable): boolean {
  return shown.length === truth.length && countChanged(shown, truth) === 0;
}

function countChanged(one: EntityTable, other: EntityTable): number {
  let changed = 0;
  for (let row = 0; row < one.length; row++) if (!one.sameState(row, other, row)) changed++;
  return changed;
}

/** The same once more, now counting what the bits of the moving ticks are spent on, which takes time of its own. */
function bitsOf({ ticks, moving }: Recording, changed: number): Record<MeterPart, number> {
  const sender = new SnapshotSender(layout);
  const truth = new EntityTable();
  const interest = { ids: Uint32Array.from({ length: CUBES }, (_, i) => i), weights: null, length: CUBES };
  const out = new Uint8Array(FRAME_MAX);
  const sums = Object.fromEntries(meterParts.map((part) => [part, 0])) as Record<MeterPart, number>;
  let counting = false;
  sender.measure((bits) => {
    let last = 0;
    return {
      mark(part) {
        const now = bits();
        // A new frame begins at 0.
        if (counting) sums[part] += now < last ? now : now - last;
        last = now;
      },
    };
  });
  for (const [tick, poses] of ticks.slice(0, moving[1]).entries()) {
    counting = tick >= moving[0];
    quantise(poses, truth);
    sender.acknowledge(tick - LATE_TICKS);
    sender.encode(tick, truth, interest, FRAME_MAX, out);
  }
  for (const part of meterParts) sums[part] = round(sums[part] / changed);
  return sums;
}

/** How far what is shown is from what the physics has. */
class Errors {
  private position = 0;
  private dot = 1;
  private readonly point = new Float64Array(3);
  private readonly q = new Float64Array(4);

  add(shown: EntityTable, poses: Float32Array): void {
    for (let row = 0; row < shown.length; row++) {
      const at = row * PER_CUBE;
      positionOf(layout, shown, row, this.point);
      orientationOf(layout, shown, row, this.q);
      let [square, dot, size] = [0, 0, 0];
      for (let i = 0; i < 3; i++) square += ((this.point[i] ?? 0) - (poses[at + i] ?? 0)) ** 2;
      for (let i = 0; i < 4; i++) dot += (this.q[i] ?? 0) * (poses[at + 3 + i] ?? 0);
      for (let i = 0; i < 4; i++) size += (poses[at + 3 + i] ?? 0) ** 2;
      this.position = Math.max(this.position, square);
      this.dot = Math.min(this.dot, Math.abs(dot) / Math.sqrt(size));
    }
  }

  report(): { positionErrorMm: number; orientationErrorDegrees: number } {
    return {
      positionErrorMm: round(Math.sqrt(this.position) * 1_000, 3),
      orientationErrorDegrees: round((2 * Math.acos(Math.min(1, this.dot)) * 180) / Math.PI, 3),
    };
  }
}
