import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
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

const STRIDE = { iPlace: 4, iGait: 4, iLamp: 4, iLook: 4, iCloth: 3 } as const;

/** Room for so many figures of a shape. */
export function createFigures(shape: FigureShape, material: Material, capacity: number): Figures {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(shape.positions), 3));
  geometry.setAttribute("normal", new BufferAttribute(Float32Array.from(shape.normals), 3));
  geometry.setAttribute("aPaint", new BufferAttribute(Float32Array.from(shape.paints), 2));
  geometry.setAttribute("aLimb", new BufferAttribute(Float32Array.from(shape.limbs), 3));
  const attribute = (name: keyof typeof STRIDE) => {
    const made = new InstancedBufferAttribute(new Float32Array(capacity * STRIDE[name]), STRIDE[name]);
    made.setUsage(DynamicDrawUsage);
    geometry.setAttribute(name, made);
    return made;
  };
  const [place, gait, lamp, look, cloth] = (["iPlace", "iGait", "iLamp", "iLook", "iCloth"] as const).map(attribute);
  if (!place || !gait || !lamp || !look || !cloth) throw new Error("Attributes are missing");
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
      place.setXYZW(count, pose.x, pose.y, pose.z, pose.turn);
      gait.setXYZW(count, pose.phase, pose.swing, pose.isSitting ? 1 : 0, pose.heightM);
      lamp.setXYZW(count, light[0] ?? 0, light[1] ?? 0, light[2] ?? 0, light[3] ?? 0);
      look.setXYZW(count, ...pose.look);
      cloth.setXYZ(count, ...pose.cloth);
      count += 1;
    },
    end: () => {
      geometry.instanceCount = count;
      mesh.visible = count > 0;
      for (const made of [place, gait, lamp, look, cloth]) {
        made.clearUpdateRanges();
        made.addUpdateRange(0, count * made.itemSize);
        made.needsUpdate = count > 0;
      }
    },
  };
}
