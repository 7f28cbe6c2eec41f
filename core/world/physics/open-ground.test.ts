import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadRapier } from "../../../testing/rapier.ts";
import { indexOf } from "../../ecs/entity.ts";
import type { Piece } from "../geometry.ts";
import type { Point, Shape } from "../realm-map.ts";
import type { BodyId } from "./bodies.ts";
import { OpenGround } from "./open-ground.ts";
import { Physics } from "./physics.ts";
import { makeWay, setWay } from "./way.ts";

const rapier = loadRapier();
const SIDE_M = 12;
const RADIUS_M = 0.3;
const floorShape: Shape = { type: "box", size: [SIDE_M, 0.2, SIDE_M] };

function piece(kind: Piece["kind"], shape: Shape, at: Point): Piece {
  return { area: "a", kind, shape, at, material: "oak" };
}
/** The same floor: where it counts as one nobody asks the engine, where it is a solid everybody does. */
const floor = piece("floor", floorShape, [0, -0.2, 0]);
const slab = piece("solid", floorShape, [0, -0.2, 0]);

const walls = [-1, 1].flatMap((side) => [
  piece("wall", { type: "box", size: [SIDE_M, 3, 0.3] }, [0, 0, side * (SIDE_M / 2 + 0.15)]),
  piece("wall", { type: "box", size: [0.3, 3, SIDE_M] }, [side * (SIDE_M / 2 + 0.15), 0, 0]),
]);

const metres = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({
    type: fc.constant("box" as const),
    size: fc.tuple(metres(0.05, 3), metres(0.05, 3), metres(0.05, 3)) as fc.Arbitrary<Point>,
  }),
  fc.record({ type: fc.constant("cylinder" as const), radius: metres(0.05, 1), height: metres(0.1, 3) }),
);
const solids = fc.array(
  fc.record({ shape: shapes, x: metres(-5, 5), y: fc.constantFrom(0, 0, 0, 1.5, 2.3), z: metres(-5, 5) }),
  { maxLength: 8 },
);
const wishes = fc.array(fc.tuple(metres(-4, 4), metres(-4, 4)), { minLength: 1, maxLength: 12 });

function poseOf(physics: Physics, id: BodyId): Point {
  const { x, y, z } = physics.columns.pose;
  const index = indexOf(id);
  return [x[index] ?? 0, y[index] ?? 0, z[index] ?? 0];
}

