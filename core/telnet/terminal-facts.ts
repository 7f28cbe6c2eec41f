import { plainTerminal, type Terminal } from "./terminal.ts";

/** Bits of MTTS, the number by which MUD clients tell what they can. */
const mttsBits = { ansi: 1, utf8: 4, colours256: 8, screenReader: 64, trueColour: 256 } as const;

const mttsType = /^MTTS (\d{1,5})$/i;

/** Windows smaller or larger than this are taken for a mistake, and counted as the nearest of these. */
export const COLUMNS_MIN = 20;
export const COLUMNS_MAX = 400;
export const ROWS_MIN = 5;
export const ROWS_MAX = 400;

/** Terminal types that show colours, and clients that do without saying so by MTTS. */
const sixteenColours = /^(?:ANSI|LINUX|VT\d|XTERM|SCREEN|TMUX|RXVT|KONSOLE|CYGWIN|PUTTY|ZMUD|GMUD|PORTAL|BLOWTORCH)/;
const manyColours = /256|^(?:MUDLET|MUSHCLIENT|CMUD|KILDCLIENT|ATLANTIS|POTATO|BEIP|TINYFUGUE|TINTIN)/;
const trueColours = /TRUECOLOU?R|DIRECT$/;

/** What a client has told of itself, by whichever options. */
export interface TerminalFacts {
  window: { columns: number; rows: number } | null;
  /** As they came, by TTYPE: the client's name, its terminal, `MTTS` and a number. */
  types: readonly string[];
  /** Whether it agreed to UTF-8 by CHARSET; `null` while that is open. */
  acceptsUtf8: boolean | null;
  /** By NEW-ENVIRON and by GMCP's Core.Hello. */
  variables: ReadonlyMap<string, string>;
}

/** What follows from it for the text. */
export function terminalOf({ window, types, acceptsUtf8, variables }: TerminalFacts): Terminal {
  const mtts = mttsOf(types, variables);
  const has = (bit: keyof typeof mttsBits) => mtts !== null && (mtts & mttsBits[bit]) !== 0;
  const names = [...types, variables.get("TERMINAL_TYPE") ?? ""].map((type) => type.toUpperCase());
  return {
    columns: within(window?.columns, COLUMNS_MIN, COLUMNS_MAX, plainTerminal.columns),
    rows: within(window?.rows, ROWS_MIN, ROWS_MAX, plainTerminal.rows),
    colours: coloursOf(mtts, names),
    utf8: acceptsUtf8 === true || has("utf8") || variables.get("CHARSET")?.toUpperCase() === "UTF-8",
    screenReader: has("screenReader"),
    name: (variables.get("CLIENT_NAME") ?? types.find((type) => !mttsType.test(type)) ?? "").toUpperCase(),
  };
}

/** Windows of size 0 say that their client does not know (RFC 1073). */
function within(value: number | undefined, min: number, max: number, otherwise: number): number {
  return value ? Math.min(max, Math.max(min, value)) : otherwise;
}

function mttsOf(types: readonly string[], variables: ReadonlyMap<string, string>): number | null {
  const told = types.map((type) => mttsType.exec(type)?.[1]).find((digits) => digits !== undefined);
  const digits = told ?? /^\d{1,5}$/.exec(variables.get("MTTS") ?? "")?.[0];
  return digits === undefined ? null : Number(digits);
}

function coloursOf(mtts: number | null, names: readonly string[]): Terminal["colours"] {
  if (mtts !== null) {
    if (mtts & mttsBits.trueColour) return "true";
    if (mtts & mttsBits.colours256) return 256;
    return mtts & mttsBits.ansi ? 16 : 0;
  }
  if (names.some((name) => trueColours.test(name))) return "true";
  if (names.some((name) => manyColours.test(name))) return 256;
  return names.some((name) => sixteenColours.test(name)) ? 16 : 0;
}
