import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HUNG_EXIT_CODE } from "./watchdog.ts";

const script = join(import.meta.dirname, "../../testing/hanging-process.ts");

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  errors: string;
}

function start(limitMs: number, ...how: string[]): { child: ChildProcess; end: Promise<End> } {
  const child = spawn(process.execPath, [script, String(limitMs), ...how], { stdio: ["ignore", "pipe", "pipe"] });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const end = once(child, "close").then(([code, signal]) => ({ code, signal, output, errors }));
  return { child, end };
}

describe.concurrent("the watchdog", () => {
  it.each(["loop", "pattern"])("ends a process that hangs in a %s with its code, and says where", async (how) => {
    const { code, errors } = await start(600, how).end;
    expect({ code, errors }).toMatchObject({ code: HUNG_EXIT_CODE });
    expect(errors).toContain('"event":"watchdog","message":"The main thread has not answered for 0.6 s.');
    expect(errors).toContain(how === "loop" ? "It hangs in: spin testing/hanging-process.ts:" : "It hangs in: ");
  });

  it("kills a process that hangs in the system, and says so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-hang-"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const { signal, errors } = await start(600, "system", join(folder, "pipe")).end;
    rmSync(folder, { recursive: true });
    expect({ signal, errors }).toMatchObject({ signal: "SIGKILL" });
    expect(errors).toContain("It could not be asked where it hangs.");
  });

  it.each(["busy", "stop", "idle"])("lets a process be that is %s", async (how) => {
    expect(await start(600, how).end).toMatchObject({ code: 0, output: "going\ndone\n", errors: "" });
  });

  it("does not take a process for one that hangs which was stopped, and goes on", async () => {
    const { child, end } = start(600, "wait", "2500");
    if (child.stdout) await once(child.stdout, "data");
    child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    child.kill("SIGCONT");
    expect(await end).toMatchObject({ code: 0, errors: "" });
  });
});
