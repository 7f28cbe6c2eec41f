import { stateHash } from "../core/random.ts";
import type { QuickJsModule } from "../core/script/quickjs.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import type { ScriptSource } from "../core/world/realm-map.ts";
import type { Hook, HookCall, HookResult, Json, ScriptProblem } from "../core/world/script-port.ts";

/** Scripts of all kinds: useful, wrong, greedy, endless, hostile. */
export const scriptCases: readonly ScriptSource[] = Object.entries({
  door: `
function onUse(event) {
  const uses = (self.state?.uses ?? 0) + 1;
  self.state = { uses, last: event.by.name, at: Date.now() };
  if (uses % 3 === 0) world.narrate("The " + self.title.toLowerCase() + " sticks.");
  else world.open();
}`,
  dice: `
const onSay = ({ text, by }) => {
  const sides = Number(/d(\\d+)/.exec(text)?.[1] ?? 6);
  const rolls = Array.from({ length: 5 }, () => 1 + Math.floor(Math.random() * sides));
  world.tell(by.id, rolls.sort((a, b) => a - b).join(", ") + " ✦ " + Math.sin(rolls[0]) + Math.exp(rolls[1] / 7));
  world.publish("dice", { rolls, mean: rolls.reduce((a, b) => a + b) / 5, on: new Date().toISOString() });
};`,
  clock: `
async function onTimer({ name }) {
  await null;
  world.timer(name, 1000);
  world.light("lamp", new Map([[1, true]]).get(1));
}`,
  endless: "function onUse() { try { for (;;) try { for (;;); } catch {} } finally { for (;;); } }",
  numbers: "function onUse() { let x = 3n; for (;;) try { x *= x; } catch { x = 3n; } }",
  greedy: `function onUse() { const all = []; for (;;) all.push("x".repeat(100) + all.length); }`,
  careful: `
function onUse() {
  const all = [];
  try { for (;;) all.push({ at: all.length }); } catch (error) { self.state = all.length; }
}`,
  deep: "function onUse() { return onUse() + 1; }\nfunction onLeave() { let d = 0; const f = () => { d++; f(); }; try { f(); } catch { self.state = d; } }",
  pattern: `function onSay({ text }) { world.say(String(/^(\\w+\\s?)*$/.test(text + " and so on, and so on, and so on!"))); }`,
  spoiler: `
Object.prototype.spoilt = "yes";
Array.prototype.push = () => { throw new Error("spoilt"); };
JSON.parse = JSON.stringify = () => "spoilt";
globalThis.count = 0;
function onUse() { self.state = [++count, Object.prototype.spoilt]; }`,
  wrong: "function onUse() {\n  return }}\n",
  thrower: "function onUse({ by }) {\n  by.absent.name;\n}",
}).map(([name, source]) => ({ name, file: `cases/${name}.js`, source }));

const hookNames: Hook[] = ["onUse", "onSay", "onTimer", "onLeave"];

/** Call number n: every script and hook in turn, with the state that the script kept. */
function caseCall(n: number, states: Map<string, Json>): HookCall {
  const script = scriptCases[n % scriptCases.length]?.name ?? "";
  const hook = hookNames[Math.floor(n / scriptCases.length) % hookNames.length] ?? "onUse";
  return {
    script,
    hook,
    tick: n * 400,
    seed: Math.imul(n, 0x9e3779b9) >>> 0,
    self: { id: script, kind: "prop", title: "Oak Door", area: "hall", state: states.get(script) ?? null },
    event: { by: { id: `p${n % 7}`, name: "Zoë 🜂" }, text: `roll d${4 + (n % 17)}`, name: "tick" },
  };
}

/** Loads the cases, calls them, and gives all that came of it. */
export function scriptTranscript(quickjs: QuickJsModule, calls = 384) {
  const runner = createScriptRunner(quickjs);
  const problems: ScriptProblem[] = runner.load(scriptCases);
  const states = new Map<string, Json>();
  const results: HookResult[] = [];
  for (let n = 0; n < calls; n++) {
    const call = caseCall(n, states);
    const result = runner.run(call);
    if (result.ok) states.set(call.script, result.state);
    results.push(result);
  }
  const saved = runner.save();
  return { problems, results, saved, hash: stateHash({ problems, results, saved }) };
}

/** Of {@link scriptTranscript} on every machine, with quickjs-wasi 3.6.2. */
export const SCRIPT_TRANSCRIPT_HASH = "f7d2b44aedd91ba6a41a703e5ed4f69673262a456196aaf28993abc07fed11ef";
