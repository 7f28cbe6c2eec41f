import type { Connection, ConnectionContext, WSMessage } from "partyserver";
import { countedSql } from "../core/counted-sql.ts";
import type { Keepsake, LiveConnection } from "../core/ports.ts";
import { acceptWorldName } from "../core/quiz/world-names.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import { type DirectoryLine, Registrar } from "../core/realm/registrar.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import type { SimulationFactory } from "../core/world/simulation.ts";
import { worldFactory } from "../core/world/world.ts";
import { countedParts, WorldLog } from "../core/world/world-log.ts";
import { durableParts } from "./checkpoint-parts.ts";
import { durableSql } from "./durable-sql.ts";
import { loadQuickJs } from "./quickjs.ts";
import { loadRapier } from "./rapier.ts";
import { type SocketEnv, SocketObject } from "./socket-object.ts";

/** What a shard needs of its surroundings. */
export interface ShardEnv extends SocketEnv {
  DIRECTORY: { getByName(name: string): DirectoryLine };
}

/** A world's shard as a Durable Object, named by its realm. Its twin is `edge-sim/world-process.ts`. */
export class WorldShard<Env extends ShardEnv = ShardEnv> extends SocketObject<ShardRunner, Env> {
  #registrar: Registrar | null = null;

  /** Events of other realms, from the directory. Gives the sequence through which they are in the log of this one. */
  news(events: DirectoryEvent[]): Promise<number> {
    return this.during("news", this.#membership().deliver(events));
  }

  override onConnect(connection: Connection<Keepsake>, context: ConnectionContext): void {
    this.#membership().usage.calls += 1;
    super.onConnect(connection, context);
  }

  override onAlarm(): void {
    this.#membership().usage.calls += 1;
    super.onAlarm();
  }

  protected override heard(id: string, message: WSMessage): Promise<void> | undefined {
    this.#membership().usage.messages += 1;
    return super.heard(id, message);
  }

  /** How the world stands, for tests and operators. */
  status(): { tick: number; hash: string; awakeFor: string[]; connections: number } {
    const runner = this.runner();
    const { world } = runner;
    return { tick: world.tick, hash: world.hash(), awakeFor: this.awakeFor(), connections: runner.connections };
  }

  // A realm is never missing: who asks for one that does not exist is turned away before.
  protected override get isMissing(): boolean {
    return false;
  }

  protected override wake(live: () => LiveConnection[]): ShardRunner {
    const { storage } = this.ctx;
    const membership = this.#membership();
    const wrote = () => {
      membership.usage.rows += 1;
    };
    const parts = durableParts(storage, (error) => this.report(error, "checkpoint"));
    const runner = new ShardRunner(this.name, {
      ...this.shellPorts(),
      log: new WorldLog(countedSql(durableSql(storage), wrote), countedParts(parts, wrote)),
      factory: this.#factory(),
      stored: () => this.during("checkpoint", storage.sync()),
      acceptName: acceptWorldName,
      sendBytes: (id, frame) => this.sendBytes(id, frame),
      membership,
    });
    runner.load(live());
    return runner;
  }

  /** Made at the first use, as the runner is: each needs the other. */
  #membership(): Registrar {
    this.#registrar ??= new Registrar({
      // Its own name, whatever its map calls itself.
      map: { ...this.map(), realm: this.name },
      directory: this.env.DIRECTORY.getByName("main"),
      shard: () => this.runner(),
      during: (call) => this.during("directory", call),
      count: (name, by) => this.count(name, by),
      report: (error, where) => this.report(error, where),
    });
    return this.#registrar;
  }

  #factory(): SimulationFactory {
    const map = this.map();
    return worldFactory({
      map,
      seed: this.#seed(),
      bodies: physicsBodies(loadRapier(), () => fixedPieces(map)),
      scripts: createScriptRunner(loadQuickJs()),
      problem: (line) => this.report(new Error(line), "script"),
    });
  }

  /** What is built here; tests build their own. */
  protected map(): RealmMap {
    const map = builtRealms.find(({ realm }) => realm === this.name);
    if (!map) throw new Error("there is no such realm");
    return map;
  }

  /** Drawn once for the realm's whole life. */
  #seed(): string {
    const { kv } = this.ctx.storage;
    const kept = kv.get<string>("seed");
    if (kept !== undefined) return kept;
    const drawn = this.seed();
    kv.put("seed", drawn);
    return drawn;
  }

  /** 256 bits that decide every lot of this realm; tests choose their own. */
  protected seed(): string {
    return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
