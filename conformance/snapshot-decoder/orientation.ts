import type { Past, References } from "./entity.ts";
import type { Contexts } from "./model.ts";
import { constant } from "./page-tables.ts";
import { sizeOf } from "./position.ts";
import { BadBody, type RangeReader } from "./range-reader.ts";

const one = constant("ONE");
const halfRoot = constant("HALF_ROOT");
const turnMax = constant("TURN_MAX");

/** x, y, z, w in the unit `ONE`. */
type Quaternion = readonly [x: number, y: number, z: number, w: number];

/** What an orientation is told against; see “An orientation”. */
export interface Guess {
  q: Quaternion;
  turning: number;
}

/** The orientation of what was never turned. */
export function level(turns: number): number {
  return pack(3, [turns / 2, turns / 2, turns / 2]);
}

/** A guess from an orientation that says nothing of how it turns. */
export function unturned(orientation: number, turns: number, turning = 10): Guess {
  return { q: unpack(orientation, turns), turning };
}

/** Foresees how an entity of the baseline will stand. */
export function foreseeOrientation(turns: number, { ahead, sinceRecent }: References, { base, recent }: Past): Guess {
  if (!recent) return unturned(base.orientation, turns);
  if (recent.orientation === base.orientation) return unturned(base.orientation, turns, 0);
  const [bx, by, bz, bw] = unpack(base.orientation, turns);
  const [px, py, pz, aw] = unpack(recent.orientation, turns);
  const [ax, ay, az] = [-px, -py, -pz];
  const w = aw * bw - ax * bx - ay * by - az * bz;
  const scale = ((w < 0 ? -1 : 1) * ahead) / (sinceRecent * one);
  let rx = Math.floor((aw * bx + ax * bw + ay * bz - az * by) * scale + 0.5);
  let ry = Math.floor((aw * by - ax * bz + ay * bw + az * bx) * scale + 0.5);
  let rz = Math.floor((aw * bz + ax * by - ay * bx + az * bw) * scale + 0.5);
  const square = rx * rx + ry * ry + rz * rz;
  if (square > turnMax) {
    const shrink = Math.sqrt(turnMax / square);
    [rx, ry, rz] = [Math.trunc(rx * shrink), Math.trunc(ry * shrink), Math.trunc(rz * shrink)];
  }
  const rw = Math.floor(Math.sqrt(one * one - (rx * rx + ry * ry + rz * rz)));
  const q: Quaternion = [
    Math.trunc((bw * rx + bx * rw + by * rz - bz * ry) / one),
    Math.trunc((bw * ry - bx * rz + by * rw + bz * rx) / one),
    Math.trunc((bw * rz + bx * ry - by * rx + bz * rw) / one),
    Math.trunc((bw * rw - bx * rx - by * ry - bz * rz) / one),
  ];
  return { q, turning: Math.min(9, sizeOf((Math.abs(rx) + Math.abs(ry) + Math.abs(rz)) >> 4)) };
}

/** Reads an orientation. */
export function readOrientation(reader: RangeReader, contexts: Contexts, turns: number, { q, turning }: Guess): number {
  const largest = readLargest(reader, contexts, q, turning);
  const sign = (q[largest] ?? 0) < 0 ? -1 : 1;
  const parts: number[] = [];
  let off = 0;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    const foreseen = turnOf((q[i] ?? 0) * sign, turns);
    const place = parts.length === 0 ? 0 : 1 + Math.min(3, sizeOf(off));
    const difference = reader.signed(
      contexts.at("partSize", turning, place),
      contexts.at("partSign"),
      contexts.at("partTail"),
    );
    off += Math.abs(difference);
    const part = foreseen + difference;
    if (part < 0 || part > turns) throw new BadBody("a part of an orientation is out of its bounds");
    parts.push(part);
  }
  return pack(largest, parts);
}

function readLargest(reader: RangeReader, contexts: Contexts, q: Quaternion, turning: number): number {
  const sizes = q.map(Math.abs);
  const guess = sizes.indexOf(Math.max(...sizes));
  if (reader.bit(contexts.at("largestKept", turning)) === 1) return guess;
  if (reader.bit(contexts.at("largestOther", 0)) === 1) return (guess + 3) % 4;
  return (guess + 1 + reader.bit(contexts.at("largestOther", 1))) % 4;
}

function turnOf(part: number, turns: number): number {
  const turn = Math.floor(((part + halfRoot) * turns) / (2 * halfRoot) + 0.5);
  return Math.min(Math.max(turn, 0), turns);
}

function pack(largest: number, parts: readonly number[]): number {
  return parts.reduce((packed, part) => packed * 1_024 + part, largest);
}

function unpack(orientation: number, turns: number): Quaternion {
  const largest = Math.floor(orientation / 2 ** 30);
  const parts = [20, 10, 0].map((shift) => {
    const turn = Math.floor(orientation / 2 ** shift) % 1_024;
    return Math.floor((turn * 2 * halfRoot) / turns + 0.5) - halfRoot;
  });
  const rest = parts.reduce((left, part) => left - part * part, one * one);
  parts.splice(largest, 0, Math.floor(Math.sqrt(Math.max(0, rest))));
  const [x = 0, y = 0, z = 0, w = 0] = parts;
  return [x, y, z, w];
}
