import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf, codesIn, readPage, root, tableOf } from "./page.ts";
import { filesOf, type Node, parseSource, type SourceFile, sourceFile } from "./source-files.ts";

/** A violation that is allowed to stay, and why. */
interface Exception {
  path: string;
  rule: string;
  reason: string;
}

const exceptions: Exception[] = [];

const LINES_MAX = 400;

const page = readPage("docs/architecture.md");
const table = tableOf(page, ["folder", "may import", "packages"]).map((row) => ({
  places: codesIn(row["folder"] ?? ""),
  mayImport: row["may import"] === "anything" ? null : codesIn(row["may import"] ?? ""),
  packages: codesIn(row["packages"] ?? ""),
}));
type Rule = (typeof table)[number];

const files = filesOf(["ts", "tsx", "mjs"]).map(sourceFile);

// A place is `core/` (and all below), `core/*.ts` (and nothing below), `workers/*/` (each of them), or a file.
function isIn(path: string, place: string): boolean {
  if (place.endsWith("/*/")) return path.startsWith(place.slice(0, -2)) && path.slice(place.length - 2).includes("/");
  if (place.endsWith("/")) return path.startsWith(place);
  if (place.startsWith("*")) return path.endsWith(place.slice(1)) || path.endsWith(`${place.slice(1)}x`);
  if (place.includes("*")) return posix.dirname(path) === posix.dirname(place);
  return path === place;
}

/** The row of the table that a file belongs to: one of the last row, or else the nearest. */
function ruleFor(path: string): Rule | undefined {
  const rows = table.filter(({ places }) => places.some((place) => isIn(path, place)));
  return (
    rows.find(({ mayImport }) => mayImport === null) ?? rows.sort((a, b) => nearness(path, b) - nearness(path, a))[0]
  );
}

function nearness(path: string, { places }: Rule): number {
  return Math.max(...places.filter((place) => isIn(path, place)).map((place) => place.length));
}

/** The folder that a file may always import: that of its row, or its own where the row is for each of several. */
function home(path: string, { places }: Rule): string {
  const place = places.find((one) => isIn(path, one)) ?? "";
  return place.endsWith("/*/") ? `${path.split("/").slice(0, 2).join("/")}/` : place;
}

