import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "./commands.ts";
import { COMMAND_MAX_CHARS, parseCommand } from "./parse-command.ts";

function intentOf(line: string) {
  const parsed = parseCommand(line);
  return parsed.ok ? parsed.intent : parsed.problem;
}

describe("a command line", () => {
  it.each([
    ["look", { do: "look", at: null }],
    ["l", { do: "look", at: null }],
    ["look at the oak door", { do: "look", at: "oak door" }],
    ["x mug", { do: "look", at: "mug" }],
    ["n", { do: "go", direction: "north" }],
    ["NW", { do: "go", direction: "northwest" }],
    ["north", { do: "go", direction: "north" }],
    ["go to the north", { do: "go", direction: "north" }],
    ["go up", { do: "go", direction: "up" }],
    ["say hello there", { do: "say", text: "hello there" }],
    ["'hello there", { do: "say", text: "hello there" }],
    ['"hello', { do: "say", text: "hello" }],
    [":waves", { do: "emote", text: "waves" }],
    ["me waves", { do: "emote", text: "waves" }],
    ["tell Anna the door is open", { do: "tell", line: "Anna the door is open" }],
    ['whisper "Old Tom" hi', { do: "tell", line: '"Old Tom" hi' }],
    ['mute "The Dude"', { do: "mute", who: "The Dude" }],
    ["give mug to “Old Tom”", { do: "give", what: "mug", to: "Old Tom" }],
    ["history", { do: "history", of: null }],
    ["recall here", { do: "history", of: { channel: "area" } }],
    ["history REALM", { do: "history", of: { channel: "realm" } }],
    ["history Old Tom", { do: "history", of: { channel: "private", name: "Old Tom" } }],
    ['history "Area"', { do: "history", of: { channel: "private", name: "Area" } }],
    ["he", { do: "help", topic: null }],
    ["shout help!", { do: "call", text: "help!" }],
    ["who", { do: "who" }],
    ["get the mug", { do: "get", what: "mug" }],
    ["pick up the mug", { do: "get", what: "mug" }],
    ["take up a mug", { do: "get", what: "mug" }],
    ["get up", { do: "stand" }],
    ["drop 2.mug", { do: "drop", what: "2.mug" }],
    ["give the mug to Anna", { do: "give", what: "mug", to: "Anna" }],
    ["throw mug at the cat", { do: "throw", what: "mug", at: "cat" }],
    ["throw mug", { do: "throw", what: "mug", at: null }],
    ["i", { do: "inventory" }],
    ["inv", { do: "inventory" }],
    ["use bell", { do: "use", what: "bell" }],
    ["ring the bell", { do: "use", what: "bell" }],
    ["open oak door", { do: "open", what: "oak door" }],
    ["unlock chest with the brass key", { do: "unlock", what: "chest" }],
    ["push barrel", { do: "push", what: "barrel" }],
    ["sit", { do: "sit", on: null }],
    ["sit down on the bench", { do: "sit", on: "bench" }],
    ["stand", { do: "stand" }],
    ["help", { do: "help", topic: null }],
    ["? go", { do: "help", topic: "go" }],
    ["mute Ben", { do: "mute", who: "Ben" }],
  ])("%s", (line, intent) => {
    expect(intentOf(line)).toMatchObject(intent);
  });

  it.each([
    ["get", "COMMAND_INCOMPLETE", "Get what?"],
    ["give mug", "COMMAND_INCOMPLETE", "Give mug to whom?"],
    ["go sideways", "COMMAND_INCOMPLETE", "Go where?"],
    ["tell Anna", "COMMAND_INCOMPLETE", "Tell Anna what?"],
    ["'", "COMMAND_INCOMPLETE", "Say what?"],
    ["  ", "COMMAND_EMPTY", "help"],
    ["dance", "COMMAND_UNKNOWN", "dance"],
    ["lokk", "COMMAND_UNKNOWN", "Did you mean “look”?"],
    ["opne door", "COMMAND_UNKNOWN", "Did you mean “open”?"],
  ])("%s is answered with what helps", (line, code, words) => {
    const parsed = parseCommand(line);
    expect(parsed).toMatchObject({ ok: false, problem: { code } });
    expect(parsed.ok ? "" : parsed.problem.message).toContain(words);
  });

  it("abbreviates every command by its name's first three letters", () => {
    for (const { names } of commands) {
      const name = names[0] ?? "";
      const parsed = parseCommand(`${name.slice(0, 3)} x`);
      if (!parsed.ok) expect(parsed.problem.code, name).toBe("COMMAND_INCOMPLETE");
    }
  });

  it("is never too strange to be answered", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2 * COMMAND_MAX_CHARS }), (line) => {
        const parsed = parseCommand(line);
        if (!parsed.ok) expect(parsed.problem.message.length).toBeGreaterThan(4);
        if (parsed.ok && "text" in parsed.intent)
          expect(parsed.intent.text.length).toBeLessThanOrEqual(COMMAND_MAX_CHARS);
      }),
      { numRuns: 2_000 },
    );
  });
});
