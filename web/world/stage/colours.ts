import type { Material } from "../../../core/world/realm-map.ts";

/** Red, green, blue, 0 to 1, linear light. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Of a `#rrggbb` colour in sRGB, its linear light. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [linear((value >> 16) & 255), linear((value >> 8) & 255), linear(value & 255)];
}

function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Between two colours: 0 is the first, 1 the second. */
export function mixed(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Brighter or darker by a factor. */
export function lit([red, green, blue]: Colour, factor: number): Colour {
  return [red * factor, green * factor, blue * factor];
}

/** How a material looks, and how it is laid. */
export interface Look {
  colour: Colour;
  /** What parts of it tend to, up to `spread`. */
  other: Colour;
  spread: number;
  /** The size of its planks, bricks or patches in metres, along and across. */
  cell: readonly [along: number, across: number];
  /** Each cell has one colour, and rows are shifted: planks, bricks, cobbles. Else colours flow into each other. */
  isLaid: boolean;
  /** Grows or lies about: its faces are uneven. */
  isRough?: true;
}

function look(colour: string, other: string, spread: number, cell: Look["cell"], more: Partial<Look> = {}): Look {
  return { colour: colourOf(colour), other: colourOf(other), spread, cell, isLaid: false, ...more };
}

const laid = { isLaid: true };
const rough = { isRough: true } as const;

export const looks: Readonly<Record<Material, Look>> = {
  oak: look("#8f5f38", "#6d4527", 0.9, [2.4, 0.42], laid),
  pine: look("#c89a5e", "#a97c46", 0.8, [2.2, 0.4], laid),
  stone: look("#aaa396", "#8e877e", 0.9, [0.7, 0.56], { ...laid, ...rough }),
  brick: look("#b0715a", "#935848", 0.9, [0.7, 0.36], laid),
  plaster: look("#ead9b8", "#dcc49a", 0.6, [1.2, 1.2]),
  thatch: look("#cda655", "#a98440", 0.9, [0.5, 0.6], { ...laid, ...rough }),
  slate: look("#66707c", "#505964", 0.9, [0.7, 0.55], { ...laid, ...rough }),
  grass: look("#86a84d", "#6c9443", 1, [1.5, 1.5], rough),
  moss: look("#6b8c46", "#557a3d", 1, [1.4, 1.4], rough),
  earth: look("#97805f", "#866d50", 0.75, [1.3, 1.3], rough),
  sand: look("#dfc48c", "#cfae74", 1, [1.4, 1.4], rough),
  water: look("#4a9db0", "#3b8ba3", 0.6, [2, 2]),
  leaves: look("#6a9a3f", "#88a843", 1, [0.9, 0.9], rough),
  bark: look("#6f5238", "#57402c", 0.9, [0.8, 0.8], rough),
  iron: look("#54565c", "#44464c", 0.6, [1.2, 1.2]),
  brass: look("#d8a73f", "#b98a30", 0.6, [1.2, 1.2]),
  "cloth-red": look("#b53d3c", "#9c3036", 0.6, [0.8, 0.8]),
  "cloth-blue": look("#4266a3", "#37568c", 0.6, [0.8, 0.8]),
  "cloth-green": look("#528655", "#457349", 0.6, [0.8, 0.8]),
  bone: look("#ece2cb", "#dccfb2", 0.6, [1, 1]),
  glass: look("#c4e6e8", "#add8dd", 0.4, [2, 2]),
  fire: look("#ffa63f", "#ff6f26", 1, [0.3, 0.3]),
};

/** How much paler wooden furniture is than floors and walls of the same wood. */
export const FURNITURE = 1.45;

/** A number from 0 to 1 that is always the same for the same point and kind: chance that needs no state. */
export function chance(x: number, y: number, z: number, kind = 0): number {
  let bits = Math.imul(Math.round(x * 64) ^ 0x9e3779b9, 0x85ebca6b);
  bits = Math.imul(bits ^ Math.round(y * 64) ^ (bits >>> 13), 0xc2b2ae35);
  bits = Math.imul(bits ^ Math.round(z * 64) ^ (bits >>> 16), 0x27d4eb2f);
  bits = Math.imul(bits ^ (kind * 0x165667b1) ^ (bits >>> 15), 0x2c1b3c6d);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}
