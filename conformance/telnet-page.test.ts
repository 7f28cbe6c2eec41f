import { describe, expect, it } from "vitest";
import { Gmcp } from "../client/words/gmcp.ts";
import { SeenPlaces } from "../client/words/seen-places.ts";
import { wordsHelp } from "../client/words/words-commands.ts";
import type { SceneView, ThingView } from "../core/protocol/world-frames.ts";
import { blocksOf, codesIn, readPage, tableOf } from "./page.ts";

const page = readPage("docs/telnet.md");

describe("docs/telnet.md", () => {
  it("lists the commands that there are", () => {
    const rows = tableOf(page, ["command", "what it does"]);
    expect(rows.map((row) => codesIn(row["command"] ?? "")[0])).toEqual(wordsHelp.map(({ usage }) => usage));
  });

  it("shows every message of GMCP as it is told", () => {
    const told: string[] = [];
    const gmcp = new Gmcp({
      wants: () => true,
      tell: (name, data) => void told.push(`${name} ${JSON.stringify(data)}`),
    });
    const ben: ThingView = { entity: 2, kind: "player", name: "Ben" };
    const hall: SceneView = {
      realm: "The Golden Dragon Tavern",
      area: "common-room",
      title: "The Common Room",
      description: "",
      minute: 0,
      you: { entity: 1, name: "Anna", sitting: false, carries: [] },
      exits: [
        { direction: "north", title: "The Courtyard" },
        { direction: "up", title: "The Landing" },
      ],
      things: [ben],
    };
    const seen = new SeenPlaces();
    seen.saw(hall, null);
    seen.saw({ ...hall, area: "courtyard", title: "The Courtyard", exits: [] }, "north");
    gmcp.here({ realm: "golden-dragon", scene: hall, seen });
    gmcp.heard("said", "Ben asks: “Who?”");
    gmcp.here({ realm: "golden-dragon", scene: { ...hall, things: [{ ...ben, entity: 3, name: "Cleo" }] }, seen });
    gmcp.goodbye("Goodbye.");
    const block = blocksOf(page).find(({ info }) => info === "gmcp");
    expect(block?.text.trim().split("\n").sort()).toEqual(told.sort());
  });
});
