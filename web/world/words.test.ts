import { describe, expect, it } from "vitest";
import type { SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { dayTime } from "./day-time.ts";
import { type Deed, deedsWith, deedsWithCarried, deedsWithDoor } from "./deeds.ts";
import { doorWords, grouped, sceneAloud } from "./scene-words.ts";
import { endingOf } from "./world-ending.ts";

const thing = (kind: ThingView["kind"], name: string, extra: Partial<ThingView> = {}): ThingView => ({
  entity: 1,
  kind,
  name,
  ...extra,
});
const linesOf = (deeds: Deed[]) => deeds.map((deed) => ("line" in deed ? deed.line : `${deed.begin}…`));

describe("deeds", () => {
  it("name the thing in every line", () => {
    for (const kind of ["player", "prop", "item", "door"] as const) {
      const lines = linesOf(deedsWith(thing(kind, "Bo"))).filter((line) => line !== "say …");
      expect(lines.every((line) => line.includes("Bo"))).toBe(true);
      expect(lines[0]).toBe("look Bo");
    }
  });

  it("tell somebody by their whole name, in quotes where it has several words", () => {
    expect(linesOf(deedsWith(thing("player", "Big Bo")))).toContain('tell "Big Bo" …');
    expect(linesOf(deedsWith(thing("player", "Bo")))).toContain("tell Bo …");
  });

  it("fit how a door stands, and take it by its direction", () => {
    expect(linesOf(deedsWithDoor("north", { name: "oak door", open: true }))).toEqual(["look oak door", "close north"]);
    expect(linesOf(deedsWithDoor("north", { name: "oak door", open: false }))).toEqual([
      "look oak door",
      "open north",
      "unlock north",
    ]);
    expect(linesOf(deedsWith(thing("door", "hatch", { state: "open" })))).toContain("close hatch");
  });

  it("offer to give only where somebody is, and ask to whom where there are several", () => {
    const [anna, ben] = [thing("player", "Anna"), thing("npc", "Ben")];
    const give = (people: ThingView[]) => linesOf(deedsWithCarried(thing("item", "mug"), people)).filter(isGive);
    expect(give([])).toEqual([]);
    expect(give([anna])).toEqual(["give mug to Anna"]);
    expect(give([anna, ben])).toEqual(["give mug to …"]);
  });
});

const isGive = (line: string) => line.startsWith("give");

describe("grouped", () => {
  it("shows what is called alike and stands alike once, in the order of the first", () => {
    const groups = grouped([thing("item", "mug"), thing("npc", "Mira"), thing("item", "mug"), thing("prop", "mug")]);
    expect(groups.map(({ thing: { kind, name }, count }) => [kind, name, count])).toEqual([
      ["item", "mug", 2],
      ["npc", "Mira", 1],
      ["prop", "mug", 1],
    ]);
  });
});

describe("sceneAloud", () => {
  const scene: SceneView = {
    realm: "R",
    area: "hall",
    title: "The Hall",
    description: "It is warm.",
    minute: 0,
    you: null,
    exits: [
      { direction: "north", title: "The Yard", door: { name: "oak door", open: false } },
      { direction: "down", title: "The Cellar" },
    ],
    things: [thing("npc", "Mira"), thing("item", "mug"), thing("item", "mug")],
  };

  it("tells all that the page shows", () => {
    expect(sceneAloud(scene)).toBe(
      "The Hall. It is warm. Ways out: north, oak door, closed; down. Here: Mira, mug, 2 of them.",
    );
  });

  it("says so where there is no way out, and nothing of nothing", () => {
    expect(sceneAloud({ ...scene, exits: [], things: [] })).toBe("The Hall. It is warm. There is no way out.");
  });

  it("says how a door stands", () => {
    expect(doorWords({ direction: "in", title: "T" })).toBe("");
    expect(doorWords({ direction: "in", title: "T", door: { name: "gate", open: true } })).toBe("gate, open");
  });
});

describe("dayTime", () => {
  it.each([
    [0, "night"],
    [359, "before dawn"],
    [360, "dawn"],
    [719, "noon"],
    [1_199, "evening"],
    [1_200, "nightfall"],
    [1_439, "night"],
    [-5, "night"],
  ])("%i is %s", (minute, word) => {
    expect(dayTime(minute)).toBe(word);
  });
});

describe("endingOf", () => {
  it("offers no second try where it is of no use", () => {
    const end = (reason: "ROOM_NOT_FOUND" | "KICKED" | "REPLACED") =>
      endingOf({ state: "ended", reason, failure: null }).again;
    expect([end("ROOM_NOT_FOUND"), end("KICKED"), end("REPLACED")]).toEqual([undefined, undefined, "Use it here"]);
  });

  it("reloads where only a newer page would help, and else says what the server said", () => {
    const failure = { code: "VERSION_UNSUPPORTED", message: "m" } as const;
    expect(endingOf({ state: "ended", reason: "REFUSED", failure })).toMatchObject({ reload: true });
    const other = { code: "TOKEN_INVALID", message: "The token is not valid." } as const;
    expect(endingOf({ state: "ended", reason: "REFUSED", failure: other }).text).toBe("The token is not valid.");
  });
});
