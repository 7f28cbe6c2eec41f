import type { Material } from "../../../core/world/realm-map.ts";
import type { SceneryArea } from "../../../core/world/scenery.ts";
import { type Colour, chance, colourOf, lit, looks, mixed } from "./colours.ts";
import { type Draft, plainTraits, type Vec } from "./draft.ts";

/** What grows on a ground: plants to a square metre, and which share of them flowers. */
const growth: Partial<Record<Material, { density: number; flowers: number; colour: Colour }>> = {
  grass: { density: 0.34, flowers: 0.22, colour: looks.grass.colour },
  moss: { density: 0.3, flowers: 0.1, colour: looks.moss.colour },
  earth: { density: 0.1, flowers: 0.05, colour: mixed(looks.grass.colour, looks.earth.colour, 0.3) },
  sand: { density: 0.05, flowers: 0, colour: mixed(looks.grass.colour, looks.sand.colour, 0.5) },
};

const petals = ["#f3e9d2", "#f0c94a", "#d8728a", "#9a86d8", "#f3e9d2"].map(colourOf);
const pebble = looks.stone.colour;
const PEBBLES = 0.16;

/** Tufts, flowers and pebbles on open ground. Feet go through them, and so they are small. */
export function draftUndergrowth(draft: Draft, area: SceneryArea): void {
  const kind = growth[area.ground];
  if (area.indoors || !kind) return;
  const { min, max } = area.box;
  const [wide, deep] = [max[0] - min[0], max[2] - min[2]];
  const count = Math.round(wide * deep * kind.density);
  draft.now = { ...plainTraits, baseM: min[1], floorM: min[1] };
  for (let i = 0; i < count; i++) {
    const x = min[0] + wide * chance(i, min[0], min[2], 31);
    const z = min[2] + deep * chance(i, min[0], min[2], 32);
    if (isBuiltOn(area, x, z)) continue;
    const what = chance(x, i, z, 33);
    const at: Vec = [x, min[1] - 0.03, z];
    if (what < PEBBLES) draftPebble(draft, at);
    else draftTuft(draft, at, kind.colour, what > 1 - kind.flowers);
  }
}

function isBuiltOn({ solids, exits }: SceneryArea, x: number, z: number): boolean {
  const isUnder = solids.some(({ shape, at }) => {
    if (shape.type === "ball" && at[1] > 1) return false;
    const [halfX, halfZ] = shape.type === "box" ? [shape.size[0] / 2, shape.size[2] / 2] : [shape.radius, shape.radius];
    return Math.abs(x - at[0]) < halfX + 0.1 && Math.abs(z - at[2]) < halfZ + 0.1;
  });
  return isUnder || exits.some(({ at }) => Math.hypot(at[0] - x, at[2] - z) < 1.6);
}

function spike(draft: Draft, [x, y, z]: Vec, wide: number, tip: Vec, turn: number, colour: Colour): void {
  const corner = (i: number): Vec => {
    const angle = turn + (i / 3) * 2 * Math.PI;
    return [x + Math.sin(angle) * wide, y, z + Math.cos(angle) * wide];
  };
  for (let i = 0; i < 3; i++) draft.triangle(corner(i), corner(i + 1), tip, lit(colour, 0.85 + 0.15 * i));
}

function draftTuft(draft: Draft, at: Vec, colour: Colour, isFlower: boolean): void {
  const [x, y, z] = at;
  const blades = isFlower ? 2 : 4;
  draft.now = { ...draft.now, sway: 0.25 };
  for (let i = 0; i < blades; i++) {
    const [turn, tall] = [chance(x, i, z, 34) * 6.3, 0.16 + 0.2 * chance(x, i, z, 35)];
    const lean = 0.05 + 0.12 * chance(x, i, z, 36);
    const foot: Vec = [x + Math.sin(turn) * 0.06, y, z + Math.cos(turn) * 0.06];
    const tip: Vec = [foot[0] + Math.sin(turn) * lean, y + tall, foot[2] + Math.cos(turn) * lean];
    spike(draft, foot, 0.035, tip, turn, lit(colour, 0.9 + 0.5 * chance(x, i, z, 37)));
  }
  if (!isFlower) return;
  const petal = petals[Math.floor(chance(x, y, z, 38) * petals.length)] ?? pebble;
  const tall = 0.24 + 0.14 * chance(x, y, z, 39);
  const top: Vec = [x, y + tall + 0.03, z];
  spike(draft, [x, y, z], 0.012, [x, y + tall, z], 0, colour);
  for (let i = 0; i < 4; i++) {
    const corner = (j: number): Vec => {
      const angle = (j / 4) * 2 * Math.PI + x;
      return [x + Math.sin(angle) * 0.065, y + tall, z + Math.cos(angle) * 0.065];
    };
    draft.triangle(corner(i), corner(i + 1), top, petal);
    draft.triangle(corner(i + 1), corner(i), [x, y + tall - 0.05, z], lit(petal, 0.8));
  }
}

function draftPebble(draft: Draft, [x, y, z]: Vec): void {
  const size = 0.07 + 0.13 * chance(x, y, z, 40);
  draft.now = { ...draft.now, sway: 0 };
  const top: Vec = [x, y + size * 0.9, z];
  const sides = 5;
  const corner = (i: number): Vec => {
    const angle = ((i % sides) / sides) * 2 * Math.PI + x;
    const far = size * (0.8 + 0.5 * chance(x, i % sides, z, 41));
    return [x + Math.sin(angle) * far, y, z + Math.cos(angle) * far];
  };
  for (let i = 0; i < sides; i++) draft.triangle(corner(i), corner(i + 1), top, lit(pebble, 0.8 + 0.1 * (i % 3)));
}
