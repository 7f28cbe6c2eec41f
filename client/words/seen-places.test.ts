import { describe, expect, it } from "vitest";
import type { ExitView, SceneView } from "../../core/protocol/world-frames.ts";
import { plainTerminal } from "../../core/telnet/terminal.ts";
import { drawMap } from "../../core/telnet/text/draw-map.ts";
import { renderParagraphs } from "../../core/telnet/text/render.ts";
import { SeenPlaces } from "./seen-places.ts";

function scene(area: string, title: string, ...ways: (string | ExitView)[]): SceneView {
  const exits = ways.map((way) => {
    if (typeof way !== "string") return way;
    const [direction = "", ...to] = way.split(" ");
    return { direction, title: to.join(" ") };
  });
  const you = { entity: 1, name: "Anna", sitting: false, carries: [] };
  return { realm: "R", area, title, description: "", minute: 0, you, exits, things: [] };
}

const drawn = (seen: SeenPlaces) =>
  renderParagraphs(drawMap(seen.mapAreas(), 80, 24, false), plainTerminal).split("\n");

describe("places that were seen", () => {
  const hall = scene("hall", "Hall", "north Yard", "east Vault", "up Attic");
  const yard = scene("yard", "Yard", "south Hall", "west Shed");

  it("are joined by the way that one went", () => {
    const seen = new SeenPlaces();
    seen.saw(hall, null);
    expect(drawn(seen)).toEqual(["  .", "  |", "[^@ ]-."]);
    expect(seen.behind("hall", "north")).toBeNull();
    seen.saw(yard, "north");
    expect(drawn(seen)).toEqual([".-[ @ ]", "    |", "  [^  ]-.".replace("  [", "  [")]);
    expect([seen.behind("hall", "north"), seen.behind("yard", "south"), seen.size]).toEqual(["yard", "hall", 2]);
  });

  it("keep what was learned when they are seen again, and see doors anew", () => {
    const seen = new SeenPlaces();
    const door = (open: boolean) => ({ direction: "north", title: "Yard", door: { name: "oak door", open } });
    seen.saw(scene("hall", "Hall", door(false)), null);
    seen.saw(yard, "north");
    seen.saw(scene("hall", "Hall", door(true)), "south");
    expect(seen.behind("hall", "north")).toBe("yard");
    expect(drawn(seen)).toEqual([".-[   ]", "    '", "  [ @ ]"]);
  });

  it("of one title are told apart by the direction that was gone", () => {
    const seen = new SeenPlaces();
    seen.saw(scene("hall", "Hall", "west Closet", "east Closet"), null);
    seen.saw(scene("closet-2", "Closet", "west Hall"), "east");
    expect([seen.behind("hall", "east"), seen.behind("hall", "west")]).toEqual(["closet-2", null]);
  });

  it("are not joined by a jump: no way there is known", () => {
    const seen = new SeenPlaces();
    seen.saw(hall, null);
    seen.saw(scene("tower", "Tower", "down Cellar"), "north");
    expect(seen.behind("hall", "north")).toBeNull();
    seen.saw(hall, null);
    seen.lost();
    seen.saw(yard, "north");
    expect(seen.behind("hall", "north")).toBeNull();
  });

  it("that do not fit on a plain are left out, and nothing is drawn over", () => {
    const seen = new SeenPlaces();
    // East, then east again and back at the start: no plain has that.
    seen.saw(scene("a", "A", "east B", "west B"), null);
    seen.saw(scene("b", "B", "east A", "west A"), "east");
    seen.saw(scene("a", "A", "east B", "west B"), "east");
    expect(drawn(seen).join("").match(/\[/g)?.length).toBe(2);
  });

  it("are forgotten beyond a thousand, the first ones first", () => {
    const seen = new SeenPlaces();
    for (let i = 0; i < 1_010; i++) seen.saw(scene(`a${i}`, `A${i}`, `north A${i + 1}`), "north");
    expect(seen.size).toBe(1_000);
    expect(seen.behind("a5", "north")).toBeNull();
    expect(seen.behind("a1000", "north")).toBe("a1001");
  });
});
