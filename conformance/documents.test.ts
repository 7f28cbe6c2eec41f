import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { settingRows } from "../edge-sim/config/help.ts";
import { settingKeys, settings } from "../edge-sim/config/settings.ts";
import { blocksOf, codesIn, readPage, root, tableOf } from "./page.ts";
import { filesOf } from "./source-files.ts";

const pages = filesOf(["md"]).map((path) => ({ path, text: readPage(path) }));
/** Paths that are made when something runs, or that a page tells its reader to make. */
const madeLater = /^(?:\.|dist\/|core\/poll\/|skerry-edge\.json$)/;

/** The table of the edge node's settings. */
const EDGE_TABLE = ["flag", "variable", "key", "what", "without it"];

/** Where settings are read. */
const isReader = /^(?:workers|edge-sim|adapters|scripts|e2e)\//;

/** The anchors of a page's headings, as they are made on code hosts. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .trim()
      .replace(/\s+/g, "-"),
  );
}

/** The code spans of a page, and the lines of its shell blocks. */
function spansOf(text: string): string[] {
  const shell = blocksOf(text).filter(({ info }) => info === "sh");
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return [...codesIn(prose), ...shell.flatMap(({ text }) => text.replace(/#.*$/gm, "").split("\n"))];
}

describe("documents", () => {
  it("are found", () => {
    const paths = pages.map(({ path }) => path);
    for (const path of ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/protocol.md"])
      expect(paths).toContain(path);
  });

  it("link to what exists", () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
        if (/^[a-z]+:/.test(link)) return [];
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? path : posix.join(posix.dirname(path), file);
        if (!existsSync(join(root, target))) return [`${path}: ${link}`];
        const known = anchor === undefined || anchorsOf(readFileSync(join(root, target), "utf8")).includes(anchor);
        return known ? [] : [`${path}: ${link}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it("name files and folders that exist", () => {
    const missing = pages.flatMap(({ path, text }) =>
      spansOf(text)
        .flatMap((span) => span.split(/\s+/))
        .filter(
          (word) => /^[\w@.-]+(?:\/[\w@.-]+)*(?:\/|\.(?:ts|tsx|mjs|md|toml|json))$/.test(word) && !madeLater.test(word),
        )
        // A file without its folder is one of those that the words before it are about.
        .filter((word) => !existsSync(join(root, word)) && !(isBare(word) && nameExists(word)))
        .map((word) => `${path}: ${word}`),
    );
    expect(missing).toEqual([]);
  });

  it("give commands that exist", () => {
    const { scripts } = JSON.parse(readPage("package.json")) as { scripts: Record<string, string> };
    const own = new Set(["ci", "rebuild", "install"]);
    const unknown = pages.flatMap(({ path, text }) =>
      spansOf(text).flatMap((span) => {
        const [command, run, name = ""] = /^npm (run )?([\w-]+)/.exec(span) ?? [];
        const known = !command || name in scripts || (!run && own.has(name));
        return known ? [] : [`${path}: ${command}`];
      }),
    );
    expect(unknown).toEqual([]);
    for (const [name, command] of Object.entries(scripts)) {
      const script = /^node (\S+)/.exec(command)?.[1];
      expect([name, script === undefined || existsSync(join(root, script))]).toEqual([name, true]);
    }
  });

  it("list every setting that the program reads", () => {
    const read = new Set<string>();
    const readers = filesOf(["ts", "mjs"]).filter((path) => isReader.test(path) && !path.endsWith(".test.ts"));
    for (const path of readers) {
      const text = readPage(path);
      for (const [name] of text.matchAll(/\b(?:GROQ|SKERRY)_[A-Z_]+[A-Z]\b/g)) read.add(name);
      for (const [, name = ""] of text.matchAll(/(?:process\.env|environment)(?:\.|\[")([A-Z]+)\b/g)) read.add(name);
    }
    read.delete("PATH");
    for (const key of settingKeys) read.add(settings[key].variable);
    const page = readPage("README.md");
    const rows = tableOf(page, ["setting", "for", "what"]).map((row) => row["setting"] ?? "");
    const ofEdge = tableOf(page, EDGE_TABLE).map((row) => row["variable"] ?? "");
    const told = new Set([...rows, ...ofEdge].flatMap(codesIn));
    expect([...told].sort()).toEqual([...read].sort());
  });

  it("have the edge node's settings as its program has them", () => {
    const told = tableOf(readPage("README.md"), EDGE_TABLE).map((row) => EDGE_TABLE.map((column) => row[column]));
    expect(told).toEqual(settingRows());
  });
});

const names = new Set(filesOf(["ts", "tsx", "mjs", "md", "toml", "json"]).map((path) => posix.basename(path)));

function isBare(word: string): boolean {
  return !word.replace(/\/$/, "").includes("/");
}

function nameExists(word: string): boolean {
  return names.has(word) || filesOf(["ts"]).some((path) => path.includes(`/${word}`));
}
