import type { Piece } from "../../../core/world/geometry.ts";
import type { Material } from "../../../core/world/realm-map.ts";
import type { SceneryArea } from "../../../core/world/scenery.ts";
import { chance, colourOf, FURNITURE, type Look, lit, looks } from "./colours.ts";
import type { Draft, Traits, Vec } from "./draft.ts";
import { boxFaces, draftBall, draftBox, draftFace, draftTurned, straight, type Turning } from "./draft-shapes.ts";

const wood: ReadonlySet<Material> = new Set(["oak", "pine"]);
const grown: ReadonlySet<Material> = new Set(["leaves", "moss", "grass", "thatch"]);
const rock: ReadonlySet<Material> = new Set(["stone", "slate", "moss"]);

/** Wood in one piece, paler than that of floors: furniture has to stand out from them. */
const plank = (material: Material): Look => {
  const { colour, other, ...look } = looks[material];
  return { ...look, colour: lit(colour, FURNITURE), other: lit(other, FURNITURE), cell: [9, 0.3] };
};

/** A solid, as its material and measures suggest: trees, hedges, rocks, tables, posts. */
export function draftSolid(draft: Draft, { shape, at, material }: Piece, traits: Traits, area: SceneryArea): void {
  draft.now = { ...traits, glow: material === "fire" ? 1 : 0 };
  const look = looks[material];
  switch (shape.type) {
    case "ball": {
      const isCrown = grown.has(material) && shape.radius > 1;
      draft.now = { ...draft.now, sway: isCrown ? 1 : 0 };
      const { radius } = shape;
      const radii: Vec = isCrown ? [radius * 1.08, radius * 0.96, radius * 1.08] : [radius, radius, radius];
      draftBall(draft, [at[0], at[1] + radius, at[2]], radii, look, isCrown ? 0.13 : 0.09);
      break;
    }
    case "cylinder":
      draftCylinder(draft, at, shape.radius, shape.height, material);
      break;
    case "box":
      draftBoxSolid(draft, at, shape.size, material, area);
      break;
  }
}

function draftCylinder(draft: Draft, at: Vec, radius: number, height: number, material: Material): void {
  const look = looks[material];
  const turn = chance(...at) * 6;
  if ((material === "bark" || material === "plaster") && height > 2) {
    const rings: Turning["rings"] = [
      [0, 1.55],
      [0.09, 1.1],
      [0.45, 0.92],
      [1, 0.72],
    ];
    draftTurned(
      draft,
      [at[0], at[1] - 0.06, at[2]],
      radius,
      height + 0.06,
      material === "plaster" ? { ...look, other: looks.slate.colour, spread: 0.35 } : look,
      { sides: 7, rings, turn },
    );
    return;
  }
  if (wood.has(material) && radius > 0.45 && height > 0.6 && height < 1) {
    const board = plank(material);
    draftTurned(draft, at, radius * 0.5, 0.08, board, { sides: 8, rings: straight });
    draftTurned(draft, at, radius * 0.16, height, board, { sides: 8, rings: straight });
    draftTurned(draft, [at[0], at[1] + height - 0.09, at[2]], radius, 0.09, board, { sides: 14, rings: straight });
    return;
  }
  if (rock.has(material) && radius > 0.3 && height < 1.2 && height > 0.3 && material === "moss") {
    draftBall(draft, [at[0], at[1] + height * 0.3, at[2]], [radius * 1.05, height * 0.72, radius * 1.05], look, 0.12);
    return;
  }
  if (radius < 0.16 && material === "iron" && height > 1.5) {
    draftLampPost(draft, at, radius, height, look);
    return;
  }
  const isWide = radius > 1.2;
  draftTurned(draft, at, radius, height, look, { sides: isWide ? 22 : radius > 0.4 ? 12 : 7, rings: straight, turn });
}

function draftLampPost(draft: Draft, at: Vec, radius: number, height: number, look: Look): void {
  const rings: Turning["rings"] = [
    [0, 2.2],
    [0.06, 2],
    [0.08, 1],
    [0.94, 0.7],
    [0.95, 2.1],
    [1, 2.4],
  ];
  draftTurned(draft, at, radius, height, look, { sides: 6, rings });
}

