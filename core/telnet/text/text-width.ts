/**
 * First and last of what is two columns wide, as Unicode's East Asian Width has it (wide and fullwidth). Emoji are known
 * by their property; small gaps that nothing is assigned to are filled.
 */
const wideRanges: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f], // Hangul, first consonants
  [0x2329, 0x232a],
  [0x2e80, 0x303e], // radicals, punctuation
  [0x3041, 0xa4cf], // kana, ideographs, Yi
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3], // Hangul
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60], // fullwidth forms
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff], // Tangut, Khitan
  [0x1aff0, 0x1b2ff], // more kana, Nushu
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd], // more ideographs
];

/** Emoji that are pictures by themselves; of the letters that make flags two are needed, a column each. */
const picture = /^[\p{Emoji_Presentation}--\p{Regional_Indicator}]$/v;
/** Marks that stand on what is before them, vowels and last consonants of Hangul, and what is not seen at all. */
const unseen = /^[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

const FIRST_WIDE = 0x1100;
const FIRST_UNSEEN = 0xad;
/** Asks for a picture where a character can be both. */
const AS_PICTURE = "\ufe0f";

/** A character with the marks that stand on it. */
export interface Cell {
  readonly text: string;
  /** Columns: 0, 1 or 2. */
  readonly width: number;
}

/** Most of all text is of these: each is made once. */
const asciiCells: readonly Cell[] = Array.from({ length: 0x80 }, (_, code) => ({
  text: String.fromCharCode(code),
  width: 1,
}));

/** Text, cut between the characters that can stand apart. It must be clean. */
export function cellsOf(text: string): Cell[] {
  const cells: Cell[] = [];
  for (const character of text) {
    const ascii = asciiCells[character.charCodeAt(0)];
    if (ascii) {
      cells.push(ascii);
      continue;
    }
    const width = characterWidth(character);
    const last = cells.at(-1);
    if (width > 0 || !last) cells.push({ text: character, width });
    else cells[cells.length - 1] = { text: last.text + character, width: character === AS_PICTURE ? 2 : last.width };
  }
  return cells;
}

/** Columns that a clean text takes. Where terminals disagree, rather too many. */
export function textWidth(text: string): number {
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** Whether lines may be broken on either side: ideographs and kana, but not marks that close something. */
export function isIdeograph({ text }: Cell): boolean {
  const code = text.codePointAt(0) ?? 0;
  return code >= 0x2e80 && isInRanges(code) && !/^[、。，．！？：；」』）】〉》]/u.test(text);
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < FIRST_UNSEEN) return 1;
  if (unseen.test(character)) return 0;
  return code >= FIRST_WIDE && (isInRanges(code) || picture.test(character)) ? 2 : 1;
}

function isInRanges(code: number): boolean {
  return wideRanges.some(([from, to]) => code >= from && code <= to);
}
