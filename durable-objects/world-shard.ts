import type { LiveConnection } from "../core/ports.ts";
import { acceptWorldName } from "../core/quiz/world-names.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import type { SimulationFactory } from "../core/world/simulation.ts";
import { worldFactory } from "../core/world/world.ts";
import { WorldLog } from "../core/world/world-log.ts";
import { durableParts } from "./checkpoint-parts.ts";
import { durableSql } from "./durable-sql.ts";
import { loadQuickJs } from "./quickjs.ts";
import { loadRapier } from "./rapier.ts";
import { type SocketEnv, SocketObject } from "./socket-object.ts";

/** A world's shard as a Durable Object, named by its realm. Its twin is `edge-sim/world-process.ts`. */
export class WorldShard<Env extends SocketEnv = SocketEnv> extends SocketObject<ShardRunner, Env> {
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
    const runner = new ShardRunner(this.name, {
      ...this.shellPorts(),
      log: new WorldLog(
        durableSql(storage),
        durableParts(storage, (error) => this.report(error, "checkpoint")),
      ),
      factory: this.#factory(),
      stored: () => this.during("checkpoint", storage.sync()),
      acceptName: acceptWorldName,
      sendBytes: (id, frame) => this.sendBytes(id, frame),
      publish: (events) => this.count("world_events_unsent", events.length),
    });
    runner.load(live());
    return runner;
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
