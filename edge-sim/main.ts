import { readFileSync, statSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { faultsText } from "./config/faults-text.ts";
import { readFlags } from "./config/flags.ts";
import { type CommandHelp, helpText } from "./config/help.ts";
import { nearest } from "./config/nearest.ts";
import { type ProgramConfig, readConfig } from "./config/read-config.ts";
import type { Places } from "./config/settings.ts";
import type { CommandParts } from "./owner-commands.ts";
import { version } from "./version.ts";

/** What a command is called with. */
interface Call {
  config: ProgramConfig;
  /** As many as it takes. */
  files: string[];
  /** What is strange about the settings. */
  notes: string[];
}

interface Command extends CommandHelp {
  /** Gives the exit code. Loads what it needs, and nothing that only others need. */
  run(call: Call): Promise<number>;
}

/** What the program can do. */
const commands: Record<string, Command> = {
  start: {
    takes: "",
    about: "starts the node; so does no command at all",
    run: async ({ config, notes }) => (await import("./start.ts")).start(config, notes),
  },
  health: {
    takes: "",
    about: "asks a running node how it is; exit code 0 or 1",
    run: async ({ config }) => {
      const { isWell, text } = await (await import("./health.ts")).askHealth(config);
      console.log(text);
      return isWell ? 0 : 1;
    },
  },
  backup: {
    takes: "FILE",
    about: "saves rooms, worlds and keys to a file, while the node runs",
    run: async ({ config, files: [file = ""] }) => {
      return (await import("./owner-commands.ts")).backupCommand(file, partsOf(config));
    },
  },
  restore: {
    takes: "FILE",
    about: "puts a backup in the place of the data folder, which is kept beside it",
    run: async ({ config, files: [file = ""] }) => {
      return (await import("./owner-commands.ts")).restoreCommand(file, partsOf(config));
    },
  },
};

function partsOf({ dataFolder, name: nodeName }: ProgramConfig): CommandParts {
  const print = (line: string) => console.log(line);
  const complain = (line: string) => console.error(line);
  return { dataFolder, nodeName, version, nowMs: Date.now(), print, complain };
}

/** As `sysexits` and most programs have it: the command line or a setting is wrong. */
const WRONG_USAGE = 2;

async function main(args: readonly string[]): Promise<number> {
  const folder = process.cwd();
  const flags = readFlags(args, folder);
  if (flags.wantsHelp) return print(helpText(commands));
  if (flags.wantsVersion) return print(`${version}\n`);
  const [name = "start", ...files] = flags.words;
  const command = commands[name];
  const wrong = command ? wrongCount(name, command, files) : unknownCommand(name);
  if (wrong !== null) flags.faults.push({ origin: name, problem: wrong });
  const read = readConfig({ flags, environment: process.env, folder, readFile, places: places() });
  if (!read.ok || !command) {
    process.stderr.write(faultsText(read.ok ? flags.faults : read.faults));
    return WRONG_USAGE;
  }
  return command.run({ config: read.config, files: files.map((file) => resolve(folder, file)), notes: read.notes });
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function unknownCommand(name: string): string {
  const names = Object.keys(commands);
  const meant = nearest(name, names);
  return `is no command; ${meant ? `${meant} is` : `there are: ${names.join(", ")}`}`;
}

function wrongCount(name: string, { takes }: Command, files: readonly string[]): string | null {
  const wanted = takes === "" ? 0 : takes.split(" ").length;
  if (files.length === wanted) return null;
  return wanted === 0 ? `takes nothing more, but got: ${files.join(" ")}` : `is used so: skerry-edge ${name} ${takes}`;
}

function readFile(path: string): ReturnType<Parameters<typeof readConfig>[0]["readFile"]> {
  try {
    return { text: readFileSync(path, "utf8"), isPrivate: (statSync(path).mode & 0o077) === 0 };
  } catch (error) {
    return { error: error instanceof Error && "code" in error ? String(error.code) : "unknown error" };
  }
}

/** Beside the sources, or as it was installed: there it is no place for data, which updates would delete. */
function places(): Places {
  const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const isSource = import.meta.url.endsWith(".ts");
  return {
    dataFolder: isSource ? beside("../.skerry/edge") : join(homedir(), ".skerry/edge"),
    pagesFolder: isSource ? beside("../dist/web") : beside("../pages"),
    hostName: hostname(),
    isTerminal: process.stdout.isTTY === true,
  };
}

process.exit(await main(process.argv.slice(2)));
