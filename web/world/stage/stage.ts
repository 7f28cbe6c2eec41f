import { LinearToneMapping, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from "three";
import type { MoveWish } from "../../../client/motion/move-wish.ts";
import { areaAt } from "./area-finder.ts";
import { type CameraRig, createCameraRig } from "./camera-rig.ts";
import { type Cast, createCast } from "./cast.ts";
import { createControls } from "./controls.ts";
import { createGlows } from "./glows.ts";
import { lampsOf } from "./lamplight.ts";
import { createLand, type Land } from "./land.ts";
import { climbed, FIRST_LEVEL, ladderAt, type Quality, qualityAt, SOFTWARE_LEVEL } from "./quality.ts";
import { clearMaterial, landMaterial, type StageUniforms, stageUniforms } from "./shaders.ts";
import { createSky } from "./sky.ts";
import { createStageLight, type StageLight } from "./stage-light.ts";
import type { StageMoment, StageSource } from "./stage-source.ts";
import { createTags, type Tags } from "./tags.ts";

/** What a stage needs to know of its page. */
export interface StageOptions {
  /** Nothing moves that need not: no wind, no flicker, and frames are drawn only when something changed. */
  reducedMotion: boolean;
  /** The prompt is asked for, by Enter or `/`. */
  onPrompt?(): void;
  /** Somebody or something was clicked or tapped: an entity. */
  onPick?(entity: number): void;
  /** The graphics are gone: the device took them back. */
  onLost?(): void;
  /** Draws at this level whatever it takes; without it the stage finds its level by itself. */
  level?: number;
}

/** How the stage is doing. */
export interface StageStats {
  /** Milliseconds of script in the last frame, with all its calls to WebGL. */
  scriptMs: number;
  /** Milliseconds between the last two frames. */
  frameMs: number;
  drawCalls: number;
  triangles: number;
  /** Of quality, 0 is the least. */
  level: number;
  /** Drawn so far. */
  frames: number;
}

export interface Stage {
  readonly stats: Readonly<StageStats>;
  /** What the controls ask for right now. */
  wish(): MoveWish;
  /** Turns the camera: radians, 0 looks north. */
  face(yaw: number): void;
  /** Draws at this level of quality whatever it takes; `null`: finds it by itself. */
  setLevel(level: number | null): void;
  stop(): void;
}

/** What moves goes on by at most so much a frame: whoever comes back from another tab sees no leap. */
const STEP_MAX_S = 0.1;

/** How fast the camera comes around behind who walks to the side: shares of the stage's height in a second. */
const TRAIL = 0.17;

/** By day, colours look as they are written in `colours.ts`. */
const EXPOSURE = 0.82;

/** Shows a realm in an element, which it fills. @throws Error where there is no WebGL */
export function createStage(container: HTMLElement, source: StageSource, options: StageOptions): Stage {
  const canvas = document.createElement("canvas");
  const isSoftware = isDrawnBySoftware();
  const antialias = !isSoftware && window.devicePixelRatio < 2;
  const renderer = new WebGLRenderer({ canvas, antialias, powerPreference: "high-performance" });
  renderer.toneMapping = LinearToneMapping;
  renderer.toneMappingExposure = EXPOSURE;
  canvas.className = "stage-canvas";
  canvas.setAttribute("aria-hidden", "true");
  container.append(canvas);
  const lose = () => options.onLost?.();
  canvas.addEventListener("webglcontextlost", lose);
  const set = buildSet(container, renderer, source);
  const run = createRun(set, source, options, isSoftware ? SOFTWARE_LEVEL : FIRST_LEVEL);
  const controls = createControls(container, {
    drag: (x, y) => set.rig.drag(x, y),
    zoom: (factor) => set.rig.zoom(factor),
    prompt: () => options.onPrompt?.(),
    tap: (x, y) => {
      const entity = entityAt(set, x / container.clientWidth, y / container.clientHeight);
      if (entity !== null) options.onPick?.(entity);
    },
  });
  let lastMs = performance.now();
  let request = requestAnimationFrame(function next(nowMs) {
    request = requestAnimationFrame(next);
    const seconds = Math.max(0, Math.min(STEP_MAX_S, (nowMs - lastMs) / 1_000));
    lastMs = nowMs;
    controls.update(seconds);
    // Whoever walks to the side sees where they go.
    if (!options.reducedMotion) set.rig.drag(controls.sideways * seconds * TRAIL, 0);
    run.frame(nowMs);
  });
  return {
    stats: run.stats,
    wish: () => controls.wish(set.rig.yaw),
    face: (yaw) => set.rig.face(yaw),
    setLevel: run.setLevel,
    stop: () => {
      cancelAnimationFrame(request);
      canvas.removeEventListener("webglcontextlost", lose);
      controls.stop();
      run.stop();
      canvas.remove();
    },
  };
}

/** Whether the processor draws, for want of a graphics chip: smooth edges then cost more than they are worth. */
function isDrawnBySoftware(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(String(name));
}

/** All that is on the stage. */
interface Set3D {
  container: HTMLElement;
  renderer: WebGLRenderer;
  scene: Scene;
  uniforms: StageUniforms;
  rig: CameraRig;
  land: Land;
  cast: Cast;
  light: StageLight;
  tags: Tags;
  materials: { dispose(): void; needsUpdate: boolean }[];
  shine(lit: ReadonlySet<number>): void;
  stop(): void;
}

function buildSet(container: HTMLElement, renderer: WebGLRenderer, source: StageSource): Set3D {
  const scene = new Scene();
  const uniforms = stageUniforms();
  const lamps = lampsOf(source.scenery);
  const [opaque, clear] = [landMaterial(uniforms), clearMaterial(uniforms)];
  const land = createLand(source.scenery, lamps, opaque, clear);
  const cast = createCast(source, lamps, uniforms, land.obstacles);
  const glows = createGlows(lamps, uniforms);
  const sky = createSky();
  scene.add(sky.mesh, land.group, cast.group, glows.mesh);
  scene.matrixWorldAutoUpdate = false;
  const tags = createTags(container);
  return {
    container,
    renderer,
    scene,
    uniforms,
    rig: createCameraRig(land.obstacles),
    land,
    cast,
    light: createStageLight(scene, renderer, sky, uniforms),
    tags,
    materials: [opaque, clear],
    shine: (lit) => {
      land.light(lit);
      glows.light(lit);
    },
    stop: () => {
      tags.stop();
      land.stop();
      cast.stop();
      for (const material of [opaque, clear]) material.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };
}

/** A frame after the other. */
interface Run {
  stats: StageStats;
  frame(nowMs: number): void;
  setLevel(level: number | null): void;
  stop(): void;
}

function createRun(set: Set3D, source: StageSource, options: StageOptions, firstLevel: number): Run {
  const { container, renderer, rig } = set;
  const stats: StageStats = { scriptMs: 0, frameMs: 0, drawCalls: 0, triangles: 0, level: 0, frames: 0 };
  const pace = createPace(set, stats, options.level ?? null, firstLevel);
  const picture = createPicture(set, source, options.reducedMotion);
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = container;
    renderer.setSize(width, height, false);
    rig.resize(width, height);
    picture.spoil();
  });
  observer.observe(container);
  let lastMs = 0;
  return {
    stats,
    setLevel: pace.setLevel,
    frame: (nowMs) => {
      const beganMs = performance.now();
      const frameMs = lastMs === 0 ? 16 : nowMs - lastMs;
      lastMs = nowMs;
      pace.judge(frameMs);
      const isDrawn = picture.draw(source.moment(beganMs), Math.min(STEP_MAX_S, frameMs / 1_000), pace.quality);
      if (!isDrawn) return;
      stats.frames += 1;
      stats.frameMs = frameMs;
      stats.drawCalls = renderer.info.render.calls;
      stats.triangles = renderer.info.render.triangles;
      stats.scriptMs = performance.now() - beganMs;
    },
    stop: () => {
      observer.disconnect();
      set.stop();
    },
  };
}

