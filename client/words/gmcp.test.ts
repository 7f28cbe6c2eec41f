import { describe, expect, it } from "vitest";
import type { SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { Gmcp, roomNumber } from "./gmcp.ts";
import { SeenPlaces } from "./seen-places.ts";

const player = (entity: number, name: string): ThingView => ({ entity, kind: "player", name });
function sceneOf(area: string, ways: Record<string, string>, things: ThingView[] = []): SceneView {
  const exits = Object.entries(ways).map(([direction, title]) => ({ direction, title }));
  const you = { entity: 1, name: "Anna", sitting: false, carries: [] };
  return { realm: "A Realm", area, title: area, description: "", minute: 0, you, exits, things };
}

/** What is told, and a way to take it. */
function told(wants: (name: string) => boolean = () => true) {
  const all: [string, object | string][] = [];
  const gmcp = new Gmcp({ wants, tell: (name, data) => void all.push([name, data]) });
  return { gmcp, take: () => all.splice(0), names: () => all.splice(0).map(([name]) => name) };
}

describe("what programs are told beside the text", () => {
  const seen = new SeenPlaces();
  const hall = sceneOf("hall", { north: "yard", up: "attic" }, [
    player(2, "Ben"),
    { entity: 3, kind: "npc", name: "Tom" },
  ]);

  it("is who one is, where, and with whom", () => {
    const { gmcp, take } = told();
    seen.saw(hall, null);
    gmcp.here({ realm: "small", scene: hall, seen });
    expect(Object.fromEntries(take())).toEqual({
      "Char.Name": { name: "Anna", fullname: "Anna" },
      "Comm.Channel.List": expect.arrayContaining([{ name: "say", caption: "Here", command: "say" }]),
      "Room.Info": { num: roomNumber("small", "hall"), name: "hall", area: "A Realm", exits: { n: 0, u: 0 } },
      "Room.Players": [{ name: "Ben", fullname: "Ben" }],
      "Char.StatusVars": { state: "State" },
      "Char.Status": { state: "standing" },
    });
  });

  it("is told again only where it is other, and all of it to who asks late", () => {
    const { gmcp, take, names } = told();
    gmcp.again();
    expect(take()).toEqual([]);
    gmcp.here({ realm: "small", scene: hall, seen });
    take();
    gmcp.here({ realm: "small", scene: { ...hall, minute: 30 }, seen });
    expect(take()).toEqual([]);
    gmcp.here({ realm: "small", scene: { ...hall, things: [player(4, "Cleo")] }, seen });
    expect(take()).toEqual([
      ["Room.AddPlayer", { name: "Cleo", fullname: "Cleo" }],
      ["Room.RemovePlayer", "Ben"],
    ]);
    gmcp.state("away");
    expect(take()).toEqual([["Char.Status", { state: "away" }]]);
    gmcp.again();
    expect(names()).toEqual([
      "Char.Name",
      "Comm.Channel.List",
      "Room.Info",
      "Room.Players",
      "Char.StatusVars",
      "Char.Status",
    ]);
  });

  it("is nothing that is not wanted, and the whole of it once it is", () => {
    const wanted = new Set<string>(["Char.Status"]);
    const { gmcp, take } = told((name) => wanted.has(name));
    gmcp.here({ realm: "small", scene: hall, seen });
    gmcp.heard("said", "Ben says: “hello”");
    expect(take()).toEqual([["Char.Status", { state: "standing" }]]);
    for (const name of ["Room.Players", "Room.AddPlayer", "Room.RemovePlayer"]) wanted.add(name);
    const crowd = [player(2, "Ben"), player(4, "Cleo")];
    gmcp.here({ realm: "small", scene: { ...hall, things: crowd }, seen });
    expect(take()).toEqual([
      [
        "Room.Players",
        [
          { name: "Ben", fullname: "Ben" },
          { name: "Cleo", fullname: "Cleo" },
        ],
      ],
    ]);
    gmcp.here({ realm: "small", scene: { ...hall, things: crowd.slice(1) }, seen });
    expect(take()).toEqual([["Room.RemovePlayer", "Ben"]]);
  });

  it("knows the number of a place behind an exit once one was there", () => {
    const { gmcp, take } = told();
    seen.saw(sceneOf("yard", { south: "hall" }), "north");
    seen.saw(hall, "south");
    gmcp.here({ realm: "small", scene: hall, seen });
    const [, info] = take().find(([name]) => name === "Room.Info") ?? [];
    expect(info).toMatchObject({ exits: { n: roomNumber("small", "yard"), u: 0 } });
  });

  it("is what people say, by channel", () => {
    const { gmcp, take } = told();
    gmcp.here({ realm: "small", scene: hall, seen });
    take();
    gmcp.heard("said", "Ben asks: “Who?”");
    gmcp.heard("told", "You tell Ben: “me”");
    gmcp.heard("called", "Ben calls, for all to hear: “Oh!”");
    gmcp.heard("emoted", "Ben bows.");
    gmcp.heard("emoted", "Somebody else bows.");
    gmcp.heard("left", "Ben leaves.");
    expect(take()).toEqual([
      ["Comm.Channel.Text", { channel: "say", talker: "Ben", text: "Ben asks: “Who?”" }],
      ["Comm.Channel.Text", { channel: "tell", talker: "Anna", text: "You tell Ben: “me”" }],
      ["Comm.Channel.Text", { channel: "call", talker: "Ben", text: "Ben calls, for all to hear: “Oh!”" }],
      ["Comm.Channel.Text", { channel: "emote", talker: "Ben", text: "Ben bows." }],
      ["Comm.Channel.Text", { channel: "emote", talker: "Anna", text: "Somebody else bows." }],
    ]);
  });
});

describe("the number of a place", () => {
  it("is the same for good, above nought, and no other's", () => {
    expect(roomNumber("golden-dragon", "common-room")).toBe(659631884);
    const numbers = new Set<number>();
    for (let i = 0; i < 5_000; i++) numbers.add(roomNumber("realm", `area-${i}`));
    expect(numbers.size).toBe(5_000);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(2 ** 31);
  });
});
