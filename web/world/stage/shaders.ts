import { Color, type Material, MeshLambertMaterial, Vector3, type WebGLProgramParametersWithUniforms } from "three";

/** What the shaders are told every frame; all materials share it. */
export function stageUniforms() {
  return {
    uTime: { value: 0 },
    uEye: { value: new Vector3(0, 5, 10) },
    /** The head of whom the camera follows. */
    uFocus: { value: new Vector3() },
    /** What begins higher is not shown: the ceiling of the room one is in. */
    uCutY: { value: 1e6 },
    uFloorY: { value: 0 },
    /** 0 to 1: walls between camera and focus sink. */
    uSink: { value: 0 },
    /** How bright fires are just now, about 1. */
    uFlicker: { value: 1 },
    uNight: { value: 0 },
    uWind: { value: 1 },
    /** What rooms get of the sky's light. */
    uRoomSun: { value: 0.12 },
    uRoomSky: { value: new Color(1, 1, 1) },
    uLamps: { value: 1 },
  };
}
export type StageUniforms = ReturnType<typeof stageUniforms>;

const declared = `
uniform float uTime, uCutY, uFloorY, uSink, uFlicker, uNight, uWind, uRoomSun, uLamps;
uniform vec3 uEye, uFocus, uRoomSky;
`;

/** Fixed parts: sinking walls, hidden floors above, wind in the leaves, baked lamps. */
const landVertex = `
attribute vec3 aTint;
attribute vec4 aLamp;
attribute vec4 aCut;
attribute vec4 aTrait;
varying vec3 vTint, vLamp, vPlace;
varying vec3 vTrait;
varying float vHigh;
${declared}`;

const landMove = `
vTint = aTint * aTint;
vLamp = aLamp.rgb * 4.0 * mix(1.0, uFlicker, aLamp.a);
vTrait = aTrait.xyz;
transformed.xz += aTrait.w * uWind * 0.09 * vec2(
  sin(uTime * 1.1 + position.x * 0.7 + position.y * 0.9),
  cos(uTime * 0.9 + position.z * 0.8 + position.y * 0.6));
if (aCut.y > 0.5 && aCut.x > uFloorY - 0.7) {
  bool isX = aCut.y < 1.5;
  float eyeSide = (isX ? uEye.x : uEye.z) - aCut.z;
  float focusSide = (isX ? uFocus.x : uFocus.z) - aCut.z;
  float sunk = uSink * smoothstep(-0.5, 0.3, -eyeSide * sign(focusSide)) * smoothstep(0.0, 0.35, abs(focusSide));
  if (aCut.x > aCut.w + 0.5) transformed.y -= sunk * (transformed.y - aCut.w + 0.4);
  else transformed.y = mix(transformed.y, min(transformed.y, aCut.w + 0.22), sunk);
}
vPlace = transformed;
`;

const landHide = `
if (aCut.x > uCutY) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
`;

const landFragment = `
varying vec3 vTint, vLamp, vPlace;
varying vec3 vTrait;
${declared}
float grain() { return fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))); }
`;

/** Leaves and trunks give way in a soft round hole between eye and focus. */
const landColour = `
diffuseColor.rgb = vTint;
if (vTrait.y > 0.5) {
  vec3 way = uFocus - uEye;
  float at = dot(vPlace - uEye, way) / dot(way, way);
  float off = length(vPlace - uEye - way * at);
  float seen = at > 0.94 ? 1.0 : smoothstep(0.35 + 0.25 * at, 0.9 + 0.45 * at, off);
  seen = min(seen, smoothstep(0.4, 1.6, length(vPlace - uEye)));
  if (seen < grain()) discard;
}
`;

const landLight = `
reflectedLight.directDiffuse *= mix(1.0, uRoomSun, vTrait.x);
reflectedLight.indirectDiffuse *= mix(vec3(1.0), uRoomSky, vTrait.x);
reflectedLight.indirectDiffuse += diffuseColor.rgb * vLamp * uLamps;
totalEmissiveRadiance += vTrait.z > 0.75
  ? vTint * 2.6 * uFlicker
  : vec3(1.0, 0.62, 0.26) * (vTrait.z > 0.25 ? 1.5 * uNight : 0.0);
`;

