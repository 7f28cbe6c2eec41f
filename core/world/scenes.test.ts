import { afterEach, describe, expect, it } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { Story, smallWorlds } from "../../testing/small-world.ts";
import type { Simulation } from "./simulation.ts";

const worlds: Simulation[] = [];

async function story(map = smallRealm): Promise<Story> {
  const world = (await smallWorlds(map)).create();
  worlds.push(world);
  return new Story(world);
}

afterEach(() => {
  for (const world of worlds.splice(0)) world.free();
});

const namesIn = ({ world }: Story, member: number) => world.scenes.scene(member).things.map(({ name }) => name);

describe("a scene", () => {
  it("is the same text as its object would be, without oneself, wherever one stands in the list", async () => {
    const told = await story();
    const members = ["Anna", "Ben", "Cleo"].map((name) => told.enter(name, name));
    for (const member of [...members, null]) {
      const scene = told.world.scenes.scene(member);
      expect(Object.keys(scene)).toEqual([
        ...["realm", "area", "title", "description", "minute", "exits", "things", "you"],
      ]);
      expect(JSON.stringify(scene)).toBe(told.world.scenes.text(member));
      const others = ["Anna", "Ben", "Cleo"].filter((name) => name !== scene.you?.name);
      expect(scene.things.filter(({ kind }) => kind === "player").map(({ name }) => name)).toEqual(others);
    }
  });

  it("is whole JSON where one is all that there is", async () => {
    const areas = smallRealm.areas.map(({ script: _, ...area }) => ({ ...area, exits: [] }));
    const nothing = { doors: [], props: [], items: [], npcs: [], lights: [], scripts: [] };
    const told = await story({ ...smallRealm, areas, ...nothing });
    const anna = told.enter("anna", "Anna");
    expect(told.world.scenes.scene(anna)).toMatchObject({ things: [], you: { name: "Anna" } });
    expect(told.world.scenes.scene(null)).toMatchObject({ things: [{ name: "Anna" }], you: null });
  });

  it("keeps its place as long as nothing changes there, and has another once somebody sits, leaves or sleeps", async () => {
    const told = await story();
    const [anna, ben] = [told.enter("anna", "Anna"), told.enter("ben", "Ben")];
    const { scenes } = told.world;
    told.step();
    const [place, self] = [scenes.place(anna), scenes.self(anna)];
    told.step();
    expect([scenes.place(anna) === place, scenes.place(ben) === place, scenes.self(anna) === self]).toEqual([
      ...[true, true, true],
    ]);
    told.type(ben, "sit");
    const sitting = scenes.place(anna);
    expect(sitting.text).not.toBe(place.text);
    expect(scenes.scene(anna).things).toContainEqual(expect.objectContaining({ name: "Ben", sitting: true }));
    expect(scenes.self(ben)).toMatchObject({ isSitting: true, carries: "[]" });
    told.type(ben, "stand");
    expect(scenes.place(anna).text).toBe(place.text);
    told.step([{ type: "sleep", member: ben }]);
    expect(namesIn(told, anna)).not.toContain("Ben");
    expect(scenes.scene(ben).you).toBeNull();
  });

  it("tells of what is carried to who carries it, in the order of its making", async () => {
    const told = await story();
    const anna = told.enter("anna", "Anna");
    const before = namesIn(told, anna);
    told.type(anna, "take mug");
    const { you, things } = told.world.scenes.scene(anna);
    expect(you?.carries.map(({ name }) => name)).toEqual(["clay mug"]);
    expect(things).toHaveLength(before.length - 1);
    told.type(anna, "drop mug");
    expect(namesIn(told, anna)).toEqual(before);
  });

  it("shows a door to both of its sides, and how it stands in the exits too", async () => {
    const told = await story();
    const [anna, ben] = [told.enter("anna", "Anna"), told.enter("ben", "Ben")];
    told.type(ben, "open north");
    told.type(ben, "north");
    told.until(() => told.areaOf(ben) === "yard");
    for (const member of [anna, ben]) {
      const { exits, things } = told.world.scenes.scene(member);
      expect(exits.find(({ door }) => door)?.door).toEqual({ name: "oak door", open: true });
      expect(things).toContainEqual(expect.objectContaining({ name: "oak door", state: "open" }));
    }
    told.type(anna, "close north");
    expect(told.world.scenes.scene(ben).things).toContainEqual(
      expect.objectContaining({ name: "oak door", state: "closed" }),
    );
  });
});
