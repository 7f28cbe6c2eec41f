import type { Piece } from "../../../core/world/geometry.ts";
import type { Material } from "../../../core/world/realm-map.ts";
import { isInBox } from "./area-finder.ts";
import { type Look, looks } from "./colours.ts";
import { CUT, type Draft, type Traits, type Vec } from "./draft.ts";
import { boxFaces, draftBox, draftFace, type Face } from "./draft-shapes.ts";
import type { Plot } from "./land-draft.ts";

const POST_M = 0.17;
const POST_EVERY_M = 2.6;
/** How far timber stands out of a wall. */
const PROUD_M = 0.035;

/** Timber of one piece, not in planks. */
const timber: Look = { ...looks.oak, cell: [9, 9] };

/** A wall as what it is along its length: where it begins, how long, how thick. */
function runOf(
  { shape, at }: Piece,
  { cutAxis }: Traits,
): { isX: boolean; from: number; length: number; thick: number } {
  const size = shape.type === "box" ? shape.size : ([1, 1, 1] as const);
  const isX = cutAxis === CUT.x;
  const [length, thick, middle] = isX ? [size[2], size[0], at[2]] : [size[0], size[2], at[0]];
  return { isX, from: middle - length / 2, length, thick };
}

function heightOf({ shape }: Piece): number {
  return shape.type === "box" ? shape.size[1] : 0;
}

/** The frame of a plastered wall: posts at its ends and between, and a beam on top. */
export function draftPosts(draft: Draft, piece: Piece, traits: Traits): void {
  if (piece.material !== "plaster") return;
  const { isX, from, length, thick } = runOf(piece, traits);
  const wide = thick + 2 * PROUD_M;
  const height = heightOf(piece);
  const put = (along: number, y: number, span: number, tall: number) => {
    const base: Vec = isX ? [piece.at[0], y, along] : [along, y, piece.at[2]];
    // What hangs on a wall goes under the floor with it, what stands on the floor becomes as low as the wall.
    draft.now = { ...traits, baseM: y };
    draftBox(draft, base, isX ? [wide, tall, span] : [span, tall, wide], timber, true);
  };
  // Its top is a little higher than the wall's: where both were as high, they would flicker.
  put(from + length / 2, piece.at[1] + height - 0.16, length, 0.172);
  if (piece.at[1] > traits.floorM + 0.5 || length < 0.5) return;
  put(from + length / 2, piece.at[1], length, 0.13);
  const bays = Math.max(1, Math.round(length / POST_EVERY_M));
  for (let bay = 0; bay <= bays; bay++) {
    const along = from + POST_M / 2 + (bay / bays) * (length - POST_M);
    put(along, piece.at[1] + 0.13, POST_M, height - 0.29);
  }
}

const windowed: ReadonlySet<Material> = new Set(["plaster", "oak", "brick", "pine"]);
const SILL_M = 1.05;
const WINDOW_M = [0.95, 1.05] as const;

/** Windows in the outer walls of rooms, one in every other bay; they glow by night. */
export function draftWindows({ scenery, area }: Plot, draft: Draft, clear: Draft, piece: Piece, traits: Traits): void {
  const tall = heightOf(piece);
  if (!area.indoors || !windowed.has(piece.material) || tall < 2.4 || area.box.min[1] < -1) return;
  const { isX, from, length, thick } = runOf(piece, traits);
  if (length < 2) return;
  const { min, max } = area.box;
  const out = traits.cutAt < (isX ? min[0] : min[2]) ? -1 : 1;
  const bays = Math.max(1, Math.round(length / POST_EVERY_M));
  for (let bay = 0; bay < bays; bay += 2) {
    const along = from + ((bay + 0.5) / bays) * length;
    const y = piece.at[1] + SILL_M + 0.5;
    const outside: Vec = isX ? [traits.cutAt + out * 0.6, y, along] : [along, y, traits.cutAt + out * 0.6];
    const beyond = scenery.areas.find(({ box }) => isInBox(box, ...outside));
    if (beyond?.indoors) continue;
    // An area under the sky has a wall of its own here: the window goes through both.
    const depth = beyond?.walls ? 0.3 + 2 * PROUD_M : thick + 2 * PROUD_M;
    const middle = beyond?.walls
      ? (isX ? (out < 0 ? min[0] : max[0]) : out < 0 ? min[2] : max[2]) + out * 0.15
      : traits.cutAt;
    const at: Vec = isX ? [middle, piece.at[1] + SILL_M, along] : [along, piece.at[1] + SILL_M, middle];
    draftWindow(draft, at, { isX, out, depth }, traits);
  }
  clear.now = traits;
}

function draftWindow(
  draft: Draft,
  at: Vec,
  { isX, out, depth }: { isX: boolean; out: number; depth: number },
  traits: Traits,
): void {
  const [wide, tall] = WINDOW_M;
  const size = (along: number, up: number, deep: number): Vec => (isX ? [deep, up, along] : [along, up, deep]);
  const moved = (along: number, up: number): Vec =>
    isX ? [at[0], at[1] + up, at[2] + along] : [at[0] + along, at[1] + up, at[2]];
  draft.now = { ...traits, baseM: at[1], indoors: 0 };
  const rim = 0.09;
  draftBox(draft, moved(0, -rim), size(wide + 2 * rim, rim, depth + 0.06), timber, true);
  draftBox(draft, moved(0, tall), size(wide + 2 * rim, rim, depth + 0.04), timber, true);
  for (const side of [-1, 1])
    draftBox(draft, moved((side * (wide + rim)) / 2, 0), size(rim, tall, depth + 0.02), timber);
  draftBox(draft, moved(0, 0), size(0.05, tall, depth + 0.01), timber);
  draftBox(draft, moved(0, tall * 0.52), size(wide, 0.05, depth + 0.01), timber, true);
  const { n, s, w, e } = boxFaces(at, size(wide, tall, depth));
  const faces: [Face, Face] = isX ? [w, e] : [n, s];
  const pane: Look = { ...looks.glass, cell: [9, 9] };
  faces.forEach((face, i) => {
    const isOuter = (i === 0 ? -1 : 1) === out;
    draft.now = { ...traits, baseM: at[1], indoors: 0, glow: isOuter ? 0.5 : 0 };
    draftFace(draft, face, pane, false);
  });
  draft.now = traits;
}
