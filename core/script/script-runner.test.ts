import { describe, expect, it } from "vitest";
import { quickJs } from "../../testing/quickjs.ts";
import { hookCall, runnerOf, runOnce } from "../../testing/script-calls.ts";
import { SCRIPT_TRANSCRIPT_HASH, scriptCases, scriptTranscript } from "../../testing/script-cases.ts";
import { hooks, SCRIPT_ACTIONS_MAX, SCRIPT_STATE_MAX_CHARS, SCRIPT_TEXT_MAX_CHARS } from "../world/script-port.ts";
import { SCRIPT_INTERRUPTS_MAX, SCRIPT_SOURCE_MAX_CHARS } from "./limits.ts";
import { createScriptRunner } from "./script-runner.ts";

const run = (source: string) => runOnce(quickJs, source);
const inUse = (body: string) => run(`function onUse(event) {\n${body}\n}`);
const problemIn = (body: string) => {
  const result = inUse(body);
  return result.ok ? null : result.problem;
};
const problemsOf = (source: string) => createScriptRunner(quickJs).load([{ name: "it", file: "tavern/it.js", source }]);

describe("hooks", () => {
  it("are called with what happened, and ask for things in order", () => {
    const result = inUse('world.say("Hello, " + event.by.name); world.open(); world.tell(event.by.id, "psst 🜂");');
    expect(result).toEqual({
      ok: true,
      called: true,
      state: null,
      actions: [{ do: "say", text: "Hello, Ann" }, { do: "open" }, { do: "tell", to: "p1", text: "psst 🜂" }],
      interrupts: 0,
    });
  });

  it("are found however they are written, and only where they are functions", () => {
    const source =
      "function onUse() {} const onSay = () => {}; let onTimer = 3; var onEnter = class {}; async function onLeave() {}";
    const runner = runnerOf(quickJs, source);
    expect(hooks.filter((hook) => runner.has("it", hook))).toEqual(["onUse", "onEnter", "onLeave", "onSay"]);
    expect(runner.has("other", "onUse")).toBe(false);
  });

  it("that are not there are not called, and the state stays", () => {
    const runner = runnerOf(quickJs, "");
    const nothing = { ok: true, called: false, state: { n: 1 }, actions: [], interrupts: 0 };
    expect(runner.run(hookCall({ state: { n: 1 } }))).toEqual(nothing);
    expect(runner.run(hookCall({ script: "other", state: { n: 1 } }))).toEqual(nothing);
  });

  it("know whose script they are, and cannot change that", () => {
    expect(inUse("world.say([self.id, self.kind, self.title, self.area].join());")).toMatchObject({
      actions: [{ text: "oak,door,Oak door,hall" }],
    });
    expect(problemIn('self.area = "vault";')).toMatchObject({ code: "SCRIPT_THREW", line: 2 });
  });

  it("may be asynchronous, as long as nothing is waited for that does not come", () => {
    expect(run('async function onUse() { await null; world.say("later"); self.state = 1; }')).toMatchObject({
      state: 1,
      actions: [{ do: "say", text: "later" }],
    });
    expect(run("async function onUse() { await new Promise(() => {}); world.open(); }")).toMatchObject({ actions: [] });
    expect(run('async function onUse() {\n  await null;\n  throw new Error("late");\n}')).toMatchObject({
      problem: { code: "SCRIPT_THREW", message: "Error: late", line: 3 },
    });
    expect(
      run("function onUse() { forgotten(); }\nasync function forgotten() { await 1; nothing.at.all; }"),
    ).toMatchObject({
      problem: { code: "SCRIPT_THREW", line: 2 },
    });
    expect(run("async function onUse() { await Promise.reject(new Error()).catch(() => {}); }")).toMatchObject({
      ok: true,
    });
  });
});

