import { describe, expect, it } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { Story, smallWorlds } from "../../testing/small-world.ts";
import { TICK_HZ } from "./inputs.ts";

async function story() {
  const factory = await smallWorlds();
  const told = new Story(factory.create());
  const anna = told.enter("s-anna", "Anna");
  const ben = told.enter("s-ben", "Ben");
  for (let i = 0; i < TICK_HZ; i++) told.step();
  told.take(anna);
  told.take(ben);
  return { factory, told, anna, ben };
}

describe("a world in words", () => {
  it("tells who comes where they are", async () => {
    const { told, anna } = await story();
    expect(told.type(anna, "look")).toEqual([
      "The Hall",
      "A bare hall.",
      "You see a bench, a bell and a clay mug (2).",
      "Ben is here.",
      "Exits: north (the oak door, closed), east (the vault door, closed), west.",
    ]);
  });

  it("describes what is there: things, people, oneself, and what is built", async () => {
    const { told, anna } = await story();
    expect(told.type(anna, "look at bell")).toEqual(["A bell."]);
    expect(told.type(anna, "x ben")).toEqual(["Ben is a traveller like you."]);
    expect(told.type(anna, "look pillar")).toEqual(["It holds the roof."]);
    expect(told.type(anna, "look unicorn")).toEqual(["There is no “unicorn” here."]);
  });

  it("walks a body through a door that opens, and those who stay see it go", async () => {
    const { told, anna, ben } = await story();
    expect(told.type(anna, "n")).toEqual(["You walk north.", "You open the oak door."]);
    const ticks = told.until(() => told.areaOf(anna) === "yard");
    expect(ticks).toBeGreaterThan(TICK_HZ);
    expect(told.take(ben)).toEqual(["Anna opens the oak door.", "Anna leaves to the north."]);
    told.until(() => told.take(anna).includes("Osric says: “Mind the step, Anna.”"));
    expect(told.type(anna, "look")).toContain("Osric is here.");
  });

  it("keeps a locked door shut until somebody has the key", async () => {
    const { told, anna } = await story();
    expect(told.type(anna, "east")).toEqual(["The vault door is locked."]);
    expect(told.type(anna, "unlock vault door")).toEqual(["You do not have the key to the vault door."]);
    told.type(anna, "north");
    told.until(() => told.areaOf(anna) === "yard" && told.type(anna, "get key").includes("You pick up the brass key."));
    for (let i = 0; i < 3 * TICK_HZ; i++) told.step();
    told.type(anna, "south");
    told.until(() => told.areaOf(anna) === "hall");
    for (let i = 0; i < 3 * TICK_HZ; i++) told.step();
    expect(told.type(anna, "unlock east")).toEqual(["You unlock the vault door."]);
    told.type(anna, "east");
    told.until(() => told.areaOf(anna) === "vault");
  });

  it("hands things from one to the other, and each reads it their own way", async () => {
    const { told, anna, ben } = await story();
    expect(told.type(anna, "get 2.mug")).toEqual(["You pick up the clay mug."]);
    expect(told.type(anna, "i")).toEqual(["You carry a clay mug."]);
    told.take(ben);
    expect(told.type(anna, "give mug to ben")).toEqual(["You give Ben the clay mug."]);
    expect(told.take(ben)).toEqual(["Anna gives you the clay mug."]);
    expect(told.type(ben, "throw mug at anna")).toEqual(["You throw the clay mug at Anna."]);
    expect(told.type(anna, "drop mug")).toEqual(["You do not carry “mug”."]);
    expect(told.world.scenes.scene(ben).things.filter(({ name }) => name === "clay mug")).toHaveLength(2);
  });

  it("pushes what moves, sits on what bears it, and uses what has a script", async () => {
    const { told, anna } = await story();
    expect(told.type(anna, "push bench")).toEqual(["The bench does not move."]);
    expect(told.type(anna, "sit on bell")).toEqual(["You cannot sit on the bell."]);
    expect(told.type(anna, "sit on the bench")).toEqual(["You sit down on the bench."]);
    expect(told.world.scenes.scene(anna).you?.sitting).toBe(true);
    expect(told.type(anna, "use bell")).toEqual(["You use the bell.", "The bell says: “used 1 times, last by Anna”"]);
    expect(told.type(anna, "use bell")).toContain("The bell says: “used 2 times, last by Anna”");
  });

  it("carries words to those who shall hear them, and lets one turn a deaf ear", async () => {
    const { told, anna, ben } = await story();
    expect(told.type(anna, "tell ben hush")).toEqual(["You tell Ben: “hush”"]);
    expect(told.take(ben)).toEqual(["Anna tells you: “hush”"]);
    expect(told.type(ben, "mute anna")).toEqual(["You hear nothing from Anna any more."]);
    const { entity } = told.world.viewer(anna) ?? { entity: -1 };
    expect([told.world.hears(ben, entity), told.world.hears(anna, entity)]).toEqual([false, true]);
    for (let i = 0; i < 7; i++) told.type(anna, "'again");
    expect(told.type(anna, "'again")).toEqual(["You have said much in a short time. Take a breath."]);
  });

  it("goes dark at dusk, and its lanterns are lit", async () => {
    const { told, anna } = await story();
    told.type(anna, "north");
    told.until(() => told.areaOf(anna) === "yard");
    told.take(anna);
    told.step([{ type: "time", minute: 1_200 }]);
    expect(told.take(anna)).toEqual(expect.arrayContaining(["Evening falls.", "An old lantern begins to glow."]));
  });

  it("takes who comes back to where they were, with what they had", async () => {
    const { told, anna, ben } = await story();
    told.type(anna, "get mug");
    told.step([{ type: "sleep", member: anna }]);
    expect(told.take(ben)).toContain("Anna fades away.");
    expect(told.type(ben, "look").join(" ")).not.toContain("Anna");
    expect(told.enter("s-anna", "Anna")).toBe(anna);
    expect(told.type(anna, "i")).toEqual(["You carry a clay mug."]);
  });
});

describe("a world's future", () => {
  it("is the same after a save, to the bit", async () => {
    const { factory, told, anna, ben } = await story();
    told.type(anna, "north");
    told.type(ben, "throw mug");
    const saved = told.world.save();
    const again = factory.restore(saved);
    expect(again.hash()).toBe(told.world.hash());
    for (let i = 0; i < 5 * TICK_HZ; i++) {
      const inputs = i === 30 ? [{ type: "command" as const, member: anna, line: "use bell" }] : [];
      told.step(inputs);
      again.step(inputs);
    }
    expect(again.hash()).toBe(told.world.hash());
  });

  it("stands still once nothing moves, and everybody has had their minute", async () => {
    const { told } = await story();
    let ticks = 0;
    while (told.world.isAwake && ticks < 90 * TICK_HZ) {
      told.step();
      ticks += 1;
    }
    expect(told.world.isAwake).toBe(false);
    expect(ticks).toBeLessThan(65 * TICK_HZ);
  });

  it("goes on where the map has changed: everybody is who and where they were", async () => {
    const { told, anna } = await story();
    told.type(anna, "north");
    told.until(() => told.areaOf(anna) === "yard");
    const changed = await smallWorlds({ ...smallRealm, title: "Another" });
    const world = changed.restore(told.world.save());
    expect([world.tick, world.memberOf("s-anna"), [...world.names]]).toEqual([told.world.tick, anna, ["Anna", "Ben"]]);
    expect(changed.problems).toEqual([`the world at tick ${world.tick} was made by another map: it is rebuilt`]);
    expect(new Story(world).enter("s-anna", "Somebody")).toBe(anna);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "yard", you: { name: "Anna" } });
  });
});
