// What must be true before anything runs: Node, the installed packages, the built pages. Plain JavaScript for
// Node 20, with no imports from packages, because it runs before there are any.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository. */
export const root = resolve(import.meta.dirname, "..");

/** The Node 24 that comes as a package: wrangler needs it, whatever runs this script. */
export const node24 = join(root, "node_modules/.bin/node");

/** Ends the program with a message for people. */
export function giveUp(message) {
  console.error(`\n  ${message.replaceAll("\n", "\n  ")}\n`);
  process.exit(1);
}

/** An environment in which `npx` and scripts find Node 24 first. */
export function environment(extra = {}) {
  return {
    ...process.env,
    PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
    WRANGLER_SEND_METRICS: "false",
    ...extra,
  };
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment(), ...options }).status === 0;
}

/** Installs the packages where they are missing or older than the lockfile. */
export function install() {
  const installed = join(root, "node_modules/.package-lock.json");
  const fresh =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
  if (!fresh) {
    console.log("Installing packages (once) …");
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    if (!run("npm", ["ci", ...quiet])) giveUp("npm ci failed; see above. With a network, `npm ci` here says more.");
  }
  checkNode24();
}

function checkNode24() {
  const version = spawnSync(node24, ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (/^v(2[4-9]|[3-9]\d)\./.test(version)) return;
  giveUp(
    "Node 24 did not come with the packages (npm may have been told not to run install scripts).\n" +
      "Run:  npm rebuild node esbuild workerd --foreground-scripts\n" +
      "or install Node 24 or later yourself, and run this again with it.",
  );
}

function newest(folder) {
  let newestMs = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newestMs = Math.max(newestMs, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return newestMs;
}

/** Builds the pages where they are missing or older than their sources. */
export function buildPages() {
  const built = join(root, "dist/web/index.html");
  const sources = ["web", "client", "core/protocol", "core/world", "core/ecs"].map((folder) =>
    newest(join(root, folder)),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources)) return;
  console.log("Building the pages …");
  const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "-c", "web/vite.config.ts", "--logLevel", "warn"];
  if (!run(node24, vite)) giveUp("The pages could not be built; see above.");
}
