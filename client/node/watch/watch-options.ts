import { readAddress } from "./server-address.ts";

/** What the viewer is to do. */
export interface WatchOptions {
  /** `http://host:port` */
  origin: string;
  /** `null`: the server's first one. */
  realm: string | null;
  /** `null`: one that is free. */
  name: string | null;
  transport: "UDP" | "TCP";
  /** So many pictures as plain text, and the end; `null`: until somebody ends it. */
  frames: number | null;
  /** Of the picture, where there is no terminal to fill; `null`: as usual. */
  size: { columns: number; rows: number } | null;
}

/** What became of a command line. */
export type ReadOptions = { is: "help" } | { is: "faulty"; faults: string[] } | { is: "read"; options: WatchOptions };

/** The smallest picture that shows something. */
export const COLUMNS_MIN = 80;
export const ROWS_MIN = 24;
const SIZE_MAX = 500;

/** What `--help` prints. */
export const HELP = `Draws a world in this terminal, as it is told over UDP.

  npm run edge:watch -- [ADDRESS] [flags]

  ADDRESS          of an edge node: http://localhost:8787, a host, or a realm's page (http://localhost:8787)
  --realm REALM    which world (the first that the server has)
  --name NAME      as whom to come (Watcher, or what like it is free)
  --tcp            over a WebSocket instead of UDP
  --frames N       N pictures as plain text, one a second, and the end
  --size 100x30    of a picture, where it does not go to a terminal (80x24)
  --help           this

  Keys: arrows or W A S D walk, Space jumps, Enter begins a command (say hello), + and - zoom, L shows who and what is
  what, Q or Ctrl-C ends. Where the output is no terminal there is a plain picture every second.
`;

/** Reads a command line. */
export function readOptions(args: readonly string[]): ReadOptions {
  const options: WatchOptions = {
    origin: "http://localhost:8787",
    realm: null,
    name: null,
    transport: "UDP",
    frames: null,
    size: null,
  };
  const faults: string[] = [];
  const given = new Set<string>();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--help" || word === "-h") return { is: "help" };
    const [flag = "", inline] = word.startsWith("--") ? splitFlag(word) : ["ADDRESS", word];
    if (given.has(flag)) faults.push(`${flag} is given twice: once is enough.`);
    given.add(flag);
    const fault = takeFlag(options, flag, () => inline ?? rest.shift() ?? "");
    if (fault) faults.push(fault);
  }
  return faults.length > 0 ? { is: "faulty", faults } : { is: "read", options };
}

function splitFlag(word: string): [flag: string, value: string | undefined] {
  const at = word.indexOf("=");
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** @returns what is wrong with it; `null`: nothing */
function takeFlag(options: WatchOptions, flag: string, value: () => string): string | null {
  switch (flag) {
    case "ADDRESS":
      return takeAddress(options, value());
    case "--tcp":
      options.transport = "TCP";
      return null;
    case "--realm":
      options.realm = value().toLowerCase();
      return options.realm === "" ? "--realm needs the name of a realm: --realm whisperwood." : null;
    case "--name":
      options.name = value();
      return options.name === "" ? "--name needs a name: --name Anna." : null;
    case "--frames":
      return takeFrames(options, value());
    case "--size":
      return takeSize(options, value());
    default:
      return `${flag} is no flag; --help lists them.`;
  }
}

function takeAddress(options: WatchOptions, text: string): string | null {
  const address = readAddress(text);
  if (!address) return `${text} is no address. Give a host (192.168.1.5) or a URL (http://192.168.1.5:8787).`;
  options.origin = address.origin;
  options.realm ??= address.realm;
  return null;
}

function takeFrames(options: WatchOptions, text: string): string | null {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  options.frames = count;
  return count > 0 ? null : "--frames needs a number of pictures: --frames 3.";
}

function takeSize(options: WatchOptions, text: string): string | null {
  const [, columns, rows] = (/^(\d{1,3})x(\d{1,3})$/i.exec(text) ?? []).map(Number);
  options.size = { columns: columns ?? 0, rows: rows ?? 0 };
  if (isSizeEnough(options.size) && options.size.columns <= SIZE_MAX && options.size.rows <= SIZE_MAX) return null;
  return `--size needs columns and rows, ${COLUMNS_MIN}x${ROWS_MIN} to ${SIZE_MAX}x${SIZE_MAX}.`;
}

/** Whether a picture of this size shows something. */
export function isSizeEnough({ columns, rows }: { columns: number; rows: number }): boolean {
  return columns >= COLUMNS_MIN && rows >= ROWS_MIN;
}
