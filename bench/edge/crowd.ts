import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CrowdAnswer, CrowdJob, CrowdOrder, CrowdReport } from "./crowd-job.ts";

const NICE = 19;

/**
 * A crowd in a process of its own, so that what it costs is not the server's. It steps behind the node that it visits: a
 * crowd is on machines of its own, and must not take the node's cores.
 */
export class CrowdProcess {
  /** A session of its own: Linux shares cores among sessions first, and then within each by niceness. */
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "crowd-main.ts"), {
    execPath: "nice",
    execArgv: ["-n", String(NICE), process.execPath, "--disable-warning=ExperimentalWarning"],
    detached: true,
  });

  constructor() {
    try {
      writeFileSync(`/proc/${this.#child.pid}/autogroup`, String(NICE));
    } catch {
      // Sessions are no groups here: then its niceness says it all.
    }
  }

  /** Resolves once everybody is in, or was turned away. */
  async enter(job: CrowdJob): Promise<void> {
    await this.#order({ order: "enter", job });
  }

  /** What is counted per time begins anew. */
  async reset(): Promise<void> {
    await this.#order({ order: "reset" });
  }

  async report(): Promise<CrowdReport> {
    const answer = await this.#order({ order: "report" });
    if ("report" in answer) return answer.report;
    throw new Error("the crowd has nothing to report");
  }

  end(): void {
    this.#child.kill();
  }

  async #order(order: CrowdOrder): Promise<CrowdAnswer> {
    this.#child.send(order);
    const [answer] = (await once(this.#child, "message")) as [CrowdAnswer];
    if ("failed" in answer) throw new Error(`the crowd failed: ${answer.failed}`);
    return answer;
  }
}
