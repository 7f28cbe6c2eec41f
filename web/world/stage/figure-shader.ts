import type { Material } from "three";
import { type Colour, colourOf } from "./colours.ts";
import { figureMaterial, type StageUniforms } from "./shaders.ts";

export const skins = ["#f0c9a4", "#dda77c", "#b97f55", "#8a5a3c", "#f5d7bd"].map(colourOf);
export const hairs = ["#3a2a20", "#6a4427", "#a8692f", "#d9b36a", "#8d8a86", "#23201f", "#b5492a"].map(colourOf);
export const trousers = ["#4d4238", "#5c4a36", "#3c4650", "#6b5a44", "#4a3a3e", "#39433a"].map(colourOf);

const vec = (colour: Colour) => `vec3(${colour.map((part) => part.toFixed(4)).join(", ")})`;
const list = (name: string, colours: readonly Colour[]) =>
  `const vec3 ${name}[${colours.length}] = vec3[](${colours.map(vec).join(", ")});`;

/** Places limbs: turns them at their joints, sits them down, and turns the whole. */
const normals = `
float limb = aLimb.x;
bool isLeg = limb > 0.5 && limb < 2.5;
float step = sin(iGait.x) * iGait.y;
float bend = limb < 0.5 ? 0.0
  : limb < 1.5 ? step * 0.8
  : limb < 2.5 ? -step * 0.8
  : limb < 3.5 ? -step * 0.62 - 0.35 * iGait.z
  : limb < 4.5 ? step * 0.62 - 0.35 * iGait.z
  : limb < 5.5 ? sin(uTime * 0.7 + iLook.x * 3.0 + iPlace.x) * 0.04 * uWind
  : 0.4 + sin(uTime * 2.0 + iPlace.x * 5.0) * 0.18 * uWind;
if (isLeg) bend *= 1.0 - iGait.z;
float bendCos = cos(bend), bendSin = sin(bend);
float turnCos = cos(iPlace.w), turnSin = sin(iPlace.w);
vec3 objectNormal = normal;
objectNormal.yz = vec2(normal.y * bendCos - normal.z * bendSin, normal.y * bendSin + normal.z * bendCos);
objectNormal.xz = vec2(objectNormal.x * turnCos + objectNormal.z * turnSin, objectNormal.z * turnCos - objectNormal.x * turnSin);
`;

const move = `
${list("skins", skins)}
${list("hairs", hairs)}
${list("trousers", trousers)}
vec3 off = transformed - vec3(0.0, aLimb.yz);
if (isLeg && iGait.z > 0.5) {
  float down = max(0.0, -off.y);
  float thigh = min(down, 0.22);
  off = down < 0.22 ? vec3(off.x, off.z - 0.02, thigh) : vec3(off.x, 0.22 - down, off.z + 0.22);
} else {
  off.yz = vec2(off.y * bendCos - off.z * bendSin, off.y * bendSin + off.z * bendCos);
}
transformed = off + vec3(0.0, aLimb.yz);
float upper = smoothstep(0.4, 0.75, position.y);
transformed.y += upper * sin(uTime * 1.7 + iPlace.x * 3.0 + iLook.y) * 0.005 * uWind;
transformed.y += abs(cos(iGait.x)) * 0.022 * iGait.y - 0.18 * iGait.z;
transformed.z += upper * 0.05 * iGait.y * (position.y - 0.4);
transformed *= iGait.w;
transformed.xz = vec2(transformed.x * turnCos + transformed.z * turnSin, transformed.z * turnCos - transformed.x * turnSin);
transformed += iPlace.xyz;
vLamp = iLamp;
vec3 paint = aPaint.x < 0.5 ? skins[int(iLook.x)]
  : aPaint.x < 1.5 ? iCloth
  : aPaint.x < 2.5 ? hairs[int(iLook.y)]
  : aPaint.x < 3.5 ? trousers[int(iLook.z)]
  : aPaint.x < 4.5 ? vec3(0.035, 0.026, 0.022)
  : aPaint.x < 5.5 ? mix(iCloth, vec3(0.9, 0.82, 0.68), 0.6)
  : vec3(0.75, 0.36, 0.06);
vTint = paint * aPaint.y;
`;

/** The material of everybody with limbs. */
export function createFigureMaterial(uniforms: StageUniforms): Material {
  return figureMaterial(uniforms, "figure", move, normals);
}
