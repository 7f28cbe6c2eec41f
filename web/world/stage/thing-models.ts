import { straight } from "./draft-shapes.ts";
import { ball, box, lathe, type Model, white } from "./model-tools.ts";
import { furniture } from "./models-furniture.ts";
import { goods } from "./models-goods.ts";

/** By name; the first three are for what has no model of its own. */
export const models = {
  box: (it) => box(it, [0, 0, 0], [1, 1, 1], white),
  cylinder: (it) => lathe(it, -0.5, 0.5, 1, white, straight, 12),
  ball: (it) => ball(it, [0.5, 0.5, 0.5], white),
  ...furniture,
  ...goods,
} satisfies Record<string, Model>;

export type ModelName = keyof typeof models;
