import { expect, it } from "vitest";
import { levelPlan, stepsBetween } from "./level-plan.ts";

it("plans a mixed quiz from easy to hard, about a third of each", () => {
  expect(levelPlan("mixed", 2)).toEqual(["easy", "hard"]);
  expect(levelPlan("mixed", 3)).toEqual(["easy", "medium", "hard"]);
  const ten = levelPlan("mixed", 10);
  expect(["easy", "medium", "hard"].map((level) => ten.filter((one) => one === level).length)).toEqual([3, 4, 3]);
  expect(ten).toEqual([...ten].sort((a, b) => (a === b ? 0 : stepsBetween("easy", a) - stepsBetween("easy", b))));
});

it("takes the middle for a single question, and one level when one is asked for", () => {
  expect(levelPlan("mixed", 1)).toEqual(["medium"]);
  expect(levelPlan("mixed", 0)).toEqual([]);
  expect(levelPlan("hard", 3)).toEqual(["hard", "hard", "hard"]);
});
