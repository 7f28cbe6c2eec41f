import { PER_CUBE, type Recording } from "./recording.ts";
import { CUBES } from "./scene.ts";
import type { Traffic } from "./traffic.ts";

/** Three floats, four floats and a flag; who sends all of them needs no index. */
const RAW_BYTES = 29;
const INDEX_BYTES = 2;

/** Float32 as they are: all cubes, or those that changed since the tick before, each with its index. */
export function rawFloats({ ticks }: Recording): Traffic[] {
  const changed = ticks.map((poses, tick) => changedSince(poses, ticks[tick - 1]).length * (RAW_BYTES + INDEX_BYTES));
  return [
    { name: "raw floats, all", bytes: ticks.map(() => CUBES * RAW_BYTES) },
    { name: "raw floats, changed", bytes: changed },
  ];
}

/** JSON, with as many digits as the resolution needs. */
export function json({ ticks }: Recording): Traffic[] {
  const all = Array.from({ length: CUBES }, (_, i) => i);
  return [
    { name: "JSON, all", bytes: ticks.map((poses) => jsonOf(poses, all).length) },
    {
      name: "JSON, changed",
      bytes: ticks.map((poses, tick) => jsonOf(poses, changedSince(poses, ticks[tick - 1])).length),
    },
  ];
}

function jsonOf(poses: Float32Array, cubes: readonly number[]): string {
  return JSON.stringify(
    cubes.map((id) => {
      const [x = 0, y = 0, z = 0, ...q] = poses.slice(id * PER_CUBE, (id + 1) * PER_CUBE);
      const short = (value: number) => Math.round(value * 1_000) / 1_000;
      return { id, position: [x, y, z].map(short), orientation: q.slice(0, 4).map(short), atRest: q[4] === 1 };
    }),
  );
}

function changedSince(poses: Float32Array, before: Float32Array | undefined): number[] {
  const changed: number[] = [];
  for (let id = 0; id < CUBES; id++) {
    let same = before !== undefined;
    for (let i = id * PER_CUBE; same && i < (id + 1) * PER_CUBE; i++) same = poses[i] === before?.[i];
    if (!same) changed.push(id);
  }
  return changed;
}
