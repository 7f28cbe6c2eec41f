import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ESTree, parseSync } from "vite";
import { root } from "./page.ts";

/** A file of the program, parsed. */
export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  path: string;
  text: string;
  lines: number;
  /** What it imports or exports from elsewhere, as written. */
  imports: string[];
  comments: string[];
  /** Calls back with every node of its syntax tree, and the node that holds it. */
  walk(visit: (node: Node, parent: Node | null) => void): void;
}

/** A node of a syntax tree (ESTree with TypeScript's). */
export interface Node {
  type: string;
  [field: string]: unknown;
}

const leftOut = new Set(["node_modules", "dist", "coverage"]);

/** Paths of all files with these endings that people write, from the repository's root. */
export function filesOf(endings: readonly string[]): string[] {
  const exclude = (name: string) => leftOut.has(name) || (name.startsWith(".") && name.length > 1);
  return globSync(`**/*.{${endings.join(",")},}`, { cwd: root, exclude })
    .filter((path) => endings.some((ending) => path.endsWith(`.${ending}`)))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** Reads and parses a file; throws if it is not valid. */
export function sourceFile(path: string): SourceFile {
  return parseSource(path, readFileSync(join(root, path), "utf8"));
}

/** The same for a text that may not be in a file. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start, end));
  return {
    path,
    text,
    lines: text.replace(/\n$/, "").split("\n").length,
    imports: [
      ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...exported,
      ...dynamic.flatMap((argument) => /^["'`]([^"'`]+)["'`]$/.exec(argument)?.[1] ?? []),
    ],
    comments: comments.map(({ value }) => value),
    walk: (visit) => walk(program as ESTree.Program as unknown as Node, null, visit),
  };
}

function walk(node: Node, parent: Node | null, visit: (node: Node, parent: Node | null) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, node, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
