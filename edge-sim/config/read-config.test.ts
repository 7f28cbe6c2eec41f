import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultsText } from "./faults-text.ts";
import { readFlags } from "./flags.ts";
import { type ProgramConfig, readConfig } from "./read-config.ts";

interface Given {
  args?: string[];
  environment?: Record<string, string>;
  /** Files by their paths. */
  files?: Record<string, string>;
  isPrivate?: boolean;
}

function read({ args = [], environment = {}, files = {}, isPrivate = true }: Given) {
  return readConfig({
    flags: readFlags(args, "/work"),
    environment,
    folder: "/work",
    readFile: (path) => {
      const text = files[path];
      return text === undefined ? { error: "ENOENT" } : { text, isPrivate };
    },
    places: { dataFolder: "/data", pagesFolder: "/pages", hostName: "Pi-4.fritz.box", isTerminal: false },
  });
}

function configOf(given: Given): ProgramConfig {
  const reading = read(given);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.config;
}

function faultsOf(given: Given): string[] {
  const reading = read(given);
  return reading.ok ? [] : reading.faults.map(({ origin, problem }) => `${origin} ${problem}`);
}

const inFile = (members: object) => ({ "/work/skerry-edge.json": JSON.stringify(members) });

describe("the settings of an edge node", () => {
  it("all have a value where nothing is given", () => {
    expect(configOf({})).toEqual({
      port: 8787,
      host: "0.0.0.0",
      telnetPort: 4000,
      udpPort: 8788,
      mdns: true,
      name: "pi-4",
      dataFolder: "/data",
      pagesFolder: "/pages",
      hosts: [],
      origins: [],
      uplink: null,
      uplinkToken: null,
      secret: null,
      metricsToken: null,
      log: "json",
      ai: {},
    });
  });

  it("count as flags first, then as variables, then in the file", () => {
    const args = ["--port", "1001"];
    const environment = { PORT: "1002", SKERRY_TELNET: "1012" };
    const files = inFile({ port: 1003, telnet: 1013, udp: 1023 });
    const config = configOf({ args, environment, files });
    expect([config.port, config.telnetPort, config.udpPort]).toEqual([1001, 1012, 1023]);
  });

  it("may all be given in each of the three ways", () => {
    const texts = {
      ...{ PORT: "1", HOST: "127.0.0.1", SKERRY_TELNET: "off", SKERRY_UDP: "2", SKERRY_MDNS: "off" },
      ...{ SKERRY_NAME: "attic", SKERRY_DATA: "d", SKERRY_PAGES: "p", SKERRY_HOSTS: "a, b:80", SKERRY_LOG: "plain" },
      ...{ SKERRY_ORIGINS: "https://a.example", SKERRY_UPLINK: "https://u.example/x", SKERRY_UPLINK_TOKEN: "t" },
      ...{ SKERRY_SECRET: "sixteen letters!", SKERRY_METRICS_TOKEN: "m", GROQ_API_KEY: "k", GROQ_MODEL: "some/model" },
      GROQ_BASE_URL: "http://localhost:11434/v1",
    };
    const wanted = {
      ...{ port: 1, host: "127.0.0.1", telnetPort: null, udpPort: 2, mdns: false, name: "attic" },
      ...{ dataFolder: "/work/d", pagesFolder: "/work/p", hosts: ["a", "b:80"], origins: ["https://a.example"] },
      ...{
        uplink: "https://u.example/x",
        uplinkToken: "t",
        secret: "sixteen letters!",
        metricsToken: "m",
        log: "plain",
      },
      ai: { GROQ_API_KEY: "k", GROQ_MODEL: "some/model", GROQ_BASE_URL: "http://localhost:11434/v1" },
    };
    expect(configOf({ environment: texts })).toEqual(wanted);
    const members = {
      ...{ port: 1, host: "127.0.0.1", telnet: false, udp: 2, mdns: false, name: "attic", data: "d", pages: "p" },
      ...{ hosts: ["a", "b:80"], origins: ["https://a.example"], uplink: texts.SKERRY_UPLINK, uplinkToken: "t" },
      ...{ secret: texts.SKERRY_SECRET, metricsToken: "m", groqApiKey: "k", groqModel: "some/model", log: "plain" },
      groqBaseUrl: texts.GROQ_BASE_URL,
    };
    expect(configOf({ files: inFile(members) })).toEqual(wanted);
    const { SKERRY_UPLINK_TOKEN, SKERRY_SECRET, SKERRY_METRICS_TOKEN, GROQ_API_KEY, ...open } = texts;
    const flagOf = (variable: string) => `--${variable.replace("SKERRY_", "").replaceAll("_", "-").toLowerCase()}`;
    const args = Object.entries(open).map(([variable, text]) => `${flagOf(variable)}=${text}`);
    const environment = { SKERRY_UPLINK_TOKEN, SKERRY_SECRET, SKERRY_METRICS_TOKEN, GROQ_API_KEY };
    expect(configOf({ args, environment })).toEqual(wanted);
  });

  it("that are empty variables count as not given", () => {
    expect(configOf({ environment: { PORT: "", SKERRY_HOSTS: " " } }).port).toBe(8787);
  });

  it("name folders from where they were given", () => {
    const files = { "/etc/skerry/edge.json": '{ "data": "data", "pages": "~/pages" }' };
    const config = configOf({ args: ["--config", "/etc/skerry/edge.json"], files });
    expect(config.dataFolder).toBe("/etc/skerry/data");
    expect(config.pagesFolder).toBe(join(homedir(), "pages"));
    expect(configOf({ args: ["--data", "data"] }).dataFolder).toBe("/work/data");
  });

  it("that another config file has are read from that one alone", () => {
    const files = { ...inFile({ port: 1 }), "/work/other.json": '{ "telnet": 2 }' };
    const config = configOf({ args: ["--config", "other.json"], files });
    expect([config.port, config.telnetPort]).toEqual([8787, 2]);
  });
});

