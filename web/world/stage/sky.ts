import { BackSide, Color, Mesh, ShaderMaterial, SphereGeometry, Vector3 } from "three";
import type { Daylight } from "./daylight.ts";

const vertexShader = `
varying vec3 vWay;
void main() {
  vWay = position;
  // Always around the camera, behind everything.
  vec4 place = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
  gl_Position = place.xyww;
}`;

const fragmentShader = `
uniform vec3 uZenith, uHorizon, uSun, uTowards;
uniform float uStars;
varying vec3 vWay;
float chance(vec3 cell) { return fract(sin(dot(cell, vec3(12.9898, 78.233, 37.719))) * 43758.5453); }
void main() {
  vec3 way = normalize(vWay);
  float up = max(0.0, way.y);
  vec3 colour = mix(uHorizon, uZenith, pow(up, 0.55));
  float near = max(0.0, dot(way, uTowards));
  float disc = mix(0.9985, 0.9975, uStars);
  colour += uSun * (pow(near, 6.0) * 0.16 + pow(near, 90.0) * 0.35) * (1.0 - 0.6 * uStars);
  colour = mix(colour, mix(uSun * 1.6, vec3(0.95, 0.93, 0.85), uStars), smoothstep(disc, disc + 0.0006, near));
  vec3 cell = floor(way * 90.0);
  float star = step(0.9968, chance(cell)) * smoothstep(0.5, 0.1, length(fract(way * 90.0) - 0.5));
  colour += star * uStars * uStars * smoothstep(0.02, 0.3, way.y) * (0.5 + 0.5 * chance(cell + 3.0));
  gl_FragColor = vec4(colour, 1.0);
  #include <colorspace_fragment>
}`;

/** The sky: from the horizon's colour to that overhead, with a sun or a moon, and stars by night. */
export interface Sky {
  mesh: Mesh;
  paint(light: Daylight): void;
  /** One colour, as of the dark around a cellar; `null`: the sky. */
  cover(colour: Color | null): void;
}

export function createSky(): Sky {
  const uniforms = {
    uZenith: { value: new Color() },
    uHorizon: { value: new Color() },
    uSun: { value: new Color() },
    uTowards: { value: new Vector3(0, 1, 0) },
    uStars: { value: 0 },
  };
  const material = new ShaderMaterial({ uniforms, vertexShader, fragmentShader, side: BackSide, depthWrite: false });
  const mesh = new Mesh(new SphereGeometry(1, 24, 16), material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  mesh.renderOrder = 0;
  return {
    mesh,
    paint: ({ zenith, horizon, sun, towards, night }) => {
      uniforms.uZenith.value.setRGB(...zenith);
      uniforms.uHorizon.value.setRGB(...horizon);
      uniforms.uSun.value.setRGB(...sun);
      uniforms.uTowards.value.set(...towards);
      uniforms.uStars.value = night;
    },
    cover: (colour) => {
      mesh.visible = colour === null;
    },
  };
}