describe("the clock and chance of a script", () => {
  it("come from tick and seed alone", () => {
    const runner = runnerOf(
      quickJs,
      "function onUse() { self.state = [Date.now(), Math.random(), new Date().getHours()]; }",
    );
    const [at, lot] = [hookCall({ tick: 72_000 * 2 }), hookCall({ seed: 8 })].map((call) => runner.run(call));
    expect(at).toMatchObject({ state: [7_200_000, expect.any(Number), 2] });
    expect(lot).toMatchObject({ state: [5_000, expect.any(Number), 0] });
    expect(lot).not.toEqual(runner.run(hookCall({ seed: 9 })));
    expect(lot).toEqual(runner.run(hookCall({ seed: 8 })));
  });

  it("are evenly spread over [0, 1)", () => {
    const result = inUse(
      "const seen = Array(10).fill(0); for (let i = 0; i < 5000; i++) seen[Math.floor(Math.random() * 10)]++; self.state = seen;",
    );
    const seen = result.ok ? (result.state as number[]) : [];
    expect(seen).toHaveLength(10);
    for (const count of seen) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});

describe("self.state", () => {
  it("is all that a script keeps", () => {
    const runner = runnerOf(
      quickJs,
      "let calls = 0; function onUse() { calls++; self.state = { calls, n: (self.state?.n ?? 0) + 1 }; }",
    );
    const first = runner.run(hookCall());
    const second = runner.run(hookCall({ state: first.ok ? first.state : null }));
    expect(second).toMatchObject({ state: { calls: 1, n: 2 } });
  });

  it("is null where a script forgets it, and the parts that are undefined are left out", () => {
    expect(inUse("self.state = undefined;")).toMatchObject({ state: null });
    expect(inUse("delete self.state;")).toMatchObject({ state: null });
    expect(inUse("self.state = { a: undefined, b: [1, null] };")).toMatchObject({ state: { b: [1, null] } });
  });

  it.each([
    ["a function", "self.state = { a: () => 1 };"],
    ["a map", "self.state = { seen: new Map() };"],
    ["a date", "self.state = new Date();"],
    ["no number", "self.state = { a: { b: NaN } };"],
    ["a big integer", "self.state = 1n;"],
    ["a circle", "self.state = {}; self.state.self = self.state;"],
    ["a hole", "self.state = [1, , 2];"],
    ["too much", `self.state = "x".repeat(${SCRIPT_STATE_MAX_CHARS});`],
    ["far too much", 'self.state = "ü".repeat(100000);'],
    ["too deep", "let deep = []; for (let i = 0; i < 33; i++) deep = [deep]; self.state = deep;"],
  ])("cannot be %s", (_, body) => {
    expect(problemIn(body)).toMatchObject({ code: "SCRIPT_STATE", message: expect.stringContaining("self.state") });
  });

  it("may be as large as is said", () => {
    expect(inUse(`self.state = "x".repeat(${SCRIPT_STATE_MAX_CHARS - 2});`)).toMatchObject({ ok: true });
  });
});

describe("problems", () => {
  it.each([
    ["a syntax error", "function onUse() {\n  let a = ;\n}", "SCRIPT_SYNTAX", 2],
    ["a word that is not allowed there", "let a = 1;\nlet a = 2;", "SCRIPT_SYNTAX", 2],
    ["an end that is missing", "function onUse() {\n\n", "SCRIPT_SYNTAX", 3],
    ["a throw while loading", "\n\n\nboom();", "SCRIPT_THREW", 4],
    ["the API while loading", '\nworld.say("x");', "SCRIPT_API", 2],
    ["an endless loop while loading", "\n\nfor (;;) Math.abs(1);", "SCRIPT_TOO_LONG", 3],
    ["a name of ours", "\nlet world = 1;", "SCRIPT_THREW", 1],
    ["too long a source", "//".padEnd(SCRIPT_SOURCE_MAX_CHARS + 1), "SCRIPT_SYNTAX", 0],
    ["too many brackets", "(".repeat(30_000), "SCRIPT_MEMORY", 0],
  ])("at load name code, file and line: %s", (_, source, code, line) => {
    expect(problemsOf(source)).toEqual([{ code, line, file: "tavern/it.js", message: expect.any(String) }]);
  });

  it("leave a script without hooks, and the others as they are", () => {
    const runner = createScriptRunner(quickJs);
    const problems = runner.load([
      { name: "wrong", file: "wrong.js", source: "function onUse() {}\n)" },
      { name: "right", file: "right.js", source: "function onUse() {}" },
    ]);
    expect(problems).toMatchObject([{ file: "wrong.js", line: 2 }]);
    expect([runner.has("wrong", "onUse"), runner.has("right", "onUse")]).toEqual([false, true]);
  });

  it.each([
    ["a throw", '\n  throw new TypeError("no such door");', "TypeError: no such door", 3],
    [
      "a throw further in",
      "\n\n  const open = () => {\n    nothing.at.all;\n  };\n  open();",
      "ReferenceError: nothing is not defined",
      5,
    ],
    [
      "a throw in a native's callback",
      '\n  [1].map(() => {\n    throw new Error("in map");\n  });',
      "Error: in map",
      4,
    ],
    ["what is no error", '\n  throw "just text";', 'threw "just text"', 0],
    ["nothing", "throw null;", "threw nothing", 0],
    ["an object", "throw { get message() { for (;;); } };", "threw an object that is no Error", 0],
    [
      "an error that will not be read",
      "const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;); } }); throw e;",
      "Error",
      2,
    ],
    ["a proxy", "throw new Proxy(new Error('x'), { get() { throw 1; } });", "threw an object that is no Error", 0],
    [
      "a very long message",
      "throw new Error('x\\n'.repeat(5000));",
      expect.stringMatching(/^Error: (x )+…$|^Error: [x ]{290,}…$/),
      2,
    ],
  ])("in a hook say what and where: %s", (_, body, message, line) => {
    expect(problemIn(body)).toEqual({ code: "SCRIPT_THREW", file: "tavern/it.js", message, line });
  });

  it("find the line under any file name", () => {
    const runner = createScriptRunner(quickJs);
    for (const file of ["a b(c).js", "x:1:2.js", "ünï.js", "onUse (f.js:9:9)"]) {
      runner.load([{ name: "it", file, source: "function onUse() {\n  boom();\n}" }]);
      expect(runner.run(hookCall())).toMatchObject({ problem: { file, line: 2 } });
    }
  });
});

describe("the API", () => {
  it("has these verbs", () => {
    const result = inUse(`world.say(" a\\u0007b "); world.narrate("n"); world.tell("p1", "t");
      world.open(); world.close("gate"); world.lock(); world.unlock("gate"); world.light("lamp", false);
      world.move("barrel", "cellar"); world.give("key", "p1"); world.timer("again", 100); world.publish("news", { a: [1] });
      world.publish("none");`);
    expect(result).toMatchObject({
      actions: [
        { do: "say", text: "a b" },
        { do: "narrate", text: "n" },
        { do: "tell", to: "p1", text: "t" },
        { do: "open" },
        { do: "close", target: "gate" },
        { do: "lock" },
        { do: "unlock", target: "gate" },
        { do: "light", target: "lamp", on: false },
        { do: "move", target: "barrel", area: "cellar" },
        { do: "give", item: "key", to: "p1" },
        { do: "timer", name: "again", ms: 100 },
        { do: "publish", kind: "news", data: { a: [1] } },
        { do: "publish", kind: "none", data: null },
      ],
    });
  });

  it.each([
    ["world.say(3);", "world.say(text): the text must be a string, not 3"],
    ["world.say({});", "world.say(text): the text must be a string, not an object"],
    ['world.say(" \\n");', "world.say(text): the text is empty"],
    ['world.say("x".repeat(501));', `world.say(text): the text may have ${SCRIPT_TEXT_MAX_CHARS} characters at most`],
    [
      'world.say("x".repeat(300000));',
      `world.say(text): the text may have ${SCRIPT_TEXT_MAX_CHARS} characters at most`,
    ],
    ['world.tell(undefined, "x");', "world.tell(to, text): 'to' must be a string, not nothing"],
    ["world.open(5);", "world.open(door): 'door' must be a string, not 5"],
    ['world.light("lamp", 1);', "world.light(target, on): 'on' must be true or false, not 1"],
    ['world.move("x".repeat(65), "y");', "world.move(target, area): 'target' must be a name of 1 to 64 characters"],
    ['world.give("key\\u0000", "y");', "world.give(item, to): 'item' must be a name of 1 to 64 characters"],
    ['world.timer("t", 99);', "world.timer(name, ms): 'ms' must be a whole number from 100 to 3600000, not 99"],
    [
      'world.timer("t", "soon");',
      "world.timer(name, ms): 'ms' must be a whole number from 100 to 3600000, not \"soon\"",
    ],
    [
      'world.publish("k", () => 1);',
      "world.publish(kind, data) needs data that JSON can keep: it is of type function, which JSON cannot keep",
    ],
    [
      'world.publish("Big News", 1);',
      `world.publish(kind, data): 'kind' must be lower case words joined by - or ., as "market.sale", not "Big News"`,
    ],
    [
      'world.publish("k", "x".repeat(5000));',
      "world.publish(kind, data): the data may have 2000 characters of JSON at most",
    ],
  ])("refuses with a reason and a line: %s", (body, message) => {
    expect(problemIn(`\n${body}`)).toEqual({ code: "SCRIPT_API", message, file: "tavern/it.js", line: 3 });
  });

  it("takes a number of actions, and lets a script catch the refusal of more", () => {
    const many = (count: number) => inUse(`for (let i = 0; i < ${count}; i++) world.open();`);
    expect(many(SCRIPT_ACTIONS_MAX)).toMatchObject({
      ok: true,
      actions: Array(SCRIPT_ACTIONS_MAX).fill({ do: "open" }),
    });
    expect(many(SCRIPT_ACTIONS_MAX + 1)).toMatchObject({ ok: false, problem: { code: "SCRIPT_API" } });
    expect(
      inUse("for (let i = 0; i < 99; i++) try { world.open(); } catch (e) { self.state = e.name; }"),
    ).toMatchObject({
      state: "SCRIPT_API",
      actions: { length: SCRIPT_ACTIONS_MAX },
    });
  });

  it("does nothing of what a hook asked for that failed", () => {
    const runner = runnerOf(
      quickJs,
      'function onUse() { world.open(); boom(); }\nfunction onSay() { world.say("x"); }',
    );
    expect(runner.run(hookCall())).toEqual({ ok: false, problem: expect.anything(), off: false });
    expect(runner.run(hookCall({ hook: "onSay" }))).toMatchObject({ actions: [{ do: "say" }] });
  });
});

describe("a script that tricks", () => {
  const victim = {
    name: "victim",
    file: "victim.js",
    source:
      "function onUse(event) { world.say([event.by.name, {}.spoilt, [1].map(String)[0], JSON.stringify(self), typeof leak].join()); }",
  };
  const spoilers: [name: string, source: string][] = [
    [
      "prototypes",
      'Object.prototype.spoilt = 1; Array.prototype.map = () => ["spoilt"]; String.prototype.valueOf = () => "spoilt";',
    ],
    ["__proto__", "({}).__proto__.spoilt = 1; [].__proto__.join = () => 'spoilt'; globalThis.__proto__ = { leak: 1 };"],
    ["Function", '(() => {}).constructor("return this")().leak = 1; Function("leak = 1");'],
    ["eval", '(0, eval)("var leak = 1"); Object.setPrototypeOf(Object.prototype, null);'],
    [
      "JSON",
      'JSON.parse = JSON.stringify = () => "spoilt"; Object.defineProperty(Object.prototype, "toJSON", { value: () => "spoilt" });',
    ],
    [
      "symbols",
      "Object.prototype[Symbol.toPrimitive] = () => 'spoilt'; Array[Symbol.species] = null; Function.prototype[Symbol.hasInstance] = () => true;",
    ],
    ["the API", "world = {}; self = {};"],
    [
      "errors",
      "Error.prepareStackTrace = () => 'spoilt'; Error.stackTraceLimit = 0; Object.defineProperty(Error.prototype, 'name', { get() { for (;;); } });",
    ],
    [
      "setters",
      "Object.defineProperty(Object.prototype, 'state', { set() { throw 1; } }); Object.defineProperty(Object.prototype, '0', { set() {}, get() { return 1; } });",
    ],
    ["promises", "Promise.prototype.then = () => { for (;;); }; (async () => { for (;;) await 1; })();"],
  ];

  it.each(spoilers)("by %s spoils nothing for another", (_, source) => {
    const runner = createScriptRunner(quickJs);
    const untouched = runner.load([victim]);
    const before = runner.run(hookCall({ script: "victim" }));
    for (const scripts of [
      [{ name: "it", file: "it.js", source: `${source}\nfunction onUse() {}` }, victim],
      [victim, { name: "it", file: "it.js", source: `function onUse() { ${source} }` }],
    ]) {
      runner.load(scripts);
      runner.run(hookCall());
      expect([untouched, runner.run(hookCall({ script: "victim" }))]).toEqual([[], before]);
      expect(before).toMatchObject({ actions: [{ text: expect.stringMatching(/^Ann,,1,\{.*\},undefined$/) }] });
    }
  });

  it("finds nothing of the machine outside", () => {
    const body = `const all = new Set(); const look = (o) => { for (const k of Reflect.ownKeys(o)) all.add(String(k)); };
      look(globalThis); self.state = ["process", "require", "fetch", "WebAssembly", "std", "os", "console", "performance", "navigator", "SharedArrayBuffer", "Atomics", "WeakRef", "setTimeout", "host"].filter((k) => all.has(k));`;
    expect(inUse(body)).toMatchObject({ ok: true, state: [] });
    expect(problemsOf('import { x } from "std";')).toMatchObject([{ code: "SCRIPT_SYNTAX" }]);
    expect(run('async function onUse() {\n  await import("std");\n}')).toMatchObject({ ok: false });
  });

  it("learns no more of an event than is in it", () => {
    const event = JSON.parse('{ "by": { "id": "p1", "name": "A" }, "__proto__": { "x": 1 }, "constructor": 1 }');
    const runner = runnerOf(
      quickJs,
      "function onUse(event) { self.state = [Object.keys(event), event.x ?? null, {}.x ?? null]; }",
    );
    expect(runner.run(hookCall({ event }))).toMatchObject({ state: [["by", "__proto__", "constructor"], null, null] });
  });
});

describe("a script that takes too much", () => {
  const tooLong = "SCRIPT_TOO_LONG";
  const tooLarge = "SCRIPT_MEMORY";
  it.each([
    ["an endless loop", "for (;;);", tooLong],
    ["one that catches everything", "while (true) { try { while (true) {} } catch {} }", tooLong],
    ["one in finally", "try { for (;;); } finally { for (;;); }", tooLong],
    [
      "one in a generator's end",
      "for (const x of (function* () { try { yield 1; } finally { for (;;); } })()) break;",
      tooLong,
    ],
    ["a generator without end", "for (const x of (function* () { for (;;) yield 1; })());", tooLong],
    [
      "an asynchronous loop that catches",
      "const f = async () => { for (;;); }; (async () => { for (;;) try { await f(); } catch {} })();",
      tooLong,
    ],
    ["promises without end", "const f = () => Promise.resolve().then(f); f();", null],
    ["microtasks without end", "const f = () => queueMicrotask(f); f();", tooLong],
    ["calls without end in two directions", "const f = (n) => n > 30 || (f(n + 1), f(n + 1)); f(0);", tooLong],
    [
      "an evil comparator",
      "const a = Array.from({ length: 3000 }, (_, i) => i); for (;;) a.sort(() => Math.random() - 0.5);",
      tooLong,
    ],
    ["a slow pattern", '/^(a+)+$/.test("a".repeat(40) + "b");', tooLong],
    ["big integers", "let x = 3n; for (;;) try { x *= x; } catch { x = 3n; }", tooLong],
    ["powers", "for (;;) try { 3n ** 600000n; } catch {}", tooLong],
    ["native searches", "const a = new Array(60000).fill(0); for (;;) a.indexOf(1);", tooLong],
    ["comparisons", 'const a = "x".repeat(200000), b = "x".repeat(200000); for (;;) if (a !== b) break;', tooLong],
    ["copies", "const a = new Array(30000).fill(0); for (;;) a.slice();", tooLong],
    ["a getter on the state", "Object.defineProperty(self, 'state', { get() { for (;;); } });", tooLong],
    ["toJSON", "self.state = { toJSON() { for (;;); } };", tooLong],
    ["a proxy in the state", "self.state = new Proxy({}, { ownKeys() { for (;;); } });", tooLong],
    ["a thenable", "Promise.resolve({ then() { for (;;); } });", tooLong],
    ["deep recursion", "const f = () => f() + 1; f();", tooLarge],
    ["deep native recursion", 'JSON.parse("[".repeat(100000));', tooLarge],
    ["a deep pattern", 'new RegExp("(?:".repeat(20000));', "SCRIPT_THREW"],
    ["strings", 'const all = []; for (let i = 0; ; i++) all.push("x".repeat(1000) + i);', tooLarge],
    ["one string", 'let s = "xx"; for (let i = 0; i < 30; i++) s = (s + s).toUpperCase();', null],
    ["padding", 'const all = []; for (;;) all.push("x".padEnd(500000));', tooLarge],
    ["arrays", "const all = []; for (;;) all.push([1, 2, 3]);", tooLarge],
    ["one array", "new Array(1e9).fill(0);", tooLarge],
    ["a JSON bomb", 'JSON.parse("[" + "[],".repeat(60000) + "0]");', tooLarge],
    ["closures", "let f = null; for (;;) { const g = f; f = () => g; }", null],
    ["maps", "const m = new Map(); for (let i = 0; ; i++) m.set(i, {});", null],
    [
      "a state too deep to write",
      "let deep = []; for (let i = 0; i < 1500; i++) deep = [deep]; self.state = deep;",
      null,
    ],
    ["flattening", "let a = [1]; for (;;) a = [a, a, a].flat();", null],
  ])("is stopped, and leaves nothing behind: %s", (_, body, code) => {
    const runner = runnerOf(
      quickJs,
      `function onUse() { ${body} }\nfunction onSay() { self.state = "well"; world.open(); }`,
    );
    const fresh = runner.run(hookCall({ hook: "onSay" }));
    const result = runner.run(hookCall());
    expect(result).toMatchObject({ ok: false, problem: { code: code ?? expect.stringMatching(/TOO_LONG|MEMORY/) } });
    expect(runner.run(hookCall({ hook: "onSay" }))).toEqual(fresh);
    expect(fresh).toMatchObject({ ok: true, state: "well" });
  });

  it("may catch that memory ran out, and go on", () => {
    expect(
      inUse("const a = []; try { for (;;) a.push({ n: a.length }); } catch (e) { self.state = e.message; }"),
    ).toMatchObject({
      state: "out of memory",
    });
  });

  it("counts what it took, in interrupts", () => {
    const taken = (turns: number) => {
      const result = inUse(`let n = 0; for (let i = 0; i < ${turns}; i++) n += i; self.state = n;`);
      return result.ok ? result.interrupts : null;
    };
    expect(taken(10)).toBe(0);
    expect(taken(50_000)).toBeGreaterThan(2);
    expect(taken(50_000)).toBeLessThan(SCRIPT_INTERRUPTS_MAX);
    expect(taken(50_000)).toBe(taken(50_000));
    expect(taken(10_000_000)).toBe(null);
  });

  it("counts work in natives too", () => {
    const result = inUse("const a = new Array(20000).fill(0); for (let i = 0; i < 30; i++) a.indexOf(1);");
    expect(result.ok && result.interrupts).toBeGreaterThan(3);
  });
});

describe("the breaker", () => {
  const runner = () => runnerOf(quickJs, "function onUse({ fail }) { if (fail) boom(); }\nfunction onSay() {}");
  const use = (tick: number, fail: boolean) => hookCall({ tick, event: { fail } });

  it("switches a hook off after three failures in a row, and that hook alone", () => {
    const it = runner();
    const offs = [1, 2, 3].map((tick) => it.run(use(tick, true))).map((result) => !result.ok && result.off);
    expect(offs).toEqual([false, false, true]);
    expect([it.has("it", "onUse"), it.has("it", "onSay")]).toEqual([false, true]);
    expect(it.run(use(4, false))).toMatchObject({ ok: true, called: false });
  });

  it("counts anew after a success, but sees five failures within 1,200 ticks", () => {
    const failingAt = (ticks: number[]) => {
      const it = runner();
      for (const tick of ticks) {
        it.run(use(tick, true));
        it.run(use(tick, false));
      }
      return it.has("it", "onUse");
    };
    expect(failingAt([0, 300, 600, 900, 1200])).toBe(false);
    expect(failingAt([0, 300, 600, 900, 1201])).toBe(true);
    expect(failingAt([0, 300, 600, 900, 1201, 1400])).toBe(false);
  });

  it("is saved and restored, and forgotten when scripts are loaded anew", () => {
    const [one, other] = [runner(), runner()];
    for (const tick of [1, 2]) one.run(use(tick, true));
    other.restore(JSON.parse(JSON.stringify(one.save())));
    expect(other.save()).toEqual(one.save());
    expect(other.run(use(3, true))).toMatchObject({ off: true });
    other.load([{ name: "it", file: "it.js", source: "function onUse() {}" }]);
    expect([other.has("it", "onUse"), other.save()]).toEqual([true, {}]);
  });

  it.each([null, 3, "x", [], { a: 1 }, { "it/onUse": ["x", 1] }, { "it/onUse": [1] }])("passes over %j", (saved) => {
    const it = runner();
    it.restore(saved as never);
    expect([it.save(), it.has("it", "onUse")]).toEqual([{}, true]);
  });
});

describe("the same loads and calls", () => {
  it("give the same, byte for byte, on every machine", () => {
    const { hash, problems, results } = scriptTranscript(quickJs);
    expect(problems).toMatchObject([{ file: "cases/wrong.js" }]);
    const codes = new Set(results.map((result) => (result.ok ? String(result.called) : result.problem.code)));
    expect([...codes].sort()).toEqual(["SCRIPT_MEMORY", "SCRIPT_THREW", "SCRIPT_TOO_LONG", "false", "true"]);
    expect(hash).toBe(SCRIPT_TRANSCRIPT_HASH);
  });

  it("give the same whatever was called before", () => {
    const used = createScriptRunner(quickJs);
    used.load(scriptCases);
    for (const { name } of scriptCases) for (const hook of hooks) used.run(hookCall({ script: name, hook }));
    used.restore({});
    for (const { name } of scriptCases) {
      const fresh = createScriptRunner(quickJs);
      fresh.load(scriptCases);
      expect(used.run(hookCall({ script: name }))).toEqual(fresh.run(hookCall({ script: name })));
    }
  });
});
