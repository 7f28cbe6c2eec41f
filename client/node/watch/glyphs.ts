import type { Tone } from "../../../core/telnet/text/paragraph.ts";
import type { Material } from "../../../core/world/realm-map.ts";

/** A character with its tone. */
export interface Glyph {
  /** With all of Unicode, and in ASCII. */
  drawn: string;
  ascii: string;
  tone: Tone;
}

const glyph = (drawn: string, ascii: string, tone: Tone): Glyph => ({ drawn, ascii, tone });

/** The character of a glyph that a terminal can show. */
export function shown({ drawn, ascii }: Glyph, utf8: boolean): string {
  return utf8 ? drawn : ascii;
}

/** What is drawn the same everywhere. */
export const glyphs = {
  self: glyph("@", "@", "title"),
  /** A door that is not in sight: nobody here knows how it stands. */
  farDoor: glyph("+", "+", "dim"),
  lit: glyph("*", "*", "option"),
  item: glyph("!", "!", "name"),
  up: glyph("<", "<", "exit"),
  down: glyph(">", ">", "exit"),
  gate: glyph("&", "&", "exit"),
} as const satisfies Record<string, Glyph>;

/** A door's panel as it lies on the plan. */
export const panels = {
  across: glyph("─", "-", "exit"),
  along: glyph("│", "|", "exit"),
  rising: glyph("╱", "/", "exit"),
  falling: glyph("╲", "\\", "exit"),
} as const satisfies Record<string, Glyph>;

/** Where somebody looks: eighths of a turn, from south on counterclockwise. */
export const arrows: readonly { glyph: Glyph; column: -1 | 0 | 1; row: -1 | 0 | 1 }[] = [
  { glyph: glyph("↓", "v", "title"), column: 0, row: 1 },
  { glyph: glyph("↘", "\\", "title"), column: 1, row: 1 },
  { glyph: glyph("→", ">", "title"), column: 1, row: 0 },
  { glyph: glyph("↗", "/", "title"), column: 1, row: -1 },
  { glyph: glyph("↑", "^", "title"), column: 0, row: -1 },
  { glyph: glyph("↖", "\\", "title"), column: -1, row: -1 },
  { glyph: glyph("←", "<", "title"), column: -1, row: 0 },
  { glyph: glyph("↙", "/", "title"), column: -1, row: 1 },
];

type Family = "wood" | "stone" | "green" | "earth" | "water" | "fire" | "metal" | "other";

const families: Partial<Record<Material, Family>> = {
  oak: "wood",
  pine: "wood",
  bark: "wood",
  stone: "stone",
  brick: "stone",
  plaster: "stone",
  slate: "stone",
  grass: "green",
  moss: "green",
  leaves: "green",
  "cloth-green": "green",
  earth: "earth",
  sand: "earth",
  thatch: "earth",
  water: "water",
  "cloth-blue": "water",
  fire: "fire",
  "cloth-red": "fire",
  iron: "metal",
  brass: "metal",
};

const tones: Record<Family, Tone> = {
  wood: "thing",
  stone: "dim",
  green: "exit",
  earth: "thing",
  water: "speech",
  fire: "bad",
  metal: "name",
  other: "plain",
};

function familyOf(material: Material): Family {
  return families[material] ?? "other";
}

/** What cannot be walked through. */
export function wallGlyph(material: Material): Glyph {
  return glyph("█", "#", tones[familyOf(material)]);
}

/** What stands in the way, or lies so low that one steps onto it. */
export function solidGlyph(material: Material, isLow: boolean): Glyph {
  if (material === "water") return glyph("~", "~", "speech");
  if (material === "fire") return glyph("^", "^", "bad");
  const tone = tones[familyOf(material)];
  return isLow ? glyph("░", ":", tone) : glyph("▓", "%", tone);
}

/** What one walks on: a few dots. */
export function groundGlyph(material: Material): Glyph {
  const family = familyOf(material);
  if (family === "water") return glyph("~", "~", "speech");
  if (family === "green") return glyph(",", ",", "exit");
  return glyph("·", ".", "dim");
}

/** What can be pushed. */
export function propGlyph(material: Material, isRound: boolean): Glyph {
  return isRound ? glyph("○", "0", tones[familyOf(material)]) : glyph("=", "=", tones[familyOf(material)]);
}
