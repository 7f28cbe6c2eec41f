import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Worlds } from "../api/ports.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { withTotal } from "../core/realm/directory/figures.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import {
  type NpcPlace,
  npcsIn,
  type RealmSummary,
  type RealmSurvey,
  sceneryIn,
  summariesOf,
  type WorldStats,
} from "../core/realm/realm-summary.ts";
import { Unreadable } from "../core/unreadable.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import type { Scenery } from "../core/world/scenery.ts";
import { DirectoryFile } from "./directory-file.ts";
import { FileOpener } from "./file-opener.ts";
import { FileSql } from "./file-sql.ts";
import { makeFolder } from "./folders.ts";
import { type Surroundings, turnAway } from "./socket-process.ts";
import { UplinkSockets } from "./uplink/uplink-sockets.ts";
import type { Wire } from "./wire.ts";
import { WorldProcess } from "./world-process.ts";

/** No realm is called so: names begin with a letter. */
const DIRECTORY = "_directory.sqlite";

/**
 * The worlds of this node, one file each, and their directory. A world is opened by its first visitor or by the first
 * news for it, and at the start if it was ever open: it may have something to tell.
 */
export class WorldShards implements Worlds {
  readonly #files: FileOpener;
  readonly #open = new Map<string, WorldProcess>();
  readonly #folder: string;
  readonly #rapier: Rapier;
  readonly #around: Surroundings;
  readonly directory: DirectoryFile;
  /** Of nodes that have their uplink here. */
  readonly uplinks: UplinkSockets;

  constructor(folder: string, rapier: Rapier, around: Surroundings) {
    this.#folder = folder;
    this.#rapier = rapier;
    this.#around = around;
    this.#files = new FileOpener(around);
    makeFolder(folder);
    const sink = { deliver: async (realm: string, events: DirectoryEvent[]) => this.#deliver(realm, events) };
    this.directory = new DirectoryFile(new FileSql(join(folder, DIRECTORY)), sink, around);
    this.uplinks = new UplinkSockets(this.directory.keeper, around);
    this.#takeUp();
  }

  /** What cannot be read is reported, and keeps nothing else from being read. */
  #takeUp(): void {
    for (const { realm } of builtRealms) {
      if (existsSync(this.#path(realm))) this.#ifReadable(() => this.#shard(realm).runner.takeUp());
    }
    try {
      void this.directory.directory;
    } catch (error) {
      this.#around.report(error, "taking up the directory of worlds");
    }
  }

  /** Does it, unless a world cannot be read: the log has it already. @returns whether it was done */
  #ifReadable(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return false;
    }
  }

  /** How many worlds have files that cannot be read. */
  get unreadable(): number {
    return this.#files.failures;
  }

  /** Worlds are there to be entered, though their directory cannot be read: then with nobody in them. */
  async list(): Promise<RealmSummary[]> {
    let survey: RealmSurvey = { figures: [], far: [] };
    this.#ifReadable(() => {
      survey = this.#survey();
    });
    return summariesOf(builtRealms, survey);
  }

  async npcs(realm?: string): Promise<NpcPlace[] | null> {
    return npcsIn(builtRealms, this.directory.npcs(), realm, this.#survey().far);
  }

  async stats(): Promise<WorldStats> {
    return withTotal(builtRealms, this.#survey().figures);
  }

  async forget(node: string): Promise<boolean> {
    return this.uplinks.host.forget(node);
  }

  async scenery(realm: string): Promise<Scenery | null> {
    return sceneryIn(builtRealms, realm);
  }

  /** Whether there is such a realm. */
  has(realm: string): boolean {
    return builtRealms.some((one) => one.realm === realm);
  }

  /** A connection to a realm that {@link has | there is}. */
  accept(realm: string, id: string, wire: Wire): void {
    const isIn = this.#ifReadable(() => this.#shard(realm).accept(id, wire));
    if (!isIn) turnAway(wire, "RESTART", "UNREADABLE");
  }

  stop(): void {
    this.uplinks.stop();
    this.directory.stop();
    for (const shard of this.#open.values()) shard.stop();
    this.#open.clear();
  }

  #survey(): RealmSurvey {
    return this.directory.survey(this.uplinks.host.presence);
  }

  #deliver(realm: string, events: DirectoryEvent[]): Promise<number> {
    return this.#shard(realm).registrar.deliver(events);
  }

  #path(realm: string): string {
    return join(this.#folder, `${realm}.sqlite`);
  }

  #shard(realm: string): WorldProcess {
    const open = this.#open.get(realm);
    if (open) return open;
    const map = builtRealms.find((one) => one.realm === realm);
    if (!map) throw new Error("there is no such realm");
    const shard = this.#files.open(
      this.#path(realm),
      "taking up a world",
      (sql) => new WorldProcess(map, this.#rapier, sql, this.#around, this.directory),
    );
    this.#open.set(realm, shard);
    return shard;
  }
}
