import { describe, expect, it } from "vitest";
import { loadRapier } from "../../../testing/rapier.ts";
import { indexOf } from "../../ecs/entity.ts";
import type { Piece } from "../geometry.ts";
import type { Point, Shape } from "../realm-map.ts";
import { type BodyId, LAND } from "./bodies.ts";
import type { Contact } from "./contacts.ts";
import { SKIN_M } from "./numbers.ts";
import { Physics } from "./physics.ts";

const rapier = loadRapier();
const HEIGHT_M = 1.8;
const crate: Shape = { type: "box", size: [0.6, 0.6, 0.6] };
const ball: Shape = { type: "ball", radius: 0.1 };

function piece(size: Point, at: Point): Piece {
  return { area: "a", kind: "solid", shape: { type: "box", size }, at, material: "oak" };
}

const floor = piece([100, 0.2, 100], [0, -0.2, 0]);

/** Runs a test in a world that is freed after it. */
function inWorld(pieces: Piece[], test: (physics: Physics) => void): () => void {
  return () => {
    const physics = Physics.create(rapier, [floor, ...pieces]);
    test(physics);
    physics.free();
  };
}

function at(physics: Physics, id: BodyId): [x: number, y: number, z: number] {
  const numbers = new Float32Array(13);
  expect(physics.read(id, numbers)).toBe(true);
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

/** How high somebody's feet are. */
function feet(physics: Physics, id: BodyId): number {
  return at(physics, id)[1] - HEIGHT_M / 2 - SKIN_M;
}

function run(physics: Physics, ticks: number): Contact[] {
  return Array.from({ length: ticks }, () => physics.step()).flat();
}

function person(physics: Physics, x: number, z = 0, y = 0): BodyId {
  return physics.addCharacter(HEIGHT_M, 0.3, [x, y, z]);
}

describe("a character", () => {
  it(
    "walks as fast as they are told, and stands still when they are not",
    inWorld([], (physics) => {
      const id = person(physics, 0);
      run(physics, 5);
      physics.moveCharacter(id, 3, -1.5, false);
      run(physics, 20);
      const [x, , z] = at(physics, id);
      expect([x, z, feet(physics, id)].map((m) => Math.round(m * 50) / 50 + 0)).toEqual([3, -1.5, 0]);
      physics.moveCharacter(id, 0, 0, false);
      run(physics, 3);
      expect([physics.asleep(id), physics.anyAwake()]).toEqual([true, false]);
      expect(at(physics, id)[0]).toBeCloseTo(x, 2);
    }),
  );

  it(
    "loses no tick and no height on a wide floor, along diagonals too",
    inWorld([], (physics) => {
      for (const [x, z] of [
        [1, 1],
        [3, -1.5],
        [0, 3],
        [-2, -2],
        [2.12, 2.12],
      ] as const) {
        const id = person(physics, 0);
        physics.moveCharacter(id, x, z, false);
        run(physics, 3);
        for (let tick = 0; tick < 150; tick++) {
          const before = at(physics, id);
          physics.step();
          const after = at(physics, id);
          expect(Math.abs(feet(physics, id))).toBeLessThan(0.001);
          expect(Math.abs(after[0] - before[0] - x * 0.05) + Math.abs(after[2] - before[2] - z * 0.05)).toBeLessThan(
            0.01,
          );
        }
        physics.remove(id);
      }
    }),
  );

  it(
    "is stopped by walls, and slides along them",
    inWorld([piece([0.3, 3, 20], [2.15, 0, 0])], (physics) => {
      const id = person(physics, 0);
      physics.moveCharacter(id, 3, 1, false);
      run(physics, 60);
      const [x, , z] = at(physics, id);
      expect(x).toBeGreaterThan(1.6);
      expect(x).toBeLessThan(1.7);
      expect(z).toBeGreaterThan(2.5);
    }),
  );

  it(
    "steps onto what is as high as a step, and not onto a table",
    inWorld([piece([4, 0.3, 4], [3, 0, 0]), piece([4, 0.8, 4], [-3, 0, 0])], (physics) => {
      const [up, stopped] = [person(physics, 0), person(physics, 0, 0.5)];
      physics.moveCharacter(up, 2, 0, false);
      physics.moveCharacter(stopped, -2, 0, false);
      run(physics, 30);
      expect([at(physics, up)[0] > 2, Math.abs(feet(physics, up) - 0.3) < 0.02]).toEqual([true, true]);
      expect([at(physics, stopped)[0] > -0.8, feet(physics, stopped) < 0.02]).toEqual([true, true]);
    }),
  );

  it(
    "goes down steps without a fall",
    inWorld(
      [0, 1, 2, 3].map((i) => piece([1, 1.2 - 0.3 * i, 4], [i, 0, 0])),
      (physics) => {
        const id = person(physics, 0, 0, 1.2);
        run(physics, 3);
        physics.moveCharacter(id, 1.5, 0, false);
        for (let tick = 0; tick < 60; tick++) {
          physics.step();
          expect([tick, physics.columns.character.grounded[indexOf(id)]]).toEqual([tick, 1]);
        }
        expect(feet(physics, id)).toBeLessThan(0.02);
      },
    ),
  );

  it(
    "jumps once, from the ground, not quite half a metre",
    inWorld([], (physics) => {
      const id = person(physics, 0);
      run(physics, 5);
      physics.moveCharacter(id, 0, 0, true);
      const heights = Array.from({ length: 40 }, () => {
        physics.step();
        return feet(physics, id);
      });
      expect(Math.max(...heights)).toBeGreaterThan(0.4);
      expect(Math.max(...heights)).toBeLessThan(0.5);
      expect(heights.at(-1)).toBeLessThan(0.02);
      expect(heights.findIndex((m) => m > 0.4)).toBeLessThan(8);
      // No step down is longer than a fall: feet do not snap to the ground from the air.
      expect(Math.min(...heights.slice(1).map((m, i) => m - (heights[i] ?? 0)))).toBeGreaterThan(-0.2);
      expect(physics.asleep(id)).toBe(true);
    }),
  );

  it(
    "does not jump in the air, and keeps no jump for later",
    inWorld([], (physics) => {
      const id = person(physics, 0, 0, 1);
      physics.moveCharacter(id, 0, 0, true);
      const heights = Array.from({ length: 40 }, () => {
        physics.step();
        return feet(physics, id);
      });
      expect(Math.max(...heights)).toBeLessThan(1.01);
      expect(heights.every((m, i) => i === 0 || m <= (heights[i - 1] ?? 0) + 0.03)).toBe(true);
    }),
  );

  it(
    "is stopped by a ceiling",
    inWorld([piece([4, 0.2, 4], [0, 2, 0])], (physics) => {
      const id = person(physics, 0);
      run(physics, 5);
      physics.moveCharacter(id, 0, 0, true);
      const heights = Array.from({ length: 10 }, () => {
        physics.step();
        return feet(physics, id);
      });
      expect(Math.max(...heights)).toBeLessThan(0.2);
      expect(heights.at(-1)).toBeLessThan(0.02);
    }),
  );

  it(
    "walks through people",
    inWorld([], (physics) => {
      const [walker, other] = [person(physics, 0), person(physics, 2)];
      physics.moveCharacter(walker, 3, 0, false);
      run(physics, 30);
      expect(at(physics, walker)[0]).toBeGreaterThan(4);
      expect(at(physics, other)[0]).toBeCloseTo(2, 3);
    }),
  );

  it(
    "pushes what sleeps in the way: a crate goes along, a safe hardly moves",
    inWorld([], (physics) => {
      const [walker, mover] = [person(physics, 0), person(physics, 0, 5)];
      const [light, heavy] = [physics.addProp(crate, 15, [1.5, 0, 0]), physics.addProp(crate, 2_000, [1.5, 0, 5])];
      run(physics, 80);
      expect([physics.asleep(light), physics.anyAwake()]).toEqual([true, false]);
      for (const id of [walker, mover]) physics.moveCharacter(id, 2, 0, false);
      run(physics, 60);
      expect(at(physics, light)[0]).toBeGreaterThan(3);
      expect(at(physics, heavy)[0]).toBeLessThan(1.7);
      expect(at(physics, mover)[0]).toBeLessThan(1.3);
    }),
  );

  it(
    "falls when what they stand on is pushed away or removed",
    inWorld([], (physics) => {
      const platform: Shape = { type: "box", size: [2, 1, 2] };
      for (const take of [(id: BodyId) => physics.throw(id, [12, 0, 0]), (id: BodyId) => physics.remove(id)]) {
        const ground = physics.addProp(platform, 50, [0, 0, 0]);
        const id = person(physics, 0, 0, 1);
        run(physics, 80);
        expect([physics.asleep(id), feet(physics, id) > 0.95]).toEqual([true, true]);
        take(ground);
        run(physics, 60);
        expect(feet(physics, id)).toBeLessThan(0.05);
        physics.remove(ground);
        physics.remove(id);
      }
    }),
  );
});

describe("things", () => {
  it(
    "come to rest, and then the world sleeps until something is pushed",
    inWorld([], (physics) => {
      const ids = Array.from({ length: 10 }, (_, i) => physics.addProp(crate, 10, [0, i * 0.6, 0]));
      expect(physics.anyAwake()).toBe(true);
      run(physics, 100);
      expect(physics.anyAwake()).toBe(false);
      expect(at(physics, ids[9] ?? 0)[1]).toBeGreaterThan(5.6);
      physics.push(ids[0] ?? 0, [0, 0, 1]);
      expect(physics.anyAwake()).toBe(true);
    }),
  );

  it(
    "are as heavy as they are said to be",
    inWorld([], (physics) => {
      for (const [shape, massKg] of [
        [crate, 12],
        [ball, 0.3],
        [{ type: "cylinder", radius: 0.3, height: 1 }, 40],
      ] as const) {
        const id = physics.addProp(shape, massKg, [0, 5, 0]);
        physics.push(id, [massKg * 2, 0, 0]);
        const numbers = new Float32Array(20);
        physics.read(id, numbers, 7);
        expect(numbers[14]).toBeCloseTo(2, 3);
        physics.remove(id);
      }
    }),
  );

  it(
    "fall when what carried them is removed",
    inWorld([], (physics) => {
      const [lower, upper] = [physics.addProp(crate, 10, [0, 0, 0]), physics.addProp(crate, 10, [0, 0.6, 0])];
      run(physics, 100);
      expect(physics.asleep(upper)).toBe(true);
      expect([physics.remove(lower), physics.remove(lower), physics.kindOf(lower)]).toEqual([true, false, null]);
      run(physics, 40);
      expect(at(physics, upper)[1]).toBeCloseTo(0.3, 2);
    }),
  );

  it(
    "that are small and fast do not skip through walls",
    inWorld([piece([0.3, 3, 20], [3, 0, 0])], (physics) => {
      const id = physics.addItem({ type: "box", size: [0.05, 0.02, 0.05] }, 0.1, [0, 1, 0]);
      physics.throw(id, [35, 1, 0]);
      run(physics, 60);
      expect(at(physics, id)[0]).toBeLessThan(2.9);
      expect(at(physics, id)[1]).toBeGreaterThan(0);
    }),
  );

  it(
    "are put down upright and still",
    inWorld([], (physics) => {
      const id = physics.addProp(crate, 10, [0, 3, 0]);
      physics.throw(id, [5, 5, 5]);
      run(physics, 10);
      physics.place(id, [7, 0, 7]);
      expect(at(physics, id).map((m) => Math.round(m * 1e4) / 1e4)).toEqual([7, 0.3, 7]);
      run(physics, 40);
      expect(at(physics, id)[0]).toBeCloseTo(7, 2);
    }),
  );

  it(
    "that are gone, or of another kind, are left alone",
    inWorld([], (physics) => {
      const [prop, id] = [physics.addProp(crate, 10, [0, 0, 0]), person(physics, 3)];
      physics.remove(prop);
      const again = physics.addProp(crate, 10, [5, 0, 0]);
      for (const one of [prop, id, LAND, 123_456_789]) {
        physics.push(one, [100, 100, 100]);
        physics.throw(one, [100, 100, 100]);
        physics.setDoor(one, true);
        physics.listen(one === id ? LAND : one);
      }
      for (const one of [prop, again, LAND]) physics.moveCharacter(one, 5, 5, true);
      physics.place(prop, [1, 1, 1]);
      run(physics, 20);
      expect([physics.read(prop, new Float32Array(13)), physics.doorState(id), physics.asleep(prop)]).toEqual([
        false,
        null,
        true,
      ]);
      expect([at(physics, id)[0], at(physics, again)[0]].map(Math.round)).toEqual([3, 5]);
    }),
  );

  it(
    "and people take no numbers that are not finite",
    inWorld([], (physics) => {
      const [prop, id] = [physics.addProp(crate, 10, [0, 0, 0]), person(physics, 3)];
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
        physics.push(prop, [bad, 0, 0]);
        physics.throw(prop, [0, bad, 0]);
        physics.place(prop, [0, 0, bad]);
        physics.moveCharacter(id, bad, 0, false);
        physics.place(id, [bad, 0, 0]);
      }
      run(physics, 5);
      expect([at(physics, prop)[0], at(physics, id)[0]].map(Math.round)).toEqual([0, 3]);
    }),
  );
});