/** Why a file may not import this; `null` if it may. */
function importFault(path: string, imported: string): string | null {
  const rule = ruleFor(path);
  if (!rule) return "is in no row of the table in docs/architecture.md";
  if (rule.mayImport === null) return null;
  if (!imported.startsWith(".")) {
    const known = rule.packages.some((name) => isPackage(imported, name));
    return known ? null : `imports the package ${imported}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(path), imported));
  if (ruleFor(target)?.mayImport === null) return `imports ${target}, which is for tests and tools`;
  const places = [home(path, rule), ...rule.mayImport];
  return places.some((place) => isIn(target, place)) ? null : `imports ${target}`;
}

function isPackage(imported: string, name: string): boolean {
  if (name.endsWith("*")) return imported.startsWith(name.slice(0, -1));
  return imported === name || (imported.startsWith(`${name}/`) && name !== "zod");
}

/** Globals that `core/` must do without: `Math.sin` and the like may differ between machines. */
const banned = new Set([
  ...["Date", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch", "crypto"],
  ...["TextEncoder", "TextDecoder", "process", "console", "globalThis", "navigator", "Buffer", "WebSocket"],
]);
const bannedMath = new Set(
  "random sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp expm1 log log1p log2 log10 pow cbrt hypot".split(
    " ",
  ),
);
/** Their results depend on where the program runs. */
const bannedMethods = new Set(["toLocaleString", "toLocaleUpperCase", "toLocaleLowerCase", "localeCompare"]);

function nameOf(node: unknown): string | null {
  const { type, name } = (node ?? {}) as Node;
  return type === "Identifier" ? String(name) : null;
}

/** Impure calls in a file. */
function impurities(file: SourceFile): string[] {
  const found: string[] = [];
  file.walk((node, parent) => {
    if (node.type === "MemberExpression" && node["computed"] === false) {
      const [object, property] = [nameOf(node["object"]), nameOf(node["property"]) ?? ""];
      if (object === "Math" && bannedMath.has(property)) found.push(`Math.${property}`);
      if (bannedMethods.has(property)) found.push(property);
    }
    if (node.type === "BinaryExpression" && node["operator"] === "**" && !isWholeLiteral(node["right"]))
      found.push("**");
    const name = nameOf(node);
    if (name !== null && banned.has(name) && isReference(node, parent)) found.push(name);
  });
  return found;
}

/** Whole powers of whole numbers are exact. */
function isWholeLiteral(node: unknown): boolean {
  const { type, value } = (node ?? {}) as Node;
  return type === "Literal" && Number.isInteger(value);
}

/** Whether a name stands for the global, and not for a field or a type. */
function isReference(node: Node, parent: Node | null): boolean {
  if (!parent || parent.type.startsWith("TS")) return false;
  const isField = parent["property"] === node || parent["key"] === node;
  return !isField || parent["computed"] === true;
}

function anyTypes(file: SourceFile): number {
  let found = 0;
  file.walk((node) => {
    if (node.type === "TSAnyKeyword") found += 1;
  });
  return found;
}

const silencers = /@ts-(?:ignore|nocheck|expect-error)/;
// In two parts, so that this file does not contain what it looks for.
const reminders = new RegExp(
  `\\b(?:${["TO", "FIX", "XX", "HA"].map((part, i) => part + ["DO", "ME", "X", "CK"][i]).join("|")})\\b`,
);
const tests = new Set(["it", "test", "describe"]);
const unrun = new Set(["skip", "only", "todo", "skipIf", "runIf", "fails"]);

/** Tests that do not run, or not always. */
function unrunTests(file: SourceFile): string[] {
  const found: string[] = [];
  file.walk((node) => {
    if (node.type !== "MemberExpression") return;
    const [object, property] = [nameOf(node["object"]) ?? "", nameOf(node["property"]) ?? ""];
    if (tests.has(object) && unrun.has(property)) found.push(`${object}.${property}`);
  });
  return found;
}

const isTest = ({ path }: SourceFile) => path.endsWith(".test.ts") || path.endsWith(".test.tsx");

/** Every rule, and what a file does against it. */
const rules: Record<string, (file: SourceFile) => string[]> = {
  "imports go down, as docs/architecture.md says": ({ path, imports }) =>
    imports.flatMap((imported) => importFault(path, imported) ?? []),
  "core/ is pure": (file) => (file.path.startsWith("core/") && !isTest(file) ? impurities(file) : []),
  [`a file has at most ${LINES_MAX} lines; tests, the question bank and built realms may have more`]: (file) => {
    const free =
      isTest(file) || ["core/quiz/bank/", "core/realm/built/"].some((folder) => file.path.startsWith(folder));
    return !free && file.lines > LINES_MAX ? [`${file.lines} lines`] : [];
  },
  "nothing is of type any": (file) => Array(anyTypes(file)).fill("any"),
  "the compiler is not silenced": ({ comments }) => comments.filter((comment) => silencers.test(comment)),
  "every test runs": unrunTests,
  "nothing is left for later": ({ comments }) => comments.filter((comment) => reminders.test(comment)),
};

describe("the program", () => {
  it("is found: in every folder, tests included", () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter(isTest).length).toBeGreaterThan(20);
  });

  for (const [rule, faultsOf] of Object.entries(rules)) {
    it(rule, () => {
      const allowed = exceptions.filter((exception) => exception.rule === rule).map(({ path }) => path);
      const faults = files
        .filter(({ path }) => !allowed.includes(path))
        .flatMap((file) => faultsOf(file).map((fault) => `${file.path}: ${fault}`));
      expect(faults).toEqual([]);
    });
  }

  it("has exceptions only for a reason, and only where they are needed", () => {
    for (const { path, rule, reason } of exceptions) {
      expect(reason.length).toBeGreaterThan(20);
      const file = files.find((one) => one.path === path);
      expect([path, rule, file && rules[rule]?.(file)?.length]).not.toEqual([path, rule, 0]);
      expect(file).toBeDefined();
    }
  });
});

describe("the floors in docs/architecture.md", () => {
  const tree = blocksOf(page)[0]?.text ?? "";
  const named = [...tree.matchAll(/^( *)([\w-]+\/|[\w-]+\.ts)/gm)].map(([, indent = "", name = ""]) => ({
    indent,
    name,
  }));
  let folder = "";
  const paths = named.map(({ indent, name }) => {
    if (indent === "") folder = name;
    return indent === "" ? name : folder + name;
  });

  it("name folders and files that exist", () => {
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("name every folder that has code", () => {
    const folders = new Set(files.flatMap(({ path }) => (path.includes("/") ? [`${path.split("/")[0]}/`] : [])));
    expect([...folders].filter((one) => !paths.includes(one))).toEqual([]);
  });

  it("go with a table whose folders exist", () => {
    const places = table.flatMap(({ places, mayImport }) => [...places, ...(mayImport ?? [])]);
    expect(places.filter((place) => !files.some(({ path }) => isIn(path, place)))).toEqual([]);
  });
});

describe("these rules", () => {
  const faults = (rule: string, path: string, text: string) =>
    Object.entries(rules)
      .filter(([name]) => name.startsWith(rule))
      .flatMap(([, faultsOf]) => faultsOf(parseSource(path, text)));

  it("refuse imports that go up or sideways, whatever their form", () => {
    const refused: [path: string, text: string][] = [
      ["core/quiz/a.ts", 'import { x } from "../runner/b.ts";'],
      ["core/protocol/a.ts", 'import type { Machine } from "../machine.ts";'],
      ["core/machine.ts", 'export * from "./quiz/a.ts";'],
      ["core/runner/a.ts", 'const x = await import("../quiz/a.ts");'],
      ["core/quiz/a.ts", 'import { z } from "zod";'],
      ["core/quiz/a.ts", 'import { x } from "../../testing/a.ts";'],
      ["workers/auth/index.ts", 'import "../gateway/index.ts";'],
      ["workers/auth/index.ts", 'import "../all-in-one.ts";'],
      ["edge-sim/a.ts", 'import { x } from "../durable-objects/a.ts";'],
      ["web/join/a.tsx", 'import { x } from "../../core/quiz/a.ts";'],
      ["client/a.ts", 'import { readFileSync } from "node:fs";'],
      ["api/a.ts", 'import { x } from "../edge-sim/config.ts";'],
      ["elsewhere/a.ts", 'import { x } from "./b.ts";'],
    ];
    for (const [path, text] of refused)
      expect([path, text, faults("imports", path, text).length]).toEqual([path, text, 1]);
  });

  it("take imports that go down", () => {
    const taken: [path: string, text: string][] = [
      ["core/quiz/a.ts", 'import { x } from "../machine.ts"; import * as z from "zod/mini"; import "./bank/index.ts";'],
      ["workers/gateway/a.ts", 'import { x } from "../../durable-objects/a.ts"; import "./counters.ts";'],
      ["workers/all-in-one.ts", 'export * from "./auth/index.ts";'],
      ["edge-sim/a.ts", 'import { x } from "node:fs"; import { y } from "../core/quiz/a.ts";'],
      ["core/quiz/a.test.ts", 'import { x } from "../../testing/a.ts"; import { it } from "vitest";'],
    ];
    for (const [path, text] of taken) expect([path, faults("imports", path, text)]).toEqual([path, []]);
  });

  it("find what is impure, and nothing else", () => {
    const impure = [
      "Date.now()",
      "new Date()",
      "Math.random()",
      "Math.sin(1)",
      "2 ** x",
      "crypto.subtle",
      "setTimeout(f)",
    ];
    for (const text of [...impure, "[process]", "f(console)", "names.sort((a, b) => a.localeCompare(b))"]) {
      expect([text, faults("core/", "core/a.ts", text).length]).toEqual([text, 1]);
    }
    const pure = [
      "Math.max(1, 2)",
      "x.process",
      "({ fetch: 1 })",
      "class A { crypto() {} }",
      "2 ** 32",
      '"Date.now()"',
    ];
    for (const text of [...pure, "// Date.now()", "type T = Date;"])
      expect([text, faults("core/", "core/a.ts", text)]).toEqual([text, []]);
    expect(faults("core/", "api/a.ts", "Date.now()")).toEqual([]);
  });

  it("find long files, any, silenced compilers, idle tests and reminders", () => {
    expect(faults("a file", "api/a.ts", "x;\n".repeat(401))).toEqual(["401 lines"]);
    expect(faults("a file", "api/a.test.ts", "x;\n".repeat(401))).toEqual([]);
    expect(faults("nothing is of", "api/a.ts", "const x: Record<string, any> = y as any;")).toHaveLength(2);
    expect(faults("the compiler", "api/a.ts", "// @ts-expect-error\nx;")).toHaveLength(1);
    expect(faults("every test", "api/a.test.ts", "it.skip('x', f); describe.only('y', g);")).toHaveLength(2);
    expect(faults("nothing is left", "api/a.ts", `// ${"TO"}${"DO"}: later`)).toHaveLength(1);
  });
});
