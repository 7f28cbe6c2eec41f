import fc from "fast-check";
import { expect, it } from "vitest";
import { quickJs } from "../../testing/quickjs.ts";
import { createScriptRunner } from "../script/script-runner.ts";
import { readChange } from "./directory/change.ts";

it("whatever a script may publish, the directory takes: nothing is in the way of what comes later", () => {
  const runner = createScriptRunner(quickJs);
  let taken = 0;
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom("bell", "a.b", "a-b", "A", "a..b", "x".repeat(65), ""), fc.string({ maxLength: 8 })),
      fc.oneof(fc.jsonValue(), fc.constantFrom("é".repeat(1_990), "\u2028".repeat(1_000), "x".repeat(1_998))),
      (kind, data) => {
        const source = `function onUse() { world.publish(${JSON.stringify(kind)}, ${JSON.stringify(data)}); }`;
        runner.load([{ name: "it", file: "it.js", source }]);
        const self = { id: "it", kind: "prop", title: "it", area: "hall", state: null } as const;
        const result = runner.run({ script: "it", hook: "onUse", tick: 0, seed: 1, self, event: {} });
        if (!result.ok) return;
        const events = result.actions.flatMap((action) => (action.do === "publish" ? [{ id: 1, ...action }] : []));
        expect(readChange("publish", { realm: "a", shard: "main", epoch: 1, events })).toMatchObject({ ok: true });
        taken += 1;
      },
    ),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(50);
});