describe("a door", () => {
  const plan = { at: [0, 0, 0] as Point, along: "x" as const, width: 1.2, height: 2.1 };
  const walls = [piece([4, 3, 0.3], [-2.6, 0, 0]), piece([4, 3, 0.3], [2.6, 0, 0])];

  it(
    "opens in three quarters of a second, and is a wall until then",
    inWorld(walls, (physics) => {
      const [door, id] = [physics.addDoor({ ...plan, open: false }), person(physics, 0, 2)];
      run(physics, 4);
      expect(physics.anyAwake()).toBe(false);
      physics.moveCharacter(id, 0, -2, false);
      run(physics, 40);
      expect(at(physics, id)[2]).toBeGreaterThan(0.3);
      physics.setDoor(door, true, [0, 0, 1]);
      run(physics, 14);
      expect(physics.doorState(door)).toMatchObject({ moving: true, open: true });
      run(physics, 1);
      expect(physics.doorState(door)).toEqual({ angle: expect.anything(), open: true, moving: false, blocked: false });
      run(physics, 40);
      expect(at(physics, id)[2]).toBeLessThan(-1);
    }),
  );

  it(
    "swings away from who opens it, whichever way it lies",
    inWorld([], (physics) => {
      for (const along of ["x", "z"] as const) {
        for (const side of [1, -1]) {
          const door = physics.addDoor({ ...plan, along, open: false });
          const closed = at(physics, door);
          expect(closed.map((m) => Math.round(m * 100) / 100 + 0)).toEqual([0, 1.04, 0]);
          physics.setDoor(door, true, along === "x" ? [0, 0, side] : [side, 0, 0]);
          run(physics, 16);
          const [x, , z] = at(physics, door);
          expect(Math.sign(along === "x" ? z : x)).toBe(-side);
          // The hinge stays where it was, half a panel from the middle.
          expect(Math.round((along === "x" ? x : z) * 100) / 100).toBe(-0.58);
          physics.setDoor(door, false);
          run(physics, 16);
          expect(physics.doorState(door)).toEqual({ angle: 0, open: false, moving: false, blocked: false });
          physics.remove(door);
        }
      }
    }),
  );

  it(
    "waits for who stands in its way, asleep, and goes on when they leave",
    inWorld(walls, (physics) => {
      const door = physics.addDoor({ ...plan, open: true });
      // In the opening, where the panel comes by.
      const id = person(physics, 0.1, 0);
      run(physics, 3);
      physics.setDoor(door, false);
      run(physics, 30);
      const waiting = physics.doorState(door);
      expect(waiting).toMatchObject({ open: false, moving: true, blocked: true });
      expect(Math.abs(waiting?.angle ?? 0)).toBeGreaterThan(10);
      expect([physics.asleep(door), physics.anyAwake(), at(physics, id)[0].toFixed(2)]).toEqual([true, false, "0.10"]);
      physics.moveCharacter(id, 0, 2, false);
      run(physics, 40);
      expect(physics.doorState(door)).toMatchObject({ angle: 0, moving: false, blocked: false });
    }),
  );

  it(
    "stops before a crate, and shoves what is small",
    inWorld([], (physics) => {
      const door = physics.addDoor({ ...plan, open: false });
      const box = physics.addProp(crate, 10, [0.2, 0, -0.6]);
      physics.setDoor(door, true, [0, 0, 1]);
      run(physics, 30);
      expect(physics.doorState(door)).toMatchObject({ blocked: true });
      physics.remove(box);
      const item = physics.addItem(ball, 0.3, [0.2, 0, -0.6]);
      run(physics, 30);
      expect(physics.doorState(door)).toMatchObject({ moving: false, blocked: false });
      expect(at(physics, item)[0]).toBeLessThan(0.1);
    }),
  );

  it(
    "may be turned round in the middle",
    inWorld([], (physics) => {
      const door = physics.addDoor({ ...plan, open: false });
      physics.setDoor(door, true);
      run(physics, 5);
      expect(physics.doorState(door)?.angle).toBe(30);
      physics.setDoor(door, false);
      run(physics, 6);
      expect(physics.doorState(door)).toMatchObject({ angle: 0, moving: false });
      physics.setDoor(door, false);
      run(physics, 2);
      expect(physics.anyAwake()).toBe(false);
    }),
  );
});