describe("a walk over open ground", () => {
  it("comes to where the engine says, whatever is built", () => {
    fc.assert(
      fc.property(solids, wishes, (built, ways) => {
        const others = [...walls, ...built.map(({ shape, x, y, z }) => piece("solid", shape, [x, y, z]))];
        const [quick, asked] = [floor, slab].map((ground) => Physics.create(rapier, [ground, ...others]));
        if (!quick || !asked) throw new Error("no worlds");
        const ids = [quick, asked].map((physics) => physics.addCharacter(1.8, RADIUS_M, [-5.4, 0, -5.4]));
        const [one = 0, other = 0] = ids;
        for (const [x, z] of ways)
          for (let tick = 0; tick < 12; tick++) {
            const before = poseOf(quick, one);
            const { speedY, grounded } = quick.columns.character;
            asked.settle(other, before, [0, 0, 0, 1], null);
            asked.columns.character.speedY[indexOf(other)] = speedY[indexOf(one)] ?? 0;
            asked.columns.character.grounded[indexOf(other)] = grounded[indexOf(one)] ?? 0;
            quick.moveCharacter(one, x, z, false);
            asked.moveCharacter(other, x, z, false);
            quick.step();
            asked.step();
            const [here, there] = [poseOf(quick, one), poseOf(asked, other)];
            for (const axis of [0, 1, 2] as const) expect(Math.abs(here[axis] - there[axis])).toBeLessThan(0.03);
          }
        for (const world of [quick, asked]) world.free();
      }),
      { numRuns: 200 },
    );
  });

  it("is as far as it is wished, tick for tick, and stops at what is in the way", () => {
    const wall = piece("wall", { type: "box", size: [0.3, 3, 8] }, [3, 0, 0]);
    const physics = Physics.create(rapier, [floor, wall]);
    const crate = physics.addProp({ type: "box", size: [0.6, 0.6, 0.6] }, 400, [0, 0, 3]);
    const [walker, pusher] = [-3, 0].map((x) => physics.addCharacter(1.8, RADIUS_M, [x, 0, 0]));
    physics.step();
    physics.moveCharacter(walker ?? 0, 2, 0, false);
    physics.moveCharacter(pusher ?? 0, 0, 2, false);
    for (let tick = 1; tick <= 100; tick++) {
      physics.step();
      if (tick <= 40) expect(poseOf(physics, walker ?? 0)[0]).toBeCloseTo(-3 + tick * 0.1, 4);
    }
    expect(poseOf(physics, walker ?? 0)[0]).toBeGreaterThan(2.4);
    expect(poseOf(physics, walker ?? 0)[0]).toBeLessThan(2.85 - RADIUS_M + 0.001);
    expect(poseOf(physics, pusher ?? 0)[2]).toBeLessThan(poseOf(physics, crate)[2] - 0.3 - RADIUS_M + 0.001);
    physics.free();
  });

  it("goes along a wall as far as it is wished, and stays in a corner", () => {
    const physics = Physics.create(rapier, [floor, ...walls]);
    const walker = physics.addCharacter(1.8, RADIUS_M, [-4, 0, -5]);
    physics.step();
    physics.moveCharacter(walker, 2, -2, false);
    for (let tick = 1; tick <= 40; tick++) {
      physics.step();
      expect(poseOf(physics, walker)[0]).toBeCloseTo(-4 + tick * 0.1, 4);
    }
    expect(poseOf(physics, walker)[2]).toBeCloseTo(-SIDE_M / 2 + RADIUS_M + 0.02, 4);
    for (let tick = 0; tick < 100; tick++) physics.step();
    const corner = poseOf(physics, walker);
    expect(corner[0]).toBeCloseTo(SIDE_M / 2 - RADIUS_M - 0.02, 4);
    for (let tick = 0; tick < 20; tick++) physics.step();
    expect(poseOf(physics, walker)).toEqual(corner);
    physics.free();
  });

  it("is not taken through a door that hangs there", () => {
    const physics = Physics.create(rapier, [floor]);
    physics.addDoor({ at: [0, 0, 0], along: "z", width: 2, height: 2.2, open: false });
    const walker = physics.addCharacter(1.8, RADIUS_M, [-2, 0, 0]);
    physics.step();
    physics.moveCharacter(walker, 2, 0, false);
    for (let tick = 0; tick < 60; tick++) physics.step();
    expect(poseOf(physics, walker)[0]).toBeLessThan(-RADIUS_M);
    physics.free();
  });
});

function level(ground: OpenGround, fromX: number, fromZ: number, toX: number, toZ: number, y: number): number | null {
  const way = makeWay();
  setWay(way, fromX, fromZ, toX, toZ, 0.4);
  return ground.lead(way, y);
}

describe("open ground", () => {
  const beam = piece("solid", { type: "box", size: [2, 0.2, 0.2] }, [4, 2, 4]);
  const roof = piece("ceiling", { type: "box", size: [2, 0.2, 2] }, [-4, 2.5, -4]);
  const step = piece("floor", { type: "box", size: [2, 0.4, 2] }, [0, -0.2, 5]);

  it("is bare floor, all of it, at the height that is asked for", () => {
    const ground = new OpenGround(() => [floor, beam, roof, step]);
    const isOpen = (x: number, z: number, y = 0) => level(ground, x, z, x, z, y) !== null;
    expect([isOpen(0, 0), isOpen(0, 0, 0.05), isOpen(0, 0, -0.2)]).toEqual([true, false, false]);
    expect([isOpen(4, 4), isOpen(4, 2.5), isOpen(-4, -4)]).toEqual([false, true, true]);
    expect([isOpen(0, 5), isOpen(0, 5, 0.2), isOpen(1, 5, 0.2)]).toEqual([false, true, false]);
    expect(level(ground, -0.5, 5, 0.5, 5, 0.197)).toBeCloseTo(0.2, 12);
    expect([isOpen(5.7, 0), isOpen(-5.7, 0), isOpen(40, 0), isOpen(Number.NaN, 0)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("asks for what is built once, and not before somebody walks", () => {
    let asked = 0;
    const ground = new OpenGround(() => {
      asked += 1;
      return [floor];
    });
    expect(asked).toBe(0);
    for (let i = 0; i < 3; i++) level(ground, 0, 0, 1, 1, 0);
    expect(asked).toBe(1);
  });
});