type Parts = Record<"head" | "move" | "hide" | "fragmentHead" | "colour" | "light", string>;

function injected(material: MeshLambertMaterial, key: string, uniforms: StageUniforms, parts: Parts): Material {
  material.customProgramCacheKey = () => key;
  material.onBeforeCompile = (shader: WebGLProgramParametersWithUniforms) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = `${parts.head}${shader.vertexShader}`
      .replace("#include <begin_vertex>", `#include <begin_vertex>\n${parts.move}`)
      .replace("#include <fog_vertex>", `#include <fog_vertex>\n${parts.hide}`);
    shader.fragmentShader = `${parts.fragmentHead}${shader.fragmentShader}`
      .replace("#include <color_fragment>", `#include <color_fragment>\n${parts.colour}`)
      .replace("#include <lights_fragment_end>", `#include <lights_fragment_end>\n${parts.light}`);
  };
  return material;
}

const landParts: Parts = {
  head: landVertex,
  move: landMove,
  hide: landHide,
  fragmentHead: landFragment,
  colour: landColour,
  light: landLight,
};

/** Of all that never moves. */
export function landMaterial(uniforms: StageUniforms): Material {
  return injected(new MeshLambertMaterial(), "land", uniforms, landParts);
}

/** Of water and glass: what is behind shines through, and water moves a little. */
export function clearMaterial(uniforms: StageUniforms): Material {
  const material = new MeshLambertMaterial({ transparent: true, opacity: 0.72, depthWrite: false });
  const light = `${landLight}
float glint = sin(vPlace.x * 2.1 + uTime * 0.8) * sin(vPlace.z * 1.7 - uTime * 0.6);
totalEmissiveRadiance += vTint * smoothstep(0.55, 1.0, glint) * 0.25 * (1.0 - 0.6 * uNight);
`;
  return injected(material, "clear", uniforms, { ...landParts, light });
}

const actorLight = `
reflectedLight.directDiffuse *= mix(1.0, uRoomSun, vLamp.a);
reflectedLight.indirectDiffuse *= mix(vec3(1.0), uRoomSky, vLamp.a);
reflectedLight.indirectDiffuse += diffuseColor.rgb * vLamp.rgb * uLamps;
`;

/** Of things that may move: instanced, each with its colour and the light of the lamps around it. */
export function thingMaterial(uniforms: StageUniforms): Material {
  const material = new MeshLambertMaterial({ vertexColors: true });
  return injected(material, "thing", uniforms, {
    head: `attribute vec4 iLamp;\nvarying vec4 vLamp;\n${declared}`,
    move: "vLamp = iLamp;",
    hide: "",
    fragmentHead: `varying vec4 vLamp;\n${declared}`,
    colour: "",
    light: actorLight,
  });
}

/** Of who moves limbs: see `figures.ts` for the attributes. */
export function figureMaterial(uniforms: StageUniforms, key: string, move: string, normals: string): Material {
  const material = new MeshLambertMaterial();
  const made = injected(material, key, uniforms, {
    head: `
attribute vec2 aPaint;
attribute vec3 aLimb;
attribute vec4 iPlace;
attribute vec4 iGait;
attribute vec4 iLamp;
attribute vec4 iLook;
attribute vec3 iCloth;
varying vec4 vLamp;
varying vec3 vTint;
${declared}`,
    move,
    hide: "",
    fragmentHead: `varying vec4 vLamp;\nvarying vec3 vTint;\n${declared}`,
    colour: "diffuseColor.rgb = vTint;",
    light: `${actorLight}
float rim = pow(1.0 - abs(dot(normalize(vViewPosition), normal)), 3.0);
reflectedLight.indirectDiffuse += diffuseColor.rgb * rim * 0.5;`,
  });
  const before = made.onBeforeCompile.bind(made);
  made.onBeforeCompile = (shader, renderer) => {
    before(shader, renderer);
    shader.vertexShader = shader.vertexShader.replace("#include <beginnormal_vertex>", normals);
  };
  return made;
}
