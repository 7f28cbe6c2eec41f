import { fork } from "node:child_process";
import { join } from "node:path";
import type { LoadJob, LoadReport } from "./job.ts";

/** Does a job in a process of its own: no run finds the heap or the compiled code of another. */
export function runLoad(job: LoadJob): Promise<LoadReport> {
  const child = fork(join(import.meta.dirname, "main.ts"), { execArgv: ["--disable-warning=ExperimentalWarning"] });
  return new Promise((resolve, reject) => {
    child.once("message", (message) => {
      const { report, failed } = message as { report?: LoadReport; failed?: string };
      if (report) resolve(report);
      else reject(new Error(`the load failed: ${failed}`));
    });
    child.once("exit", (code) => reject(new Error(`the load process ended with ${code}`)));
    child.send(job);
  });
}
