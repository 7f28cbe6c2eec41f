import { describe, expect, it } from "vitest";
import { loadRapier } from "../../../testing/rapier.ts";
import type { Piece } from "../geometry.ts";
import { Physics } from "./physics.ts";

const rapier = loadRapier();
const floor: Piece[] = [
  { area: "a", kind: "floor", shape: { type: "box", size: [40, 0.2, 40] }, at: [0, -0.2, 0], material: "oak" },
];
const plan = { at: [-3, 0, 0], along: "z", width: 1.2, height: 2, open: false } as const;

/** Somebody who jumps, a ball that flies, a door that swings; and their twins in another world, at the beginning. */
function twins() {
  const [first, second] = [0, 1].map(() => {
    const physics = Physics.create(rapier, floor);
    const jumper = physics.addCharacter(1.7, 0.3, [0, 0, 0]);
    const ball = physics.addItem({ type: "ball", radius: 0.1 }, 0.4, [0, 1, 4]);
    return { physics, ids: [jumper, ball, physics.addDoor(plan)] as const };
  });
  if (!first || !second) throw new Error("no twins");
  for (let tick = 0; tick < 10; tick++) first.physics.step();
  const [jumper, ball, door] = first.ids;
  first.physics.moveCharacter(jumper, 2, 0.5, true);
  first.physics.throw(ball, [4, 3, -6]);
  first.physics.setDoor(door, true);
  for (let tick = 0; tick < 4; tick++) first.physics.step();
  return [first, second] as const;
}

function read(physics: Physics, id: number): number[] {
  const state = new Float32Array(13);
  physics.read(id, state);
  return [...state];
}

describe("a body that goes on as another one did", () => {
  it("is where that one was, turned and moving like it, and does the same for a while", () => {
    const [{ physics, ids }, other] = twins();
    ids.forEach((id, at) => {
      const [x = 0, y = 0, z = 0, ...rest] = read(physics, id);
      other.physics.settle(other.ids[at] ?? 0, [x, y, z], rest.slice(0, 4), physics.motion(id));
    });
    other.physics.moveCharacter(other.ids[0], 2, 0.5, false);
    for (let tick = 0; tick < 8; tick++) {
      ids.forEach((id, at) => {
        const [ours, theirs] = [read(physics, id), read(other.physics, other.ids[at] ?? 0)];
        for (let i = 0; i < 7; i++) expect(theirs[i]).toBeCloseTo(ours[i] ?? 0, 2);
      });
      for (const world of [physics, other.physics]) world.step();
    }
    expect(other.physics.doorState(other.ids[2])).toEqual(physics.doorState(ids[2]));
    for (const world of [physics, other.physics]) world.free();
  });

  it("has no motion at rest, but doors always tell how they hang", () => {
    const [{ physics, ids }] = twins();
    expect(ids.map((id) => Object.keys(physics.motion(id) ?? {}))).toEqual([
      ["rise"],
      ["velocity", "spin"],
      ["angle", "target"],
    ]);
    physics.moveCharacter(ids[0], 0, 0, false);
    for (let tick = 0; tick < 300; tick++) physics.step();
    expect(ids.map((id) => physics.motion(id))).toEqual([null, null, { angle: 90, target: 90 }]);
    expect(physics.motion(999)).toBeNull();
    physics.free();
  });

  it("does not take numbers that are none, nor turns a person over", () => {
    const [{ physics, ids }] = twins();
    const before = read(physics, ids[1]);
    physics.settle(ids[1], [Number.NaN, 0, 0], [0, 0, 0, 1], null);
    expect(read(physics, ids[1])).toEqual(before);
    physics.settle(ids[0], [1, 2, 3], [1, 0, 0, 0], null);
    expect(read(physics, ids[0]).slice(0, 7)).toEqual([1, 2, 3, 0, 0, 0, 1]);
    physics.settle(ids[1], [1, 2, 3], [0, 0, 0, 0], null);
    expect(read(physics, ids[1]).slice(3, 7).every(Number.isFinite)).toBe(true);
    physics.free();
  });
});
