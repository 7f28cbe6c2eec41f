import { Group, type Vector3 } from "three";
import type { MovingActor } from "../../../client/motion/moving-moment.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import { type ActorLight, type ActorLighting, createActorLighting, noLight } from "./actor-light.ts";
import { areaAt } from "./area-finder.ts";
import { type Blobs, createBlobs } from "./blobs.ts";
import type { Vec } from "./draft.ts";
import { createFigureCrowd, type FigureCrowd } from "./figure-crowd.ts";
import { type FigureLook, npcLook, playerLook } from "./figure-looks.ts";
import { createFigureMaterial } from "./figure-shader.ts";
import type { Lamp } from "./lamplight.ts";
import { clearWay, type Obstacle } from "./obstacles.ts";
import { type StageUniforms, thingMaterial } from "./shaders.ts";
import type { StageMoment, StageSource } from "./stage-source.ts";
import { TAGS_M, type Tag } from "./tags.ts";
import { createThings, type Things } from "./things.ts";

const BLOBS_MAX = 2_560;
/** Legs: radians of a walk's phase to a metre, and the speed of full steps. */
const PHASE_PER_M = 3.6;
const FULL_STEP = 2.4;
/** Nearer than this to the camera, nobody is drawn: their head would fill the picture. */
const TOO_NEAR_M = 1.1;

/** What the stage remembers of somebody between frames. */
interface Memory {
  kind: MovingActor["kind"];
  plan: number;
  look: FigureLook | null;
  lamps: ActorLight;
  /** Where it was drawn last, and how large it is: for the pointer. */
  x: number;
  y: number;
  z: number;
  radius: number;
  drawnAt: number;
  area: number;
  phase: number;
  swing: number;
  seenAt: number;
  /** Something stands between the camera and their head, as far as was looked; and when. */
  isBehind: boolean;
  lookedAt: number;
}

/** Names are looked for behind walls this often, and so many of them in one frame: rays cost time. */
const LOOK_EVERY_FRAMES = 10;
const LOOKS_A_FRAME = 3;

/** What the cast is shown for. */
export interface CastView {
  eye: Vector3;
  viewM: number;
  /** Nearer people are drawn finely. */
  detailM: number;
  /** Place in the scenery's list of the area that the viewer is in, and whether it is a room. */
  area: number;
  isInRoom: boolean;
  focus: Vector3;
  /** What stands higher is not shown. */
  cutY: number;
  seconds: number;
  /** Steps are shorter under reduced motion. */
  isCalm: boolean;
}

/** Everybody and everything that moves. */
export interface Cast {
  group: Group;
  /** The names that may be shown for what was drawn last. */
  readonly tags: Tag[];
  show(moment: StageMoment, view: CastView): void;
  /** Whom or what a ray from the camera meets first: an entity. */
  hit(from: Vector3, way: Vector3): number | null;
  stop(): void;
}

export function createCast(
  source: StageSource,
  lamps: readonly Lamp[],
  uniforms: StageUniforms,
  obstacles: readonly Obstacle[],
): Cast {
  const { scenery } = source;
  const material = createFigureMaterial(uniforms);
  const figures = createFigureCrowd(material);
  const things = createThings(scenery, thingMaterial(uniforms));
  const blobs = createBlobs(uniforms, BLOBS_MAX);
  shadeLand(scenery, blobs);
  const group = new Group();
  group.add(figures.group, things.group, blobs.mesh);
  const stageHands: Hands = {
    source,
    obstacles,
    looksLeft: 0,
    figures,
    things,
    blobs,
    memories: new Map(),
    lighting: createActorLighting(scenery, lamps),
    tags: [],
    frame: 0,
  };
  return {
    group,
    tags: stageHands.tags,
    show: (moment, view) => show(stageHands, moment, view),
    hit: (from, way) => hit(stageHands, from, way),
    stop: () => {
      figures.stop();
      blobs.mesh.geometry.dispose();
      things.stop();
      material.dispose();
    },
  };
}

interface Hands {
  source: StageSource;
  obstacles: readonly Obstacle[];
  looksLeft: number;
  figures: FigureCrowd;
  things: Things;
  blobs: Blobs;
  memories: Map<number, Memory>;
  lighting: ActorLighting;
  tags: Tag[];
  frame: number;
}

