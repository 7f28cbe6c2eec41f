import { describe, expect, it } from "vitest";
import { smallRealm } from "../../../testing/small-realm.ts";
import { Story, smallWorlds } from "../../../testing/small-world.ts";
import {
  changedRealm,
  ofOtherEngine,
  releasedCheckpoint,
  releasedForms,
  withBodies,
  withFacts,
  withPortable,
} from "../../../testing/world-checkpoints.ts";
import { TICK_HZ } from "../inputs.ts";
import type { RealmMap } from "../realm-map.ts";
import type { WorldCheckpoint } from "../world-log.ts";

const [anna, ben, cleo] = [0, 1, 2];

async function rebuilt(map: RealmMap, checkpoint: WorldCheckpoint) {
  const factory = await smallWorlds(map);
  const world = factory.restore(checkpoint);
  return { world, told: new Story(world), problems: factory.problems };
}

const without = (area: string) => (map: RealmMap) => ({
  ...map,
  areas: map.areas
    .filter(({ id }) => id !== area)
    .map((one) => ({ ...one, exits: one.exits.filter(({ to }) => to !== area) })),
  doors: map.doors.filter(({ id }) => map.areas.find((one) => one.id === area)?.exits[0]?.door !== id),
  props: map.props.filter((prop) => prop.area !== area),
  items: map.items.filter((item) => item.area !== area),
  npcs: map.npcs.filter((npc) => npc.area !== area),
  lights: map.lights.filter((light) => light.area !== area),
});

describe("a checkpoint of the first form, without a portable part", () => {
  it("is read: its people are known, and stand at the spawn of the world that begins anew", async () => {
    const { world, told, problems } = await rebuilt(changedRealm(), releasedCheckpoint(1));
    expect([world.tick, [...world.names], world.memberOf("s-ben")]).toEqual([145, ["Anna", "Old Ben", "Cleo"], ben]);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "hall", you: { name: "Anna", carries: [] } });
    expect(world.viewer(cleo)).toBeNull();
    expect(told.type(anna, "get mug")).toEqual(["You pick up the clay mug."]);
    expect(problems.join("\n")).toMatch(/made by another map or schema.*\n.*no portable part/);
  });
});

describe("the checkpoints of released versions", () => {
  it.each(releasedForms)("form %i is read by today's code, on today's map and on another", async (form) => {
    for (const map of [smallRealm, changedRealm()]) {
      const { world, told } = await rebuilt(map, releasedCheckpoint(form));
      expect([world.tick, [...world.names]]).toEqual([145, ["Anna", "Old Ben", "Cleo"]]);
      const save = world.save();
      for (let i = 0; i < TICK_HZ; i++) told.step();
      expect(told.type(anna, "look")[0]).toMatch(/^The (?:Hall|Yard)$/);
      expect((await rebuilt(map, save)).problems).toEqual([]);
    }
  });

  it("are there for the components of today: if not, node scripts/keep-checkpoint.ts", async () => {
    const [, schema] = /schema=(\w+)/.exec((await smallWorlds()).create().save().made) ?? [];
    const kept = releasedForms.map((form) => /schema=(\w+)/.exec(releasedCheckpoint(form).made)?.[1]);
    expect(kept).toContain(schema);
  });
});

