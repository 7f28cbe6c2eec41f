import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { figuresText } from "../../api/figures-text.ts";
import { NodeFigures } from "./node-figures.ts";
import { diskCheck, NodeHealth } from "./node-health.ts";

describe("the node's health", () => {
  it("is that of all that it depends on, and what is optional does not make it unwell", async () => {
    const health = new NodeHealth();
    health.add("rooms", () => ({ ok: true }));
    health.add("pages", async () => ({ ok: false, detail: "not built" }));
    health.add("uplink", () => ({ ok: false, detail: "nobody answers" }), true);
    health.add("name", () => ({ ok: true, detail: "skerry.local" }), true);
    expect(await health.states()).toEqual([
      { name: "rooms", ok: true },
      { name: "pages", ok: false, detail: "not built" },
      { name: "uplink", ok: true, detail: "not well, and not needed: nobody answers" },
      { name: "name", ok: true, detail: "skerry.local" },
    ]);
  });

  it("is told although a check throws or never ends, and looks once for many who ask", async () => {
    const health = new NodeHealth();
    let looks = 0;
    health.add("broken", () => {
      throw new Error("a secret");
    });
    health.add("silent", () => new Promise(() => undefined));
    health.add("counted", () => {
      looks += 1;
      return { ok: true };
    });
    const all = await Promise.all(Array.from({ length: 50 }, () => health.states()));
    expect(looks).toBe(1);
    expect(all[7]).toEqual([
      { name: "broken", ok: false, detail: "The check itself failed." },
      { name: "silent", ok: false, detail: "It did not answer in time." },
      { name: "counted", ok: true },
    ]);
  });

  it("knows whether the disk can be written and has room", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skerry-disk-"));
    expect(await diskCheck(folder)()).toMatchObject({ ok: true, detail: expect.stringMatching(/^\d+\.\d GB free$/) });
    expect(await diskCheck(folder, 1e18)()).toMatchObject({ ok: false, detail: expect.stringMatching(/^It is full/) });
    // Nobody can write there, not even root.
    expect(await diskCheck("/proc/1", 0)()).toMatchObject({ ok: false });
    rmSync(folder, { recursive: true });
    const health = new NodeHealth();
    health.add("disk", diskCheck(folder));
    expect((await health.states())[0]?.ok).toBe(false);
  });
});

describe("the node's figures", () => {
  it("count ticks by how long they took, and who is connected", () => {
    const figures = new NodeFigures();
    for (const ms of [0.5, 1, 45, 50, 51, 5_000]) figures.ticked("tavern", ms);
    figures.ticked("wood", 3);
    const gone = figures.connected("room");
    figures.connected("room");
    figures.connected("telnet");
    gone();
    gone();
    const text = figuresText(figures.read());
    figures.stop();
    expect(text).toContain('world_tick_seconds_bucket{realm="tavern",le="0.001"} 2\n');
    expect(text).toContain('world_tick_seconds_bucket{realm="tavern",le="0.05"} 4\n');
    expect(text).toContain('world_tick_seconds_bucket{realm="tavern",le="0.1"} 5\n');
    expect(text).toContain('world_tick_seconds_bucket{realm="tavern",le="+Inf"} 6\n');
    expect(text).toContain('world_tick_seconds_count{realm="tavern"} 6\n');
    expect(text).toContain('world_tick_seconds_sum{realm="wood"} 0.003\n');
    expect(text).toContain('connections{kind="room"} 1\n');
    expect(text).toContain('connections{kind="telnet"} 1\n');
    expect(text).toMatch(/memory_bytes\{kind="resident"\} \d{7,}\n/);
    expect(text).toMatch(/uptime_seconds [\d.]+\n/);
  });

  it("show how late the event loop was", async () => {
    const figures = new NodeFigures();
    const maxOf = () => Number(/delay_max_seconds ([\d.e-]+)/.exec(figuresText(figures.read()))?.[1]);
    expect(maxOf()).toBe(0);
    // A look must have been before and must come after, for a delay to be between them.
    while (maxOf() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const endMs = performance.now() + 400; performance.now() < endMs; );
    while (maxOf() < 0.25) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(maxOf()).toBeLessThan(5);
    figures.stop();
  });
});
