import { type Change, type Request, readChange } from "../core/realm/directory/change.ts";
import type { Answer } from "../core/realm/directory/control-step.ts";
import { type Directory, listNpcs } from "../core/realm/directory/directory.ts";
import { farNpcs, farSummaries, type Presence } from "../core/realm/directory/far-realms.ts";
import { figuresOf, type RealmFigures } from "../core/realm/directory/figures.ts";
import { DirectoryKeeper, type RealmSink } from "../core/realm/directory/keeper.ts";
import type { NpcPlace, RealmSurvey } from "../core/realm/realm-summary.ts";
import type { DirectoryLine } from "../core/realm/registrar.ts";
import type { FileSql } from "./file-sql.ts";
import type { Surroundings } from "./socket-process.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Timers of Node hold at most this many milliseconds. */
const TIMEOUT_MAX_MS = 2_147_483_647;

/** An alarm that failed, for the disk is full, is tried again after this. */
const AGAIN_MS = 60_000;

/** The directory of realms in a file of this node. Its twin is `durable-objects/shard-directory.ts`. */
export class DirectoryFile implements DirectoryLine {
  /** For the ends of uplinks. */
  readonly keeper: DirectoryKeeper;
  readonly #sql: FileSql;
  readonly #clock: () => number;
  readonly #report: Surroundings["report"];
  #alarm: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(sql: FileSql, sink: RealmSink, { clock, report }: Surroundings) {
    this.#sql = sql;
    this.#clock = clock;
    this.#report = report;
    this.keeper = new DirectoryKeeper({ sql, sink, clock, alarm: (atMs) => this.#setAlarm(atMs), report });
  }

  // Called by shards in the middle of their own work: what follows must not reach them before that is done.

  async register(registration: unknown): Promise<Answer> {
    return this.#change("register", registration);
  }

  async report(report: unknown): Promise<Answer> {
    return this.#change("report", report);
  }

  async publish(publication: unknown): Promise<Answer> {
    return this.#change("publish", publication);
  }

  /**
   * Every realm that ever registered, read from the file at the first use; what waits for any goes out again. Throws an
   * {@link UnreadableFile} if it cannot be read.
   */
  get directory(): Directory {
    try {
      return this.keeper.directory;
    } catch (error) {
      throw error instanceof UnreadableFile ? error : new UnreadableFile(this.#sql.path, error);
    }
  }

  /** The NPCs of one realm, or of all; those of nodes included. */
  npcs(realm?: string): NpcPlace[] {
    return [...listNpcs(this.directory, realm), ...farNpcs(this.directory, this.#clock())];
  }

  figures(presence: Presence): RealmFigures[] {
    return figuresOf(this.directory, this.#clock(), presence);
  }

  /** All that lists of realms are made of. */
  survey(presence: Presence): RealmSurvey {
    return { figures: this.figures(presence), far: farSummaries(this.directory, this.#clock(), presence) };
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#alarm);
    this.#sql.close();
  }

  async #change(type: Request, input: unknown): Promise<Answer> {
    await Promise.resolve();
    if (this.#isStopped) throw new Error("the node stops");
    const read: { ok: true; change: Change } | Extract<Answer, { ok: false }> = readChange(type, input);
    if (!read.ok) return read;
    void this.directory;
    return this.keeper.change(read.change);
  }

  #setAlarm(atMs: number): void {
    clearTimeout(this.#alarm);
    if (this.#isStopped) return;
    const inMs = Math.min(TIMEOUT_MAX_MS, Math.max(0, atMs - this.#clock()));
    this.#alarm = setTimeout(() => this.#due(), inMs);
  }

  #due(): void {
    try {
      this.keeper.due();
    } catch (error) {
      this.#report(error, "the directory's alarm");
      this.#setAlarm(this.#clock() + AGAIN_MS);
    }
  }
}
