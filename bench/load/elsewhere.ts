import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";

const NICE = 19;

/**
 * Starts a program that makes load as if it were on a machine of its own: what it costs is not the server's, and it steps
 * behind the server, whose cores it must not take.
 */
export function forkElsewhere(program: string): ChildProcess {
  const child = fork(program, {
    execPath: "nice",
    execArgv: ["-n", String(NICE), process.execPath, "--disable-warning=ExperimentalWarning"],
    // A session of its own: Linux shares cores among sessions first, and then within each by niceness.
    detached: true,
  });
  try {
    writeFileSync(`/proc/${child.pid}/autogroup`, String(NICE));
  } catch {
    // Sessions are no groups here: then its niceness says it all.
  }
  return child;
}
