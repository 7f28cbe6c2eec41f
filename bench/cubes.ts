// 901 cubes at 60 Hz to one client: what snapshots of them take, against raw floats, JSON and @colyseus/schema.
import { fuzzFrames } from "../core/protocol/snapshot/snapshot.fuzz.ts";
import { readArguments } from "./arguments.ts";
import { colyseusSchema } from "./cubes/colyseus.ts";
import { json, rawFloats } from "./cubes/plain.ts";
import { record } from "./cubes/recording.ts";
import { playSkerry } from "./cubes/skerry.ts";
import { kbitPerS, trafficRow } from "./cubes/traffic.ts";
import { round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";

const MOVING_KBIT = 256;
const RESTING_KBIT = 15;
const AWAKE_LEAST = 120;
/** One step of the resolution. */
const ERROR_MM = 1_000 / 512;
/** What the physics must come to: the same scene everywhere. */
const SCENE_HASH = "f39cca47543f32628cf935e745d93f5f6f568f6303155c63d4d51d185797f42f";
const FUZZ_CHUNK = 50_000;

const wish = readArguments("cubes: the bandwidth of 901 cubes, after Fiedler's Snapshot Compression", {
  fuzz: { value: 0, help: "random and mutated frames to read as well" },
  seed: { value: 1, help: "what decides them" },
});

const recording = await record();
const { awakeMedian, awakeMax, hash, moving, resting, stepMs } = recording;
const skerry = playSkerry(recording);
const peers = await colyseusSchema(recording);
const all = [skerry, ...peers, ...rawFloats(recording), ...json(recording)];
const fuzz = wish.fuzz > 0 ? fuzzAll() : null;

/** In chunks, each of another seed. @throws Error when a frame led to what cannot be */
function fuzzAll(): { frames: number; seconds: number; taken: number; bytesMax: number; entitiesMax: number } {
  const start = performance.now();
  const sum = { frames: 0, seconds: 0, taken: 0, bytesMax: 0, entitiesMax: 0 };
  for (let chunk = 0; sum.frames < wish.fuzz; chunk++) {
    const report = fuzzFrames(Math.min(FUZZ_CHUNK, wish.fuzz - sum.frames), wish.seed + chunk);
    sum.frames += report.frames;
    sum.taken += report.taken;
    sum.bytesMax = Math.max(sum.bytesMax, report.bytesMax);
    sum.entitiesMax = Math.max(sum.entitiesMax, report.entitiesMax);
  }
  return { ...sum, seconds: round((performance.now() - start) / 1_000, 1) };
}

const bars = [
  bar("Skerry: kbit/s moving", kbitPerS(skerry, moving), MOVING_KBIT),
  bar("Skerry: kbit/s at rest", kbitPerS(skerry, resting), RESTING_KBIT),
  bar("Skerry: position error, mm", skerry.positionErrorMm, ERROR_MM),
];
const isScene = hash === SCENE_HASH && awakeMedian >= AWAKE_LEAST;

const head = ["", "kbit/s moving", "at rest", "first message B", "encode µs", "decode µs"];
const { bits } = skerry;
console.log(`${table(
  head,
  all.map((one) => trafficRow(one, recording)),
)}

Scene   ${awakeMedian} of 901 cubes awake in the median, ${awakeMax} at most; a step takes ${stepMs} ms; ${(moving[1] - moving[0]) / 60} s of motion
        state hash ${hash}${hash === SCENE_HASH ? "" : `, and not ${SCENE_HASH}`}
Skerry  ${skerry.changed} cubes a snapshot differ from the baseline; of each, bits:
        position ${bits.position}  orientation ${bits.orientation}  index and flags ${bits.flags}
        encode ${skerry.encodeMovingUs.p50} µs moving (p99 ${skerry.encodeMovingUs.p99}), decode ${skerry.decodeMovingUs.p50} µs (p99 ${skerry.decodeMovingUs.p99}), quantise ${skerry.quantiseUs} µs
        position off by at most ${skerry.positionErrorMm} mm, orientation by ${skerry.orientationErrorDegrees} degrees
        memory ${skerry.senderKb} KiB at the sender, ${skerry.receiverKb} KiB at the receiver
`);
if (peers.length === 0) console.log("@colyseus/schema was left out: it is not installed in bench/peers/.");
if (fuzz)
  console.log(`Read ${fuzz.frames} hostile frames in ${fuzz.seconds} s: none threw, ${fuzz.bytesMax} B held at most.`);
console.log(`${barLines(bars)}\n`);

const results = all.map((one) => {
  const { name, encodeUs = null, decodeUs = null, bytes } = one;
  const [movingKbit, restingKbit] = [kbitPerS(one, moving), kbitPerS(one, resting)];
  return { name, movingKbit, restingKbit, firstBytes: bytes[0] ?? 0, encodeUs, decodeUs };
});
const { bytes: _, ...figures } = skerry;
const scene = { hash, awakeMedian, awakeMax, stepMs, ticks: recording.ticks.length, expected: isScene };
printResult({ bench: "cubes", ...wish, machine: machine(), scene, results, skerry: figures, fuzz, bars });
process.exit(isScene && bars.every(({ met }) => met) ? 0 : 1);
