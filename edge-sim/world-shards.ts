import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Worlds } from "../api/ports.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { type RealmSummary, sceneryIn, summariesOf } from "../core/realm/realm-summary.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import type { Scenery } from "../core/world/scenery.ts";
import { FileSql } from "./file-sql.ts";
import type { Surroundings } from "./socket-process.ts";
import { WorldProcess } from "./world-process.ts";

/** The worlds of this node, one file each; a world is opened by its first visitor. */
export class WorldShards implements Worlds {
  readonly #open = new Map<string, WorldProcess>();
  readonly #folder: string;
  readonly #rapier: Rapier;
  readonly #around: Surroundings;

  constructor(folder: string, rapier: Rapier, around: Surroundings) {
    this.#folder = folder;
    this.#rapier = rapier;
    this.#around = around;
    mkdirSync(folder, { recursive: true });
  }

  async list(): Promise<RealmSummary[]> {
    return summariesOf(builtRealms);
  }

  async scenery(realm: string): Promise<Scenery | null> {
    return sceneryIn(builtRealms, realm);
  }

  /** A socket whose request has passed the API's checks. */
  accept(realm: string, id: string, socket: WebSocket, wire: Duplex): void {
    this.#shard(realm).accept(id, socket, wire);
  }

  stop(): void {
    for (const shard of this.#open.values()) shard.stop();
    this.#open.clear();
  }

  #shard(realm: string): WorldProcess {
    const open = this.#open.get(realm);
    if (open) return open;
    const map = builtRealms.find((one) => one.realm === realm);
    if (!map) throw new Error("there is no such realm");
    const sql = new FileSql(join(this.#folder, `${realm}.sqlite`));
    const shard = new WorldProcess(map, this.#rapier, sql, this.#around);
    this.#open.set(realm, shard);
    return shard;
  }
}
