import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChange } from "../core/realm/directory/change.ts";
import type { Answer } from "../core/realm/directory/control-step.ts";
import { DirectoryKeeper } from "../core/realm/directory/keeper.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import { type DirectoryLine, Registrar } from "../core/realm/registrar.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { ShardShell } from "./shard-shell.ts";
import { smallWorlds } from "./small-world.ts";

type Verb = keyof DirectoryLine;

/** What is done to calls of one kind: they do not arrive, or arrive and their answers are lost, or arrive twice. */
export type Trouble = "cut" | "deaf" | "twice";

/** Some shards and their directory, on real files; each can crash, and every line between them can be troubled. */
export class RealmCluster {
  readonly shells = new Map<string, ShardShell>();
  readonly registrars = new Map<string, Registrar>();
  /** By `realm verb`, and `realm news` for deliveries. */
  readonly troubles = new Map<string, Trouble>();
  /** Every call that arrived, as `realm verb`. */
  readonly calls: string[] = [];
  readonly reports: string[] = [];
  keeper: DirectoryKeeper;
  alarmMs = Infinity;
  readonly #folder = mkdtempSync(join(tmpdir(), "skerry-cluster-"));
  #sql: FileSql;
  #life = 0;

  private constructor() {
    this.#sql = new FileSql(join(this.#folder, "directory.sqlite"));
    this.keeper = this.#open();
  }

  static async of(maps: readonly RealmMap[]): Promise<RealmCluster> {
    const cluster = new RealmCluster();
    for (const map of maps) {
      const factory = await smallWorlds(map);
      cluster.shells.set(map.realm, new ShardShell(factory, (shell) => cluster.#registrar(map, shell)));
    }
    return cluster;
  }

  get nowMs(): number {
    return Math.max(...[...this.shells.values()].map(({ time }) => time.nowMs));
  }

  shell(realm: string): ShardShell {
    const shell = this.shells.get(realm);
    if (!shell) throw new Error(`no realm ${realm}`);
    return shell;
  }

  /** Time passes everywhere, the directory's alarm included. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      for (const shell of this.shells.values()) await shell.pass(50);
      if (this.alarmMs <= this.nowMs) {
        this.alarmMs = Infinity;
        this.keeper.due();
      }
      await settled();
    }
  }

  /** A shard's process dies: its memory, its timers, and the calls that it waits for. */
  crash(realm: string): void {
    this.registrars.get(realm)?.stop();
    this.shell(realm).crash();
  }

  /** A shard at rest is forgotten, and its sockets stay. */
  hibernate(realm: string): void {
    this.registrars.get(realm)?.stop();
    this.shell(realm).hibernate();
  }

  /** The directory's process dies. `isLost`: and its file with it. */
  crashDirectory(isLost = false): void {
    this.#life += 1;
    if (isLost) this.#sql.erase();
    else this.#sql.close();
    this.keeper = this.#open();
  }

  count(realm: string, verb: string): number {
    return this.calls.filter((call) => call === `${realm} ${verb}`).length;
  }

  end(): void {
    for (const registrar of this.registrars.values()) registrar.stop();
    for (const shell of this.shells.values()) shell.end();
    this.#sql.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #registrar(map: RealmMap, shell: ShardShell): Registrar {
    const line = (verb: Verb) => (input: object) => this.#call(map.realm, verb, input);
    const registrar: Registrar = new Registrar({
      map,
      directory: { register: line("register"), report: line("report"), publish: line("publish") },
      shard: () => shell.runner,
      during: (call) => call,
      count: () => undefined,
      report: (error, where) => void this.reports.push(`${map.realm} ${where}: ${error}`),
    });
    this.registrars.set(map.realm, registrar);
    return registrar;
  }

  async #call(realm: string, verb: Verb, input: object): Promise<Answer> {
    const trouble = this.troubles.get(`${realm} ${verb}`);
    await Promise.resolve();
    if (trouble === "cut") throw new Error("unreachable");
    const answer = this.#carryOut(realm, verb, input);
    if (trouble === "twice") this.#carryOut(realm, verb, input);
    if (trouble === "deaf") throw new Error("the answer was lost");
    return answer;
  }

  #carryOut(realm: string, verb: Verb, input: object): Answer {
    this.calls.push(`${realm} ${verb}`);
    const read = readChange(verb, structuredClone(input));
    return read.ok ? this.keeper.change(read.change) : read;
  }

  async #deliver(realm: string, events: DirectoryEvent[]): Promise<number> {
    const trouble = this.troubles.get(`${realm} news`);
    await Promise.resolve();
    if (trouble === "cut") throw new Error("unreachable");
    this.calls.push(`${realm} news`);
    const registrar = this.registrars.get(realm);
    if (!registrar) throw new Error("unknown");
    const copy = structuredClone(events);
    const [heard] = await Promise.all([registrar.deliver(copy), trouble === "twice" ? registrar.deliver(copy) : 0]);
    if (trouble === "deaf") throw new Error("the answer was lost");
    return heard;
  }

  #open(): DirectoryKeeper {
    const life = this.#life;
    const keeper: DirectoryKeeper = new DirectoryKeeper({
      sql: this.#sql,
      // What a directory that died was told it does not hear.
      sink: {
        deliver: async (realm, events) => {
          const heard = await this.#deliver(realm, events);
          return life === this.#life ? heard : new Promise<never>(() => undefined);
        },
      },
      clock: () => this.nowMs,
      alarm: (atMs) => {
        this.alarmMs = atMs;
      },
      report: (error, where) => void this.reports.push(`${where}: ${error}`),
    });
    return keeper;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
