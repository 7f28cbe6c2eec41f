import { PerspectiveCamera, Vector3 } from "three";
import { clearWay, type Obstacle } from "./obstacles.ts";

const HEAD_M = 1.45;
const NEAREST_M = 1.6;
const FARTHEST_M = 16;
/** In rooms the camera looks down over walls that sink; under the sky it looks along the ground. */
const ROOM = { pitch: 0.82, farM: 8.2 };
const SKY = { pitch: 0.34, farM: 7.4 };
/** On a stage narrower than this, in CSS pixels, the camera comes nearer: people are to be made out. */
const SMALL_PX = 600;
const PITCH_MIN = -0.08;
const PITCH_MAX = 1.35;
/** Radians for a whole drag over the height of the stage. */
const DRAG_TURN = 3.4;
/** How far the camera keeps from what it must not enter. */
const ABOUT_M = 0.28;

/** Follows somebody from behind and above. */
export interface CameraRig {
  camera: PerspectiveCamera;
  /** Radians; 0 looks north, growing counterclockwise as seen from above. */
  readonly yaw: number;
  readonly focus: Vector3;
  /** Looks this way from now on, at once. */
  face(yaw: number): void;
  /** Turns by shares of the stage's height. */
  drag(x: number, y: number): void;
  zoom(factor: number): void;
  resize(width: number, height: number): void;
  /** Moves on. `feet`: of whom it follows; `isInRoom`: whether walls sink for it. */
  follow(feet: Vector3, isInRoom: boolean, seconds: number, jump?: boolean): void;
}

/** How far towards its goal something is that comes nearer by the same share every second. */
function eased(seconds: number, perSecond: number): number {
  return 1 - Math.exp(-seconds * perSecond);
}

export function createCameraRig(obstacles: readonly Obstacle[]): CameraRig {
  const camera = new PerspectiveCamera(50, 1, 0.1, 900);
  const focus = new Vector3();
  const way = new Vector3();
  const state = { yaw: 0, tilt: 0, zoom: 1, room: 0, near: 1, far: SKY.farM };
  const between = (a: number, b: number) => a + (b - a) * state.room;
  const pitch = () => Math.max(PITCH_MIN, Math.min(PITCH_MAX, between(SKY.pitch, ROOM.pitch) + state.tilt));
  return {
    camera,
    focus,
    get yaw() {
      return state.yaw;
    },
    face: (yaw) => {
      state.yaw = yaw;
    },
    drag: (x, y) => {
      state.yaw -= x * DRAG_TURN;
      const base = between(SKY.pitch, ROOM.pitch);
      state.tilt = Math.max(PITCH_MIN - base, Math.min(PITCH_MAX - base, state.tilt + y * DRAG_TURN * 0.7));
    },
    zoom: (factor) => {
      state.zoom = Math.max(NEAREST_M / SKY.farM, Math.min(FARTHEST_M / SKY.farM, state.zoom * factor));
    },
    resize: (width, height) => {
      camera.aspect = width / Math.max(1, height);
      // A tall picture sees as much to the sides as a square one.
      camera.fov = camera.aspect < 1 ? 62 : 50;
      state.near = width < SMALL_PX ? 0.76 : 1;
      camera.updateProjectionMatrix();
    },
    follow: (feet, isInRoom, seconds, jump = false) => {
      const share = jump ? 1 : eased(seconds, 14);
      focus.x += (feet.x - focus.x) * share;
      focus.z += (feet.z - focus.z) * share;
      focus.y += (feet.y + HEAD_M - focus.y) * (jump ? 1 : eased(seconds, 8));
      state.room += (Number(isInRoom) - state.room) * (jump ? 1 : eased(seconds, 4));
      const tilt = pitch();
      way.set(Math.sin(state.yaw) * Math.cos(tilt), Math.sin(tilt), Math.cos(state.yaw) * Math.cos(tilt));
      const wanted = between(SKY.farM, ROOM.farM) * state.zoom * state.near;
      const clear = isInRoom
        ? wanted
        : Math.max(0.7, clearWay(obstacles, [focus.x, focus.y, focus.z], [way.x, way.y, way.z], wanted, ABOUT_M));
      // In at once, out with patience.
      state.far =
        clear < state.far && !isInRoom ? clear : state.far + (clear - state.far) * (jump ? 1 : eased(seconds, 3.5));
      camera.position.copy(focus).addScaledVector(way, state.far);
      camera.lookAt(focus);
      camera.updateMatrixWorld();
    },
  };
}
