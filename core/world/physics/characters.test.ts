import { expect, it } from "vitest";
import { loadRapier } from "../../../testing/rapier.ts";
import { smallRealm } from "../../../testing/small-realm.ts";
import { indexOf } from "../../ecs/entity.ts";
import { fixedPieces } from "../fixed-pieces.ts";
import { Physics } from "./physics.ts";

const rapier = loadRapier();

it("whoever has pressed into a closed doorway gets away from it at any angle", () => {
  for (let x = -2; x <= 0.4; x += 0.1) {
    const physics = Physics.create(rapier, fixedPieces(smallRealm));
    for (const door of smallRealm.doors) physics.addDoor(door);
    const id = physics.addCharacter(1.8, 0.3, [x, 0, -2]);
    const at = () => [physics.columns.pose.x[indexOf(id)] ?? 0, physics.columns.pose.z[indexOf(id)] ?? 0] as const;
    const walk = (velocityX: number, velocityZ: number, ticks: number) => {
      physics.moveCharacter(id, velocityX, velocityZ, false);
      for (let tick = 0; tick < ticks; tick++) physics.step();
    };
    walk(1.47, -2.61, 45);
    const from = at();
    walk(2.64, 1.92, 10);
    const to = at();
    expect(Math.hypot(to[0] - from[0], to[1] - from[1]), `from ${x}`).toBeGreaterThan(0.8);
    physics.free();
  }
});
