import { spawn } from "node:child_process";
import type { LogLine } from "../../api/ports.ts";
import { systemCode } from "../owner-fault.ts";

/** What systemd's own program for this is called. */
const PROGRAM = "systemd-notify";
const TELL_WITHIN_MS = 5_000;

/** The service manager that started the node, if one wants to be told how it goes. */
export interface ServiceManager {
  /** The node serves: the service counts as started, and what waits for it may start. */
  ready(status: string): Promise<void>;
  /** The node stops, and may take its time for it. */
  stopping(): Promise<void>;
}

/**
 * Tells systemd that the node is ready, that it lives, and that it stops (sd_notify(3)), where the service asks for it
 * (`Type=notify`, `WatchdogSec=`); otherwise does nothing. systemd listens on a datagram socket of the file system, which
 * Node cannot open, so its own `systemd-notify` is run, which is where systemd is; the unit says `NotifyAccess=all`,
 * for the word then comes from a child of the node. The sign of life is a process each time and therefore rare: what
 * notices a hung thread is the node's own watchdog, and this is for when that is hung too.
 * @param environment `NOTIFY_SOCKET` and `WATCHDOG_USEC`, as systemd sets them
 */
export function findServiceManager(
  environment: Record<string, string | undefined>,
  log: (line: LogLine) => void,
): ServiceManager {
  const socket = environment["NOTIFY_SOCKET"];
  if (!socket) return { ready: async () => undefined, stopping: async () => undefined };
  const tell = async (...words: string[]) => {
    const problem = await run(words, environment);
    if (problem) log({ level: "warn", event: "systemd", message: `${words.join(" ")}: ${problem}` });
  };
  const limitMs = Number(environment["WATCHDOG_USEC"] ?? 0) / 1_000;
  const isWatched = Number.isFinite(limitMs) && limitMs > 0;
  // Three times within the limit, so that one that is lost, or late on a busy board, does no harm.
  const life = isWatched ? setInterval(() => void tell("WATCHDOG=1"), limitMs / 3) : undefined;
  life?.unref();
  return {
    ready: (status) => tell("--ready", `--status=${status}`),
    stopping() {
      clearInterval(life);
      return tell("STOPPING=1");
    },
  };
}

/** Runs the program; gives what was wrong. Never rejects, and never takes long. */
function run(words: readonly string[], environment: Record<string, string | undefined>): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, words, { stdio: "ignore", env: environment, timeout: TELL_WITHIN_MS });
    child.on("error", (error) => {
      resolve(systemCode(error) === "ENOENT" ? `there is no ${PROGRAM} on this system` : error.message);
    });
    child.on("exit", (code, signal) => resolve(code === 0 ? null : `${PROGRAM} ended with ${code ?? signal}`));
  });
}