describe("wrong settings", () => {
  it("are told all at once, each with where it came from, what is wrong, and what would be right", () => {
    const faults = faultsOf({
      args: ["--prot", "9000", "--telnet", "lots"],
      environment: { PORT: "many", SKERRY_HOSTS: "https://a.example" },
      files: { "/work/skerry-edge.json": '{\n  "udp": 70000,\n  "telnett": 4000,\n  "mdns": "perhaps"\n}\n' },
    });
    expect(faults).toEqual([
      "--prot is no flag; --port is",
      'skerry-edge.json:3 "telnett" is no setting; "telnet" is',
      'PORT "many" is not a port: a number from 0 to 65535',
      '--telnet "lots" is not a port (a number from 0 to 65535) or “off”',
      'skerry-edge.json:2 "udp": "70000" is not a port (a number from 0 to 65535) or “off”',
      'skerry-edge.json:4 "mdns": "perhaps" is not “on” or “off”',
      'SKERRY_HOSTS "https://a.example" is not host names, with their port if it is in the address bar (skerry.example:8787), commas between',
    ]);
  });

  it.each([
    ["PORT", "-1"],
    ["PORT", "0x10"],
    ["PORT", "8787 8788"],
    ["HOST", "http://localhost"],
    ["SKERRY_TELNET", "no"],
    ["SKERRY_UDP", "65536"],
    ["SKERRY_NAME", "Küche"],
    ["SKERRY_NAME", "-a"],
    ["SKERRY_NAME", "a".repeat(33)],
    ["SKERRY_MDNS", "1"],
    ["SKERRY_ORIGINS", "https://a.example/page"],
    ["SKERRY_ORIGINS", "a.example"],
    ["SKERRY_UPLINK", "skerry.example"],
    ["SKERRY_UPLINK", "ftp://skerry.example"],
    ["SKERRY_UPLINK_TOKEN", "a b"],
    ["SKERRY_METRICS_TOKEN", "ü"],
    ["SKERRY_SECRET", "sixteen letters!, short"],
    ["SKERRY_LOG", "xml"],
    ["GROQ_BASE_URL", "localhost:11434"],
    ["GROQ_API_KEY", "k\u00a0ey"],
  ])("%s=%s", (variable, text) => {
    expect(faultsOf({ environment: { [variable]: text } })).toEqual([
      expect.stringMatching(new RegExp(`^${variable} `)),
    ]);
  });

  it("that are overruled do no harm", () => {
    expect(configOf({ args: ["--port", "9000"], environment: { PORT: "many" } }).port).toBe(9000);
  });

  it("are not repeated where they are secrets", () => {
    const texts = [
      ...faultsOf({ environment: { SKERRY_SECRET: "hush-hush", GROQ_API_KEY: "hush hush" } }),
      ...faultsOf({ args: ["--secret", "hush-hush"] }),
      ...faultsOf({ args: ["--metrics-token=hush-hush"] }),
      ...faultsOf({ args: ["--groq-api-kei=hush"] }),
      ...faultsOf({ files: inFile({ uplinkToken: "hush hush", secret: ["hush"] }) }),
      ...faultsOf({ files: { "/work/skerry-edge.json": '{ "secret": "hush' } }),
    ];
    expect(texts).toHaveLength(8);
    expect(texts.join()).not.toContain("hush");
    expect(texts[2]).toBe(
      '--secret is not taken from the command line, which everybody on this machine can read. Set SKERRY_SECRET, or "secret" in the config file.',
    );
  });

  it("are two of the same port", () => {
    expect(faultsOf({ environment: { PORT: "4000" } })).toEqual([
      "PORT pages and telnet cannot both have port 4000: choose another for one of them",
    ]);
    expect(faultsOf({ args: ["--port", "0", "--telnet", "0"] })).toEqual([]);
  });

  it("are a config file that is not there, if it was named", () => {
    expect(faultsOf({ args: ["--config", "gone.json"] })).toEqual([
      "gone.json there is no such file: name a JSON file that this user may read",
    ]);
  });

  it("are one line each for people, in columns", () => {
    const text = faultsText([
      { origin: "PORT", problem: "is wrong" },
      { origin: "--telnet", problem: "is wrong too" },
    ]);
    expect(text).toContain("    PORT      is wrong\n    --telnet  is wrong too\n");
    expect(text).toContain("these 2 are not right");
  });
});

describe("what is strange about settings", () => {
  const notesOf = (given: Given) => {
    const reading = read(given);
    return reading.ok ? reading.notes : [];
  };

  it("is told: variables that were probably meant to be others", () => {
    const environment = { SKERRY_TELENT: "4001", SKERRY_LAN_ORIGIN: "http://192.0.2.1", PATH: "/bin" };
    expect(notesOf({ environment })).toEqual(["SKERRY_TELENT is no setting and was not read; SKERRY_TELNET is one"]);
  });

  it("is told: secrets in a file that others can read", () => {
    const files = inFile({ metricsToken: "m" });
    expect(notesOf({ files, isPrivate: false })).toEqual([
      "skerry-edge.json holds a secret that others can read: chmod 600 skerry-edge.json",
    ]);
    expect(notesOf({ files, isPrivate: true })).toEqual([]);
    expect(notesOf({ files: inFile({ port: 1 }), isPrivate: false })).toEqual([]);
  });
});
