import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { buildGeometry } from "../core/world/geometry.ts";
import type { BodyId } from "../core/world/physics/bodies.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { Physics } from "../core/world/physics/physics.ts";
import { restoreSnapshot, savePortable, takeSnapshot } from "../core/world/physics/physics-bytes.ts";
import type { Area, Door, Exit, RealmMap } from "../core/world/realm-map.ts";

const TICKS = 600;

export interface SceneResult {
  /** Of every contact on the way and of every body at the end. */
  digest: string;
  contacts: number;
  /** Ticks in which the door swung, and in which it waited for somebody. */
  swings: number;
  waits: number;
}

/** What the scene comes to, on every machine. A change of the engine, of the rules or of the scene changes it. */
export const sceneGolden: SceneResult = {
  digest: "250274ee18d47d7a79590d6467a161249329671e811e30064cb6c6053601b668",
  contacts: 137,
  swings: 140,
  waits: 42,
};

const door: Door = {
  ...{ id: "door", title: "", description: "", at: [5.15, 0, 4], along: "z", width: 1.2, height: 2.2 },
  ...{ material: "oak", open: false, locked: false },
};

function room(id: string, from: number, to: number, exit: Exit): Area {
  return {
    ...{ id, title: id, description: "", indoors: true, ground: "oak", walls: "stone", exits: [exit] },
    box: { min: [from, 0, 0], max: [to, 3, 8] },
    solids: [{ shape: { type: "box", size: [1, 0.25, 3] }, at: [(from + to) / 2, 0, 6], material: "oak" }],
  };
}

const map: RealmMap = {
  ...{ realm: "scene", title: "", summary: "", spawn: { area: "west", at: [1, 0, 1] } },
  areas: [
    room("west", -5, 5, { direction: "east", to: "east", at: [5, 0, 4], width: 1.4, door: "door" }),
    room("east", 5.3, 15, { direction: "west", to: "west", at: [5.3, 0, 4], width: 1.4, door: "door" }),
  ],
  ...{ doors: [door], props: [], items: [], npcs: [], lights: [], scripts: [] },
};

/** Lots that are the same everywhere: Numerical Recipes' linear congruence, on 32 bits. */
function lots(): (below: number) => number {
  let state = 2_026;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

interface Cast {
  people: BodyId[];
  crates: BodyId[];
  balls: BodyId[];
  door: BodyId;
}

function populate(physics: Physics): Cast {
  physics.addSensor({ min: [5, 0, 3], max: [6, 2, 5] });
  const cast: Cast = {
    people: [0, 1, 2, 3].map((i) => physics.addCharacter(1.6 + i / 10, 0.3, [-4 + 5 * i, 0, 1 + i])),
    crates: Array.from({ length: 12 }, (_, i) =>
      physics.addProp({ type: "box", size: [0.5, 0.5, 0.5] }, 8 + i, [-2 + (i % 3) * 4, 0.5 * Math.floor(i / 3), 3]),
    ),
    balls: Array.from({ length: 6 }, (_, i) => physics.addItem({ type: "ball", radius: 0.1 }, 0.4, [i, 1, 2])),
    door: physics.addDoor(door),
  };
  cast.crates.push(physics.addProp({ type: "cylinder", radius: 0.3, height: 0.9 }, 15, [2, 0, 4]));
  for (const ball of cast.balls) physics.listen(ball);
  return cast;
}

/** What people do in one tick. */
function act(
  physics: Physics,
  { people, crates, balls, door }: Cast,
  tick: number,
  lot: (below: number) => number,
): void {
  for (const person of people) {
    if (lot(12) === 0) physics.moveCharacter(person, (lot(9) - 4) * 0.8, (lot(9) - 4) * 0.8, lot(4) === 0);
  }
  // Through the door, and into what stands there.
  if (tick % 100 === 20) physics.moveCharacter(people[0] ?? 0, 2.5, 0, false);
  if (tick % 60 === 10) physics.setDoor(door, tick % 120 === 10, [lot(11), 0, 4]);
  if (tick % 25 === 5) physics.throw(balls[lot(balls.length)] ?? 0, [lot(21) - 10, 3, lot(21) - 10]);
  if (tick % 40 === 7) physics.push(crates[lot(crates.length)] ?? 0, [lot(81) - 40, 10, lot(81) - 40]);
  if (tick % 150 === 80) {
    physics.remove(balls.shift() ?? 0);
    const ball = physics.addItem({ type: "ball", radius: 0.12 }, 0.5, [lot(9), 1.5, 1 + lot(6)]);
    physics.listen(ball);
    balls.push(ball);
  }
  if (tick === 200) physics.place(crates[0] ?? 0, [7, 1, 6]);
}

/**
 * Plays 600 ticks in which people walk, push, throw and open. After the tick `restartAt` the world is saved, freed, and
 * made again from what was saved.
 */
export function playScene(rapier: Rapier, restartAt: number): SceneResult {
  let physics = Physics.create(rapier, buildGeometry(map));
  const cast = populate(physics);
  const lot = lots();
  const digest = sha256.create();
  const counts = { contacts: 0, swings: 0, waits: 0 };
  for (let tick = 0; tick < TICKS; tick++) {
    act(physics, cast, tick, lot);
    const contacts = physics.step();
    for (const { a, b, began } of contacts) digest.update(wordBytes(tick, a, b, Number(began)));
    const { moving, blocked } = physics.doorState(cast.door) ?? { moving: false, blocked: false };
    counts.contacts += contacts.length;
    counts.swings += Number(moving && !blocked);
    counts.waits += Number(blocked);
    if (tick === restartAt) physics = restarted(rapier, physics);
  }
  digest.update(savePortable(physics)).update(takeSnapshot(physics));
  physics.free();
  return { digest: bytesToHex(digest.digest()), ...counts };
}

function wordBytes(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

function restarted(rapier: Rapier, physics: Physics): Physics {
  const bytes = takeSnapshot(physics);
  physics.free();
  const result = restoreSnapshot(rapier, () => buildGeometry(map), bytes);
  if (!result.ok) throw new Error(result.message);
  return result.physics;
}
