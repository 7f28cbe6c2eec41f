import { renderUnicodeCompact } from "uqr";

/** What a node that has started says of itself. */
export interface Listening {
  name: string;
  version: string;
  /** Addresses as they stand in a URL: of this machine for itself, and for others if they reach it. */
  here: string;
  onNetwork: string | null;
  port: number;
  telnetPort: number | null;
  udpPort: number | null;
  /** `skerry.local`, where the network was told of it. */
  localName: string | null;
  dataFolder: string;
}

/** The terminal that it is shown on. */
export interface Screen {
  columns: number;
  rows: number;
  /** Whether it knows 256 colours. */
  hasColours: boolean;
}

const MARGIN = "  ";
/** What npm prints above, and the line of the cursor. */
const ROWS_BESIDES = 5;
/** White on black, whatever the theme: what is inverted, many cameras do not read. */
const QR_COLOURS = "\u001b[38;5;231;48;5;16m";
const BOLD = "\u001b[1m";
const PLAIN = "\u001b[0m";

/**
 * What is printed for people at the start. The QR code of the address for others stands beside it where the screen
 * has room for both; without a screen there is none.
 */
export function bannerLines(listening: Listening, screen: Screen | null): string[] {
  const { name, version, dataFolder } = listening;
  const title = `Skerry ${version} is up on ${name}.`;
  const facts = [title, "", ...placesOf(listening)];
  const kept = [`Kept in ${dataFolder}`, "Ctrl-C stops it. Rooms and worlds go on at the next start."];
  const code = screen && qrBeside(listening, facts, kept, screen);
  const block = code ? sideBySide(code, facts) : facts;
  const lines = ["", ...block, "", ...kept, ""].map((line) => (line === "" ? "" : MARGIN + line));
  return screen?.hasColours ? lines.map((line) => line.replace(title, BOLD + title + PLAIN)) : lines;
}

function placesOf({ here, onNetwork, port, telnetPort, udpPort, localName }: Listening): string[] {
  const where = onNetwork ?? here;
  const places: [name: string, place: string][] = [];
  if (here !== onNetwork) places.push(["Here", `http://${here}:${port}`]);
  if (onNetwork) places.push(["Network", `http://${onNetwork}:${port}`]);
  if (localName) places.push(["", `http://${localName}:${port}`]);
  if (telnetPort !== null) places.push(["Telnet", `telnet ${where} ${telnetPort}`]);
  if (udpPort !== null) places.push(["UDP", `${where}:${udpPort}`]);
  const lines = places.map(([name, place]) => name.padEnd(9) + place);
  return onNetwork ? lines : [...lines, "", "Only this machine reaches it."];
}

/** The lines of a QR code for the others' address; `null` where there is none, or no room for it. */
function qrBeside(
  { onNetwork, port }: Listening,
  facts: readonly string[],
  kept: readonly string[],
  screen: Screen,
): string[] | null {
  if (onNetwork === null) return null;
  const code = renderUnicodeCompact(`http://${onNetwork}:${port}`, { border: 1 }).split("\n");
  const columns = 3 * MARGIN.length + widest(code) + widest(facts);
  const rows = Math.max(code.length, facts.length + 2) + kept.length + 3;
  if (columns > screen.columns || rows + ROWS_BESIDES > screen.rows) return null;
  return screen.hasColours ? code.map((line) => QR_COLOURS + line + PLAIN) : code;
}

function sideBySide(code: readonly string[], facts: readonly string[]): string[] {
  const above = Math.max(0, Math.floor((code.length - facts.length) / 2));
  const rows = Math.max(code.length, above + facts.length);
  const empty = " ".repeat(widest(code));
  return Array.from({ length: rows }, (_, row) => {
    const fact = facts[row - above] ?? "";
    return `${code[row] ?? empty}${MARGIN}${MARGIN}${fact}`.trimEnd();
  });
}

function widest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => line.length));
}
