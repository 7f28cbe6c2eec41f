// npm run edge: the same pages, rooms and API in one Node process, without Cloudflare's runtime.
// npm run edge -- --help: what it can be told.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPages, environment, install, node24, root } from "./prepare.mjs";

const args = process.argv.slice(2);

install();
if (!args.some((word) => ["--help", "-h", "--version", "-v"].includes(word))) buildPages();
// docs/decisions.md says why they are as they are.
const options = JSON.parse(readFileSync(join(root, "edge-sim/node-options.json"), "utf8"));
const child = spawn(node24, [...options.flags, join(root, "edge-sim/main.ts"), ...args], {
  stdio: "inherit",
  // Some hundred sources are stripped of their types and compiled once, and not at every start.
  env: environment({ ...options.environment, NODE_COMPILE_CACHE: join(root, ".build/compile-cache") }),
});
process.on("SIGTERM", () => child.kill("SIGTERM"));
// A terminal's Ctrl-C reaches the child by itself, and a second signal would end it at once.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
child.on("exit", (code) => process.exit(code ?? 1));
