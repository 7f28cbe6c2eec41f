// Whose code the edge node's package contains, and on what terms.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { giveUp, root } from "./prepare.mjs";

/** Within quickjs-wasi's WebAssembly, whose own licence does not name it. */
const QUICKJS = `## QuickJS-NG

https://github.com/quickjs-ng/quickjs, compiled into the script engine of quickjs-wasi. MIT, in the same words as above for
quickjs-wasi, with these notices:

    Copyright (c) 2017-2026 Fabrice Bellard
    Copyright (c) 2017-2024 Charlie Gordon
    Copyright (c) 2023-2026 Ben Noordhuis
    Copyright (c) 2023-2026 Saúl Ibarra Corretgé
`;

/**
 * The text of THIRD-PARTY.md.
 * @param names packages in node_modules
 */
export function thirdParty(names) {
  const sections = [...new Set(names)].sort().map(sectionOf);
  const head = "# What others made\n\nThis package contains code of these packages, unchanged but bundled.\n";
  return [head, ...sections, QUICKJS].join("\n");
}

function sectionOf(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  // Without its terms nothing of others is passed on.
  if (!license || !file) giveUp(`${name} ${version} has no licence in its folder: node_modules/${name}`);
  const text = readFileSync(join(folder, file), "utf8").trimEnd().replace(/^/gm, "    ").replace(/ +$/gm, "");
  return `## ${name} ${version} (${license})\n\n${text}\n`;
}
