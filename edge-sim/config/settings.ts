import type { Reader } from "./readers.ts";
import * as readers from "./readers.ts";

/** What defaults depend on. */
export interface Places {
  dataFolder: string;
  pagesFolder: string;
  hostName: string;
  /** Whether a person reads the output. */
  isTerminal: boolean;
}

/** Everything that is known of a setting. */
export interface Setting<T> {
  variable: string;
  /** `null` for secrets: a command line can be read by everybody on the machine. */
  flag: string | null;
  /** What stands for its value in the help. */
  takes: string;
  about: string;
  /** What holds without it, in words. */
  otherwise: string;
  reader: Reader<T>;
  fallback(places: Places): T;
}

const setting = <T>(fields: Setting<T>): Setting<T> => fields;

/** A setting that has no value of its own if it is not given. */
const optional = (fields: Omit<Setting<string>, "fallback">): Setting<string | null> => ({
  ...fields,
  fallback: () => null,
});

/**
 * All settings of the edge node, by their keys in a config file. Flags, variables, `--help` and the table in the
 * README come from here.
 */
export const settings = {
  port: setting<number>({
    variable: "PORT",
    flag: "--port",
    takes: "PORT",
    about: "the port for pages, the API and WebSockets",
    otherwise: "8787",
    reader: readers.port,
    fallback: () => 8787,
  }),
  host: setting<string>({
    variable: "HOST",
    flag: "--host",
    takes: "ADDRESS",
    about: "the address to listen on",
    otherwise: "0.0.0.0, all of them",
    reader: readers.listenAddress,
    fallback: () => "0.0.0.0",
  }),
  telnet: setting<number | null>({
    variable: "SKERRY_TELNET",
    flag: "--telnet",
    takes: "PORT or off",
    about: "the port for telnet",
    otherwise: "4000",
    reader: readers.portOrOff,
    fallback: () => 4000,
  }),
  udp: setting<number | null>({
    variable: "SKERRY_UDP",
    flag: "--udp",
    takes: "PORT or off",
    about: "the port for UDP",
    otherwise: "8788",
    reader: readers.portOrOff,
    fallback: () => 8788,
  }),
  mdns: setting<boolean>({
    variable: "SKERRY_MDNS",
    flag: "--mdns",
    takes: "on or off",
    about: "whether the local network is told where the node is",
    otherwise: "on",
    reader: readers.onOrOff,
    fallback: () => true,
  }),
  name: setting<string>({
    variable: "SKERRY_NAME",
    flag: "--name",
    takes: "NAME",
    about: "what the node is called, in lower case letters, digits and hyphens",
    otherwise: "the machine's name",
    reader: readers.nodeName,
    fallback: ({ hostName }) => readers.nameFrom(hostName),
  }),
  data: setting<string>({
    variable: "SKERRY_DATA",
    flag: "--data",
    takes: "FOLDER",
    about: "where rooms, worlds and keys are kept",
    otherwise: ".skerry/edge, beside the sources, or in the home folder where it was installed",
    reader: readers.folder,
    fallback: ({ dataFolder }) => dataFolder,
  }),
  pages: setting<string>({
    variable: "SKERRY_PAGES",
    flag: "--pages",
    takes: "FOLDER",
    about: "the built pages",
    otherwise: "those that came with it",
    reader: readers.folder,
    fallback: ({ pagesFolder }) => pagesFolder,
  }),
  hosts: setting<string[]>({
    variable: "SKERRY_HOSTS",
    flag: "--hosts",
    takes: "NAMES",
    about: "host names (with port, if any) to answer for, commas between",
    otherwise: "any",
    reader: readers.hostNames,
    fallback: () => [],
  }),
  origins: setting<string[]>({
    variable: "SKERRY_ORIGINS",
    flag: "--origins",
    takes: "ORIGINS",
    about: "other origins whose pages may use the API, commas between",
    otherwise: "none",
    reader: readers.origins,
    fallback: () => [],
  }),
  uplink: optional({
    variable: "SKERRY_UPLINK",
    flag: "--uplink",
    takes: "URL",
    about: "the Skerry on the internet that this node belongs to",
    otherwise: "none",
    reader: readers.httpUrl,
  }),
  uplinkToken: optional({
    variable: "SKERRY_UPLINK_TOKEN",
    flag: null,
    takes: "TOKEN",
    about: "the token that the node shows there",
    otherwise: "none",
    reader: readers.token,
  }),
  secret: optional({
    variable: "SKERRY_SECRET",
    flag: null,
    takes: "SECRETS",
    about: "secrets of your own to sign tokens with, commas between; the first signs, all verify",
    otherwise: "keys are made, kept and rotated by themselves",
    reader: readers.secrets,
  }),
  metricsToken: optional({
    variable: "SKERRY_METRICS_TOKEN",
    flag: null,
    takes: "TOKEN",
    about: "the bearer token for /metrics",
    otherwise: "only the machine itself may read them",
    reader: readers.token,
  }),
  groqApiKey: optional({
    variable: "GROQ_API_KEY",
    flag: null,
    takes: "KEY",
    about: "the key of the AI server",
    otherwise: "questions come from the bank",
    reader: readers.token,
  }),
  groqBaseUrl: optional({
    variable: "GROQ_BASE_URL",
    flag: "--groq-base-url",
    takes: "URL",
    about: "another AI server, which speaks OpenAI's chat completions",
    otherwise: "Groq's",
    reader: readers.httpUrl,
  }),
  groqModel: optional({
    variable: "GROQ_MODEL",
    flag: "--groq-model",
    takes: "MODEL",
    about: "the AI server's model",
    otherwise: "openai/gpt-oss-20b",
    reader: readers.words,
  }),
  log: setting<"plain" | "json">({
    variable: "SKERRY_LOG",
    flag: "--log",
    takes: "plain or json",
    about: "the form of the log",
    otherwise: "plain on a terminal, JSON lines elsewhere",
    reader: readers.logForm,
    fallback: ({ isTerminal }) => (isTerminal ? "plain" : "json"),
  }),
};

export type SettingKey = keyof typeof settings;

/** A value for every setting. */
export type Values = { [Key in SettingKey]: (typeof settings)[Key] extends Setting<infer T> ? T : never };

/** The keys, in their order. */
export const settingKeys = Object.keys(settings) as SettingKey[];

/** The setting with this key, variable or flag; `null` if there is none. */
export function settingOf(kind: "key" | "variable" | "flag", name: string): SettingKey | null {
  return settingKeys.find((key) => (kind === "key" ? key : settings[key][kind]) === name) ?? null;
}
