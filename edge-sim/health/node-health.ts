import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import type { DependencyState } from "../../api/ports.ts";

/** What a check finds. */
export interface Finding {
  ok: boolean;
  /** For everybody who asks: no paths, names or addresses. */
  detail?: string;
}

/** A look at one thing that the node depends on; one that throws, or takes long, is itself what is not well. */
export type Check = () => Finding | Promise<Finding>;

/** Anybody may ask; that something is well is told again for so long, however many ask. */
const FRESH_MS = 1_000;
const WITHIN_MS = 2_000;

interface Entry {
  name: string;
  check: Check;
  isOptional: boolean;
  askedMs: number;
  finding: Promise<Finding> | null;
}

/** What the node depends on, for `/health`. */
export class NodeHealth {
  readonly #entries: Entry[] = [];

  /**
   * Adds a dependency.
   * @param isOptional the node serves all the same without it: it is told, but does not make the node unwell
   */
  add(name: string, check: Check, isOptional = false): void {
    this.#entries.push({ name, check, isOptional, askedMs: -Infinity, finding: null });
  }

  /** How everything is, in the order in which it was added. Never rejects. */
  async states(): Promise<DependencyState[]> {
    return Promise.all(
      this.#entries.map(async (entry) => {
        const { ok, detail } = await this.#find(entry);
        const told = !ok && entry.isOptional ? `not well, and not needed${detail ? `: ${detail}` : ""}` : detail;
        return { name: entry.name, ok: ok || entry.isOptional, ...(told ? { detail: told } : {}) };
      }),
    );
  }

  #find(entry: Entry): Promise<Finding> {
    const nowMs = performance.now();
    if (!entry.finding || nowMs - entry.askedMs > FRESH_MS) {
      entry.askedMs = nowMs;
      const finding = inTime(entry.check);
      entry.finding = finding;
      // Whoever mends something wants to see it at once.
      void finding.then(({ ok }) => {
        if (!ok && entry.finding === finding) entry.finding = null;
      });
    }
    return entry.finding;
  }
}

async function inTime(check: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: "It did not answer in time." }), WITHIN_MS);
  });
  try {
    return await Promise.race([(async () => check())(), tooLate]);
  } catch {
    return { ok: false, detail: "The check itself failed." };
  } finally {
    clearTimeout(timer);
  }
}

/** Below this nothing is safe any more: a world's checkpoint and its log need some megabytes. */
const FREE_MIN_BYTES = 64_000_000;

/**
 * Whether the data folder can be written, and has room. It writes nothing itself: a card wears out by writing, and one
 * that fails is mounted read-only by the system, which shows.
 */
export function diskCheck(folder: string, freeMinBytes = FREE_MIN_BYTES): Check {
  return async () => {
    const { bavail, bsize, ffree, files } = await statfs(folder);
    const freeBytes = bavail * bsize;
    const detail = `${(freeBytes / 1e9).toFixed(1)} GB free`;
    const isWritable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable) return { ok: false, detail: "It cannot be written." };
    if (freeBytes < freeMinBytes) return { ok: false, detail: `It is full: ${detail}.` };
    // Some file systems count no files, and say that there are 0.
    if (files > 0 && ffree === 0) return { ok: false, detail: "It holds no more files." };
    return { ok: true, detail };
  };
}
