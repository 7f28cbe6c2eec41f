import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository. */
export const root = resolve(import.meta.dirname, "..");

/** The text of a page, by its path in the repository. */
export function readPage(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** A fenced block: what follows the fence, and the text in it. */
export interface Block {
  info: string;
  text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = "", text = ""]) => ({ info, text }));
}

/** A row of a table: its cells by heading. */
export type Row = Record<string, string>;

/** The rows of the one table with these headings; throws if the page has none or several. */
export function tableOf(page: string, headings: readonly string[]): Row[] {
  const tables = (page.match(/(?:^\|.*\|\n)+/gm) ?? []).map((text) => text.trim().split("\n").map(cellsOf));
  const found = tables.filter(([first]) => JSON.stringify(first) === JSON.stringify(headings));
  const [table] = found;
  if (!table || found.length > 1) throw new Error(`${found.length} tables with the headings ${headings.join(", ")}`);
  return table.slice(2).map((cells) => Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ""])));
}

/** What stands between backticks in a cell. */
export function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}
