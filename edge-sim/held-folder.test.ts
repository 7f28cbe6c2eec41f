import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdFolder, LOCK_FILE } from "./held-folder.ts";
import { OwnerFault } from "./owner-fault.ts";

const module = join(import.meta.dirname, "held-folder.ts");

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

/** Runs a script until it says that it holds the folder, and then on until the end of the test. */
async function start(flag: string, script: string): Promise<{ child: ChildProcess; said: string[] }> {
  const said: string[] = [];
  const child = spawn(process.execPath, [flag, "--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  while (!said.join("").includes("held\n")) said.push(String((await once(child.stdout, "data"))[0]));
  return { child, said };
}

/** Another process that holds the folder until it is ended. */
async function holdElsewhere(): Promise<ChildProcess> {
  const script = `import { holdFolder } from ${JSON.stringify(module)};
    holdFolder(${JSON.stringify(folder)}, "a node", Date.now()); console.log("held"); setInterval(() => {}, 1000);`;
  return (await start("--no-warnings", script)).child;
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

  it("stays held although its holder is forgotten", async () => {
    const script = `import { holdFolder } from ${JSON.stringify(module)};
      const hold = () => void holdFolder(${JSON.stringify(folder)}, "a node", Date.now());
      hold();
      try { hold(); } catch (error) { console.log(error.code); }
      for (let i = 0; i < 5; i++) { globalThis.gc(); await new Promise((done) => setTimeout(done, 20)); }
      console.log("held"); setInterval(() => {}, 1000);`;
    const child = await start("--expose-gc", script);
    expect(child.said.join("")).toBe("FOLDER_IN_USE\nheld\n");
    expect(faultOf(hold)).toMatchObject({ code: "FOLDER_IN_USE" });
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
