import { expect, it } from "vitest";
import { playScene, sceneGolden } from "../conformance/physics-scene.ts";
import { loadRapier } from "./rapier.ts";

it("the physics scene has the same future in workerd as everywhere", () => {
  expect(playScene(loadRapier(), 300)).toEqual(sceneGolden);
});
