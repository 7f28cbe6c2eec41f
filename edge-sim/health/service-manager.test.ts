import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogLine } from "../../api/ports.ts";
import { findServiceManager } from "./service-manager.ts";

let folder: string;
const lines: LogLine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-systemd-"));
  lines.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true }));

/** In the place of systemd's program: notes what it is called with, and where it is to tell it. */
function standIn(exitCode: number): Record<string, string> {
  const path = join(folder, "systemd-notify");
  writeFileSync(path, `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >> ${folder}/told\nexit ${exitCode}\n`);
  chmodSync(path, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, NOTIFY_SOCKET: "/run/notify" };
}

const told = () => readFileSync(join(folder, "told"), "utf8").trim().split("\n");
const find = (environment: Record<string, string>) => findServiceManager(environment, (line) => lines.push(line));

describe("the service manager", () => {
  it("is told that the node is ready, lives, and stops", async () => {
    const manager = find({ ...standIn(0), WATCHDOG_USEC: "150000" });
    await manager.ready("on port 8787");
    expect(told()[0]).toBe("/run/notify --ready --status=on port 8787");
    const isAlive = () => told().filter((line) => line.endsWith("WATCHDOG=1")).length >= 2;
    while (!isAlive()) await new Promise((resolve) => setTimeout(resolve, 10));
    await manager.stopping();
    expect(told()).toContain("/run/notify STOPPING=1");
    const count = told().length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    // One that was on its way may still have come.
    expect(told().length - count).toBeLessThanOrEqual(1);
    expect(lines).toEqual([]);
  });

  it("that none asked for is told nothing", async () => {
    const { NOTIFY_SOCKET: _, ...environment } = standIn(0);
    const manager = find({ ...environment, WATCHDOG_USEC: "1000" });
    await manager.ready("");
    await manager.stopping();
    expect(() => told()).toThrow(/ENOENT/);
  });

  it("that cannot be told is a line in the log, and nothing else", async () => {
    await find(standIn(1)).ready("up");
    expect(lines.at(-1)?.message).toContain("systemd-notify ended with 1");
    await find({ PATH: folder.slice(0, -1), NOTIFY_SOCKET: "/run/notify" }).ready("up");
    expect(lines.at(-1)?.message).toContain("there is no systemd-notify on this system");
  });
});