describe("a checkpoint of today's form, read by another engine", () => {
  it("stands as it stood: people, things, doors, lights, what scripts kept, and time", async () => {
    const checkpoint = ofOtherEngine(releasedCheckpoint(2));
    const { world, told, problems } = await rebuilt(smallRealm, checkpoint);
    expect(problems[0]).toContain("engine");
    expect([world.tick, world.minute]).toEqual([145, 1_230]);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "yard", you: { carries: [{ name: "brass key" }] } });
    expect(world.scenes.scene(ben)).toMatchObject({
      area: "hall",
      you: { sitting: true, carries: [{ name: "clay mug" }] },
    });
    expect(world.scenes.scene(ben).things.filter(({ name }) => name === "clay mug")).toHaveLength(1);
    expect(world.scenes.scene(anna).exits[0]?.door).toEqual({ name: "oak door", open: true });
    expect(told.type(ben, "east")).toContain("The vault door is locked.");
    expect(told.type(ben, "use bell")).toContain("The bell says: “used 3 times, last by Old Ben”");
    // Dark already: at dusk nothing is lit again.
    expect(told.step([{ type: "time", minute: 360 }]).events.map(({ type }) => type)).toContain("darkened");
    expect(world.viewer(cleo)).toBeNull();
    expect(told.enter("s-cleo", "Cleo")).toBe(cleo);
    expect(world.hears(ben, world.viewer(cleo)?.entity ?? -1)).toBe(false);
  });

  it("keeps what was said, and shows it to those who may read it", async () => {
    const { told } = await rebuilt(changedRealm(), releasedCheckpoint(2));
    expect(told.type(ben, "history")).toEqual([
      "08:00 You ask: “who keeps the bell?”",
      "08:00 Anna calls, for all to hear: “is anybody there?”",
    ]);
    expect(told.type(anna, "history cleo")).toEqual(["08:00 You tell Cleo: “the key is mine”"]);
  });

  it("goes on to the bit the same, whenever it is rebuilt", async () => {
    const ends: string[] = [];
    for (let time = 0; time < 2; time++) {
      const { world, told } = await rebuilt(changedRealm(), releasedCheckpoint(2));
      told.type(anna, "south");
      for (let i = 0; i < 3 * TICK_HZ; i++) told.step();
      told.type(ben, "throw mug at anna");
      for (let i = 0; i < 2 * TICK_HZ; i++) told.step();
      ends.push(world.hash());
      expect((await smallWorlds(changedRealm())).restore(world.save()).hash()).toBe(world.hash());
    }
    expect(ends[0]).toBe(ends[1]);
  });

  it("lets fly what flew", async () => {
    const { world, told } = await rebuilt(changedRealm(), releasedCheckpoint(2));
    told.type(ben, "throw mug");
    told.step();
    const flying = ofOtherEngine(world.save());
    const fallen = withPortable(flying, (json) => json.replace(/,"motion":\{"velocity"[^}]*\}/g, ""));
    const ends = [];
    for (const save of [flying, flying, fallen]) {
      const again = (await rebuilt(smallRealm, save)).world;
      for (let i = 0; i < TICK_HZ; i++) again.step([]);
      ends.push(again.hash());
    }
    expect(ends[1]).toBe(ends[0]);
    expect(ends[2]).not.toBe(ends[0]);
  });

  it("comes to rest where it stood", async () => {
    const { world, told } = await rebuilt(changedRealm(), releasedCheckpoint(2));
    const { things } = world.scenes.scene(anna);
    for (let i = 0; i < 65 * TICK_HZ && world.isAwake; i++) told.step();
    expect(world.isAwake).toBe(false);
    expect([told.areaOf(anna), told.areaOf(ben)]).toEqual(["yard", "hall"]);
    expect(world.scenes.scene(anna).things).toEqual(things);
  });
});

