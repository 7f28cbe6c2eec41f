import type { Habit, Npc, RealmMap } from "../../core/world/realm-map.ts";
import type { Dice } from "../simulation/dice.ts";
import { smallRealm } from "../small-realm.ts";

const CHEST = `
function onUse(event) {
  self.state = { opened: (self.state?.opened ?? 0) + 1 };
  world.tell(event.by.id, "The chest knows you now.");
  world.timer("lid", 1500);
}
function onTimer() {
  world.narrate("The lid falls shut.");
  world.light("old-lantern", self.state.opened % 2 === 0);
}`;

/** The small realm with a loft above, a ball to push, a chest that remembers, and sometimes somebody who wanders about. */
export function simulatedRealm(dice: Dice): RealmMap {
  const [hall, ...others] = smallRealm.areas;
  const [barrel] = smallRealm.props;
  if (!hall || !barrel) throw new Error("the small realm has become smaller");
  const up = { direction: "up", to: "loft", at: [-3, 0, -3], width: 1 } as const;
  const down = { direction: "down", to: "hall", at: [-3, 3.3, -3], width: 1 } as const;
  const loft = { ...hall, id: "loft", title: "The Loft", description: "A low loft.", solids: [], exits: [down] };
  return {
    ...smallRealm,
    areas: [
      { ...hall, exits: [...hall.exits, up] },
      ...others,
      { ...loft, box: { min: [-4, 3.3, -4], max: [4, 6, 4] } },
    ],
    props: [
      ...smallRealm.props,
      { ...barrel, id: "crate", title: "light crate", area: "hall", at: [-2, 0, -1], massKg: 4 },
      { ...barrel, id: "chest", title: "old chest", area: "loft", at: [0, 3.3, 0], fixed: true, script: "chest" },
    ],
    npcs: npcsOf(dice),
    scripts: [...smallRealm.scripts, { name: "chest", file: "chest.js", source: CHEST }],
  };
}

/** Without NPCs a realm rests as soon as nothing moves. */
function npcsOf(dice: Dice): Npc[] {
  const [porter] = smallRealm.npcs;
  if (!porter || dice.chance(0.4)) return [];
  const greet: Habit = { habit: "greet", lines: ["Mind the step, {name}.", "Ah, {name}."] };
  const wander: Habit = { habit: "wander", areas: ["hall", "yard"] };
  const roamer: Npc = { ...porter, id: "roamer", title: "Tibalt", at: [2, 0, -6], habits: [wander] };
  return dice.chance(0.5) ? [porter] : [{ ...porter, habits: [greet] }, roamer];
}
