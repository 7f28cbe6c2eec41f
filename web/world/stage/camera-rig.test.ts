import { Vector3 } from "three";
import { expect, it } from "vitest";
import { createCameraRig } from "./camera-rig.ts";
import type { Obstacle } from "./obstacles.ts";

const wall: Obstacle = { min: [-20, 0, 3], max: [20, 6, 3.3] };

it("keeps the camera on the viewer's side of walls under the sky, from every side and height", () => {
  const rig = createCameraRig([wall]);
  const feet = new Vector3(0, 0, 1.5);
  for (let i = 0; i < 400; i++) {
    rig.drag(0.01, Math.sin(i / 20) * 0.02);
    rig.follow(feet, false, 1 / 60, i === 0);
    const { x, y, z } = rig.camera.position;
    const isIn = z > 2.9 && z < 3.4 && y < 6;
    expect([i, isIn, x > -20]).toEqual([i, false, true]);
  }
});

it("looks over walls in a room, which sink for it", () => {
  const rig = createCameraRig([wall]);
  const feet = new Vector3(0, 0, 1.5);
  rig.follow(feet, true, 1 / 60, true);
  expect(rig.camera.position.z).toBeGreaterThan(5);
  expect(rig.camera.position.y).toBeGreaterThan(4);
});

it("comes nearer and goes farther, within bounds", () => {
  const rig = createCameraRig([]);
  const far = () => rig.camera.position.distanceTo(rig.focus);
  for (let i = 0; i < 50; i++) rig.zoom(0.8);
  rig.follow(new Vector3(), false, 1 / 60, true);
  expect(far()).toBeCloseTo(1.6, 1);
  for (let i = 0; i < 50; i++) rig.zoom(1.3);
  rig.follow(new Vector3(), false, 1 / 60, true);
  expect(far()).toBeCloseTo(16, 1);
});