/** The ladder, and what it means for the renderer. */
function createPace(set: Set3D, stats: StageStats, fixed: number | null, firstLevel: number) {
  const { renderer, light, land, materials, container } = set;
  let ladder = ladderAt(fixed ?? firstLevel);
  let isFixed = fixed !== null;
  let quality = qualityAt(ladder.level);
  const apply = () => {
    quality = qualityAt(ladder.level);
    stats.level = quality.level;
    renderer.setPixelRatio(Math.min(quality.pixelRatio, window.devicePixelRatio * Math.min(1, quality.pixelRatio)));
    renderer.setSize(container.clientWidth, container.clientHeight, false);
    if (renderer.shadowMap.enabled === quality.shadows) return;
    light.setShadows(quality.shadows);
    for (const mesh of land.group.children)
      Object.assign(mesh, { castShadow: quality.shadows, receiveShadow: quality.shadows });
    for (const material of materials) material.needsUpdate = true;
  };
  apply();
  return {
    get quality(): Quality {
      return quality;
    },
    judge: (frameMs: number) => {
      if (isFixed) return;
      const before = ladder.level;
      ladder = climbed(ladder, frameMs);
      if (ladder.level !== before) apply();
    },
    setLevel: (level: number | null) => {
      isFixed = level !== null;
      if (level !== null) ladder = ladderAt(level);
      apply();
    },
  };
}

