import { url as inspectorUrl } from "node:inspector";
import { Worker } from "node:worker_threads";

/** The exit code of a node that hung: EX_SOFTWARE of sysexits.h. */
export const HUNG_EXIT_CODE = 70;
/** Where the beats are counted, and where the thread is told to end. */
const BEATS = 0;
const STOP = 1;
/** The thread looks so often within the limit, and the beat is twice as fast. */
const LOOKS = 6;
const LIMIT_MS = 30_000;
/** How long the hung thread has to tell where it is, and to end by itself. */
const TELL_WITHIN_MS = 3_000;

/** What the thread is given. */
interface Watch {
  cells: Int32Array;
  lookEveryMs: number;
  looks: number;
  limitMs: number;
  exitCode: number;
  tellWithinMs: number;
}

/** A watchdog that watches. */
export interface Watchdog {
  stop(): Promise<void>;
}

/**
 * Ends the process where its main thread has not got to its timers for so long, so that whoever started it (systemd,
 * Docker) starts it again: a node that hangs holds everybody's sockets open and answers nobody.
 *
 * A thread of its own looks after a count that the main thread raises. It is not told time by the clock, so that a board
 * that slept, or a process that was stopped and goes on, is not taken for one that hangs. When it has to act, it writes a
 * line to stderr, asks the hung thread through Node's inspector (inside of the process: no port is opened) where it
 * stands, writes that, and has it exit with code 70. A thread that hangs in a call of the system cannot be asked: then
 * the process is killed (137 to a shell).
 *
 * It watches nothing while somebody debugs the process.
 */
export function startWatchdog(limitMs = LIMIT_MS): Watchdog {
  if (inspectorUrl() !== undefined) return { stop: async () => undefined };
  const cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const lookEveryMs = limitMs / LOOKS;
  const watch: Watch = {
    cells,
    lookEveryMs,
    looks: LOOKS,
    limitMs,
    exitCode: HUNG_EXIT_CODE,
    tellWithinMs: TELL_WITHIN_MS,
  };
  // As text, so that it is found wherever this program is bundled into one file.
  const thread = new Worker(`(${watchOver})()`, {
    eval: true,
    workerData: watch,
    // It does next to nothing, and boards are small.
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
  thread.unref();
  const beat = setInterval(() => Atomics.add(cells, BEATS, 1), lookEveryMs / 2);
  beat.unref();
  return {
    async stop() {
      clearInterval(beat);
      Atomics.store(cells, STOP, 1);
      Atomics.notify(cells, STOP);
      await thread.terminate();
    },
  };
}

/** The thread. It is made from the text of this function: nothing outside of it is there. */
function watchOver(): void {
  const { writeSync } = process.getBuiltinModule("node:fs");
  const { Session } = process.getBuiltinModule("node:inspector");
  const { workerData } = process.getBuiltinModule("node:worker_threads");
  const { cells, lookEveryMs, looks, limitMs, exitCode, tellWithinMs } = workerData as Watch;

  const say = (message: string) => {
    try {
      writeSync(2, `${JSON.stringify({ level: "error", event: "watchdog", message })}\n`);
    } catch {
      // Nobody reads any more.
    }
  };

  function endHung(): void {
    say(`The main thread has not answered for ${limitMs / 1_000} s. The process ends, to be started again.`);
    setTimeout(() => {
      say("It could not be asked where it hangs. The process is killed.");
      process.kill(process.pid, "SIGKILL");
    }, tellWithinMs);
    const session = new Session();
    const files = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params }) => files.set(params.scriptId, params.url));
    session.on("Debugger.paused", ({ params }) => {
      const places = params.callFrames.slice(0, 8).map(({ functionName, location }) => {
        const file = (files.get(location.scriptId) ?? "").split("/").slice(-2).join("/");
        return `${functionName || "(anonymous)"} ${file}:${location.lineNumber + 1}`;
      });
      say(`It hangs in: ${places.join(" < ")}`);
      const expression = `globalThis.process.reallyExit(${exitCode})`;
      const callFrameId = params.callFrames[0]?.callFrameId ?? "";
      session.post("Debugger.evaluateOnCallFrame", { callFrameId, expression });
    });
    session.connectToMainThread();
    session.post("Debugger.enable");
    session.post("Debugger.pause");
  }

  let seen = -1;
  for (let silent = 0; silent < looks; silent++) {
    if (Atomics.wait(cells, 1, 0, lookEveryMs) !== "timed-out") return;
    const beats = Atomics.load(cells, 0);
    if (beats !== seen) silent = -1;
    seen = beats;
  }
  endHung();
}
