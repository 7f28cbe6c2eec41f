import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const ids = (text: string) => [...text.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id]) => id ?? "");

const spec = readFileSync(new URL("core/quiz/SPEC.md", root), "utf8");
/** A rule begins its line; the ids at the end of an invariant say what it follows from. */
const rules = [...spec.matchAll(/^- \[([A-Z]\d+)\]/gm)].map(([, id]) => id ?? "");

function filesBelow(folder: string, isWanted: (path: string) => boolean): string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((path) => isWanted(path) && !path.includes("node_modules"));
}

/** Ids that the titles of tests quote, with the file in which they do. */
function quotedByTests(): Map<string, string> {
  const quoted = new Map<string, string>();
  const files = ["core", "conformance", "testing"].flatMap((folder) =>
    filesBelow(folder, (path) => path.endsWith(".test.ts")),
  );
  for (const file of files) {
    // A title begins with the rule it is about.
    const titles = readFileSync(new URL(file, root), "utf8").matchAll(/["'`](\[[A-Z]\d+\][^\n]*)/g);
    for (const [, title] of titles) for (const id of ids(title ?? "")) quoted.set(id, file);
  }
  return quoted;
}

/** The simulation checks invariants after every event of every room; it names them where it does. */
function checkedBySimulation(): Set<string> {
  const files = filesBelow("testing", (path) => path.endsWith(".ts"));
  const text = files.map((file) => readFileSync(new URL(file, root), "utf8")).join("\n");
  return new Set([...text.matchAll(/\bI\d+\b/g)].map(([id]) => id));
}

describe("the rules of a quiz room", () => {
  const quoted = quotedByTests();

  it("have each an id of their own", () => {
    expect(rules.length).toBeGreaterThan(45);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it("refer to none that do not exist", () => {
    expect(ids(spec).filter((id) => !rules.includes(id))).toEqual([]);
  });

  it("are each quoted by a test", () => {
    const checked = checkedBySimulation();
    const unquoted = rules.filter((id) => !quoted.has(id) && !(id.startsWith("I") && checked.has(id)));
    expect(unquoted).toEqual([]);
  });

  it("are the only ones that tests quote", () => {
    const unknown = [...quoted].filter(([id]) => !rules.includes(id));
    expect(unknown).toEqual([]);
  });
});
