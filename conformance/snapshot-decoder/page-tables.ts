import { codesIn, readPage, tableOf } from "../page.ts";

const page = readPage("docs/snapshot-format.md");

const constants = new Map(
  tableOf(page, ["constant", "value", "what"]).map((row) => [
    codesIn(row["constant"] ?? "")[0] ?? "",
    Number(row["value"]?.replaceAll(",", "")),
  ]),
);

/** A constant of docs/snapshot-format.md. */
export function constant(name: string): number {
  const value = constants.get(name);
  if (value === undefined || !Number.isSafeInteger(value)) throw new Error(`the page has no constant ${name}`);
  return value;
}

/** The page's contexts by name, and how long each of their lists of lists is; `kinds` and `fields` are the schema's. */
export function contextTable(kinds: number, fields: number): Map<string, number[]> {
  const factors: Record<string, number> = { kinds, fields };
  return new Map(
    tableOf(page, ["contexts", "how many", "of which"]).map((row) => [
      codesIn(row["contexts"] ?? "")[0] ?? "",
      (row["how many"] ?? "").split("×").map((factor) => {
        const count = factors[factor.trim()] ?? Number(factor);
        if (!Number.isSafeInteger(count)) throw new Error(`the page has no factor ${factor}`);
        return count;
      }),
    ]),
  );
}
