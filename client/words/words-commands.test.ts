import { describe, expect, it } from "vitest";
import { findRealm } from "./realm-screens.ts";
import { wordsCommand, wordsHelp } from "./words-commands.ts";

describe("commands of the words around worlds", () => {
  it.each([
    ["quit", { do: "quit" }],
    ["  QUIT ", { do: "quit" }],
    ["realms", { do: "realms" }],
    ["leave", { do: "leave" }],
    ["passphrase", { do: "passphrase" }],
    ["map", { do: "map", on: null }],
    ["map ON", { do: "map", on: true }],
    ["map off", { do: "map", on: false }],
    ["quiz 259-dj9", { do: "quiz", code: "259-dj9" }],
    ["quiz", { do: "quiz", code: "" }],
    ["visit  Golden Dragon ", { do: "visit", realm: "Golden Dragon", isSure: true }],
    ["go whisperwood", { do: "visit", realm: "whisperwood", isSure: false }],
    ["reader on", { do: "set", setting: "reader", value: "on" }],
    ["Color 256", { do: "set", setting: "colour", value: "256" }],
    ["utf-8", { do: "set", setting: "utf8", value: "" }],
    ["help", { do: "help", topic: "" }],
    ["? map", { do: "help", topic: "map" }],
  ])("%s", (line, command) => {
    expect(wordsCommand(line)).toEqual(command);
  });

  it.each([
    "",
    "   ",
    "look",
    "go north",
    "go to the east",
    "go n",
    "go",
    "say quit",
    "quit it",
    "maps",
    "map of france",
    "leave coin",
    "'quit",
  ])("leave `%s` to the world", (line) => {
    expect(wordsCommand(line)).toBeNull();
  });

  it("all have help", () => {
    for (const { name, usage } of wordsHelp) {
      expect(Object.values(wordsCommand(name) ?? {})).toContain(name);
      expect(usage.split(" ")[0]).toBe(name);
    }
  });
});

describe("words for a realm", () => {
  const realms = [
    { realm: "golden-dragon", title: "The Golden Dragon Tavern", population: 0 },
    { realm: "golden-goose", title: "The Goose", population: 0 },
    { realm: "whisperwood", title: "Whisperwood Forest", population: 0 },
  ];

  it.each([
    ["golden-dragon", "golden-dragon"],
    ["the golden dragon tavern", "golden-dragon"],
    ["dragon", "golden-dragon"],
    ["Whisper", "whisperwood"],
    ["forest", "whisperwood"],
    ["golden", undefined],
    ["olden", undefined],
    ["", undefined],
    ["nowhere", undefined],
  ])("%s", (words, realm) => {
    expect(findRealm(words, realms)?.realm).toBe(realm);
  });
});
