import type { Terminal } from "../terminal.ts";
import type { Tone } from "./paragraph.ts";

/** How a tone looks: weight, and a colour for each kind of terminal. */
interface Style {
  isBold?: true;
  /** Of the eight: 31 to 36. None is yellow, black or white, which one background or the other swallows. */
  basic?: number;
  /** Of the 256, and as red, green and blue. */
  colour?: { index: number; rgb: readonly [number, number, number] };
}

/** Half way between black and white: every colour can be read on both. The test reckons the contrast. */
const colours = {
  grey: { index: 243, rgb: [118, 118, 118] },
  teal: { index: 30, rgb: [0, 128, 128] },
  blue: { index: 32, rgb: [20, 120, 205] },
  green: { index: 28, rgb: [40, 130, 60] },
  brown: { index: 130, rgb: [165, 100, 30] },
  violet: { index: 97, rgb: [140, 95, 185] },
  red: { index: 160, rgb: [205, 60, 60] },
} as const;

const styles: Record<Tone, Style> = {
  plain: {},
  title: { isBold: true },
  dim: { colour: colours.grey },
  name: { basic: 36, colour: colours.teal },
  speech: { basic: 34, colour: colours.blue },
  exit: { basic: 32, colour: colours.green },
  thing: { basic: 35, colour: colours.brown },
  good: { isBold: true, basic: 32, colour: colours.green },
  bad: { basic: 31, colour: colours.red },
  notice: { basic: 35, colour: colours.violet },
  option: { isBold: true },
};

/** What turns a tone on, as in ECMA-48 (SGR); empty where it looks like everything else. `\x1b[0m` turns it off. */
export function styleOf(tone: Tone, { colours: depth, screenReader }: Terminal): string {
  if (depth === 0 || screenReader) return "";
  const { isBold, basic, colour } = styles[tone];
  const parts: (string | number)[] = isBold ? [1] : [];
  if (depth === 16) parts.push(...(basic === undefined ? [] : [basic]));
  else if (colour) parts.push(depth === 256 ? `38;5;${colour.index}` : `38;2;${colour.rgb.join(";")}`);
  return parts.length === 0 ? "" : `\x1b[${parts.join(";")}m`;
}
