import {
  BufferAttribute,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from "three";
import type { StageUniforms } from "./shaders.ts";

const vertexShader = `
attribute vec4 iBlob;
attribute vec2 iSize;
uniform float uCutY;
varying vec2 vAt;
varying float vStrength;
void main() {
  vAt = position.xz * 2.0;
  vStrength = iBlob.w;
  vec3 place = iBlob.xyz + vec3(position.x * iSize.x, 0.0, position.z * iSize.y);
  gl_Position = projectionMatrix * viewMatrix * vec4(place, 1.0);
  if (iBlob.y > uCutY) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragmentShader = `
varying vec2 vAt;
varying float vStrength;
void main() {
  float edge = 1.0 - smoothstep(0.1, 1.0, length(vAt));
  gl_FragColor = vec4(0.03, 0.02, 0.05, edge * vStrength);
}`;

/** Soft shadows on the ground, all in one draw call. */
export interface Blobs {
  mesh: Mesh;
  /** From now on: after those that stay. */
  begin(): void;
  add(x: number, y: number, z: number, wideX: number, wideZ: number, strength: number): void;
  end(): void;
  /** Those that were added stay. */
  keep(): void;
}

/** Higher than the ground is uneven, lower than feet. */
const LIFT_M = 0.018;

export function createBlobs(uniforms: StageUniforms, capacity: number): Blobs {
  const geometry = new InstancedBufferGeometry();
  const corners = [-0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0, -0.5, -0.5, 0, -0.5];
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(corners), 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  const places = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
  const sizes = new InstancedBufferAttribute(new Float32Array(capacity * 2), 2);
  for (const attribute of [places, sizes]) attribute.setUsage(DynamicDrawUsage);
  geometry.setAttribute("iBlob", places);
  geometry.setAttribute("iSize", sizes);
  const material = new ShaderMaterial({
    uniforms: { uCutY: uniforms.uCutY },
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    polygonOffset: true,
    polygonOffsetFactor: -2,
    polygonOffsetUnits: -2,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  mesh.renderOrder = 1;
  let [kept, count] = [0, 0];
  return {
    mesh,
    begin: () => {
      count = kept;
    },
    add: (x, y, z, wideX, wideZ, strength) => {
      if (count >= capacity) return;
      places.setXYZW(count, x, y + LIFT_M, z, strength);
      sizes.setXY(count, wideX, wideZ);
      count += 1;
    },
    end: () => {
      geometry.instanceCount = count;
      for (const attribute of [places, sizes]) {
        attribute.clearUpdateRanges();
        attribute.addUpdateRange(kept * attribute.itemSize, (count - kept) * attribute.itemSize);
        attribute.needsUpdate = count > kept;
      }
    },
    keep: () => {
      kept = count;
      for (const attribute of [places, sizes]) attribute.needsUpdate = true;
    },
  };
}
