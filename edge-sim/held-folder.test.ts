import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdFolder, LOCK_FILE } from "./held-folder.ts";
import { OwnerFault } from "./owner-fault.ts";

let parent: string;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "skerry-held-"));
  folder = join(parent, "edge");
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(parent, { recursive: true });
});

function faultOf(run: () => unknown): OwnerFault {
  try {
    run();
  } catch (error) {
    if (error instanceof OwnerFault) return error;
    throw error;
  }
  throw new Error("no fault");
}

const hold = () => holdFolder(folder, "a node", Date.now());

/** Another process that holds the folder until it is ended. */
async function holdElsewhere(): Promise<ChildProcess> {
  const module = join(import.meta.dirname, "held-folder.ts");
  const script = `import { holdFolder } from ${JSON.stringify(module)};
    holdFolder(${JSON.stringify(folder)}, "a node", Date.now()); console.log("held"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

describe("a data folder", () => {
  it("is made where there is none, for its owner alone, and is held by one", () => {
    const held = hold();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, LOCK_FILE)).mode & 0o777).toBe(0o600);
    const fault = faultOf(hold);
    expect(fault.code).toBe("FOLDER_IN_USE");
    expect(fault.message).toContain(`a node (process ${process.pid}, since 20`);
    held.release();
    held.release();
    hold().release();
  });

  it("of another process is refused, and free again once that was killed", async () => {
    const child = await holdElsewhere();
    expect(faultOf(hold).message).toContain(`process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    hold().release();
  });

  it("that cannot be used is refused with the reason", () => {
    writeFileSync(folder, "a file");
    expect(faultOf(hold)).toMatchObject({ code: "FOLDER_UNUSABLE" });
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(join(folder, LOCK_FILE), "no database, but long enough to be taken for one, were it not for this");
    expect(faultOf(hold).message).toMatch(/node\.lock is damaged; delete that file/);
  });

  it("is not begun anew where a restore was interrupted between its two renames", () => {
    mkdirSync(`${folder}.restoring-77`);
    mkdirSync(`${folder}.before-restore-20261127T120000Z`);
    const fault = faultOf(hold);
    expect(fault.code).toBe("RESTORE_INTERRUPTED");
    expect(fault.message).toContain("edge.restoring-77");
    expect(fault.message).toContain("edge.before-restore-20261127T120000Z");
    rmSync(`${folder}.restoring-77`, { recursive: true });
    hold().release();
  });
});
