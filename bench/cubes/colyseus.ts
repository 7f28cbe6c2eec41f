import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { round } from "../measure/quantiles.ts";
import { root } from "../servers/folders.ts";
import { PER_CUBE, type Recording } from "./recording.ts";
import { CUBES } from "./scene.ts";
import type { Traffic } from "./traffic.ts";

interface Cube {
  x: number;
  y: number;
  z: number;
  qx: number;
  qy: number;
  qz: number;
  qw: number;
  atRest: boolean;
}

interface SceneState {
  cubes: { push(cube: Cube): void; [index: number]: Cube };
}

/** What is used here of the package, which is installed apart from the product. */
interface Package {
  schema<T>(fields: object, name: string): new () => T;
  t: {
    float32(): object;
    boolean(): object;
    array(type: object): object;
    quantized(options: { min: number; max: number; bits: 8 | 16 | 32 }): object;
  };
  Encoder: {
    BUFFER_SIZE: number;
    new (state: SceneState): { encodeAll(): Uint8Array; encode(): Uint8Array; discardChanges(): void };
  };
  Decoder: new (state: SceneState) => { decode(bytes: Uint8Array): unknown };
}

const entry = join(root, "bench/peers/node_modules/@colyseus/schema/build/index.mjs");

/**
 * The scene as @colyseus/schema state, as its documentation would have it: the whole at first, then the changes of
 * each tick, in order and reliably. Once with float32 fields, and once with its quantised ones, as wide as the
 * resolution needs. Nothing where the package is not installed.
 */
export async function colyseusSchema(recording: Recording): Promise<Traffic[]> {
  if (!existsSync(entry)) return [];
  const peer: Package = await import(pathToFileURL(entry).href);
  const { float32, quantized } = peer.t;
  const floats = {
    x: float32(),
    y: float32(),
    z: float32(),
    qx: float32(),
    qy: float32(),
    qz: float32(),
    qw: float32(),
  };
  const wide = () => quantized({ min: -128, max: 128, bits: 32 });
  const narrow = () => quantized({ min: -1, max: 1, bits: 16 });
  const numbers = {
    x: wide(),
    y: quantized({ min: -32, max: 32, bits: 16 }),
    z: wide(),
    qx: narrow(),
    qy: narrow(),
    qz: narrow(),
    qw: narrow(),
  };
  return [
    play("@colyseus/schema, float32", peer, floats, recording),
    play("@colyseus/schema, quantised", peer, numbers, recording),
  ];
}

function play(name: string, { schema, t, Encoder, Decoder }: Package, fields: object, { ticks }: Recording): Traffic {
  const CubeSchema = schema<Cube>({ ...fields, atRest: t.boolean() }, `Cube of ${name}`);
  const StateSchema = schema<SceneState>({ cubes: t.array(CubeSchema) }, `Scene of ${name}`);
  Encoder.BUFFER_SIZE = 256 * 1_024;
  const [state, seen] = [new StateSchema(), new StateSchema()];
  const cubes = Array.from({ length: CUBES }, () => new CubeSchema());
  put(cubes, ticks[0] ?? new Float32Array(0));
  for (const cube of cubes) state.cubes.push(cube);
  const [encoder, decoder] = [new Encoder(state), new Decoder(seen)];
  let [encodeMs, decodeMs] = [0, 0];
  const bytes = ticks.map((poses, tick) => {
    const start = performance.now();
    put(cubes, poses);
    const message = (tick === 0 ? encoder.encodeAll() : encoder.encode()).slice();
    encoder.discardChanges();
    const made = performance.now();
    decoder.decode(message);
    encodeMs += made - start;
    decodeMs += performance.now() - made;
    return message.length;
  });
  if (Math.abs((seen.cubes[0]?.x ?? 0) - (cubes[0]?.x ?? 1)) > 0.001) throw new Error(`${name} did not decode`);
  const perTick = (ms: number) => round((ms * 1_000) / ticks.length, 1);
  return { name, bytes, encodeUs: perTick(encodeMs), decodeUs: perTick(decodeMs) };
}

function put(cubes: readonly Cube[], poses: Float32Array): void {
  for (const [i, cube] of cubes.entries()) {
    const at = i * PER_CUBE;
    cube.x = poses[at] ?? 0;
    cube.y = poses[at + 1] ?? 0;
    cube.z = poses[at + 2] ?? 0;
    cube.qx = poses[at + 3] ?? 0;
    cube.qy = poses[at + 4] ?? 0;
    cube.qz = poses[at + 5] ?? 0;
    cube.qw = poses[at + 6] ?? 0;
    cube.atRest = poses[at + 7] === 1;
  }
}