describe("a world whose map was changed", () => {
  const save = releasedCheckpoint(2);

  it("keeps all but what is gone: an area removed, an item added, a door renamed", async () => {
    const coin = { ...(smallRealm.items[0] as (typeof smallRealm.items)[number]), id: "coin", title: "copper coin" };
    const map = changedRealm((before) => {
      const { areas, doors, items, ...rest } = without("vault")(before);
      const named = (door: string | undefined) => (door === "oak-door" ? { door: "pine-door" } : {});
      return {
        ...rest,
        areas: areas.map((area) => ({
          ...area,
          exits: area.exits.map((exit) => ({ ...exit, ...named(exit.door) })),
        })),
        doors: doors.map((door) => ({ ...door, id: "pine-door", title: "pine door" })),
        items: [coin, ...items],
      };
    });
    const { world, problems } = await rebuilt(map, save);
    expect(problems[1]).toBe("no longer on the map: door oak-door, door vault-door");
    expect(world.scenes.scene(anna)).toMatchObject({ area: "yard", you: { carries: [{ name: "brass key" }] } });
    const hall = world.scenes.scene(ben);
    expect(hall.things.map(({ name }) => name)).toEqual(expect.arrayContaining(["copper coin", "clay mug", "bell"]));
    expect(hall.exits.map(({ direction, door }) => [direction, door?.name, door?.open])).toEqual([
      ["north", "pine door", false],
      ["west", undefined, undefined],
    ]);
    expect(world.scenes.scene(anna).things.find(({ name }) => name === "barrel")).toBeDefined();
  });

  it("keeps everybody and everything by the names that scripts and clients know", async () => {
    const [before, after] = [await rebuilt(smallRealm, save), await rebuilt(changedRealm(), save)];
    const named = ({ world }: typeof before) =>
      [...world.scenes.scene(anna).things, ...world.scenes.scene(ben).things]
        .map(({ entity, name }) => `${entity} ${name}`)
        .sort();
    expect(named(after)).toEqual(named(before));
  });

  it("puts people whose area is gone at the spawn, with what they carry if that is still on the map", async () => {
    const { world } = await rebuilt(changedRealm(without("yard")), save);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "hall", you: { name: "Anna", carries: [] } });
    const kept = changedRealm((map) => ({ ...without("yard")(map), items: map.items.map(inHall) }));
    expect((await rebuilt(kept, save)).world.scenes.scene(anna).you?.carries).toMatchObject([{ name: "brass key" }]);
  });

  it("puts people at the spawn where something is built in their place", async () => {
    const pillar = {
      shape: { type: "box", size: [8, 2, 8] } as const,
      at: [0, 0, -8] as const,
      material: "stone" as const,
    };
    const map = changedRealm((before) => ({
      ...before,
      areas: before.areas.map((area) => (area.id === "yard" ? { ...area, solids: [pillar] } : area)),
    }));
    const { world } = await rebuilt(map, save);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "hall", you: { carries: [{ name: "brass key" }] } });
    expect(world.scenes.scene(ben)).toMatchObject({ area: "hall", you: { sitting: true } });
  });

  it("lets who sat on what is gone stand, and what somebody carried who is gone lies where they stood", async () => {
    const before = await rebuilt(smallRealm, save);
    before.told.type(anna, "give key to osric");
    const given = before.world.save();
    const map = changedRealm((from) => ({ ...from, props: from.props.filter(({ id }) => id !== "bench"), npcs: [] }));
    const { world, told } = await rebuilt(map, given);
    expect(world.scenes.scene(ben).you?.sitting).toBe(false);
    expect(world.scenes.scene(anna).you?.carries).toEqual([]);
    expect(told.type(anna, "get key")).toEqual(["You pick up the brass key."]);
  });

  it("heeds the builder where the map's own word has changed: a door unlocked, a thing moved", async () => {
    const map = changedRealm((before) => ({
      ...before,
      doors: before.doors.map((door) => ({ ...door, locked: false })),
      props: before.props.map((prop) => (prop.id === "barrel" ? { ...prop, area: "hall", at: [-3, 0, -3] } : prop)),
    }));
    const { world, told } = await rebuilt(map, save);
    expect(told.type(ben, "east")[0]).toBe("You walk east.");
    // Nothing was said anew of the oak door but that it is not locked, as before.
    expect(world.scenes.scene(anna).exits[0]?.door?.open).toBe(true);
    expect(world.scenes.scene(ben).things.map(({ name }) => name)).toContain("barrel");
  });

  it("drops what a script kept when the thing has another script", async () => {
    const scripts = [
      ...smallRealm.scripts,
      { name: "other", file: "other.js", source: smallRealm.scripts[0]?.source ?? "" },
    ];
    const map = changedRealm((before) => ({
      ...before,
      scripts,
      props: before.props.map((prop) => (prop.id === "bell" ? { ...prop, script: "other" } : prop)),
    }));
    const { told } = await rebuilt(map, save);
    expect(told.type(ben, "use bell")).toContain("The bell says: “used 1 times, last by Old Ben”");
  });

  it("leaves a script switched off until its source has changed", async () => {
    const bad = [{ name: "count", file: "count.js", source: "function onUse() { throw new Error('no'); }" }];
    const before = await rebuilt({ ...smallRealm, scripts: bad }, save);
    for (let i = 0; i < 20; i++) before.told.type(ben, "use bell");
    expect(before.problems.join()).toContain("off now");
    const broken = before.world.save();
    const same = await rebuilt(
      changedRealm((map) => ({ ...map, scripts: bad })),
      broken,
    );
    expect(same.told.type(ben, "use bell")).toEqual(["Nothing happens.", "You use the bell."]);
    const mended = await rebuilt(changedRealm(), broken);
    expect(mended.told.type(ben, "use bell").join()).toContain("The bell says");
  });
});

