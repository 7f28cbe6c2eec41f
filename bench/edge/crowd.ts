import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { forkElsewhere } from "../load/elsewhere.ts";
import type { CrowdAnswer, CrowdJob, CrowdOrder, CrowdReport } from "./crowd-job.ts";

/** A crowd in a process of its own, so that what it costs is not the server's. */
export class CrowdProcess {
  readonly #child: ChildProcess = forkElsewhere(join(import.meta.dirname, "crowd-main.ts"));

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
