import { setTimeout as pause } from "node:timers/promises";
import type { ReadStream, WriteStream } from "node:tty";
import type { Rapier } from "../../../core/world/physics/engine.ts";
import { runFrames } from "./run-frames.ts";
import { runWindow } from "./run-window.ts";
import { type Environment, paperOf } from "./terminal-look.ts";
import { tcpTransport, udpTransport } from "./transport.ts";
import { Trouble } from "./trouble.ts";
import { WatchLog } from "./watch-log.ts";
import { COLUMNS_MIN, HELP, isSizeEnough, ROWS_MIN, readOptions, type WatchOptions } from "./watch-options.ts";
import { WatchSession } from "./watch-session.ts";
import { WatchedWorld } from "./watched-world.ts";

/** The program's surroundings. */
export interface WatchIo {
  input: ReadStream;
  output: WriteStream;
  /** Where it is said what went wrong. */
  complain(text: string): void;
  environment: Environment;
  loadEngine(): Rapier;
  /** A number from 0 up to 1. */
  random(): number;
  /** Calls back when the program is to end: signals. @returns a way to forget it */
  untilTold(end: () => void): () => void;
}

/** As `sysexits` and most programs have it: the command line is wrong. */
const WRONG_USAGE = 2;
/** So long is waited for the goodbye to go out. */
const GOODBYE_WITHIN_MS = 500;
const GOODBYE_LOOK_MS = 10;

/** Runs the viewer. @returns its exit code: 0, 1 where there is nothing to watch, 2 where the command line is wrong */
export async function watchCommand(args: readonly string[], io: WatchIo): Promise<number> {
  const read = readOptions(args);
  if (read.is === "help") {
    io.output.write(HELP);
    return 0;
  }
  if (read.is === "faulty") {
    io.complain(read.faults.join("\n"));
    return WRONG_USAGE;
  }
  try {
    await watch(read.options, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    io.complain(error.message);
    return 1;
  }
}

async function watch(options: WatchOptions, io: WatchIo): Promise<void> {
  const isWindow = io.output.isTTY === true && options.frames === null;
  if (isWindow && !isSizeEnough(io.output)) throw tooSmall(io.output);
  if (isWindow) io.output.write(`Going to ${options.origin} …\n`);
  const log = new WatchLog();
  const transport = options.transport === "UDP" ? udpTransport() : tcpTransport();
  const world = await WatchedWorld.enter(options, {
    transport,
    loadEngine: isWindow ? io.loadEngine : null,
    random: io.random,
    onLines: (lines) => log.tell(lines),
  });
  const session = new WatchSession(world, log);
  try {
    if (isWindow) await runWindow(session, io, io.untilTold);
    else {
      const paper = paperOf(options.size ?? { columns: COLUMNS_MIN, rows: ROWS_MIN }, io.environment);
      await runFrames(session, { frames: options.frames, paper }, (text) => void io.output.write(text), io.untilTold);
    }
  } finally {
    world.stop();
    const startMs = performance.now();
    while (!transport.isClosed() && performance.now() - startMs < GOODBYE_WITHIN_MS) await pause(GOODBYE_LOOK_MS);
  }
}

function tooSmall({ columns, rows }: WriteStream): Trouble {
  const what = `This terminal is ${columns} columns by ${rows} rows, and too small.`;
  return new Trouble(`${what} Make it ${COLUMNS_MIN} by ${ROWS_MIN}, or print pictures: --frames 1.`);
}
