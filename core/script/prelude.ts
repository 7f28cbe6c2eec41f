/**
 * What scripts find in their machine, in its own JavaScript: `world`, `self`, and a `Math.random` that is seeded anew
 * for each call. It keeps what it needs of the built-in objects before a script can change them. Nothing here is
 * relied upon for safety: what comes out is checked on the other side.
 *
 * Gives a function that takes the way out and gives `keep` (the hooks; gives a bit for each that is there),
 * `run` (a call as JSON) and `state` (as JSON).
 */
export const prelude = `(host) => {
  "use strict";
  const { parse, stringify } = JSON;
  const { defineProperty, freeze, getPrototypeOf, prototype } = Object;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { imul } = Math;
  const TypeError = globalThis.TypeError;
  const problem = (name, message) => defineProperty(new Error(message), "name", { value: name });

  let seed = 0;
  // mulberry32
  defineProperty(Math, "random", { value: () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  } });

  const ask = (verb, first, second) => {
    const refusal = host(verb, first, second);
    if (refusal !== undefined) throw problem("SCRIPT_API", refusal);
  };
  const plain = (key, value) => {
    const type = typeof value;
    const proto = value !== null && type === "object" ? getPrototypeOf(value) : null;
    if (type === "number" ? isFinite(value) : type === "string" || type === "boolean") return;
    if (type === "undefined" && key !== "" && !(+key >= 0)) return;
    if (type === "object" && (proto === null || proto === prototype || isArray(value))) return;
    const what = type === "object" ? "an object of a class" : type === "number" ? "not a finite number" : "of type " + type;
    throw problem("SCRIPT_STATE", (key === "" ? "it is " : "its '" + key + "' is ") + what + ", which JSON cannot keep");
  };
  const toJson = (value) => {
    try {
      return stringify(value, function (key, written) {
        plain(key, key === "" ? value : this[key]);
        return written;
      });
    } catch (error) {
      throw error instanceof TypeError ? problem("SCRIPT_STATE", "it has a " + error.message) : error;
    }
  };
  const published = (data) => {
    try {
      return toJson(data === undefined ? null : data);
    } catch (error) {
      throw problem("SCRIPT_API", "world.publish(kind, data) needs data that JSON can keep: " + error.message);
    }
  };
  defineProperty(globalThis, "world", { value: freeze({
    say: (text) => ask("say", text),
    narrate: (text) => ask("narrate", text),
    tell: (to, text) => ask("tell", to, text),
    open: (target) => ask("open", target),
    close: (target) => ask("close", target),
    lock: (target) => ask("lock", target),
    unlock: (target) => ask("unlock", target),
    light: (target, on) => ask("light", target, on),
    move: (target, area) => ask("move", target, area),
    give: (item, to) => ask("give", item, to),
    timer: (name, ms) => ask("timer", name, ms),
    publish: (kind, data) => ask("publish", kind, published(data)),
  }) });

  let me;
  let hooks = [];
  defineProperty(globalThis, "self", { get: () => me });
  const own = ["id", "kind", "title", "area"];
  return {
    keep: (found) => {
      let bits = 0;
      for (let i = 0; i < found.length; i++) if (found[i] !== null) bits |= 1 << i;
      hooks = found;
      return bits;
    },
    run: (json) => {
      const call = parse(json);
      me = call.self;
      seed = call.seed;
      for (let i = 0; i < own.length; i++) defineProperty(me, own[i], { writable: false, configurable: false });
      const hook = hooks[call.hook];
      hook(call.event);
    },
    state: () => me.state === undefined ? "null" : toJson(me.state),
  };
}`;
