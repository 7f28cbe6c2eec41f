import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  type Material,
  Mesh,
} from "three";
import type { FigureShape } from "./figure-shapes.ts";

/** What a figure looks like just now. */
export interface FigurePose {
  x: number;
  y: number;
  z: number;
  turn: number;
  /** Of the walk, in radians. */
  phase: number;
  /** 0 stands, 1 walks with long steps. */
  swing: number;
  isSitting: boolean;
  heightM: number;
  /** Places in the lists of skins, hair, trousers and headgear. */
  look: readonly [skin: number, hair: number, legs: number, headgear: number];
  cloth: readonly [red: number, green: number, blue: number];
}

/** Figures of one shape, drawn in one call. */
export interface Figures {
  mesh: Mesh;
  begin(): void;
  /** Adds one; beyond the capacity nothing is added. `lamp`: light of lamps, and whether it is indoors. */
  add(pose: FigurePose, lamp: ArrayLike<number>): void;
  end(): void;
}

/** What the shader is told of each figure, and how many numbers that takes: all in one buffer, so that it is sent at once. */
const fields = { iPlace: 4, iGait: 4, iLamp: 4, iLook: 4, iCloth: 3 } as const;
const STRIDE = Object.values(fields).reduce((sum, size) => sum + size, 0);

/** Room for so many figures of a shape. */
export function createFigures(shape: FigureShape, material: Material, capacity: number): Figures {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(shape.positions), 3));
  geometry.setAttribute("normal", new BufferAttribute(Float32Array.from(shape.normals), 3));
  geometry.setAttribute("aPaint", new BufferAttribute(Float32Array.from(shape.paints), 2));
  geometry.setAttribute("aLimb", new BufferAttribute(Float32Array.from(shape.limbs), 3));
  const values = new Float32Array(capacity * STRIDE);
  const buffer = new InstancedInterleavedBuffer(values, STRIDE);
  buffer.setUsage(DynamicDrawUsage);
  let offset = 0;
  for (const [name, size] of Object.entries(fields)) {
    geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, offset));
    offset += size;
  }
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  let count = 0;
  return {
    mesh,
    begin: () => {
      count = 0;
    },
    add: (pose, light) => {
      if (count >= capacity) return;
      write(values, count * STRIDE, pose, light);
      count += 1;
    },
    end: () => {
      geometry.instanceCount = count;
      mesh.visible = count > 0;
      if (count === 0) return;
      buffer.clearUpdateRanges();
      buffer.addUpdateRange(0, count * STRIDE);
      buffer.needsUpdate = true;
    },
  };
}

/** In the order of `fields`. */
function write(values: Float32Array, at: number, pose: FigurePose, light: ArrayLike<number>): void {
  const { x, y, z, turn, phase, swing, isSitting, heightM, look, cloth } = pose;
  let next = at;
  const put = (a: number, b: number, c: number, d: number) => {
    values[next] = a;
    values[next + 1] = b;
    values[next + 2] = c;
    values[next + 3] = d;
    next += 4;
  };
  put(x, y, z, turn);
  put(phase, swing, isSitting ? 1 : 0, heightM);
  put(light[0] ?? 0, light[1] ?? 0, light[2] ?? 0, light[3] ?? 0);
  put(look[0], look[1], look[2], look[3]);
  values[next] = cloth[0];
  values[next + 1] = cloth[1];
  values[next + 2] = cloth[2];
}
