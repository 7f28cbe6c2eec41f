import { Group, type Material } from "three";
import { beastShape, birdShape, type Detail, HEADGEAR_KINDS, headgearShape, personShape } from "./figure-shapes.ts";
import { createFigures, type FigurePose, type Figures } from "./figures.ts";

const PEOPLE_MAX = 512;
const ANIMALS_MAX = 64;

/** Everybody with limbs: a draw call for each shape in use, of people two, by how near they are, and what they have on. */
export interface FigureCrowd {
  group: Group;
  begin(): void;
  add(body: "person" | "beast" | "bird", isNear: boolean, pose: FigurePose, lamp: ArrayLike<number>): void;
  end(): void;
  stop(): void;
}

export function createFigureCrowd(material: Material): FigureCrowd {
  const people = (detail: Detail) => ({
    body: createFigures(personShape(detail), material, PEOPLE_MAX),
    heads: Array.from({ length: HEADGEAR_KINDS }, (_, kind) =>
      createFigures(headgearShape(kind, detail), material, PEOPLE_MAX),
    ),
  });
  const [near, far] = [people("near"), people("far")];
  const animals = {
    beast: createFigures(beastShape(), material, ANIMALS_MAX),
    bird: createFigures(birdShape(), material, ANIMALS_MAX),
  };
  const all: Figures[] = [near.body, ...near.heads, far.body, ...far.heads, animals.beast, animals.bird];
  const group = new Group();
  for (const { mesh } of all) group.add(mesh);
  return {
    group,
    begin: () => {
      for (const figures of all) figures.begin();
    },
    add: (body, isNear, pose, lamp) => {
      if (body !== "person") {
        animals[body].add(pose, lamp);
        return;
      }
      const { body: bodies, heads } = isNear ? near : far;
      bodies.add(pose, lamp);
      heads[pose.look[3]]?.add(pose, lamp);
    },
    end: () => {
      for (const figures of all) figures.end();
    },
    stop: () => {
      for (const { mesh } of all) mesh.geometry.dispose();
    },
  };
}
