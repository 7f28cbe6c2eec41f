import { expect, it } from "vitest";
import { table } from "./table.ts";

it("aligns names to the left and numbers to the right", () => {
  expect(
    table(
      ["server", "ms"],
      [
        ["one", 5],
        ["another", 1234],
      ],
    ),
  ).toBe(["server     ms", "-------  ----", "one         5", "another  1234"].join("\n"));
});
