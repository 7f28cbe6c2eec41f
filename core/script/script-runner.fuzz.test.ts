import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quickJs } from "../../testing/quickjs.ts";
import { hookCall } from "../../testing/script-calls.ts";
import { hooks, SCRIPT_ACTIONS_MAX, SCRIPT_STATE_MAX_CHARS } from "../world/script-port.ts";
import { SCRIPT_INTERRUPTS_MAX } from "./limits.ts";
import { createScriptRunner } from "./script-runner.ts";

const pieces = fc.constantFrom(
  ...'function async onUse onSay (event) ( ) { } [ ] => ; , . = + ? : ... \n self .state world .say .timer .publish "x" `${ ` 1e9 3n null this'.split(
    " ",
  ),
  ..."for (;;) while(1) try{ }catch{ }finally{ throw new Proxy({},{}) Promise Symbol.iterator yield await class extends eval".split(
    " ",
  ),
  " .repeat(99999) ",
  " __proto__ ",
  "/(a+)+$/",
  "\0",
  "\ud800",
  "🜂",
);
const sources = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
  fc.array(pieces, { maxLength: 20 }).map((parts) => `function onUse(event) { ${parts.join(" ")} }`),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const events = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.object());
const ticks = fc.oneof(fc.nat(), fc.double(), fc.constantFrom(-1, Number.NaN, 2 ** 53));

describe("any script, called with anything", () => {
  it("gives a result of the right form, the same again, and does not throw", () => {
    const [one, other] = [createScriptRunner(quickJs), createScriptRunner(quickJs)];
    const check = fc.property(
      sources,
      fc.constantFrom(...hooks),
      events,
      ticks,
      fc.jsonValue(),
      (source, hook, event, tick, state) => {
        const scripts = [{ name: "it", file: "it.js", source }];
        const problems = one.load(scripts);
        expect(other.load(scripts)).toEqual(problems);
        for (const problem of problems) expect(problem).toMatchObject({ file: "it.js", line: expect.any(Number) });
        const call = hookCall({ hook, tick, event: event as never, state: state as never });
        const result = one.run(call);
        expect(other.run(call)).toEqual(result);
        if (!result.ok || !result.called) return;
        expect(result.actions.length).toBeLessThanOrEqual(SCRIPT_ACTIONS_MAX);
        expect(result.interrupts).toBeLessThanOrEqual(SCRIPT_INTERRUPTS_MAX);
        expect(JSON.stringify(result.state).length).toBeLessThanOrEqual(SCRIPT_STATE_MAX_CHARS);
      },
    );
    fc.assert(check, { numRuns: 400, seed: 20_261_121 });
  });
});
