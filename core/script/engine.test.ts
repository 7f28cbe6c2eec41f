import { describe, expect, it } from "vitest";
import { quickJs } from "../../testing/quickjs.ts";
import { Engine, type HostValue } from "./engine.ts";
import { SCRIPT_INTERRUPTS_MAX } from "./limits.ts";

function engineOf(prelude: string) {
  const heard: HostValue[][] = [];
  let instances = 0;
  const engine = new Engine(
    (imports) => {
      instances += 1;
      return quickJs(imports);
    },
    (values) => {
      heard.push(values);
      return undefined;
    },
  );
  engine.allow(SCRIPT_INTERRUPTS_MAX);
  const [start, host] = [engine.evaluate(prelude, "prelude"), engine.hostFunction()];
  if (start.ok && host.ok) engine.call(start.value, host.value);
  const image = engine.capture();
  return { engine, image, heard, instances: () => instances };
}

const evaluated = (engine: Engine, source: string) => {
  engine.allow(SCRIPT_INTERRUPTS_MAX);
  const outcome = engine.evaluate(source, "test");
  return outcome.ok ? engine.read(outcome.value, 1_000) : "failed";
};

describe("the engine", () => {
  it("goes back to where it was, and to where a script left it", () => {
    const { engine, image } = engineOf("(host) => { globalThis.n = 1; }");
    const { image: loaded } = engine.captureAfter(image, () => {
      evaluated(engine, "n = 2; globalThis.all = new Array(20000).fill(0).map((_, i) => i);");
    });
    expect((loaded?.bytes.length ?? 0) - image.bytes.length).toBeGreaterThan(160_000);
    expect((loaded?.bytes.length ?? 0) - image.bytes.length).toBeLessThan(700_000);
    for (let i = 0; i < 3; i++) {
      engine.restore(image);
      expect(evaluated(engine, "[n, typeof all].join()")).toBe("1,undefined");
      expect(evaluated(engine, "n = 9; Array.prototype.join = 3; 'x'.repeat(300000).length")).toBe(300_000);
      if (loaded) engine.restore(loaded);
      expect(evaluated(engine, "[n, all.reduce((a, b) => a + b)].join()")).toBe("2,199990000");
    }
  });

  it("takes a new instance only where memory has grown", () => {
    const { engine, image, instances } = engineOf("(host) => { globalThis.n = 1; }");
    engine.restore(image);
    expect(evaluated(engine, "for (;;);")).toBe("failed");
    engine.restore(image);
    expect([evaluated(engine, "n"), instances()]).toEqual([1, 1]);
    expect(engine.text("x".repeat(2_000_000))).toMatchObject({ ok: false });
    engine.restore(image);
    expect([evaluated(engine, "n"), instances()]).toEqual([1, 2]);
  });

  it("is of no use after a trap, until it is restored", () => {
    const { engine, image } = engineOf("(host) => {}");
    engine.restore(image);
    expect(evaluated(engine, "for (;;) 3n ** 600000n;")).toBe("failed");
    expect(engine.stopped).toBe(true);
    expect([evaluated(engine, "1"), engine.text("x").ok, engine.settle().ok]).toEqual(["failed", false, false]);
    engine.restore(image);
    expect(evaluated(engine, "1")).toBe(1);
  });

  it("hears what guest code says, of every type", () => {
    const { engine, image, heard } = engineOf("(host) => { globalThis.say = host; }");
    engine.restore(image);
    evaluated(engine, 'say("ü🜂\\ud800\\0", 1.5, true, null, undefined, {}, [1], () => 1, 1n, Symbol()); say();');
    expect(heard).toEqual([["ü🜂\ud800\0", 1.5, true, undefined, undefined, {}, {}, {}, {}, {}], []]);
    evaluated(engine, 'say("x".repeat(100000))');
    expect(heard[2]).toEqual(["x".repeat(20_000)]);
  });

  it("keeps the host's clock and chance out", () => {
    const { engine, image } = engineOf("(host) => {}");
    engine.restore(image);
    engine.nowMs = 86_400_000;
    expect(evaluated(engine, "new Date().toString() + new Date(2026, 6, 1).getTimezoneOffset()")).toBe(
      "Fri Jan 02 1970 00:00:00 GMT+00000",
    );
    const drawn = [1, 2].map(() => evaluated(engineOf("(host) => {}").engine, "Math.random()"));
    expect(drawn[0]).toBe(drawn[1]);
  });
});
