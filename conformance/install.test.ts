import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Without our own node_modules/.bin in it: a newcomer's npm and Node. */
const newcomersPath = (process.env["PATH"] ?? "")
  .split(":")
  .filter((part) => !part.includes("node_modules"))
  .join(":");

// npm 11 warns of install scripts that package.json does not allow, npm 12 does not run them.
describe.each(["11", "12"])("npm %s, on a machine that has nothing yet", (npm) => {
  it("installs from the lockfile, with Node 24, esbuild and workerd in working order", () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-install-"));
    const run = (command: string, ...args: string[]) => {
      const env = { ...process.env, PATH: newcomersPath };
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: "utf8" });
      return { status, text: stdout + stderr };
    };
    try {
      for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(root, file), join(folder, file));
      const installed = run("npx", "-y", `npm@${npm}`, "ci", "--no-audit", "--no-fund", "--prefer-offline");
      expect(installed.status, installed.text).toBe(0);
      expect(run("node_modules/.bin/node", "--version").text).toMatch(/^v24\./);
      expect(run("node_modules/.bin/esbuild", "--version").status).toBe(0);
      expect(run("node_modules/.bin/workerd", "--version").status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