function show(hands: Hands, moment: StageMoment, view: CastView): void {
  const { figures, things, blobs, memories } = hands;
  hands.frame += 1;
  hands.lighting.shine(moment.lit);
  hands.looksLeft = LOOKS_A_FRAME;
  hands.tags.length = 0;
  figures.begin();
  things.begin();
  blobs.begin();
  for (let i = 0; i < moment.count; i++) {
    const actor = moment.actors[i];
    if (actor) showActor(hands, actor, moment.self, view);
  }
  figures.end();
  things.end();
  blobs.end();
  if (memories.size > 2 * moment.count + 64) {
    for (const [entity, { seenAt }] of memories) if (seenAt !== hands.frame) memories.delete(entity);
  }
}

function showActor(hands: Hands, actor: MovingActor, self: number | null, view: CastView): void {
  const memory = memoryOf(hands, actor);
  const { x, y, z, kind } = actor;
  memory.seenAt = hands.frame;
  memory.area = areaAt(hands.source.scenery, x, y + 0.1, z, memory.area);
  const { eye, viewM, cutY } = view;
  const farM = Math.hypot(x - eye.x, y - eye.y, z - eye.z);
  if (y > cutY - 0.02 || farM > viewM) return;
  hands.lighting.update(memory.lamps, memory.area, x, y + 0.5, z);
  if (kind === "player" || kind === "npc") {
    if (memory.look) showFigure(hands, actor, memory, memory.look, view, farM, actor.entity === self);
    return;
  }
  const look = hands.things.lookOf(actor);
  if (!look || (kind === "door" && isSunk(hands.source.scenery.doors[actor.plan], view))) return;
  hands.things.add(actor, look, memory.lamps.light);
  const [sx, sy, sz] = look.size;
  remember(hands, memory, x, y, z, Math.max(0.25, Math.max(sx, sy, sz) * 0.45));
  if (kind === "prop" && Math.abs(actor.qx) + Math.abs(actor.qz) < 0.1) {
    hands.blobs.add(x, y - sy / 2, z, sx * 1.5 + 0.1, sz * 1.5 + 0.1, 0.42);
  }
}

function memoryOf({ memories, source }: Hands, { entity, kind, plan }: MovingActor): Memory {
  const known = memories.get(entity);
  // An entity's number may be given to another one.
  if (known && known.kind === kind && known.plan === plan) return known;
  const npc = kind === "npc" ? source.scenery.npcs[plan] : undefined;
  const look = kind === "player" ? playerLook(entity) : npc ? npcLook(npc, entity) : null;
  const memory: Memory = {
    ...{ kind, plan, look, lamps: noLight(), area: -1, phase: entity, swing: 0, seenAt: 0 },
    ...{ x: 0, y: 0, z: 0, radius: 0, drawnAt: -1, isBehind: false, lookedAt: -LOOK_EVERY_FRAMES },
  };
  memories.set(entity, memory);
  return memory;
}

function remember({ frame }: Hands, memory: Memory, x: number, y: number, z: number, radius: number): void {
  memory.x = x;
  memory.y = y;
  memory.z = z;
  memory.radius = radius;
  memory.drawnAt = frame;
}

function showFigure(
  hands: Hands,
  actor: MovingActor,
  memory: Memory,
  { body, heightM, look, cloth }: FigureLook,
  view: CastView,
  farM: number,
  isSelf: boolean,
): void {
  const { eye, seconds, isCalm } = view;
  const { x, y, z, turn, sitting, speed, entity } = actor;
  memory.phase += speed * PHASE_PER_M * seconds * (1.75 / Math.max(0.5, heightM));
  const full = Math.min(1, speed / FULL_STEP) * (isCalm ? 0.5 : 1);
  memory.swing += (full - memory.swing) * Math.min(1, seconds * 9);
  blobsUnder(hands, body, x, y, z, heightM);
  const { phase, swing } = memory;
  const isNear = Math.hypot(x - eye.x, y + heightM * 0.8 - eye.y, z - eye.z) < TOO_NEAR_M;
  if (isNear) return;
  hands.figures.add(
    body,
    isSelf || farM < view.detailM,
    { x, y, z, turn, phase, swing, isSitting: sitting && body === "person", heightM, look, cloth },
    memory.lamps.light,
  );
  if (isSelf) return;
  remember(hands, memory, x, y + heightM / 2, z, heightM * 0.45);
  const top = y + heightM * (sitting ? 0.9 : 1.06) + 0.16;
  if (!isNameSeen(hands, memory, view, [x, top, z], farM)) return;
  const isPlayer = actor.kind === "player";
  const text = isPlayer ? hands.source.nameOf(entity) : (hands.source.scenery.npcs[actor.plan]?.title ?? null);
  if (text) hands.tags.push({ entity, text, x, y: top, z, farM, isPlayer });
}

