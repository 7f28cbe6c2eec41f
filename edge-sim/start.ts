import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { attend } from "./attendance.ts";
import { bannerLines, type Listening, type Screen } from "./banner.ts";
import type { ProgramConfig } from "./config/read-config.ts";
import { type EdgeNode, startEdgeNode } from "./edge-node.ts";
import { type HeldFolder, holdFolder } from "./held-folder.ts";
import { addressForOthers, addressFromHere } from "./lan-address.ts";
import { createLog, type Log } from "./log-lines.ts";
import { OwnerFault } from "./owner-fault.ts";
import { listenersOf, portProblems, problemOf } from "./port-check.ts";
import { onStopSignal } from "./stop-signals.ts";
import { version } from "./version.ts";

/** Starts the node and stays until it is told to stop. Gives the program's exit code. */
export async function start(config: ProgramConfig, notes: readonly string[]): Promise<number> {
  const log = createLog({ form: config.log, write: (text) => process.stdout.write(text), clock: () => new Date() });
  // A terminal that was closed, a pipe that broke: the games go on without being told about.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const listeners = listenersOf(config);
  // First, for it also makes the folder, and sees where a restore was interrupted and there must not be a new one.
  const held = hold(config.dataFolder);
  const problems = [...(Array.isArray(held) ? held : []), ...(await portProblems(listeners))];
  if (problems.length > 0) return giveUp(problems);
  let node: EdgeNode;
  try {
    node = await startEdgeNode(config, config.ai, log);
  } catch (error) {
    return giveUp([problemOf(error, listeners) ?? (error instanceof Error ? error.message : String(error))]);
  }
  announce(config, node, log);
  for (const message of [...notes, ...pageNotes(config.pagesFolder)]) log({ level: "warn", event: "program", message });
  const attendance = attend({ config, node, environment: process.env, log });
  const stop = async () => {
    await Promise.all([attendance.stopping(), node.stop()]);
    await attendance.stop();
  };
  return untilStopped(stop, config.log, log);
}

function giveUp(problems: readonly string[]): number {
  console.error(`\n${problems.map((problem) => `  ${problem}\n`).join("")}`);
  return 1;
}

/** The folder, which is this process's alone until it ends; or why it cannot be. */
function hold(folder: string): HeldFolder | string[] {
  try {
    return holdFolder(folder, "a node", Date.now());
  } catch (error) {
    if (!(error instanceof OwnerFault)) throw error;
    const problems = error.code === "FOLDER_UNUSABLE" ? folderProblems(folder) : [];
    return problems.length > 0 ? problems : [error.message];
  }
}

/** The folder of data is made here, so that what is wrong with it is said of it and not of some file in it. */
function folderProblems(folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
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
    localName: null,
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

function untilStopped(stop: () => Promise<void>, form: "plain" | "json", log: Log): Promise<number> {
  return new Promise((resolve) => {
    const onSignal = onStopSignal({
      stop,
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