function draftBoxSolid(draft: Draft, at: Vec, size: Vec, material: Material, area: SceneryArea): void {
  const [sx, sy, sz] = size;
  const [narrow, wide] = [Math.min(sx, sz), Math.max(sx, sz)];
  const look = looks[material];
  if (material === "thatch" && sy < 0.4 && narrow > 0.7) {
    draftBox(draft, at, size, look, true);
    return;
  }
  if (grown.has(material) && sy > 0.25) {
    draftHedge(draft, at, size, look);
    return;
  }
  if (!area.indoors && area.walls === null && rock.has(material) && narrow > 0.8 && sy > 0.7 && wide < 8) {
    draftRock(draft, at, size, look);
    return;
  }
  if (wood.has(material) && narrow >= 0.45 && sy > 0.6 && sy < 0.95 && wide < 3.4) {
    draftTable(draft, at, size, plank(material));
    return;
  }
  if (material.startsWith("cloth-") && sy >= 0.28 && sy < 0.6 && narrow > 0.7 && wide > 1.6) {
    draftBed(draft, at, size, look);
    return;
  }
  if (wood.has(material) && sy >= 1.5 && narrow <= 0.7 && narrow >= 0.28 && wide >= 1.2) {
    draftShelf(draft, at, size, plank(material));
    return;
  }
  draftBox(draft, at, size, wood.has(material) ? plank(material) : look, at[1] > area.box.min[1] + 0.3);
}

/** Something that grows, cut to a box's measures: rounded lumps in a row. */
function draftHedge(draft: Draft, at: Vec, [sx, sy, sz]: Vec, look: Look): void {
  const isAlongX = sx >= sz;
  const [length, wide] = isAlongX ? [sx, sz] : [sz, sx];
  const parts = Math.max(1, Math.round(length / Math.max(1.3, wide * 1.1)));
  draft.now = { ...draft.now, sway: 0.35 };
  for (let i = 0; i < parts; i++) {
    const along = ((i + 0.5) / parts - 0.5) * length;
    const middle: Vec = isAlongX ? [at[0] + along, at[1], at[2]] : [at[0], at[1], at[2] + along];
    const tall = sy * (0.86 + 0.24 * chance(...middle, 4));
    const half = (length / parts) * 0.66;
    const radii: Vec = isAlongX ? [half, tall * 0.56, wide * 0.6] : [wide * 0.6, tall * 0.56, half];
    draftBall(draft, [middle[0], at[1] + tall * 0.46, middle[2]], radii, look, 0.14);
  }
}

function draftRock(draft: Draft, at: Vec, [sx, sy, sz]: Vec, look: Look): void {
  const parts = Math.max(1, Math.round(Math.max(sx, sz) / 2.2));
  const isAlongX = sx >= sz;
  for (let i = 0; i < parts; i++) {
    const along = ((i + 0.5) / parts - 0.5) * Math.max(sx, sz);
    const middle: Vec = isAlongX ? [at[0] + along, at[1], at[2]] : [at[0], at[1], at[2] + along];
    const tall = sy * (0.8 + 0.3 * chance(...middle, 4));
    const sides = 6;
    const radius = 0.62;
    // A lathe makes it round; rocks are as long and as wide as they are.
    const [rx, rz] = isAlongX ? [(sx / parts) * radius, sz * radius] : [sx * radius, (sz / parts) * radius];
    draftBoulder(draft, middle, [rx, tall, rz], look, sides);
  }
}

/** A standing stone: a prism with uneven corners, narrower at the top. */
function draftBoulder(draft: Draft, at: Vec, [rx, tall, rz]: Vec, look: Look, sides: number): void {
  const ring = (share: number, wide: number): Vec[] =>
    Array.from({ length: sides }, (_, side) => {
      const angle = ((side + 0.5 * chance(...at, side)) / sides) * 2 * Math.PI;
      const far = wide * (0.92 + 0.24 * chance(at[0], share, at[2], side + 20));
      return [
        at[0] + Math.sin(angle) * rx * far,
        at[1] + tall * share + (share > 0 ? (chance(at[0], at[2], share, side + 40) - 0.5) * 0.2 : 0),
        at[2] + Math.cos(angle) * rz * far,
      ];
    });
  const rings = [ring(0, 1.12), ring(0.45, 1.02), ring(0.82, 0.84), ring(1, 0.5)];
  rings.slice(1).forEach((upper, level) => {
    const lower = rings[level] ?? upper;
    for (let side = 0; side < sides; side++) {
      const next = (side + 1) % sides;
      const [a, b, c, d] = [lower[side], lower[next], upper[next], upper[side]];
      if (a && b && c && d) quadOf(draft, [a, b, c, d], look);
    }
  });
  const top = rings.at(-1) ?? [];
  const peak: Vec = [at[0], at[1] + tall, at[2]];
  top.forEach((corner, side) => {
    const next = top[(side + 1) % sides] ?? corner;
    draft.triangle(peak, corner, next, mixedAt(look, peak));
  });
}

