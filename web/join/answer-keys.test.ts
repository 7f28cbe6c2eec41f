import { describe, expect, it } from "vitest";
import { optionOf } from "./answer-keys.ts";

const press = (key: string, extra: Partial<KeyboardEvent> = {}) => optionOf({ key, ...extra } as KeyboardEvent);

describe("optionOf", () => {
  it("takes 1–4, a–d and A–D", () => {
    expect(["1", "2", "3", "4"].map((key) => press(key))).toEqual([0, 1, 2, 3]);
    expect(["a", "b", "c", "d"].map((key) => press(key))).toEqual([0, 1, 2, 3]);
    expect(["A", "B", "C", "D"].map((key) => press(key))).toEqual([0, 1, 2, 3]);
  });

  it.each(["0", "5", "e", "Enter", "Tab", "", " ", "1234", "ab"])("leaves %j alone", (key) => {
    expect(press(key)).toBeNull();
  });

  it("leaves shortcuts and held keys alone", () => {
    for (const extra of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }]) {
      expect(press("c", extra)).toBeNull();
    }
  });
});
