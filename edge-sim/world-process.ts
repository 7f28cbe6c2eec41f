import { randomBytes } from "node:crypto";
import { countedSql } from "../core/counted-sql.ts";
import { acceptWorldName } from "../core/quiz/world-names.ts";
import { type DirectoryLine, Registrar } from "../core/realm/registrar.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { ShardRunner } from "../core/world/shard/shard-runner.ts";
import { worldFactory } from "../core/world/world.ts";
import { countedParts, WorldLog } from "../core/world/world-log.ts";
import { namingFile } from "./file-opener.ts";
import { fileParts, fileSeed } from "./file-parts.ts";
import type { FileSql } from "./file-sql.ts";
import { loadQuickJs } from "./quickjs.ts";
import { SocketProcess, type Surroundings } from "./socket-process.ts";
import type { Wire } from "./wire.ts";

/** A world's shard in this process. Its twin is `durable-objects/world-shard.ts`. */
export class WorldProcess extends SocketProcess<ShardRunner> {
  readonly runner: ShardRunner;
  readonly registrar: Registrar;
  readonly #sql: FileSql;
  readonly #ticked: (ms: number) => void;

  /** Reads the world from its file, or begins it. Throws if it cannot be read. */
  constructor(map: RealmMap, rapier: Rapier, sql: FileSql, around: Surroundings, directory: DirectoryLine) {
    super(namingFile(around, sql.path));
    this.#sql = sql;
    this.#ticked = (ms) => around.ticked?.(map.realm, ms);
    const membership = new Registrar({
      map,
      directory,
      shard: () => this.runner,
      during: (call) => call,
      count: around.count,
      report: around.report,
    });
    const wrote = () => {
      membership.usage.rows += 1;
    };
    this.registrar = membership;
    this.runner = new ShardRunner(map.realm, {
      ...this.shellPorts(map.realm),
      log: new WorldLog(countedSql(sql, wrote), countedParts(fileParts(sql), wrote)),
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
      membership,
    });
    void this.runner.world;
  }

  override accept(id: string, wire: Wire): void {
    this.registrar.usage.calls += 1;
    super.accept(id, wire);
  }

  protected override message(id: string, data: string | Uint8Array): Promise<void> | undefined {
    this.registrar.usage.messages += 1;
    return super.message(id, data);
  }

  protected override timer(): void {
    const startMs = performance.now();
    super.timer();
    this.#ticked(performance.now() - startMs);
  }

  protected override putAway(): void {
    this.registrar.stop();
    this.runner.stop();
    this.#sql.close();
  }
}
