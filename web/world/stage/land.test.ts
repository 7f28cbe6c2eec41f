import { Mesh, MeshBasicMaterial, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { builtRealms } from "../../../core/realm/built/index.ts";
import { sceneryOf } from "../../../core/world/scenery.ts";
import { lampsOf } from "./lamplight.ts";
import { createLand, type Land } from "./land.ts";

const material = new MeshBasicMaterial();

function meshesOf({ group }: Land): Mesh[] {
  return group.children.filter((child): child is Mesh => child instanceof Mesh);
}

/** The largest of a mesh's bytes of lamplight. */
function brightest(mesh: Mesh): number {
  let most = 0;
  for (const value of Array.from(mesh.geometry.getAttribute("aLamp").array)) most = Math.max(most, value);
  return most;
}

describe.each(builtRealms.map((map) => [map.realm, sceneryOf(map)] as const))("the land of %s", (_realm, scenery) => {
  const lamps = lampsOf(scenery);
  const land = createLand(scenery, lamps, material, material);

  it("is made of finite corners, in few meshes, and not of too many triangles for a phone", () => {
    const meshes = meshesOf(land);
    expect(meshes.length).toBeLessThan(2 * scenery.areas.length + 2);
    let corners = 0;
    for (const { geometry } of meshes) {
      const { array } = geometry.getAttribute("position");
      expect(array.every(Number.isFinite)).toBe(true);
      corners += array.length / 3;
    }
    expect(corners / 3).toBeGreaterThan(5_000);
    expect(corners / 3).toBeLessThan(200_000);
  });

  it("is lit by the lamps that shine, one mesh a frame, and dark again without them", () => {
    const eye = new Vector3(...scenery.spawn.at);
    const settle = () => {
      while (land.update(eye, 1_000));
    };
    settle();
    land.light(new Set(lamps.map(({ index }) => index)));
    settle();
    expect(meshesOf(land).filter((mesh) => brightest(mesh) > 100).length).toBeGreaterThan(5);
    land.light(new Set());
    settle();
    expect(meshesOf(land).every((mesh) => brightest(mesh) === 0)).toBe(true);
  });
});
