import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bannerLines, type Listening, type Screen } from "./banner.ts";
import type { ProgramConfig } from "./config/read-config.ts";
import { type EdgeNode, startEdgeNode } from "./edge-node.ts";
import { makeFolder } from "./folders.ts";
import { findServiceManager } from "./health/service-manager.ts";
import { startWatchdog } from "./health/watchdog.ts";
import { interruptedRestore } from "./held-folder.ts";
import { addressForOthers, addressFromHere } from "./lan-address.ts";
import { createLog, type Log } from "./log-lines.ts";
import { listenersOf, portProblems, problemOf } from "./port-check.ts";
import { onStopSignal } from "./stop-signals.ts";
import { version } from "./version.ts";

const NAMED_WITHIN_MS = 1_300;
const NAMED_LOOK_MS = 50;

/** Starts the node and stays until it is told to stop. Gives the program's exit code. */
export async function start(config: ProgramConfig, notes: readonly string[]): Promise<number> {
  const log = createLog({ form: config.log, write: (text) => process.stdout.write(text), clock: () => new Date() });
  // A terminal that was closed, a pipe that broke: the games go on without being told about.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const listeners = listenersOf(config);
  const problems = [...folderProblems(config.dataFolder), ...(await portProblems(listeners))];
  if (problems.length > 0) return giveUp(problems);
  let node: EdgeNode;
  try {
    node = await startEdgeNode(config, config.ai, log);
  } catch (error) {
    return giveUp([problemOf(error, listeners) ?? (error instanceof Error ? error.message : String(error))]);
  }
  const watchdog = startWatchdog();
  const manager = findServiceManager(process.env, log);
  if (config.mdns) await nameOf(node);
  announce(config, node, log);
  for (const message of [...notes, ...pageNotes(config.pagesFolder)]) log({ level: "warn", event: "program", message });
  void manager.ready(`port ${node.port}`);
  const code = await untilStopped(node, config.log, log, () => void manager.stopping());
  await watchdog.stop();
  return code;
}

function giveUp(problems: readonly string[]): number {
  console.error(`\n${problems.map((problem) => `  ${problem}\n`).join("")}`);
  return 1;
}

/** The folder of data is made here, so that what is wrong with it is said of it and not of some file in it. */
function folderProblems(folder: string): string[] {
  const interrupted = interruptedRestore(folder);
  if (interrupted) return [interrupted];
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return [];
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return [`${folder} cannot be used for data (${code}). Choose another folder: --data FOLDER, or SKERRY_DATA.`];
  }
}

function pageNotes(folder: string): string[] {
  if (existsSync(join(folder, "index.html"))) return [];
  return [`There are no pages in ${folder}: browsers will find nothing. Choose another folder: --pages FOLDER.`];
}

/** A name is claimed by asking whether anybody has it, which takes a second; who has none then is told later, in the log. */
async function nameOf(node: EdgeNode): Promise<void> {
  const untilMs = performance.now() + NAMED_WITHIN_MS;
  while (node.localName() === null && performance.now() < untilMs) await pause(NAMED_LOOK_MS);
}

function announce(config: ProgramConfig, node: EdgeNode, log: Log): void {
  const { port, telnetPort, udpPort } = node;
  const { host, name } = config;
  if (config.log === "json") {
    return log({ level: "info", event: "listening", version, name, host, port, telnet: telnetPort, udp: udpPort });
  }
  const listening: Listening = {
    name,
    version,
    here: addressFromHere(host),
    onNetwork: addressForOthers(host),
    port,
    telnetPort,
    udpPort,
    localName: node.localName(),
    dataFolder: shortened(config.dataFolder),
  };
  for (const line of bannerLines(listening, screen())) console.log(line);
}

function screen(): Screen | null {
  const { stdout } = process;
  return stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows, hasColours: stdout.getColorDepth() >= 8 } : null;
}

function shortened(folder: string): string {
  const home = homedir() + sep;
  return folder.startsWith(home) ? join("~", folder.slice(home.length)) : folder;
}

function untilStopped(node: EdgeNode, form: "plain" | "json", log: Log, stopping: () => void): Promise<number> {
  return new Promise((resolve) => {
    const onSignal = onStopSignal({
      stop: () => {
        stopping();
        return node.stop();
      },
      say: (level, message) => log({ level, event: "program", message }),
      exit: (code) => (code === 0 ? resolve(code) : process.exit(code)),
      nowMs: () => performance.now(),
    });
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", () => {
      // The terminal has written ^C where the next line would begin.
      if (form === "plain" && process.stdout.isTTY) console.log();
      onSignal();
    });
  });
}
