import { describe, expect, it } from "vitest";
import type { SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { plainTerminal } from "../../core/telnet/terminal.ts";
import { renderParagraphs } from "../../core/telnet/text/render.ts";
import { placeScreen } from "./place-screen.ts";

let entity = 0;
const thing = (kind: ThingView["kind"], name: string, more: Partial<ThingView> = {}): ThingView => ({
  entity: ++entity,
  kind,
  name,
  ...more,
});
const scene: SceneView = {
  realm: "A Small Realm",
  area: "hall",
  title: "The Hall",
  description: "A bare hall.",
  minute: 480,
  you: { entity: 99, name: "Anna", sitting: false, carries: [thing("item", "coin")] },
  exits: [
    { direction: "west", title: "elsewhere" },
    { direction: "north", title: "The Yard", door: { name: "oak door", open: false } },
    { direction: "down", title: "The Cellar", door: { name: "hatch", open: true } },
  ],
  things: [
    thing("door", "oak door", { state: "closed" }),
    thing("npc", "old porter"),
    thing("player", "Ben", { sitting: true }),
    thing("item", "clay mug"),
    thing("prop", "bench"),
    thing("item", "clay mug"),
    thing("door", "secret door", { state: "open" }),
  ],
};
const realms = new Map([["elsewhere", "The Other Realm"]]);

function told(view: SceneView, isAloud: boolean): string[] {
  const terminal = { ...plainTerminal, columns: 200, utf8: true, screenReader: isAloud };
  return renderParagraphs(placeScreen(view, { isAloud, realms }), terminal).split("\n");
}

describe("a place", () => {
  it("is told whole: ways in their order, people, and what is alike once", () => {
    expect(told(scene, false)).toEqual(
      [
        "The Hall",
        "A bare hall.",
        "Exits: north to The Yard (oak door, closed), west to the realm The Other Realm, down to The Cellar (hatch, open).",
        "The old porter and Ben (sitting) are here.",
        "You see a clay mug (2), a bench and a secret door (open).",
      ]
        .map((line) => line)
        .flatMap(wrapped),
    );
  });

  it("is told in sentences to who listens", () => {
    expect(told(scene, true)).toEqual([
      "The Hall.",
      "A bare hall.",
      "Exits: north to The Yard, oak door, closed; west to the realm The Other Realm; down to The Cellar, hatch, open.",
      "The old porter and Ben, sitting are here.",
      "You see a clay mug, 2 of them; a bench and a secret door, open.",
    ]);
  });

  it("says what is not there only of ways", () => {
    const bare = { ...scene, description: "", exits: [], things: [] };
    expect(told(bare, false)).toEqual(["The Hall", "There is no way out."]);
    const sitting = { entity: 1, name: "Anna", sitting: true, carries: [] };
    expect(told({ ...bare, you: sitting }, true)).toEqual(["The Hall.", "There is no way out.", "You are sitting."]);
  });
});

/** Lines are at most 100 columns long, and go on two further in. */
function wrapped(line: string): string[] {
  if (line.length <= 100) return [line];
  const at = line.lastIndexOf(" ", 100);
  return [line.slice(0, at), ...wrapped(`  ${line.slice(at + 1)}`)];
}
