import { describe, expect, it } from "vitest";
import { loadRapier } from "../testing/rapier.ts";
import { playScene, sceneGolden } from "./physics-scene.ts";

const rapier = loadRapier();

describe("the physics scene in Node", () => {
  it("has the one future that it has everywhere", () => {
    expect(playScene(rapier, 300)).toEqual(sceneGolden);
  });

  it("has the same future wherever it is saved and restored, and where it is not", () => {
    for (const restartAt of [0, 41, 178, 599, -1]) expect(playScene(rapier, restartAt)).toEqual(sceneGolden);
  });
});
