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
  update(view: LandView): boolean;
  stop(): void;
}

/** What of the land can be seen at all. */
export interface LandView {
  eye: Vector3;
  viewM: number;
  /** What begins higher is not shown. */
  cutY: number;
  /** The floor that the viewer stands on. */
  floorY: number;
}

/** What is around the realm is drawn in squares as wide as this, in metres, and all that is far away at once. */
const SQUARE_M = 48;
const FAR_M = 150;
/** Rooms that end below this are cellars: from above, nobody sees into them. */
const CELLAR_M = 0.5;

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
  const square = (metres: number) => (Math.abs(metres) > FAR_M ? "far" : String(Math.floor(metres / SQUARE_M)));
  for (const part of around.split((x, z) => `${square(x)} ${square(z)}`)) {
    meshes.push(landMesh(part, opaque, -1, lamps));
  }
  const group = new Group();
  for (const { mesh } of meshes) group.add(mesh);
  return { ...lightingOf(meshes, scenery), group, obstacles: [...obstaclesOf(pieces), ...houses, ...roofs] };
}

function lightingOf(meshes: readonly LandMesh[], { areas }: Scenery): Pick<Land, "light" | "update" | "stop"> {
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
    update: ({ eye, viewM, cutY, floorY }) => {
      for (const { mesh, area } of meshes) {
        const bounds = mesh.geometry.boundingSphere;
        const box = areas[area]?.box;
        const isAbove = box !== undefined && box.min[1] > cutY - 0.05;
        const isCellar = box !== undefined && box.max[1] < CELLAR_M && box.max[1] < floorY;
        const isNear = !bounds || sphere.copy(bounds).distanceToPoint(eye) < viewM;
        mesh.visible = isNear && !isAbove && !isCellar;
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
