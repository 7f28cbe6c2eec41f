import { Group, type Material, Sphere, type Vector3 } from "three";
import { buildGeometry } from "../../../core/world/geometry.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import { Draft } from "./draft.ts";
import type { Lamp } from "./lamplight.ts";
import { draftArea } from "./land-draft.ts";
import { draftLamps } from "./land-lamps.ts";
import { type LandMesh, landMesh } from "./land-mesh.ts";
import { draftRoofs } from "./land-roofs.ts";
import { draftSurroundings } from "./land-surroundings.ts";
import { type Obstacle, obstaclesOf } from "./obstacles.ts";

/** All of a realm that never moves, in a mesh for each area. */
export interface Land {
  group: Group;
  obstacles: Obstacle[];
  /** Lets lamps shine; meshes whose lamps changed are computed again, one a frame. */
  light(lit: ReadonlySet<number>): void;
  /** Shows what is near enough, and computes what is due. True if the picture changed. */
  update(eye: Vector3, viewM: number): boolean;
  stop(): void;
}

/** Builds a realm's land. */
export function createLand(scenery: Scenery, lamps: readonly Lamp[], opaque: Material, clear: Material): Land {
  const pieces = buildGeometry(scenery);
  const meshes: LandMesh[] = [];
  scenery.areas.forEach((area, index) => {
    const [solid, glassy] = [new Draft(), new Draft()];
    draftArea({ scenery, area, pieces: pieces.filter((piece) => piece.area === area.id) }, solid, glassy);
    draftLamps(
      solid,
      area,
      lamps.filter((lamp) => lamp.area === index).map((lamp) => ({ lamp, id: scenery.lights[lamp.index]?.id ?? "" })),
    );
    meshes.push(landMesh(solid, opaque, index, lamps));
    if (glassy.count > 0) meshes.push(landMesh(glassy, clear, index, lamps));
  });
  const around = new Draft();
  const roofs = draftRoofs(around, scenery);
  const houses = draftSurroundings(around, scenery);
  const backdrop = landMesh(around, opaque, -1, lamps);
  // It reaches to the horizon: never out of sight.
  backdrop.mesh.frustumCulled = false;
  meshes.push(backdrop);
  const group = new Group();
  for (const { mesh } of meshes) group.add(mesh);
  return { ...lightingOf(meshes, backdrop), group, obstacles: [...obstaclesOf(pieces), ...houses, ...roofs] };
}

function lightingOf(meshes: readonly LandMesh[], backdrop: LandMesh): Pick<Land, "light" | "update" | "stop"> {
  let shining: ReadonlySet<number> = new Set();
  const due = new Set<LandMesh>(meshes);
  const sphere = new Sphere();
  return {
    light: (lit) => {
      const changed = [...new Set([...shining, ...lit])].filter((lamp) => shining.has(lamp) !== lit.has(lamp));
      if (changed.length === 0) return;
      shining = new Set(lit);
      for (const mesh of meshes) if (changed.some((lamp) => mesh.isReached(lamp))) due.add(mesh);
    },
    update: (eye, viewM) => {
      for (const { mesh } of meshes) {
        if (mesh === backdrop.mesh) continue;
        const bounds = mesh.geometry.boundingSphere;
        mesh.visible = !bounds || sphere.copy(bounds).distanceToPoint(eye) < viewM;
      }
      const [next] = due;
      if (!next) return false;
      due.delete(next);
      next.relight(shining);
      return true;
    },
    stop: () => {
      for (const { mesh } of meshes) mesh.geometry.dispose();
    },
  };
}
