import { BufferAttribute, BufferGeometry } from "three";
import type { Shape } from "../../../core/world/realm-map.ts";
import { Draft, type Vec } from "./draft.ts";
import { type ModelName, models } from "./thing-models.ts";

/** The model for a thing: by what it is called, else by its shape alone. */
export function modelFor(title: string, shape: Shape, material: string): ModelName {
  const name = title.toLowerCase();
  const found = names.find(([pattern, , type]) => pattern.test(name) && (type === undefined || type === shape.type));
  if (material === "fire") return "fire";
  return found?.[1] ?? shape.type;
}

const names: readonly (readonly [pattern: RegExp, model: ModelName, type?: Shape["type"]])[] = [
  [/armchair/, "armchair"],
  [/table/, "table", "box"],
  [/table/, "roundTable", "cylinder"],
  [/stool/, "stool", "cylinder"],
  [/chair|throne/, "chair", "box"],
  [/bench|pew/, "bench", "box"],
  [/barrel|keg|cask|tun\b/, "barrel", "cylinder"],
  [/chest|trunk|coffer/, "chest", "box"],
  [/crate|offering box/, "crate", "box"],
  [/sack|flour/, "sack"],
  [/lantern|lamp/, "lantern"],
  [/well\b/, "well", "cylinder"],
  [/cart|barrow/, "cart", "box"],
  [/bell/, "bell"],
  [/\blog\b/, "log", "box"],
  [/bucket|cauldron|pail/, "bucket", "cylinder"],
  [/mug|cup|tankard/, "mug", "cylinder"],
  [/bottle|jar|flask/, "bottle", "cylinder"],
  [/mushroom|chanterelle/, "mushroom", "cylinder"],
  [/dragon/, "dragon", "box"],
  [/board|sign/, "board", "box"],
  [/clock/, "clock", "box"],
];

/** The geometry of a model, ready for instances. Colours above 1 stay: what is painted with them is pale. */
export function modelGeometry(name: ModelName): BufferGeometry {
  const draft = new Draft();
  models[name](draft);
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(draft.positions), 3));
  geometry.setAttribute("normal", new BufferAttribute(Float32Array.from(draft.normals), 3));
  const colours = draft.tints.map((root) => root * root);
  geometry.setAttribute("color", new BufferAttribute(Float32Array.from(colours), 3));
  return geometry;
}

/** Full lengths of a shape along its own axes. */
export function sizeOfShape(shape: Shape): Vec {
  switch (shape.type) {
    case "box":
      return shape.size;
    case "cylinder":
      return [shape.radius * 2, shape.height, shape.radius * 2];
    case "ball":
      return [shape.radius * 2, shape.radius * 2, shape.radius * 2];
  }
}
