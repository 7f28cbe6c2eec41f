// npm run edge: the same pages, rooms and API in one Node process, without Cloudflare's runtime.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPages, environment, install, node24, root } from "./prepare.mjs";

install();
buildPages();
// Room for what is new: a message lives for a moment, and cleaning up after each few thousand costs more than all else.
const flags = JSON.parse(readFileSync(join(root, "edge-sim/node-flags.json"), "utf8"));
const child = spawn(node24, [...flags, join(root, "edge-sim/main.ts")], {
  stdio: "inherit",
  env: environment(),
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