function quadOf(draft: Draft, [a, b, c, d]: readonly [Vec, Vec, Vec, Vec], look: Look): void {
  draft.triangle(a, b, c, mixedAt(look, a));
  draft.triangle(a, c, d, mixedAt(look, c));
}

function mixedAt({ colour, other, spread }: Look, at: Vec): Vec {
  const share = chance(...at, 8) * spread;
  return [
    colour[0] + (other[0] - colour[0]) * share,
    colour[1] + (other[1] - colour[1]) * share,
    colour[2] + (other[2] - colour[2]) * share,
  ];
}

/** A board on four legs, with an apron under it. */
function draftTable(draft: Draft, at: Vec, [sx, sy, sz]: Vec, look: Look): void {
  const board = 0.08;
  draftBox(draft, [at[0], at[1] + sy - board, at[2]], [sx, board, sz], look, true);
  draftBox(draft, [at[0], at[1] + sy - board - 0.1, at[2]], [sx - 0.16, 0.1, sz - 0.16], look, true);
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      const leg: Vec = [at[0] + x * (sx / 2 - 0.11), at[1], at[2] + z * (sz / 2 - 0.11)];
      draftBox(draft, leg, [0.1, sy - board, 0.1], look);
    }
  }
}

const wares = ["#5f7f4a", "#8a4a34", "#c9b07a", "#3f5f70", "#a8823c"].map(colourOf);

/** A case with boards on which bottles and jars stand. */
function draftShelf(draft: Draft, at: Vec, [sx, sy, sz]: Vec, look: Look): void {
  const isAlongX = sx >= sz;
  const [length, deep] = isAlongX ? [sx, sz] : [sz, sx];
  const put = (along: number, y: number, [long, tall, thick]: Vec, what: Look) => {
    const base: Vec = isAlongX ? [at[0] + along, at[1] + y, at[2]] : [at[0], at[1] + y, at[2] + along];
    draftBox(draft, base, isAlongX ? [long, tall, thick] : [thick, tall, long], what, true);
  };
  put(0, 0, [length, sy, deep * 0.2], { ...look, colour: lit(look.colour, 0.5), other: lit(look.other, 0.5) });
  for (const side of [-1, 1]) put(side * (length / 2 - 0.04), 0, [0.08, sy, deep], look);
  const boards = Math.max(2, Math.round(sy / 0.55));
  for (let board = 0; board <= boards; board++) {
    const y = (board / boards) * (sy - 0.06);
    put(0, y, [length - 0.02, 0.06, deep], look);
    if (board === boards) break;
    const room = sy / boards - 0.14;
    for (let along = -length / 2 + 0.16; along < length / 2 - 0.12; along += 0.17) {
      const luck = chance(at[0] + along, y, at[2], 51);
      const ware = wares[Math.floor(luck * 37) % wares.length];
      if (luck > 0.72 || !ware) continue;
      const tall = room * (0.4 + 0.5 * chance(at[0], y + along, at[2], 52));
      put(along, y + 0.06, [0.1, tall, deep * 0.7], { ...look, colour: ware, other: ware });
    }
  }
}

/** A frame, a mattress, a blanket of the box's colour and a pillow. */
function draftBed(draft: Draft, at: Vec, [sx, sy, sz]: Vec, look: Look): void {
  const isAlongX = sx > sz;
  const put = (along: number, y: number, length: number, tall: number, inset: number, what: Look) => {
    const base: Vec = isAlongX ? [at[0] + along, at[1] + y, at[2]] : [at[0], at[1] + y, at[2] + along];
    const size: Vec = isAlongX ? [length, tall, sz - inset] : [sx - inset, tall, length];
    draftBox(draft, base, size, what, true);
  };
  const length = isAlongX ? sx : sz;
  const oak = plank("oak");
  put(0, 0, length, sy * 0.55, 0, oak);
  put(0, sy * 0.5, length - 0.1, sy * 0.4, 0.08, looks.bone);
  put(length * 0.14, sy * 0.56, length * 0.7, sy * 0.46, 0.02, look);
  put(-length * 0.36, sy * 0.9, 0.42, 0.12, 0.3, looks.bone);
  put(-length / 2 + 0.04, 0, 0.08, sy + 0.42, 0, oak);
  put(length / 2 - 0.04, 0, 0.08, sy + 0.12, 0, oak);
}

/** A flat square of a material, seen from above. */
export function draftPatch(draft: Draft, at: Vec, [sx, sz]: readonly [number, number], look: Look): void {
  draftFace(draft, boxFaces(at, [sx, 0, sz]).top, look, false);
}
