import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builtRealms } from "../../core/realm/built/index.ts";
import { createScriptRunner } from "../../core/script/script-runner.ts";
import { fixedPieces } from "../../core/world/fixed-pieces.ts";
import { physicsBodies } from "../../core/world/physics-bodies.ts";
import { readPortable } from "../../core/world/portable/read-portable.ts";
import type { PortableSave } from "../../core/world/portable/saved-thing.ts";
import { readWorld } from "../../core/world/save-world.ts";
import { History } from "../../core/world/shard/history.ts";
import { worldFactory } from "../../core/world/world.ts";
import { WorldLog } from "../../core/world/world-log.ts";
import { fileParts, fileSeed } from "../../edge-sim/file-parts.ts";
import { FileSql } from "../../edge-sim/file-sql.ts";
import { loadQuickJs } from "../../edge-sim/quickjs.ts";
import { loadRapier } from "../../edge-sim/rapier.ts";
import { readStored, writeStored } from "../power/stored.ts";

/** What the things of a world are, from its file; nobody else may have it open. Throws if it cannot be read. */
export async function thingsIn(path: string, realm: string): Promise<PortableSave["things"]> {
  const map = builtRealms.find((one) => one.realm === realm);
  if (!map) throw new Error(`there is no realm ${realm}`);
  const sql = new FileSql(path);
  const rapier = await loadRapier();
  const factory = worldFactory({
    map,
    seed: fileSeed(sql, () => {
      throw new Error("this world has no seed");
    }),
    bodies: physicsBodies(rapier, () => fixedPieces(map)),
    scripts: createScriptRunner(loadQuickJs()),
    problem: () => undefined,
  });
  try {
    const { world } = new History(new WorldLog(sql, fileParts(sql)), factory);
    const saved = readPortable(readWorld(world.save().bytes).portable ?? "");
    if ("problem" in saved) throw new Error(saved.problem);
    return saved.things;
  } finally {
    sql.close();
  }
}

/** To which tick a world's log reaches; its server is dead, and its file stays as it is. 0: there is none. */
export function loggedTick(path: string, workshop: string): number {
  const folder = mkdtempSync(join(workshop, "log-"));
  const sql = new FileSql(join(folder, "copy.sqlite"));
  try {
    writeStored(sql.path, readStored(path));
    const log = new WorldLog(sql, fileParts(sql));
    return Math.max(log.checkpoint()?.tick ?? 0, ...[...log.rows(0)].map(({ to }) => to));
  } finally {
    sql.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
