import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders.ts";

/** Bundles the edge node as its package has it, so that what is measured is what owners run. @returns the program's path */
export async function buildEdge(folder: string): Promise<string> {
  // Plain JavaScript, which the compiler does not look into.
  const path = join(root, "scripts/edge-bundle.mjs");
  const { bundleEdge } = (await import(path)) as { bundleEdge(folder: string): Promise<string[]> };
  const program = join(folder, "program");
  mkdirSync(program, { recursive: true });
  await bundleEdge(program);
  return join(program, "main.js");
}
