import type { PageType, PageTypes } from "./page-types.ts";

/** Values at, on both sides of, and far from the edges of a type: good and bad ones. */
export function samplesOf(type: PageType, types: PageTypes): unknown[] {
  switch (type.kind) {
    case "name":
      return samplesOf(named(type.name, types), types);
    case "literal":
      return [type.value, `${type.value}?`, 7];
    case "number":
      return [type.least, type.most, type.least - 1, type.most + 1, type.least + 0.5, String(type.least), null];
    case "text":
      return ["", "x".repeat(type.most), "x".repeat(type.most + 1), "😀".repeat(type.most / 2), 7, null];
    case "boolean":
      return [true, false, 0, "true", null];
    case "value":
      return [null, 0, "", [1, [2]], { any: { thing: true } }];
    case "union":
      return type.of.flatMap((way) => samplesOf(way, types));
    case "list":
      return listSamples(type, types);
    case "object":
      return objectSamples(type, types);
    default:
      throw new Error(`clients send no ${type.kind}`);
  }
}

/** A good value of a type. */
function goodOne(type: PageType, types: PageTypes): unknown {
  if (type.kind === "name") return goodOne(named(type.name, types), types);
  if (type.kind === "list") return Array(type.length ?? 1).fill(goodOne(type.of, types));
  if (type.kind !== "object") return samplesOf(type, types)[0];
  return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, goodOne(field.type, types)]));
}

function listSamples(type: PageType & { kind: "list" }, types: PageTypes): unknown[] {
  const good = goodOne(type, types) as unknown[];
  const entries = samplesOf(type.of, types).map((entry) => [entry, ...good.slice(1)]);
  return [good, good.slice(1), [...good, ...good.slice(0, 1)], [], { ...good }, null, ...entries];
}

function objectSamples(type: PageType & { kind: "object" }, types: PageTypes): unknown[] {
  const good = goodOne(type, types) as Record<string, unknown>;
  const changed = Object.entries(type.fields).flatMap(([name, field]) => {
    const { [name]: _, ...without } = good;
    return [without, ...samplesOf(field.type, types).map((value) => ({ ...good, [name]: value }))];
  });
  return [good, { ...good, more: 1 }, [good], JSON.stringify(good), null, ...changed];
}

function named(name: string, types: PageTypes): PageType {
  const type = types.get(name);
  if (!type) throw new Error(`the page says nothing of ${name}`);
  return type;
}
