// npm run bench -- NAME [options]: measures, and compares with peers. Without a name: what there is.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildPages, environment, giveUp, install, node24, root } from "./prepare.mjs";

const folder = join(root, "bench");
/** Benchmarks that compare with programs from other packages. */
const WITH_PEERS = new Set(["quiz-game", "edge-fanout", "cubes"]);

const [name = "--help", ...options] = process.argv.slice(2);
const benches = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && readFileSync(join(folder, file), "utf8").startsWith("//"))
  .map((file) => file.slice(0, -".ts".length));

if (name === "--help" || name === "-h") {
  console.log(usage());
  process.exit(0);
}
if (!benches.includes(name)) giveUp(`There is no benchmark "${name}".\n${usage()}`);

install();
if (!options.includes("--help")) {
  buildPages();
  if (WITH_PEERS.has(name)) installPeers();
}
// Every player is a socket here and one or two in the server: as many as the system allows.
const program = [node24, "--disable-warning=ExperimentalWarning", join(folder, `${name}.ts`), ...options];
const child = spawn("sh", ["-c", 'ulimit -n "$(ulimit -Hn)"; exec "$@"', "sh", ...program], {
  stdio: "inherit",
  cwd: root,
  env: environment(),
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

function usage() {
  const lines = benches.map((bench) => `  ${bench.padEnd(14)} ${aboutOf(bench)}`);
  return `npm run -s bench -- NAME [--help | options]\n${lines.join("\n")}`;
}

/** The first line of a benchmark says what it does. */
function aboutOf(bench) {
  const [first = ""] = readFileSync(join(folder, `${bench}.ts`), "utf8").split("\n");
  return first.replace(/^\/\/\s*/, "");
}

/** The peers' packages, kept apart from the product's. Without a network the comparison leaves them out. */
function installPeers() {
  const peers = join(folder, "peers");
  const mark = join(peers, "node_modules/.package-lock.json");
  const lock = join(peers, "package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing what is compared with (once) …");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"];
  const done = spawnSync("npm", ["ci", ...quiet], { cwd: peers, stdio: ["ignore", 2, 2], env: environment() });
  if (done.status !== 0) console.error("They could not be installed: the comparison goes on without them.");
}
