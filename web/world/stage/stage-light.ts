import { Color, DirectionalLight, Fog, HemisphereLight, type Scene, type Vector3, type WebGLRenderer } from "three";
import type { SceneryArea } from "../../../core/world/scenery.ts";
import { type Daylight, daylightAt } from "./daylight.ts";
import type { StageUniforms } from "./shaders.ts";
import type { Sky } from "./sky.ts";

/** Half of the square that the sun's shadows are drawn in, and how finely. */
const SHADOW_M = 34;
const SHADOW_PX = 2_048;
/** The shadows are drawn anew when the sun or the camera's focus has gone so far. */
const SUN_STEP = 0.012;
const FOCUS_STEP_M = 6;
/** Around a cellar. */
const EARTH = new Color("#15100d");

/** Sun, sky, fog, and how much of them comes into rooms. */
export interface StageLight {
  update(minute: number, area: SceneryArea | undefined, focus: Vector3, viewM: number): void;
  setShadows(on: boolean): void;
}

export function createStageLight(scene: Scene, renderer: WebGLRenderer, sky: Sky, uniforms: StageUniforms): StageLight {
  const sun = new DirectionalLight();
  const around = new HemisphereLight();
  const fog = new Fog(0xffffff, 10, 90);
  scene.fog = fog;
  scene.add(sun, sun.target, around);
  sun.shadow.mapSize.set(SHADOW_PX, SHADOW_PX);
  Object.assign(sun.shadow.camera, {
    left: -SHADOW_M,
    right: SHADOW_M,
    top: SHADOW_M,
    bottom: -SHADOW_M,
    near: 1,
    far: 160,
  });
  sun.shadow.normalBias = 0.06;
  sun.shadow.bias = -0.0008;
  renderer.shadowMap.autoUpdate = false;
  const drawn = { x: 0, y: 0, z: 0, sun: 2 };
  return {
    update: (minute, area, focus, viewM) => {
      const light = daylightAt(minute);
      const isUnderground = area?.indoors === true && area.box.max[1] < 0.5;
      paint(light, sun, around);
      sky.paint(light);
      sky.cover(isUnderground ? EARTH : null);
      scene.background = isUnderground ? EARTH : null;
      fog.color.copy(isUnderground ? EARTH : fog.color.setRGB(...light.horizon));
      fog.near = viewM * 0.35;
      fog.far = viewM;
      lightRooms(light, isUnderground, uniforms);
      const [tx, ty, tz] = light.towards;
      const moved = Math.hypot(focus.x - drawn.x, focus.y - drawn.y, focus.z - drawn.z) > FOCUS_STEP_M;
      if (moved || Math.abs(tx - drawn.sun) > SUN_STEP) {
        Object.assign(drawn, { x: focus.x, y: focus.y, z: focus.z, sun: tx });
        sun.target.position.copy(focus);
        sun.target.updateMatrixWorld();
        sun.position.set(focus.x + tx * 70, focus.y + ty * 70, focus.z + tz * 70);
        sun.updateMatrixWorld();
        renderer.shadowMap.needsUpdate = true;
      }
    },
    setShadows: (on) => {
      sun.castShadow = on;
      renderer.shadowMap.enabled = on;
      renderer.shadowMap.needsUpdate = on;
    },
  };
}

function paint(light: Daylight, sun: DirectionalLight, around: HemisphereLight): void {
  sun.color.setRGB(...light.sun);
  sun.intensity = light.sunStrength;
  around.color.setRGB(...light.above);
  around.groundColor.setRGB(...light.below);
  around.intensity = light.aroundStrength;
}

/** Rooms get little sun and a warmer sky: it has come through small windows and off wooden walls. */
function lightRooms(
  { night }: Daylight,
  isUnderground: boolean,
  { uRoomSun, uRoomSky, uNight, uLamps }: StageUniforms,
): void {
  uNight.value = night;
  uRoomSun.value = isUnderground ? 0 : 0.16 * (1 - night);
  if (isUnderground) uRoomSky.value.setRGB(0.42, 0.33, 0.27);
  else uRoomSky.value.setRGB(1.3 - 0.4 * night, 1.14 - 0.58 * night, 0.9 - 0.6 * night);
  uLamps.value = 0.8 + 0.3 * night;
}
