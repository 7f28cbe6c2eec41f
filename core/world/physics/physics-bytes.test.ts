import { describe, expect, it } from "vitest";
import { loadRapier, rapierMemoryBytes } from "../../../testing/rapier.ts";
import { indexOf } from "../../ecs/entity.ts";
import type { Piece } from "../geometry.ts";
import type { BodyId } from "./bodies.ts";
import { Physics } from "./physics.ts";
import { type PhysicsResult, rebuild, restoreSnapshot, savePortable, takeSnapshot } from "./physics-bytes.ts";

const rapier = loadRapier();
const pieces: Piece[] = [
  { area: "a", kind: "floor", shape: { type: "box", size: [40, 0.2, 40] }, at: [0, -0.2, 0], material: "oak" },
  { area: "a", kind: "solid", shape: { type: "ball", radius: 1 }, at: [9, 0, 9], material: "stone" },
  { area: "a", kind: "solid", shape: { type: "cylinder", radius: 1, height: 2 }, at: [-9, 0, 9], material: "stone" },
];

interface Cast {
  jumper: BodyId;
  crates: BodyId[];
  door: BodyId;
  sensor: BodyId;
  ball: BodyId;
}

/** A world in the middle of everything: somebody in the air, a door half open, a ball on its way, a tower. */
function busyWorld(): { physics: Physics; cast: Cast } {
  const physics = Physics.create(rapier, pieces);
  const gone = physics.addProp({ type: "ball", radius: 1 }, 5, [5, 5, 5]);
  const cast = {
    jumper: physics.addCharacter(1.7, 0.3, [0, 0, 0]),
    crates: [0, 1, 2].map((i) => physics.addProp({ type: "box", size: [0.5, 0.5, 0.5] }, 10, [3, i * 0.5, 0])),
    door: physics.addDoor({ at: [-3, 0, 0], along: "z", width: 1.2, height: 2, open: false }),
    sensor: physics.addSensor({ min: [1, 0, -2], max: [2, 2, 2] }),
    ball: physics.addItem({ type: "ball", radius: 0.1 }, 0.4, [0, 1, 4]),
  };
  physics.remove(gone);
  physics.listen(cast.ball);
  for (let tick = 0; tick < 10; tick++) physics.step();
  physics.moveCharacter(cast.jumper, 2, 0.5, true);
  physics.setDoor(cast.door, true);
  physics.throw(cast.ball, [4, 3, -6]);
  for (let tick = 0; tick < 5; tick++) physics.step();
  return { physics, cast };
}

function opened(result: PhysicsResult): Physics {
  if (!result.ok) throw new Error(result.message);
  return result.physics;
}

describe("a snapshot", () => {
  it("has the same future, in contacts and in every byte, jump, door and listeners included", () => {
    const { physics, cast } = busyWorld();
    expect(physics.columns.character.speedY[indexOf(cast.jumper)]).not.toBe(0);
    expect(physics.doorState(cast.door)).toMatchObject({ angle: 30, moving: true });
    const bytes = takeSnapshot(physics);
    const again = opened(restoreSnapshot(rapier, () => pieces, bytes));
    expect(takeSnapshot(again)).toEqual(bytes);
    expect([again.anyAwake(), again.doorState(cast.door)]).toEqual([true, physics.doorState(cast.door)]);
    let contacts = 0;
    for (let tick = 0; tick < 100; tick++) {
      if (tick === 30) for (const world of [physics, again]) world.push(cast.crates[2] ?? 0, [20, 5, 5]);
      const told = physics.step();
      expect(again.step()).toEqual(told);
      contacts += told.length;
    }
    expect(contacts).toBeGreaterThan(3);
    expect(takeSnapshot(again)).toEqual(takeSnapshot(physics));
    expect(again.addItem({ type: "ball", radius: 1 }, 1, [0, 9, 0])).toBe(
      physics.addItem({ type: "ball", radius: 1 }, 1, [0, 9, 0]),
    );
    for (const world of [physics, again]) world.free();
  });

  it("is refused when it is damaged", () => {
    const { physics } = busyWorld();
    const bytes = takeSnapshot(physics);
    const other = opened(restoreSnapshot(rapier, () => pieces, takeSnapshot(Physics.create(rapier, pieces))));
    const strange = takeSnapshot(other);
    const ownLength = (of: Uint8Array) => 4 + new DataView(of.buffer).getUint32(0, true);
    const mixed = Uint8Array.of(...bytes.subarray(0, ownLength(bytes)), ...strange.subarray(ownLength(strange)));
    for (const broken of [
      new Uint8Array(0),
      new Uint8Array(400),
      bytes.subarray(0, 90),
      bytes.subarray(0, -9),
      mixed,
    ]) {
      expect(restoreSnapshot(rapier, () => pieces, broken)).toMatchObject({ ok: false, code: "BYTES_DAMAGED" });
    }
    for (const world of [physics, other]) world.free();
  });
});

