import type { Material, Shape } from "../world/realm-map.ts";
import { PROP_MASS_MAX_KG, THING_MASS_MIN_KG } from "./realm-limits.ts";

/**
 * Kilograms for a cubic metre of what is made of it. Furniture is mostly air: wood, cloth and metal count as things of
 * their outline weigh, stone and water as what they are.
 */
const DENSITIES: Record<Material, number> = {
  oak: 110,
  pine: 75,
  stone: 2_600,
  brick: 1_800,
  plaster: 900,
  thatch: 60,
  slate: 2_700,
  grass: 40,
  moss: 40,
  earth: 1_400,
  sand: 1_600,
  water: 1_000,
  leaves: 30,
  bark: 90,
  iron: 900,
  brass: 900,
  "cloth-red": 60,
  "cloth-blue": 60,
  "cloth-green": 60,
  bone: 500,
  glass: 400,
  fire: 10,
};

/** What a thing without `massKg` weighs, in kilograms to two decimals. */
export function defaultMassKg(shape: Shape, material: Material, maxKg = PROP_MASS_MAX_KG): number {
  const massKg = Math.round(volumeM3(shape) * DENSITIES[material] * 100) / 100;
  return Math.min(Math.max(massKg, THING_MASS_MIN_KG), maxKg);
}

function volumeM3(shape: Shape): number {
  switch (shape.type) {
    case "box":
      return shape.size[0] * shape.size[1] * shape.size[2];
    case "cylinder":
      return Math.PI * shape.radius * shape.radius * shape.height;
    case "ball":
      return (4 / 3) * Math.PI * shape.radius * shape.radius * shape.radius;
  }
}
