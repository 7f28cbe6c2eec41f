import type { QuickJsModule } from "../core/script/quickjs.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import type { Hook, HookCall, HookResult, Json, ScriptRunner } from "../core/world/script-port.ts";

/** A call of a hook of the script `it`, with what a test does not care about filled in. */
export function hookCall(call: Partial<HookCall> & { state?: Json } = {}): HookCall {
  const { state = null, ...rest } = call;
  const self: HookCall["self"] = { id: "oak", kind: "door", title: "Oak door", area: "hall", state };
  return { script: "it", hook: "onUse", tick: 100, seed: 7, self, event: { by: { id: "p1", name: "Ann" } }, ...rest };
}

/** Loads one script named `it`; fails where it has a problem. */
export function runnerOf(quickjs: QuickJsModule, source: string): ScriptRunner {
  const runner = createScriptRunner(quickjs);
  const [problem] = runner.load([{ name: "it", file: "tavern/it.js", source }]);
  if (problem) throw new Error(`${problem.code} ${problem.message}, line ${problem.line}`);
  return runner;
}

/** Loads a script and calls one hook of it. */
export function runOnce(quickjs: QuickJsModule, source: string, hook: Hook = "onUse"): HookResult {
  return runnerOf(quickjs, source).run(hookCall({ hook }));
}
