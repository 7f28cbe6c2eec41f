import type { Terminal } from "../../../core/telnet/terminal.ts";
import { ZOOM_FIRST, zooms } from "./plan-window.ts";
import { sheetText } from "./sheet-update.ts";
import { Trouble } from "./trouble.ts";
import type { Looks, WatchSession } from "./watch-session.ts";

const PICTURE_EVERY_MS = 1_000;
/** The first picture waits so long for the first snapshot. */
const FIRST_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 20;

const looks: Looks = { typed: null, hints: "", legend: "names", metres: zooms[ZOOM_FIRST] ?? 1 };

/** Prints a picture of a stay every second: so many, or (`null`) until it is told to end. Rejects with a `Trouble` if the stay ends. */
export async function runFrames(
  session: WatchSession,
  { frames, paper }: { frames: number | null; paper: Terminal },
  print: (text: string) => void,
  untilTold: (end: () => void) => () => void,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const forget = untilTold(() => ended.resolve());
  let isOver = false;
  void ended.promise.then(() => {
    isOver = true;
  });
  const pause = (ms: number) => Promise.race([new Promise((done) => setTimeout(done, ms)), ended.promise]);
  try {
    const startMs = performance.now();
    while (!isOver && session.world.totals().snapshots === 0 && performance.now() - startMs < FIRST_WITHIN_MS)
      await pause(LOOK_EVERY_MS);
    for (let frame = 1; !isOver; frame++) {
      const sheet = session.paint(looks, paper);
      print(`${sheetText(sheet)}\n\n`);
      const { connection } = session.world.state;
      if (connection.state === "ended") throw new Trouble(connection.failure?.message ?? "The connection has ended.");
      if (frame === frames) return;
      await pause(PICTURE_EVERY_MS);
    }
  } finally {
    forget();
  }
}
