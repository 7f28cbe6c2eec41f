import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { costOf } from "./process-cost.ts";

describe("the cost of a process group", () => {
  it("is that of the leader and its children, and of nobody else", async () => {
    const burn =
      "const until = Date.now() + 300; while (Date.now() < until); console.log('done'); setTimeout(() => {}, 60000)";
    const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(burn)}], { stdio: "inherit" })`;
    const leader = spawn(process.execPath, ["-e", script], { detached: true, stdio: ["ignore", "pipe", "inherit"] });
    const group = leader.pid ?? 0;
    try {
      await once(leader.stdout, "data");
      const cost = costOf(group);
      expect(cost.cpuMs).toBeGreaterThan(150);
      expect(cost.residentKb).toBeGreaterThan(20_000);
      expect(cost.peakKb).toBeGreaterThanOrEqual(cost.residentKb);
      expect(cost.descriptors).toBeGreaterThan(5);
    } finally {
      process.kill(-group, "SIGKILL");
    }
  });

  it("of nobody is nothing", () => {
    expect(costOf(2 ** 30)).toEqual({ cpuMs: 0, residentKb: 0, peakKb: 0, descriptors: 0 });
  });
});