/** In a room, names are those of the room; under the sky, of whoever is outside and not behind something. */
function isNameSeen(hands: Hands, memory: Memory, { area, isInRoom, eye }: CastView, top: Vec, farM: number): boolean {
  if (isInRoom) return memory.area === area;
  if (hands.source.scenery.areas[memory.area]?.indoors || farM > TAGS_M) return false;
  if (hands.looksLeft > 0 && hands.frame - memory.lookedAt > LOOK_EVERY_FRAMES) {
    hands.looksLeft -= 1;
    memory.lookedAt = hands.frame;
    const way: Vec = [(top[0] - eye.x) / farM, (top[1] - eye.y) / farM, (top[2] - eye.z) / farM];
    memory.isBehind = clearWay(hands.obstacles, [eye.x, eye.y, eye.z], way, farM) < farM - 0.5;
  }
  return !memory.isBehind;
}

/** Whether a door's wall has sunk: it stands between the camera and whom it follows. */
function isSunk(door: Scenery["doors"][number] | undefined, { eye, focus, isInRoom }: CastView): boolean {
  if (!door || !isInRoom) return false;
  const [eyeSide, focusSide] =
    door.along === "x" ? [eye.z - door.at[2], focus.z - door.at[2]] : [eye.x - door.at[0], focus.x - door.at[0]];
  return eyeSide * focusSide < 0 && Math.abs(focusSide) > 0.3;
}

function blobsUnder(
  { blobs }: Hands,
  body: FigureLook["body"],
  x: number,
  y: number,
  z: number,
  heightM: number,
): void {
  const wide = heightM * (body === "person" ? 0.46 : 0.7);
  blobs.add(x, y, z, wide, wide, 0.5);
}

/** What trees and furniture keep from the sky's light. */
function shadeLand({ areas }: Scenery, blobs: Blobs): void {
  blobs.begin();
  for (const { solids, box, indoors } of areas) {
    for (const { shape, at, material } of solids) {
      if (material === "water" || (material === "glass" && shape.type === "box")) continue;
      const floor = box.min[1];
      if (shape.type === "ball") {
        if (!indoors) blobs.add(at[0], floor + 0.004, at[2], shape.radius * 2.3, shape.radius * 2.3, 0.34);
      } else if (at[1] < floor + 0.4) {
        const [sx, sz, tall] =
          shape.type === "box"
            ? [shape.size[0], shape.size[2], shape.size[1]]
            : [shape.radius * 2, shape.radius * 2, shape.height];
        if (tall > 0.15) blobs.add(at[0], at[1], at[2], sx * 1.35 + 0.35, sz * 1.35 + 0.35, 0.5);
      }
    }
  }
  blobs.keep();
}

function hit({ memories, frame }: Hands, from: Vector3, way: Vector3): number | null {
  let found: { entity: number; at: number } | null = null;
  for (const [entity, { x, y, z, radius, drawnAt }] of memories) {
    if (drawnAt !== frame) continue;
    const [dx, dy, dz] = [x - from.x, y - from.y, z - from.z];
    const at = dx * way.x + dy * way.y + dz * way.z;
    const off = Math.hypot(dx - way.x * at, dy - way.y * at, dz - way.z * at);
    if (at > 0 && off < radius && (!found || at - radius < found.at)) found = { entity, at: at - radius };
  }
  return found?.entity ?? null;
}