describe("a portable save", () => {
  it("gives a world that looks the same, with the same ids, and goes on", () => {
    const { physics, cast } = busyWorld();
    const bytes = savePortable(physics);
    const again = opened(rebuild(rapier, pieces, bytes));
    const ids = [cast.jumper, cast.door, cast.ball, ...cast.crates];
    for (const id of ids) {
      const [ours, theirs] = [new Float32Array(13), new Float32Array(13)];
      expect([physics.read(id, ours), again.read(id, theirs), again.kindOf(id)]).toEqual([
        true,
        true,
        physics.kindOf(id),
      ]);
      // A character's or a door's speed is made anew by its next step.
      const shown = id === cast.jumper || id === cast.door ? 7 : 13;
      for (let i = 0; i < shown; i++) expect(theirs[i]).toBeCloseTo(ours[i] ?? 0, 5);
    }
    expect(again.doorState(cast.door)).toEqual(physics.doorState(cast.door));
    const told = Array.from({ length: 60 }, () => again.step()).flat();
    expect(told).toContainEqual({ a: cast.sensor, b: cast.jumper, began: true });
    expect(told.some(({ a, b }) => [a, b].includes(cast.ball))).toBe(true);
    expect(again.doorState(cast.door)).toMatchObject({ angle: 90, moving: false });
    for (const world of [physics, again]) world.free();
  });

  it("changes nothing in the world that it is taken from", () => {
    const { physics } = busyWorld();
    const before = takeSnapshot(physics);
    savePortable(physics);
    expect(takeSnapshot(physics)).toEqual(before);
    physics.free();
  });

  it("keeps asleep what slept, and is refused by what is no save", () => {
    const { physics, cast } = busyWorld();
    physics.moveCharacter(cast.jumper, 0, 0, false);
    for (let tick = 0; tick < 300; tick++) physics.step();
    expect(physics.anyAwake()).toBe(false);
    const again = opened(rebuild(rapier, pieces, savePortable(physics)));
    expect(again.anyAwake()).toBe(false);
    // Contacts that are found anew wake what touches, for a moment.
    for (let tick = 0; tick < 60; tick++) again.step();
    expect(again.anyAwake()).toBe(false);
    for (const id of cast.crates) {
      const [ours, theirs] = [new Float32Array(13), new Float32Array(13)];
      physics.read(id, ours);
      again.read(id, theirs);
      for (let i = 0; i < 3; i++) expect(Math.abs((theirs[i] ?? 0) - (ours[i] ?? 0))).toBeLessThan(0.03);
    }
    expect(rebuild(rapier, pieces, takeSnapshot(physics))).toMatchObject({ ok: false, code: "BYTES_DAMAGED" });
    for (const world of [physics, again]) world.free();
  });
});

describe("the engine's memory", () => {
  it("comes back: a thousand worlds take no more than fifty", () => {
    const round = () => {
      const { physics } = busyWorld();
      const again = opened(restoreSnapshot(rapier, () => pieces, takeSnapshot(physics)));
      again.step();
      for (const world of [physics, again]) world.free();
    };
    for (let i = 0; i < 50; i++) round();
    const before = rapierMemoryBytes();
    for (let i = 0; i < 500; i++) round();
    expect(rapierMemoryBytes()).toBe(before);
  });
});
