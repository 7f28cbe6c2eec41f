#!/usr/bin/env node
// What `skerry-edge` runs. Written for old Nodes too, so that they can say what is wrong: nothing newer than Node 16 here.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => new URL(path, import.meta.url);
const { engines } = JSON.parse(readFileSync(here("../package.json"), "utf8"));
const needed = engines.node.replace(">=", "");

if (isOlder(process.versions.node, needed)) {
  console.error(`skerry-edge needs Node ${needed} or later; this is ${process.version}. https://nodejs.org has it.`);
  process.exit(1);
}
beginAgainWithOptions();
// This Node cannot: it goes without them, only slower under load.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`);
});
await import(here("../program/main.js").href);

function isOlder(version, than) {
  const [major, minor] = version.split(".").map(Number);
  const [thanMajor, thanMinor] = than.split(".").map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

/** In the same process: Node 22.15 and later can, where the system does. A short question is not worth it. */
function beginAgainWithOptions() {
  const { flags, environment } = JSON.parse(readFileSync(here("../node-options.json"), "utf8"));
  const isDone = flags.every((flag) => process.execArgv.includes(flag));
  if (isDone || process.argv[2] === "health" || typeof process.execve !== "function") return;
  const args = [...process.execArgv, ...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  try {
    process.execve(process.execPath, [process.execPath, ...args], { ...environment, ...process.env });
  } catch {
    // Not on this system.
  }
}
