import type { RealmMap } from "../core/world/realm-map.ts";

const mug = { type: "cylinder", radius: 0.06, height: 0.12 } as const;

/** Two rooms and a door between them, another that is locked, a few things, and somebody who greets. */
export const smallRealm: RealmMap = {
  realm: "small",
  title: "A Small Realm",
  summary: "Two rooms and a door.",
  spawn: { area: "hall", at: [0, 0, 0] },
  areas: [
    {
      id: "hall",
      title: "The Hall",
      description: "A bare hall.",
      box: { min: [-4, 0, -4], max: [4, 3, 4] },
      indoors: true,
      ground: "oak",
      walls: "plaster",
      solids: [
        {
          shape: { type: "cylinder", radius: 0.3, height: 3 },
          at: [3, 0, 3],
          material: "oak",
          title: "oak pillar",
          description: "It holds the roof.",
        },
      ],
      exits: [
        { direction: "north", to: "yard", at: [0, 0, -4], width: 1.2, door: "oak-door" },
        { direction: "east", to: "vault", at: [4, 0, 0], width: 1.2, door: "vault-door" },
        { direction: "west", to: "elsewhere:gate", at: [-4, 0, 0], width: 1.2 },
      ],
    },
    {
      id: "yard",
      title: "The Yard",
      description: "A bare yard.",
      box: { min: [-4, 0, -12.3], max: [4, 8, -4.3] },
      indoors: false,
      ground: "grass",
      walls: "stone",
      solids: [],
      exits: [{ direction: "south", to: "hall", at: [0, 0, -4.3], width: 1.2, door: "oak-door" }],
    },
    {
      id: "vault",
      title: "The Vault",
      description: "A small vault.",
      box: { min: [4.3, 0, -2], max: [8.3, 3, 2] },
      indoors: true,
      ground: "stone",
      walls: "stone",
      solids: [],
      exits: [{ direction: "west", to: "hall", at: [4.3, 0, 0], width: 1.2, door: "vault-door" }],
    },
  ],
  doors: [
    door("oak-door", "oak door", [0, 0, -4.15], "x"),
    { ...door("vault-door", "vault door", [4.15, 0, 0], "z"), locked: true, key: "brass-key", script: "count" },
  ],
  props: [
    prop("barrel", "barrel", "yard", [2, 0, -8], 20),
    { ...prop("bench", "bench", "hall", [-2, 0, 2], 30), fixed: true, seat: true },
    { ...prop("bell", "bell", "hall", [2, 0, 2], 5), fixed: true, script: "count" },
  ],
  items: [
    item("clay-mug", "clay mug", "hall", [1, 0, 1]),
    item("clay-mug-2", "clay mug", "hall", [1.5, 0, 1]),
    item("brass-key", "brass key", "yard", [-2, 0, -8]),
  ],
  npcs: [
    {
      id: "porter",
      title: "Osric",
      description: "An old porter.",
      area: "yard",
      at: [-3, 0, -11],
      material: "cloth-green",
      heightM: 1.7,
      habits: [{ habit: "greet", lines: ["Mind the step, {name}."] }],
    },
  ],
  lights: [{ id: "old-lantern", area: "yard", at: [3, 2, -11], colour: "#ffcc88", reachM: 6, lit: "dark" }],
  scripts: [
    {
      name: "count",
      file: "count.js",
      source: `
function onUse(event) {
  const times = (self.state?.times ?? 0) + 1;
  self.state = { times };
  world.say("used " + times + " times, last by " + event.by.name);
}`,
    },
  ],
};

function door(id: string, title: string, at: readonly [number, number, number], along: "x" | "z") {
  const looks = { description: `The ${title}.`, material: "oak" as const, width: 1.1, height: 2.1 };
  return { id, title, at, along, open: false, locked: false, ...looks };
}

function prop(id: string, title: string, area: string, at: readonly [number, number, number], massKg: number) {
  const shape = { type: "box", size: [0.6, 0.6, 0.6] } as const;
  const looks = { description: `A ${title}.`, material: "oak" as const };
  return { id, title, area, at, shape, massKg, fixed: false, seat: false, ...looks };
}

function item(id: string, title: string, area: string, at: readonly [number, number, number]) {
  return { id, title, area, at, shape: mug, massKg: 0.4, material: "brick" as const, description: `A ${title}.` };
}
