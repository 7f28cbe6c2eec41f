// npm run replay -- FILE [--verify]: takes a world up from its file (`.skerry/edge/worlds/REALM.sqlite`) as its shard
// would, in a copy, and says how it stands. With --verify it does so twice, and through a save, and compares.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { builtRealms } from "../core/realm/built/index.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import { History } from "../core/world/shard/history.ts";
import { worldFactory } from "../core/world/world.ts";
import { WorldLog } from "../core/world/world-log.ts";
import { fileParts, fileSeed } from "../edge-sim/file-parts.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { loadQuickJs } from "../edge-sim/quickjs.ts";
import { loadRapier } from "../edge-sim/rapier.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { verify: { type: "boolean" } } });
const [file] = positionals;
if (!file) giveUp("Which file? npm run replay -- .skerry/edge/worlds/golden-dragon.sqlite --verify");
const realm = basename(file, ".sqlite");
const map = builtRealms.find((one) => one.realm === realm) ?? giveUp(`There is no realm “${realm}”.`);

const folder = mkdtempSync(join(tmpdir(), "skerry-replay-"));
try {
  const sql = new FileSql(copyOf(file, join(folder, "world.sqlite")));
  const first = takeUp(sql);
  console.log(`${realm}: tick ${first.tick}, of which ${first.replayed} were run again in ${first.ms} ms`);
  console.log(`state hash ${first.hash}`);
  if (values.verify) {
    const second = takeUp(sql);
    const same = second.hash === first.hash && first.hash === first.savedHash;
    console.log(same ? "the same again, and through a save" : `NOT the same: ${second.hash}, ${first.savedHash}`);
    process.exitCode = same ? 0 : 1;
  }
  sql.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The world as its log has it, and the same after a save. */
function takeUp(sql: FileSql) {
  const factory = worldFactory({
    map,
    seed: fileSeed(sql, () => giveUp("This file has no seed: it is no world.")),
    bodies: physicsBodies(loadRapier(), () => fixedPieces(map)),
    scripts: createScriptRunner(loadQuickJs()),
    problem: (line) => console.warn(line),
  });
  const startedMs = performance.now();
  const { world, replayed } = new History(new WorldLog(sql, fileParts(sql)), factory);
  const ms = Math.round(performance.now() - startedMs);
  const hash = world.hash();
  const savedHash = factory.restore(world.save()).hash();
  return { tick: world.tick, replayed, ms, hash, savedHash };
}

/** A copy that nobody writes to, of a file that a server may be writing. */
function copyOf(from: string, to: string): string {
  try {
    const database = new DatabaseSync(from, { readOnly: true });
    database.prepare("VACUUM INTO ?").run(to);
    database.close();
    return to;
  } catch (error) {
    return giveUp(`${from} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function giveUp(message: string): never {
  console.error(message);
  process.exit(2);
}