/** What is drawn of a moment. */
function createPicture(set: Set3D, source: StageSource, isCalm: boolean) {
  const { scenery } = source;
  const { renderer, scene, uniforms, rig, land, cast, light, tags, container } = set;
  const feet = new Vector3(...scenery.spawn.at);
  let area = -1;
  let lit: ReadonlySet<number> = new Set();
  let litBefore = "";
  let isPlaced = false;
  let drawnAs = "";
  uniforms.uWind.value = isCalm ? 0 : 1;
  const place = (moment: StageMoment, seconds: number) => {
    const self = findSelf(moment);
    if (self) feet.set(self.x, self.y, self.z);
    const leap = Math.hypot(feet.x - rig.focus.x, feet.z - rig.focus.z) > 8 || !isPlaced;
    area = areaAt(scenery, feet.x, feet.y + 0.1, feet.z, area);
    const here = scenery.areas[area];
    if (!isPlaced && here) rig.face(towardsMiddle(feet, here.box));
    rig.follow(feet, here?.indoors ?? false, seconds, leap);
    isPlaced ||= self !== null;
    return here;
  };
  return {
    spoil: () => {
      drawnAs = "";
    },
    /** False if nothing had changed and nothing was drawn. */
    draw: (moment: StageMoment, seconds: number, quality: Quality): boolean => {
      const here = place(moment, seconds);
      const isIn = here?.indoors ?? false;
      uniforms.uEye.value.copy(rig.camera.position);
      uniforms.uFocus.value.copy(rig.focus);
      uniforms.uCutY.value = isIn && here ? here.box.max[1] - 0.02 : 1e6;
      uniforms.uFloorY.value = here?.box.min[1] ?? 0;
      uniforms.uSink.value += ((isIn ? 1 : 0) - uniforms.uSink.value) * Math.min(1, seconds * 6);
      if (!isCalm) {
        uniforms.uTime.value += seconds;
        uniforms.uFlicker.value = flicker(uniforms.uTime.value);
      }
      const key = [...moment.lit].join();
      if (key !== litBefore) {
        litBefore = key;
        lit = moment.lit;
        set.shine(lit);
      }
      const isRelit = land.update({
        eye: rig.camera.position,
        viewM: quality.viewM,
        cutY: uniforms.uCutY.value,
        floorY: uniforms.uFloorY.value,
      });
      if (isCalm) {
        const now = signature(moment, rig, uniforms.uSink.value);
        if (now === drawnAs && !isRelit) return false;
        drawnAs = now;
      }
      light.update(moment.minute, here, rig.focus, quality.viewM);
      cast.show(moment, {
        eye: rig.camera.position,
        focus: rig.focus,
        area,
        isInRoom: isIn,
        viewM: quality.viewM,
        detailM: quality.detailM,
        cutY: uniforms.uCutY.value,
        seconds,
        isCalm,
      });
      tags.show(cast.tags, quality.tags, rig.camera, container.clientWidth, container.clientHeight);
      renderer.render(scene, rig.camera);
      return true;
    },
  };
}

function findSelf({ actors, count, self }: StageMoment) {
  if (self === null) return null;
  for (let i = 0; i < count; i++) if (actors[i]?.entity === self) return actors[i] ?? null;
  return null;
}

/** The yaw of a camera that looks from somebody towards the middle of where they are. */
function towardsMiddle(feet: Vector3, { min, max }: { min: readonly number[]; max: readonly number[] }): number {
  const middle = (axis: number) => ((min[axis] ?? 0) + (max[axis] ?? 0)) / 2;
  const [x, z] = [feet.x - middle(0), feet.z - middle(2)];
  return Math.hypot(x, z) < 1 ? 0 : Math.atan2(x, z);
}

/** Of open fires, about 1. */
function flicker(seconds: number): number {
  return 1 + 0.1 * Math.sin(seconds * 9.1) + 0.07 * Math.sin(seconds * 14.7 + 1) + 0.06 * Math.sin(seconds * 23.3 + 2);
}

/** Differs whenever the picture would: for those who want nothing to move that does not. */
function signature({ actors, count, minute, lit }: StageMoment, rig: CameraRig, sink: number): string {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const one = actors[i];
    if (!one) continue;
    sum += (i + 1) * (one.x * 7 + one.y * 13 + one.z * 17 + one.turn * 3 + one.qy * 5 + one.qw * 11 + one.qx + one.qz);
    sum += one.entity + (one.sitting ? 0.5 : 0) + one.speed;
  }
  const { x, y, z } = rig.camera.position;
  const at = [x, y, z, rig.yaw, sink].map((value) => value.toFixed(3)).join();
  return `${sum.toFixed(3)} ${count} ${minute.toFixed(0)} ${lit.size} ${at}`;
}

const caster = new Raycaster();
const pointer = new Vector2();

/** The entity under a point of the picture, given as shares of its width and height. */
function entityAt({ rig, cast }: Set3D, x: number, y: number): number | null {
  caster.setFromCamera(pointer.set(x * 2 - 1, 1 - y * 2), rig.camera);
  return cast.hit(caster.ray.origin, caster.ray.direction);
}
