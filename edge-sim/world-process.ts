import { randomBytes } from "node:crypto";
import { acceptWorldName } from "../core/quiz/world-names.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import { worldFactory } from "../core/world/world.ts";
import { WorldLog } from "../core/world/world-log.ts";
import { fileParts, fileSeed } from "./file-parts.ts";
import type { FileSql } from "./file-sql.ts";
import { loadQuickJs } from "./quickjs.ts";
import { SocketProcess, type Surroundings } from "./socket-process.ts";

/** A world's shard in this process. Its twin is `durable-objects/world-shard.ts`. */
export class WorldProcess extends SocketProcess<ShardRunner> {
  readonly runner: ShardRunner;
  readonly #sql: FileSql;

  constructor(map: RealmMap, rapier: Rapier, sql: FileSql, around: Surroundings) {
    super(around);
    this.#sql = sql;
    this.runner = new ShardRunner(map.realm, {
      ...this.shellPorts(map.realm),
      log: new WorldLog(sql, fileParts(sql)),
      factory: worldFactory({
        map,
        seed: fileSeed(sql, () => randomBytes(32).toString("hex")),
        bodies: physicsBodies(rapier, () => fixedPieces(map)),
        scripts: createScriptRunner(loadQuickJs()),
        problem: (line) => around.report(new Error(line), "script"),
      }),
      // What SQLite has taken is stored.
      stored: () => Promise.resolve(),
      acceptName: acceptWorldName,
      sendBytes: (id, frame) => this.sendBytes(id, frame),
      publish: (events) => around.count("world_events_unsent", events.length),
    });
  }

  protected override putAway(): void {
    this.runner.stop();
    this.#sql.close();
  }
}