describe("what a tick tells", () => {
  it(
    "is who is in a sensor: people, props and items, in and out",
    inWorld([], (physics) => {
      const sensor = physics.addSensor({ min: [1, 0, -5], max: [2, 2, 5] });
      const [late, early] = [person(physics, 0, 1), person(physics, 0, -1)];
      const thing = physics.addItem(ball, 0.3, [1.5, 0.5, 3]);
      expect(run(physics, 2)).toEqual([{ a: sensor, b: thing, began: true }]);
      for (const id of [early, late]) physics.moveCharacter(id, 2, 0, false);
      expect(run(physics, 40)).toEqual([
        { a: sensor, b: late, began: true },
        { a: sensor, b: early, began: true },
        { a: sensor, b: late, began: false },
        { a: sensor, b: early, began: false },
      ]);
      physics.remove(thing);
      expect(run(physics, 3)).toEqual([]);
    }),
  );

  it(
    "is what those touch that listen, the land included",
    inWorld([], (physics) => {
      const [deaf, heard] = [physics.addItem(ball, 0.3, [0, 1, 0]), physics.addItem(ball, 0.3, [3, 1, 0])];
      physics.listen(heard);
      expect(run(physics, 30).filter(({ began }) => began)[0]).toEqual({ a: heard, b: LAND, began: true });
      expect(at(physics, deaf)[1]).toBeLessThan(0.15);
    }),
  );

  it(
    "is that a thrown thing hits somebody, who does not feel it",
    inWorld([], (physics) => {
      const [id, thing] = [person(physics, 3), physics.addItem(ball, 0.3, [0, 1, 0])];
      physics.listen(thing);
      run(physics, 2);
      physics.throw(thing, [10, 2, 0]);
      const contacts = run(physics, 20);
      expect(contacts).toContainEqual({ a: id, b: thing, began: true });
      expect(contacts).toContainEqual({ a: id, b: thing, began: false });
      expect(at(physics, thing)[0]).toBeGreaterThan(3.5);
      expect(at(physics, id)[0]).toBeCloseTo(3, 3);
    }),
  );
});
