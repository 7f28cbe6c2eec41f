import type { Fault, Given } from "./given.ts";
import { nearest } from "./nearest.ts";
import { settingKeys, settingOf, settings } from "./settings.ts";

/** A command line, taken apart. */
export interface CommandLine {
  /** Words that are no flags: a command and what it takes. */
  words: string[];
  given: Given[];
  configFile: string | null;
  wantsHelp: boolean;
  wantsVersion: boolean;
  faults: Fault[];
}

/** Flags that are no settings. */
const CONFIG = "--config";
const HELP = ["--help", "-h"];
const VERSION = ["--version", "-v"];

/**
 * Reads a command line: `--port 9000` or `--port=9000`; after `--` nothing is a flag. Values of flags that are not
 * known, and of secrets, are not repeated in what is said of them.
 * @param folder the working folder
 */
export function readFlags(args: readonly string[], folder: string): CommandLine {
  const line: CommandLine = {
    words: [],
    given: [],
    configFile: null,
    wantsHelp: false,
    wantsVersion: false,
    faults: [],
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") line.words.push(...rest.splice(0));
    else if (HELP.includes(word)) line.wantsHelp = true;
    else if (VERSION.includes(word)) line.wantsVersion = true;
    else if (word.startsWith("-") && word !== "-") takeFlag(line, word, rest, folder);
    else line.words.push(word);
  }
  return line;
}

function takeFlag(line: CommandLine, word: string, rest: string[], folder: string): void {
  const [flag = "", ...parts] = word.split("=");
  const key = settingOf("flag", flag);
  const inline = word.includes("=") ? parts.join("=") : null;
  // What follows belongs to the flag also if the flag is none, so that it is not taken for a command.
  const text = inline ?? (rest[0]?.startsWith("-") === false ? (rest.shift() ?? "") : "");
  const isKnown = key !== null || flag === CONFIG;
  if (!isKnown) line.faults.push({ origin: flag, problem: unknownFlag(flag) });
  else if (text === "") line.faults.push({ origin: flag, problem: `needs a value: ${takes(flag)}` });
  else if (key === null) {
    if (line.configFile !== null) line.faults.push(twice(flag));
    line.configFile = text;
  } else {
    if (line.given.some((one) => one.key === key)) line.faults.push(twice(flag));
    line.given.push({ key, text, origin: flag, folder });
  }
}

function twice(flag: string): Fault {
  return { origin: flag, problem: "is given twice: once is enough" };
}

function takes(flag: string): string {
  const key = settingOf("flag", flag);
  return key === null ? "FILE" : settings[key].takes;
}

function unknownFlag(flag: string): string {
  const secret = settingKeys.find((key) => settings[key].flag === null && flagLike(key) === flag);
  if (secret) {
    const elsewhere = `Set ${settings[secret].variable}, or "${secret}" in the config file.`;
    return `is not taken from the command line, which everybody on this machine can read. ${elsewhere}`;
  }
  const known = settingKeys.flatMap((key) => settings[key].flag ?? []);
  const meant = nearest(flag, [...known, CONFIG, "--help", "--version"]);
  return meant ? `is no flag; ${meant} is` : "is no flag; --help lists them";
}

/** `metricsToken` as a flag would be written. */
function flagLike(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
