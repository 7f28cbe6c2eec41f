import {
  AdditiveBlending,
  BufferAttribute,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from "three";
import type { Lamp } from "./lamplight.ts";
import type { StageUniforms } from "./shaders.ts";

const vertexShader = `
attribute vec4 iGlow;
attribute vec4 iColour;
uniform float uCutY, uFlicker;
varying vec2 vAt;
varying vec3 vColour;
void main() {
  vAt = position.xy * 2.0;
  vColour = iColour.rgb * mix(1.0, uFlicker, iColour.a);
  vec4 middle = viewMatrix * vec4(iGlow.xyz, 1.0);
  middle.xyz += vec3(position.xy * iGlow.w, 0.25);
  gl_Position = projectionMatrix * middle;
  if (iGlow.w <= 0.0 || iGlow.y > uCutY) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragmentShader = `
uniform float uNight;
varying vec2 vAt;
varying vec3 vColour;
void main() {
  float far = length(vAt);
  float halo = pow(max(0.0, 1.0 - far), 2.4) * (0.25 + 0.3 * uNight);
  float core = 1.0 - smoothstep(0.03, 0.085, far);
  gl_FragColor = vec4(mix(vColour, vec3(1.0, 0.9, 0.68), core * 0.7) * (halo + core * 0.9), 1.0);
  #include <colorspace_fragment>
}`;

/** A glowing core and a halo at every lamp that shines, all in one draw call. */
export interface Glows {
  mesh: Mesh;
  light(lit: ReadonlySet<number>): void;
}

export function createGlows(lamps: readonly Lamp[], uniforms: StageUniforms): Glows {
  const geometry = new InstancedBufferGeometry();
  const corners = [-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0];
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(corners), 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  const places = new InstancedBufferAttribute(new Float32Array(Math.max(1, lamps.length) * 4), 4);
  const colours = new InstancedBufferAttribute(new Float32Array(Math.max(1, lamps.length) * 4), 4);
  lamps.forEach(({ colour, isFire }, i) => {
    colours.setXYZW(i, ...colour, isFire ? 1 : 0);
  });
  geometry.setAttribute("iGlow", places);
  geometry.setAttribute("iColour", colours);
  geometry.instanceCount = lamps.length;
  const { uCutY, uFlicker, uNight } = uniforms;
  const material = new ShaderMaterial({
    uniforms: { uCutY, uFlicker, uNight },
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    blending: AdditiveBlending,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  mesh.renderOrder = 3;
  return {
    mesh,
    light: (lit) => {
      lamps.forEach(({ index, at, reachM }, i) => {
        places.setXYZW(i, ...at, lit.has(index) ? Math.min(3.2, 0.9 + reachM * 0.2) : 0);
      });
      places.needsUpdate = true;
    },
  };
}
