import type { WriteStream } from "node:tty";
import type { Terminal } from "../../../core/telnet/terminal.ts";

/** Variables of the environment that tell of a terminal. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a terminal can show: its size, its colours (as Node knows them, `NO_COLOR` and all), its characters. */
export function terminalOf(output: WriteStream, environment: Environment): Terminal {
  return {
    columns: output.columns,
    rows: output.rows,
    colours: coloursOf(output.getColorDepth(environment)),
    utf8: hasUtf8(environment),
    screenReader: false,
    name: "",
  };
}

/** Where there is no terminal: characters alone. */
export function paperOf(size: { columns: number; rows: number }, environment: Environment): Terminal {
  return { ...size, colours: 0, utf8: hasUtf8(environment), screenReader: false, name: "" };
}

function coloursOf(depth: number): Terminal["colours"] {
  if (depth >= 24) return "true";
  return depth >= 8 ? 256 : depth >= 4 ? 16 : 0;
}

/** As POSIX has it: the first of these that is set decides. Windows has no such thing, and shows all of Unicode. */
function hasUtf8(environment: Environment): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"];
  return locale ? /utf-?8/i.test(locale) : process.platform === "win32";
}
