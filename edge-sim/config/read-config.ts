import { dirname, resolve } from "node:path";
import type { EdgeConfig } from "../config.ts";
import { readConfigFile } from "./config-file.ts";
import type { CommandLine } from "./flags.ts";
import type { Fault, Given } from "./given.ts";
import { nearest } from "./nearest.ts";
import { type Places, type SettingKey, settingKeys, settings, type Values } from "./settings.ts";

/** Read if it is there and no other is named. */
export const CONFIG_FILE = "skerry-edge.json";

type Environment = Record<string, string | undefined>;

/** Where settings may come from. */
export interface Sources {
  flags: CommandLine;
  environment: Environment;
  /** The working folder. */
  folder: string;
  /** The text of a file and whether its owner alone may read it, or the code of the error why there is none (`ENOENT`). */
  readFile(path: string): { text: string; isPrivate: boolean } | { error: string };
  places: Places;
}

/** All that the program is told. It is no upper end of other nodes' uplinks. */
export interface ProgramConfig extends Omit<Required<EdgeConfig>, "nodeTokens"> {
  mdns: boolean;
  uplink: string | null;
  uplinkToken: string | null;
  log: "plain" | "json";
  /** The AI, by the names that its service reads. */
  ai: Environment;
}

/** The settings, and what is strange about them; or everything that is wrong. */
export type ConfigReading = { ok: true; config: ProgramConfig; notes: string[] } | { ok: false; faults: Fault[] };

/** Flags count before variables, those before the config file, and that before defaults. */
export function readConfig(sources: Sources): ConfigReading {
  const file = readFile(sources);
  const faults = [...sources.flags.faults, ...file.faults];
  const given = new Map<SettingKey, Given>();
  for (const one of [...file.given, ...readVariables(sources), ...sources.flags.given]) given.set(one.key, one);
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const key of settingKeys) {
    const one = given.get(key);
    const read = one ? readGiven(one) : { value: settings[key].fallback(sources.places) };
    if ("value" in read) values[key] = read.value;
    else faults.push(read);
  }
  // Every key has been given what its own reader or fallback gave.
  const whole = values as Values;
  if (faults.length === 0) faults.push(...contradictions(whole, given));
  if (faults.length > 0) return { ok: false, faults };
  const notes = [...file.notes, ...strangeVariables(sources.environment)];
  return { ok: true, config: configFrom(whole), notes };
}

function readFile({ flags, folder, readFile }: Sources): { given: Given[]; faults: Fault[]; notes: string[] } {
  const name = flags.configFile ?? CONFIG_FILE;
  const path = resolve(folder, name);
  const read = readFile(path);
  if ("text" in read) {
    const { given, faults } = readConfigFile(read.text, name, dirname(path));
    const isOpen = !read.isPrivate && given.some(({ key }) => settings[key].flag === null);
    return { given, faults, notes: isOpen ? [`${name} holds a secret that others can read: chmod 600 ${name}`] : [] };
  }
  if (read.error === "ENOENT" && flags.configFile === null) return { given: [], faults: [], notes: [] };
  const why = read.error === "ENOENT" ? "there is no such file" : `cannot be read (${read.error})`;
  const problem = `${why}: name a JSON file that this user may read`;
  return { given: [], faults: [{ origin: name, problem }], notes: [] };
}

/** Empty ones count as not set. */
function readVariables({ environment, folder }: Sources): Given[] {
  return settingKeys.flatMap((key) => {
    const { variable } = settings[key];
    const text = environment[variable]?.trim();
    return text ? [{ key, text, origin: variable, folder }] : [];
  });
}

function readGiven({ key, text, origin, folder }: Given): { value: unknown } | Fault {
  const { reader, flag } = settings[key];
  const value = reader.read(text, folder);
  if (value !== undefined) return { value };
  const named = origin.includes(":") ? `"${key}": ` : "";
  const shown = flag === null ? "the value" : `"${text}"`;
  return { origin, problem: `${named}${shown} is not ${reader.wants}` };
}

/** What is right by itself, but not together. */
function contradictions({ port, telnet }: Values, given: Map<SettingKey, Given>): Fault[] {
  if (port === 0 || port !== telnet) return [];
  const [first, second] = [given.get("telnet"), given.get("port")];
  const origin = (first ?? second)?.origin ?? "--telnet";
  return [{ origin, problem: `pages and telnet cannot both have port ${port}: choose another for one of them` }];
}

/** Variables that look like settings and are none: probably typed wrongly. */
function strangeVariables(environment: Environment): string[] {
  const known = settingKeys.map((key) => settings[key].variable);
  return Object.keys(environment).flatMap((name) => {
    const [, prefix = "", rest = ""] = /^(SKERRY_|GROQ_)(.+)$/.exec(name) ?? [];
    if (rest === "" || known.includes(name)) return [];
    const meant = nearest(
      rest,
      known.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)),
    );
    return meant ? [`${name} is no setting and was not read; ${prefix}${meant} is one`] : [];
  });
}

function configFrom(values: Values): ProgramConfig {
  const { data, pages, telnet, udp, groqApiKey, groqBaseUrl, groqModel, ...rest } = values;
  const ai: Environment = {};
  if (groqApiKey) ai[settings.groqApiKey.variable] = groqApiKey;
  if (groqBaseUrl) ai[settings.groqBaseUrl.variable] = groqBaseUrl;
  if (groqModel) ai[settings.groqModel.variable] = groqModel;
  return { ...rest, dataFolder: data, pagesFolder: pages, telnetPort: telnet, udpPort: udp, ai };
}