describe("a portable part", () => {
  const save = releasedCheckpoint(2);

  it.each([
    ["that is damaged", () => '{"portable":1,"things":['],
    ["of a form that is not known", (json: string) => json.replace('"portable":1', '"portable":99')],
    ["whose entities contradict each other", (json: string) => json.replace(/"entity":1048583/, '"entity":1048582')],
  ])("%s is told of, and its people are known", async (_, change) => {
    const { world, problems } = await rebuilt(changedRealm(), withPortable(save, change));
    expect(problems).toHaveLength(2);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "hall", you: { name: "Anna", carries: [] } });
    expect(world.viewer(cleo)).toBeNull();
  });

  it("serves where the exact world cannot be read although it should be", async () => {
    const today = { ...save, made: (await smallWorlds()).create().save().made };
    const { world, problems } = await rebuilt(
      smallRealm,
      withBodies(today, () => ""),
    );
    expect(problems[0]).toContain("cannot be read");
    expect(world.scenes.scene(anna)).toMatchObject({ area: "yard", you: { carries: [{ name: "brass key" }] } });
  });

  it("loses only what makes no sense, and passes over what it does not know", async () => {
    const strange = withPortable(save, (json) =>
      json
        .replace('"id":"s-anna","entity":1048586,"area":"yard"', '"id":"s-anna","entity":1048586,"area":7')
        .replace('"has":{"door":{"open":1}}', '"has":{"door":{"open":1,"colour":3},"haunted":{"by":7}}'),
    );
    const { world } = await rebuilt(changedRealm(), strange);
    expect(world.scenes.scene(anna).area).toBe("hall");
    expect(world.scenes.scene(ben)).toMatchObject({ area: "hall", you: { sitting: true } });
    expect(world.scenes.scene(ben).exits.find(({ direction }) => direction === "north")?.door?.open).toBe(true);
  });

  it("comes with facts that a later version may add to", async () => {
    const later = withFacts(save, (json) => json.replace('"seed"', '"outbox":[{"kind":"news"}],"seed"'));
    const { world } = await rebuilt(changedRealm(), later);
    expect(Buffer.from(world.save().bytes).toString("latin1")).toContain('"outbox":[{"kind":"news"}]');
  });

  it("beside facts that make no sense is left out, and people are known all the same", async () => {
    const broken = withFacts(save, (json) => json.replace('"chat":', '"chat":{"areas":7},"was":'));
    const { world, problems } = await rebuilt(changedRealm(), broken);
    expect(problems.join()).toContain("cannot be rebuilt");
    expect([world.memberOf("s-anna"), world.tick, world.awake]).toEqual([anna, save.tick, []]);
    world.step([{ type: "wake", subject: "s-anna", name: "" }]);
    expect(world.scenes.scene(anna)).toMatchObject({ area: "hall", you: { name: "Anna" } });
  });

  it("says nothing of the future: it is not in the state's hash", async () => {
    const { world } = await rebuilt(changedRealm(), save);
    const again = await rebuilt(
      changedRealm(),
      withPortable(world.save(), () => ""),
    );
    expect(again.world.hash()).toBe(world.hash());
  });
});

function inHall<T extends { area: string; at: readonly [number, number, number] }>(thing: T): T {
  return { ...thing, area: "hall", at: [1, 0, 1] };
}
