import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fail } from "../core/protocol/index.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { DirectoryFile } from "./directory-file.ts";
import { FileSql } from "./file-sql.ts";
import { loadRapier } from "./rapier.ts";
import { WorldShards } from "./world-shards.ts";

const rapier = await loadRapier();
const folder = mkdtempSync(join(tmpdir(), "skerry-worlds-"));
const reports: string[] = [];
const around = {
  clock: () => Date.now(),
  admit: async () => fail("TOKEN_INVALID"),
  count: () => undefined,
  report: (error: unknown, where: string) => void reports.push(`${where}: ${error}`),
};
let open: WorldShards | null = null;

function start(): WorldShards {
  open = new WorldShards(folder, rapier, around);
  return open;
}

function stop(): void {
  open?.stop();
  open = null;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let i = 0; !(await done()); i++) {
    if (i > 500) throw new Error(`waited in vain: ${reports.join()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Somebody published something while no world of this node could be reached. */
async function leaveNews(): Promise<void> {
  const sink = { deliver: () => Promise.reject(new Error("unreachable")) };
  const directory = new DirectoryFile(new FileSql(join(folder, "_directory.sqlite")), sink, around);
  for (const { realm, title, summary, areas } of builtRealms) {
    const shards = [{ id: "main", areas: areas.map(({ id }) => id), epoch: 1 }];
    expect(await directory.register({ realm, title, summary, shards, kinds: ["bell"] })).toMatchObject({ ok: true });
  }
  const events = [{ id: 1, kind: "bell", data: { by: "Ada" } }];
  expect(await directory.publish({ realm: "whisperwood", shard: "main", epoch: 1, events })).toMatchObject({
    ok: true,
  });
  directory.stop();
}

describe("the worlds of an edge node", () => {
  afterEach(() => stop());

  it("that nobody visits are woken by news that waited for them", async () => {
    await leaveNews();
    const worlds = start();
    expect((await worlds.stats()).realms[0]).toMatchObject({ realm: "golden-dragon", eventsHeld: 1 });
    await until(async () => (await worlds.stats()).total.eventsHeld === 0);
    expect(existsSync(join(folder, "golden-dragon.sqlite"))).toBe(true);
    expect(existsSync(join(folder, "whisperwood.sqlite"))).toBe(false);
    await until(async () => ((await worlds.stats()).realms[0]?.ticks ?? 0) > 0);
  });

  it("sign on when the node starts, if they ever were awake; also in a directory that knows nothing", async () => {
    for (const end of ["", "-wal", "-shm"]) rmSync(join(folder, `_directory.sqlite${end}`), { force: true });
    const worlds = start();
    await until(async () => ((await worlds.stats()).realms[0]?.ticks ?? 0) > 0);
    expect((await worlds.stats()).realms[1]?.ticks).toBe(0);
    expect((await worlds.npcs("golden-dragon"))?.length).toBe(8);
  });

  it("are not kept from starting by a directory that cannot be read", async () => {
    for (const end of ["-wal", "-shm"]) rmSync(join(folder, `_directory.sqlite${end}`), { force: true });
    writeFileSync(join(folder, "_directory.sqlite"), "no database at all, by any reading of it");
    reports.length = 0;
    start();
    expect(reports.join()).toContain("taking up the directory of worlds");
    stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
