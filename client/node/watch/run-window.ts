import type { ReadStream, WriteStream } from "node:tty";
import { Controls } from "./controls.ts";
import type { Environment } from "./terminal-look.ts";
import { TerminalWindow } from "./terminal-window.ts";
import type { WatchSession } from "./watch-session.ts";

const PICTURE_EVERY_MS = 100;

/** Shows a stay on a terminal and lets whoever sits there walk, until they end it, or a signal does. */
export async function runWindow(
  session: WatchSession,
  io: { input: ReadStream; output: WriteStream; environment: Environment },
  untilTold: (end: () => void) => () => void,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  const forget = untilTold(end);
  const controls = new Controls({
    log: session.log,
    command: (line) => session.world.command(line),
    redraw: () => window.redraw(),
    quit: end,
  });
  const window = new TerminalWindow(io, (keys) => {
    for (const key of keys) controls.take(key, performance.now());
    draw();
  });
  // Whatever ends the program, the terminal is to be as it was.
  const close = () => window.close();
  const crashed = (error: unknown) => {
    close();
    console.error(error);
    process.exit(1);
  };
  process.on("exit", close);
  process.on("uncaughtException", crashed);
  const draw = () => window.show(session.paint(controls.looks, window.terminal));
  session.world.askWish = () => controls.steps.wish(performance.now(), () => session.world.facing);
  const drawing = setInterval(draw, PICTURE_EVERY_MS);
  try {
    draw();
    await ended.promise;
  } finally {
    clearInterval(drawing);
    close();
    forget();
    process.off("exit", close);
    process.off("uncaughtException", crashed);
  }
}
