import { describe, expect, it } from "vitest";
import { createScriptRunner } from "../core/script/script-runner.ts";
import type { Hook, HookCall } from "../core/world/script-port.ts";
import { SCRIPT_TRANSCRIPT_HASH, scriptTranscript } from "../testing/script-cases.ts";
import { loadQuickJs } from "./quickjs.ts";

const call = (hook: Hook): HookCall => ({
  script: "door",
  hook,
  tick: 1,
  seed: 1,
  self: { id: "door", kind: "door", title: "Door", area: "hall", state: null },
  event: { by: { id: "p1", name: "Ann" } },
});

describe("scripts inside workerd", () => {
  const quickJs = loadQuickJs();

  it("do the same as everywhere, byte for byte", () => {
    expect(scriptTranscript(quickJs).hash).toBe(SCRIPT_TRANSCRIPT_HASH);
  });

  it("run, and are stopped, and go on", () => {
    const runner = createScriptRunner(quickJs);
    const source = "function onUse() { world.open(); }\nfunction onSay() {\n  for (;;) Math.abs(1);\n}";
    expect(runner.load([{ name: "door", file: "door.js", source }])).toEqual([]);
    const used = { ok: true, called: true, state: null, actions: [{ do: "open" }], interrupts: 0 };
    expect(runner.run(call("onUse"))).toEqual(used);
    expect(runner.run(call("onSay"))).toMatchObject({ ok: false, problem: { code: "SCRIPT_TOO_LONG", line: 3 } });
    expect(runner.run(call("onUse"))).toEqual(used);
  });

  it("cannot keep the machine busy with one native call after another", () => {
    const runner = createScriptRunner(quickJs);
    const source = "function onUse() { let x = 3n; for (;;) try { x *= x; } catch { x = 3n; } }";
    runner.load([{ name: "door", file: "door.js", source }]);
    expect(runner.run(call("onUse"))).toMatchObject({ ok: false, problem: { code: "SCRIPT_TOO_LONG" } });
  });

  it("start in a machine made anew, without compiling", () => {
    const runners = Array.from({ length: 5 }, () => createScriptRunner(loadQuickJs()));
    for (const runner of runners) {
      runner.load([{ name: "door", file: "door.js", source: "function onUse() { self.state = Math.random(); }" }]);
    }
    expect(new Set(runners.map((runner) => JSON.stringify(runner.run(call("onUse"))))).size).toBe(1);
  });
});
