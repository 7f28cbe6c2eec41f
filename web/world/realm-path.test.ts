import { describe, expect, it } from "vitest";
import { realmBehindGate, realmInPath } from "./realm-path.ts";

describe("realmInPath", () => {
  it.each([
    ["/world/golden-dragon", "golden-dragon"],
    ["/world/Whisperwood/", "whisperwood"],
    ["/world/", null],
    ["/world", null],
    ["/world/..", null],
    ["/world/a--b", null],
    ["/world/-a", null],
    ["/world/a%2Fb", null],
    ["/world/%F0%9F", null],
    [`/world/${"a".repeat(65)}`, null],
  ])("%s is %s", (path, realm) => {
    expect(realmInPath(path)).toBe(realm);
  });
});

describe("realmBehindGate", () => {
  it.each([
    ["You pass through the gate. It leads to another realm: whisperwood.", "whisperwood"],
    ["It leads to another realm: golden-dragon.", "golden-dragon"],
    ["It leads to another realm: //evil.example.", null],
    ["It leads to another realm: a/b.", null],
    ["It leads to another realm: .", null],
    ["Anna says: “It leads to another realm: whisperwood.”", null],
    ["08:05 Anna grins. It leads to another realm: whisperwood.", null],
    ["You see a mug.", null],
  ])("%s: %s", (line, realm) => {
    expect(realmBehindGate(line)).toBe(realm);
  });
});
