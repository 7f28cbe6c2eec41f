// npm start | npm start -- --detach | npm run status | npm run stop
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { buildPages, environment, giveUp, install, node24, root } from "./prepare.mjs";

const folder = join(root, ".skerry");
const pidFile = join(folder, "server.json");
const logFile = join(folder, "server.log");
const READY_WITHIN_MS = 60_000;

if (Number(process.versions.node.split(".")[0]) < 20) {
  giveUp(`Skerry needs Node 20 or later; this is ${process.version}. https://nodejs.org has it.`);
}

const [command = "start", ...flags] = process.argv.slice(2);
if (command === "start") await start(flags);
else if (command === "status") await status();
else if (command === "stop") await stop();
else giveUp(`Unknown command "${command}". There are: start, status, stop.`);

async function start(flags) {
  const unknown = flags.find((flag) => flag !== "--detach");
  if (unknown) giveUp(`Unknown option "${unknown}". There is: --detach.`);
  const port = readPort();
  const running = readRunning();
  if (running) giveUp(`A detached server runs already at ${running.url} (npm run stop ends it).`);
  await checkPort(port);
  install();
  buildPages();
  mkdirSync(folder, { recursive: true });
  const lan = lanAddress();
  const url = `http://localhost:${port}`;
  const lanUrl = lan ? `http://${lan}:${port}` : null;
  const detach = flags.includes("--detach");
  const output = detach ? openSync(logFile, "w") : "inherit";
  const child = spawn(node24, wranglerArgs(port, lanUrl), {
    cwd: root,
    env: environment(),
    detached: detach,
    stdio: ["ignore", output, output],
  });
  child.on("exit", (code) => {
    if (detach) giveUp(`The server ended at once; ${logFile} says why.`);
    process.exit(code ?? 0);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  await ready(url, child);
  await announce(url, lanUrl);
  if (!detach) return;
  writeFileSync(pidFile, JSON.stringify({ pid: child.pid, born: bornAt(child.pid), url, lanUrl }));
  console.log(`  Runs in the background. Log: ${logFile}\n  npm run status · npm run stop\n`);
  child.removeAllListeners("exit");
  child.unref();
  process.exit(0);
}

function readPort() {
  const text = process.env.PORT ?? "8787";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    giveUp(`PORT must be a number from 1 to 65535, not "${text}".`);
  return port;
}

/** Settings for the Worker go through a file that only we can read: a command line can be seen by everybody. */
function wranglerArgs(port, lanUrl) {
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const variables = join(folder, "server.env");
  const names = Object.keys(process.env).filter((name) => /^(GROQ|SKERRY)_/.test(name));
  const lines = names.map((name) => `${name}=${JSON.stringify(process.env[name])}`);
  if (lanUrl && !process.env.SKERRY_LAN_ORIGIN) lines.push(`SKERRY_LAN_ORIGIN="${lanUrl}"`);
  writeFileSync(variables, `${lines.join("\n")}\n`, { mode: 0o600 });
  const files = [".dev.vars", ".env"].map((name) => join(root, name)).filter((path) => existsSync(path));
  const envFiles = [...files, variables].flatMap((path) => ["--env-file", path]);
  const more = ["--show-interactive-dev-session=false", "--log-level", "warn"];
  return [wrangler, "dev", "--ip", "0.0.0.0", "--port", String(port), "--inspector-port", "0", ...envFiles, ...more];
}

function checkPort(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") giveUp(`Port ${port} is taken. Choose another:  PORT=${port + 1} npm start`);
      giveUp(`Port ${port} cannot be used: ${error.message}`);
    });
    probe.listen(port, "0.0.0.0", () => probe.close(resolve));
  });
}

function lanAddress() {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of addresses ?? []) if (family === "IPv4" && !internal) return address;
  }
  return null;
}

async function ready(url, child) {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    if (await healthy(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (child.exitCode !== null) return new Promise(() => {});
  child.kill();
  giveUp("The server did not become ready within a minute.");
}

async function healthy(url) {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

async function announce(url, lanUrl) {
  console.log(`\n  Skerry is up.\n\n    Here            ${url}`);
  if (!lanUrl) return console.log("    No local network was found: only this machine can play.\n");
  const { renderUnicodeCompact } = await import("uqr");
  console.log(`    On the network  ${lanUrl}\n`);
  console.log(`${renderUnicodeCompact(lanUrl, { border: 1 }).replace(/^/gm, "    ")}\n`);
}

function readRunning() {
  if (!existsSync(pidFile)) return null;
  try {
    const running = JSON.parse(readFileSync(pidFile, "utf8"));
    process.kill(running.pid, 0);
    // After a reboot the number may be somebody else's.
    if (running.born === bornAt(running.pid)) return running;
  } catch {
    // Not running, or not written to its end.
  }
  rmSync(pidFile, { force: true });
  return null;
}

/** When a process began, as the system tells it; empty where it does not. */
function bornAt(pid) {
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}

async function status() {
  const running = readRunning();
  if (!running) {
    console.log("No detached server is running.");
    process.exit(3);
  }
  const state = (await healthy(running.url)) ? "is up" : "runs, but does not answer";
  console.log(
    `Skerry ${state}: ${running.url}${running.lanUrl ? ` · ${running.lanUrl}` : ""} (process ${running.pid})`,
  );
}

async function stop() {
  const running = readRunning();
  if (!running) return console.log("No detached server is running.");
  // A detached server leads its own group: nothing of it stays behind.
  process.kill(-running.pid, "SIGTERM");
  for (let i = 0; i < 100 && readRunning(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  if (readRunning()) giveUp(`Process ${running.pid} did not end.`);
  rmSync(pidFile, { force: true });
  console.log("Stopped. Rooms are kept and go on at the next start.");
}
