import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { MortalServer } from "../crash/mortal-server.ts";
import { pause } from "../load/gate.ts";
import { edgeCommand } from "../servers/edge.ts";
import type { ServerCommand } from "../servers/server-process.ts";
import { contentOf, databasesIn, readStored, writeStored } from "./stored.ts";
import { type Commit, SyncedDisk } from "./synced-disk.ts";
import { type Step, tear } from "./torn-disk.ts";

/** How a node's lives end, and what its disk has when it comes back. */
export interface Ending {
  /** The node's data folder. */
  readonly data: string;
  /** Whether the node's log may tell of errors. */
  readonly mayLogErrors: boolean;
  /** What the node is started with. */
  command(port: number): ServerCommand;
  /** To be called before each start. */
  begin(): void;
  /** Ends the node's life. */
  end(server: MortalServer): Promise<void>;
  /** What went against the promise as far as the disk tells it. */
  readonly faults: string[];
  /** What was looked at, for the report. */
  readonly figures: Readonly<Record<string, number>>;
  /** All is over: nothing of it stays. */
  close(): void;
}

/** `kill -9`: the process is gone, and everything that it wrote is there. */
export class PlainKill implements Ending {
  readonly faults: string[] = [];
  readonly figures = {};
  readonly data: string;
  readonly mayLogErrors = false;
  readonly #folder: string;

  readonly #program: string;

  /** @param program the node's, bundled */
  constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
    this.data = join(folder, "data");
  }

  command(port: number): ServerCommand {
    return edgeCommand({ folder: this.#folder, port, program: this.#program });
  }

  begin(): void {}

  end(server: MortalServer): Promise<void> {
    return server.kill();
  }

  close(): void {}
}

/** Every other life is to end in the middle of a commit, which mostly comes soon. */
const COMMIT_WITHIN_MS = 400;
const RECORDER = join(import.meta.dirname, "recorder.ts");

/**
 * The power goes: of what was not synced yet, anything may be there or not. The node is killed, and its disk is made
 * into one that it might have found; many more of those are read beside it, from commits of the life that ended.
 */
export class TornPower implements Ending {
  readonly faults: string[] = [];
  readonly data: string;
  readonly mayLogErrors = false;
  readonly #folder: string;
  readonly #disk: SyncedDisk;
  readonly #images: number;
  readonly #random: () => number;
  readonly #steps = new Map<Step, number>();

  readonly #program: string;

  /** @param images how many disks are read at each end besides the one that the node comes back to */
  constructor(folder: string, program: string, images: number, random: () => number) {
    this.#folder = folder;
    this.#program = program;
    this.data = join(folder, "data");
    this.#images = images;
    this.#random = random;
    this.#disk = new SyncedDisk(this.data, join(folder, "record"));
    mkdirSync(this.data, { recursive: true });
  }

  get figures(): Record<string, number> {
    return Object.fromEntries([...this.#steps].map(([step, count]) => [`torn: ${step}`, count]));
  }

  command(port: number): ServerCommand {
    const command = edgeCommand({ folder: this.#folder, port, program: this.#program });
    const recorder = {
      NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${pathToFileURL(RECORDER).href}`,
      POWER_RECORD: join(this.#folder, "record"),
    };
    return { ...command, environment: { ...command.environment, ...recorder } };
  }

  begin(): void {
    this.#disk.begin();
  }

  async end(server: MortalServer): Promise<void> {
    if (this.#random() < 0.5) await this.#endInCommit(server);
    await server.kill();
    const commits = this.#disk.takeIn(this.#random);
    for (const path of databasesIn(this.data)) this.#tearLive(path);
    this.#tearMore(commits);
  }

  close(): void {}

  async #endInCommit(server: MortalServer): Promise<void> {
    server.signal("SIGUSR2");
    for (const end = performance.now() + COMMIT_WITHIN_MS; !server.ended && performance.now() < end; ) await pause(5);
  }

  /** What the node comes back to. Whoever was told of a commit was told after it was on the disk for good. */
  #tearLive(path: string): void {
    const [before, after] = [this.#disk.of(path), readStored(path)];
    const torn = this.#torn({ path, before, after });
    writeStored(path, torn, this.#random);
  }

  #tearMore(commits: readonly Commit[]): void {
    for (let i = 0; i < this.#images && commits.length > 0; i++) {
      const commit = commits[Math.floor(this.#random() * commits.length)];
      if (commit) this.#torn(commit);
    }
  }

  /** A disk as the power may leave it in the middle of a commit. All of the commit must be there or nothing of it. */
  #torn(commit: Commit) {
    const { step, disk } = tear(commit.before, commit.after, this.#random);
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    const look = (stored: Commit["before"]) => contentOf(stored, this.#folder, this.#random);
    const found = look(disk);
    const wanted = [look(commit.before), look(commit.after)];
    const where = `${commit.path.slice(this.data.length)}, torn at: ${step}`;
    this.faults.push(...found.faults.map((fault) => `${where}: ${fault}`));
    if (!wanted.some(({ digest }) => digest === found.digest)) this.faults.push(`${where}: neither before nor after`);
    return disk;
  }
}
