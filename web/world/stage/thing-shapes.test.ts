import { expect, it } from "vitest";
import { builtRealms } from "../../../core/realm/built/index.ts";
import { models } from "./thing-models.ts";
import { modelFor, modelGeometry } from "./thing-shapes.ts";

it("draws things as what they are called, else as their shape", () => {
  const barrel = { type: "cylinder", radius: 0.4, height: 1 } as const;
  const block = { type: "box", size: [1, 1, 1] } as const;
  expect(modelFor("barrel of herring", barrel, "oak")).toBe("barrel");
  expect(modelFor("red armchair", block, "cloth-red")).toBe("armchair");
  expect(modelFor("something odd", block, "stone")).toBe("box");
  expect(modelFor("hearth", barrel, "fire")).toBe("fire");
  // A round chair is none of the models.
  expect(modelFor("chair", barrel, "oak")).toBe("cylinder");
});

it("keeps every model within the measures of its thing, or nearly", () => {
  // A door is so thin that its handle stands out by more than that.
  for (const name of Object.keys(models).filter((model) => model !== "door")) {
    const geometry = modelGeometry(name as keyof typeof models);
    geometry.computeBoundingBox();
    const { min, max } = geometry.boundingBox ?? {};
    expect([name, Math.min(...(min?.toArray() ?? [-9])) > -0.72, Math.max(...(max?.toArray() ?? [9])) < 0.72]).toEqual([
      name,
      true,
      true,
    ]);
  }
});

it("has a model of its own for most props of the built realms", () => {
  const props = builtRealms.flatMap((realm) => realm.props);
  const plain = props.filter(({ title, shape, material }) => modelFor(title, shape, material) === shape.type);
  expect(plain.length).toBeLessThan(props.length / 2);
});
