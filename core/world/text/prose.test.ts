import { describe, expect, it } from "vitest";
import { type Actor, isWitness, type WorldEvent, type WorldEventType, worldEventTypes } from "../events.ts";
import { directions } from "../realm-map.ts";
import { opposite, prose } from "./prose.ts";

const anna: Actor = { entity: 1, name: "Anna", kind: "player" };
const cook: Actor = { entity: 2, name: "cook", kind: "npc" };
const mug: Actor = { entity: 3, name: "pewter mug", kind: "item" };
const door: Actor = { entity: 4, name: "oak door", kind: "door" };
const area = "hall";

const events: Record<WorldEventType, [event: object, own: string, others: string]> = {
  said: [{ who: anna, text: "Good day." }, "You say: “Good day.”", "Anna says: “Good day.”"],
  emoted: [{ who: anna, text: "waves" }, "Anna waves.", "Anna waves."],
  called: [{ who: anna, text: "Fire" }, "You call, for all to hear: “Fire”", "Anna calls, for all to hear: “Fire”"],
  told: [{ who: anna, to: cook, text: "Psst" }, "You tell the cook: “Psst”", "Anna tells the cook: “Psst”"],
  narrated: [{ text: "the fire crackles" }, "The fire crackles.", "The fire crackles."],
  woke: [{ who: anna }, "You appear.", "Anna appears."],
  slept: [{ who: anna }, "You fade away.", "Anna fades away."],
  left: [{ who: anna, direction: "north", to: "yard" }, "You leave to the north.", "Anna leaves to the north."],
  arrived: [{ who: anna, direction: "north", from: "x" }, "You arrive from the south.", "Anna arrives from the south."],
  opened: [{ who: anna, door, beyond: "yard" }, "You open the oak door.", "Anna opens the oak door."],
  closed: [{ who: anna, door, beyond: "yard" }, "You close the oak door.", "Anna closes the oak door."],
  locked: [{ who: anna, door, beyond: "yard" }, "You lock the oak door.", "Anna locks the oak door."],
  unlocked: [{ who: anna, door, beyond: "yard" }, "You unlock the oak door.", "Anna unlocks the oak door."],
  took: [{ who: anna, item: mug }, "You pick up the pewter mug.", "Anna picks up the pewter mug."],
  dropped: [{ who: anna, item: mug }, "You put down the pewter mug.", "Anna puts down the pewter mug."],
  gave: [
    { who: anna, item: mug, to: cook },
    "You give the cook the pewter mug.",
    "Anna gives the cook the pewter mug.",
  ],
  threw: [
    { who: anna, item: mug, at: cook },
    "You throw the pewter mug at the cook.",
    "Anna throws the pewter mug at the cook.",
  ],
  pushed: [{ who: anna, prop: door }, "You push the oak door.", "Anna pushes the oak door."],
  used: [{ who: anna, thing: mug }, "You use the pewter mug.", "Anna uses the pewter mug."],
  sat: [{ who: anna, on: null }, "You sit down.", "Anna sits down."],
  stood: [{ who: anna }, "You stand up.", "Anna stands up."],
  lit: [{ light: "lantern" }, "A lantern begins to glow.", "A lantern begins to glow."],
  darkened: [{ light: "lantern" }, "The lantern goes out.", "The lantern goes out."],
  dawned: [{}, "The night gives way to morning.", "The night gives way to morning."],
  dusked: [{}, "Evening falls.", "Evening falls."],
};

describe("an event in words", () => {
  it.each(worldEventTypes)("%s: as one's own, and as another's", (type) => {
    const [fields, own, others] = events[type];
    const event = { type, area, ...fields } as WorldEvent;
    expect(prose(event, { entity: 1, area })).toBe(own);
    expect(prose(event, { entity: 9, area })).toBe(others);
  });

  it("says who it is done to", () => {
    const gave = { type: "gave", area, who: anna, item: mug, to: cook } as const;
    expect(prose(gave, { entity: 2, area })).toBe("Anna gives you the pewter mug.");
    expect(prose({ type: "told", area, who: anna, to: cook, text: "Hm?" }, { entity: 2, area })).toBe(
      "Anna tells you: “Hm?”",
    );
  });

  it("hears the tone, and is one line whatever is said", () => {
    const said = (text: string) => prose({ type: "said", area, who: anna, text }, { entity: 9, area });
    expect(said("Where?")).toBe("Anna asks: “Where?”");
    expect(said("There!")).toBe("Anna exclaims: “There!”");
    expect(said("one\r\ntwo")).toBe("Anna says: “one two”");
  });

  it("tells of a door that nobody moved", () => {
    expect(prose({ type: "closed", area, beyond: "yard", who: null, door }, { entity: 9, area })).toBe(
      "The oak door falls shut.",
    );
  });
});

describe("the witnesses of an event", () => {
  const at = (entity: number, where: string) => ({ entity, area: where });

  it("are those who are there, and for a door those beyond it", () => {
    const opened = { type: "opened", area, beyond: "yard", who: anna, door } as const;
    expect([at(9, area), at(9, "yard"), at(9, "attic")].map((viewer) => isWitness(opened, viewer))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("of words in private are the two alone", () => {
    const told = { type: "told", area, who: anna, to: cook, text: "x" } as const;
    expect([at(1, "a"), at(2, "b"), at(9, area)].map((viewer) => isWitness(told, viewer))).toEqual([true, true, false]);
  });

  it("of a call are all", () => {
    expect(isWitness({ type: "called", area, who: anna, text: "x" }, at(9, "attic"))).toBe(true);
  });
});

describe("the opposite", () => {
  it("of the opposite is the same direction", () => {
    for (const direction of directions) {
      expect(opposite(direction)).not.toBe(direction);
      expect(opposite(opposite(direction))).toBe(direction);
    }
  });
});
