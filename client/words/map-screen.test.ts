import { expect, it } from "vitest";
import type { SceneView } from "../../core/protocol/world-frames.ts";
import { plainTerminal } from "../../core/telnet/terminal.ts";
import { renderParagraphs } from "../../core/telnet/text/render.ts";
import { mapScreen } from "./map-screen.ts";
import { SeenPlaces } from "./seen-places.ts";

it("tells ways as one goes round the compass to who listens, and what was seen of them", () => {
  const scene: SceneView = {
    realm: "A Realm",
    area: "yard",
    title: "The Yard",
    description: "",
    minute: 0,
    you: { entity: 1, name: "Anna", sitting: false, carries: [] },
    exits: [
      { direction: "south", title: "The Hall", door: { name: "oak door", open: true } },
      { direction: "up", title: "The Loft" },
      { direction: "north", title: "The Lane" },
    ],
    things: [],
  };
  const seen = new SeenPlaces();
  seen.saw({ ...scene, area: "hall", title: "The Hall", exits: [{ direction: "north", title: "The Yard" }] }, null);
  seen.saw(scene, "north");
  const terminal = { ...plainTerminal, screenReader: true };
  expect(renderParagraphs(mapScreen(scene, seen, terminal, true), terminal).split("\n")).toEqual([
    "You are at The Yard. You have seen 2 places of this world.",
    "North: The Lane, you have not been there.",
    "South: The Hall, oak door, open.",
    "Up: The Loft, you have not been there.",
  ]);
  expect(mapScreen(scene, seen, terminal, false)).toEqual([]);
});
