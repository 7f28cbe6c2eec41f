import { BufferAttribute, BufferGeometry, type Material, Mesh } from "three";
import type { Draft } from "./draft.ts";
import { addLamp, LAMP_MAX, type Lamp, reaches } from "./lamplight.ts";

/** A part of the land as one mesh, and the light that lamps throw on it. */
export interface LandMesh {
  mesh: Mesh;
  /** Computes the light of the lamps that shine; the picture shows it from the next frame on. */
  relight(lit: ReadonlySet<number>): void;
  /** Whether a lamp has anything to do with it. */
  isReached(lamp: number): boolean;
}

const byte = (value: number, scale: number) => Math.round(Math.max(-1, Math.min(1, value)) * scale);
const unsigned = (values: readonly number[]) => Uint8Array.from(values, (value) => byte(value, 255));

/** Makes a mesh of what was drafted for one area (its place in the scenery's list; -1: of none, under the sky). */
export function landMesh(draft: Draft, material: Material, area: number, lamps: readonly Lamp[]): LandMesh {
  const geometry = new BufferGeometry();
  const positions = Float32Array.from(draft.positions);
  const normals = Int8Array.from(draft.normals, (value) => byte(value, 127));
  const light = new Uint8Array(draft.count * 4);
  const lightAttribute = new BufferAttribute(light, 4, true);
  geometry.setAttribute("position", new BufferAttribute(positions, 3));
  geometry.setAttribute("normal", new BufferAttribute(normals, 3, true));
  geometry.setAttribute("aTint", new BufferAttribute(unsigned(draft.tints), 3, true));
  geometry.setAttribute("aCut", new BufferAttribute(Float32Array.from(draft.cuts), 4));
  geometry.setAttribute("aTrait", new BufferAttribute(unsigned(draft.traits), 4, true));
  geometry.setAttribute("aLamp", lightAttribute);
  geometry.computeBoundingSphere();
  const mesh = new Mesh(geometry, material);
  mesh.matrixAutoUpdate = false;
  const sphere = geometry.boundingSphere;
  const near = lamps.filter(({ at, reachM }) => {
    if (!sphere) return false;
    const { x, y, z } = sphere.center;
    return Math.hypot(at[0] - x, at[1] - y, at[2] - z) < reachM + sphere.radius;
  });
  const indoors = Uint8Array.from({ length: draft.count }, (_, i) => ((draft.traits[i * 4] ?? 0) > 0.5 ? 1 : 0));
  return {
    mesh,
    isReached: (lamp) => near.some(({ index }) => index === lamp),
    relight: (lit) => {
      const shining = near.filter(({ index }) => lit.has(index));
      bake({ positions, normals, indoors, light, area }, shining);
      lightAttribute.needsUpdate = true;
    },
  };
}

interface Baked {
  positions: Float32Array;
  normals: Int8Array;
  indoors: Uint8Array;
  light: Uint8Array;
  area: number;
}

function bake({ positions, normals, indoors, light, area }: Baked, lamps: readonly Lamp[]): void {
  light.fill(0);
  if (lamps.length === 0) return;
  const sum = new Float32Array(4);
  const [roomLamps, skyLamps] = [true, false].map((isIn) => lamps.filter((lamp) => reaches(lamp, area, isIn)));
  const at = (list: ArrayLike<number>, i: number, by: number): [number, number, number] => [
    (list[i] ?? 0) / by,
    (list[i + 1] ?? 0) / by,
    (list[i + 2] ?? 0) / by,
  ];
  for (let i = 0; i < indoors.length; i++) {
    const fitting = (indoors[i] === 1 ? roomLamps : skyLamps) ?? [];
    if (fitting.length === 0) continue;
    sum.fill(0);
    const [place, normal] = [at(positions, i * 3, 1), at(normals, i * 3, 127)];
    for (const lamp of fitting) addLamp(lamp, place, normal, sum, 0);
    writeLight(sum, light, i * 4);
  }
}

/** Light as bytes: its colour, and which share of it flickers. */
function writeLight(sum: Float32Array, into: Uint8Array, offset: number): void {
  const [red = 0, green = 0, blue = 0, fire = 0] = sum;
  const share = (value: number) => byte(value / LAMP_MAX, 255);
  into[offset] = share(red);
  into[offset + 1] = share(green);
  into[offset + 2] = share(blue);
  into[offset + 3] = Math.min(255, Math.round((fire / Math.max(0.01, red + green + blue)) * 255));
}
