import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import type { Path } from "./problem.ts";
import { REALM_FILE_MAX_CHARS, YAML_ALIASES_MAX } from "./realm-limits.ts";

/** Both from 1. */
export interface Position {
  line: number;
  column: number;
}

export interface YamlFault extends Position {
  code: "REALM_TOO_LARGE" | "REALM_BAD_YAML";
  message: string;
}

export type YamlLines =
  /** `where` gives the place of a value, or of its key; of what is not there, that of the nearest thing around it. */
  { ok: true; value: unknown; where(path: Path, key?: boolean): Position } | { ok: false; faults: YamlFault[] };

const start: Position = { line: 1, column: 1 };

/**
 * Reads one document of YAML 1.2 (core schema), remembering lines. Takes no tags and no merge keys, and of aliases only
 * so many as cannot blow up. Never throws.
 */
export function readYaml(text: string): YamlLines {
  if (text.length > REALM_FILE_MAX_CHARS) {
    const message = `has ${text.length} characters, more than ${REALM_FILE_MAX_CHARS}`;
    return { ok: false, faults: [{ ...start, code: "REALM_TOO_LARGE", message }] };
  }
  try {
    return parse(text);
  } catch (error) {
    // A bomb of aliases, or nesting deeper than the stack: the library throws for both.
    const message = error instanceof RangeError ? "is nested too deeply" : "has too many aliases, or broken ones";
    return { ok: false, faults: [{ ...start, code: "REALM_BAD_YAML", message }] };
  }
}

function parse(text: string): YamlLines {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error", version: "1.2" });
  const faults = [...document.errors, ...document.warnings].map(
    ({ pos, message }): YamlFault => ({ ...positionOf(lines, pos[0]), code: "REALM_BAD_YAML", message }),
  );
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || node.tag === undefined || faults.length > 0) return;
      const message = `tags such as ${node.tag} are not used in realms`;
      faults.push({ ...positionOf(lines, node.range?.[0] ?? 0), code: "REALM_BAD_YAML", message });
    },
  });
  if (faults.length > 0) return { ok: false, faults };
  const value: unknown = document.toJS({ maxAliasCount: YAML_ALIASES_MAX });
  return { ok: true, value, where: (path, key) => positionOf(lines, offsetOf(document, path, key === true)) };
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return line > 0 ? { line, column: col } : start;
}

function offsetOf(document: Document, path: Path, key: boolean): number {
  let [node, offset] = [resolved(document, document.contents), 0];
  for (const [i, part] of path.entries()) {
    offset = node?.range?.[0] ?? offset;
    if (key && i === path.length - 1) return keyOffset(node, part) ?? offset;
    if (!isCollection(node)) return offset;
    const child: unknown = node.get(part, true);
    // An alias is named where it stands, not where its anchor is.
    if (i === path.length - 1 && isAlias(child)) return child.range?.[0] ?? offset;
    node = resolved(document, child);
  }
  return node?.range?.[0] ?? offset;
}

function keyOffset(node: Node | null, name: string | number): number | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === name);
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}

function resolved(document: Document, node: unknown): Node | null {
  if (isAlias(node)) return node.resolve(document) ?? null;
  return isNode(node) ? node : null;
}
