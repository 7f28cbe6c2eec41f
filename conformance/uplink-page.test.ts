import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { uplinkEdgeFrame, uplinkNodeFrame } from "../core/protocol/uplink-frames.ts";
import * as limits from "../core/protocol/uplink-limits.ts";
import { WAITING_MAX } from "../core/realm/directory/limits.ts";
import { UplinkCluster } from "../testing/uplink-cluster.ts";
import { codesIn, readPage, tableOf } from "./page.ts";
import { PageDecoder } from "./page-decoder.ts";
import { samplesOf } from "./page-samples.ts";
import { type PlainSchema, plainSchema, schemaOf } from "./page-schema.ts";
import { typesOfProtocol } from "./world-page.ts";

const page = readPage("docs/protocol.md");
const types = typesOfProtocol();
const decoder = new PageDecoder(types);
const schemas = { UplinkNodeFrame: uplinkNodeFrame, UplinkEdgeFrame: uplinkEdgeFrame };
const names = ["UplinkNodeFrame", "UplinkEdgeFrame"] as const;

/** Without what the page says in words: patterns, and how many entries lists have. */
function withoutWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== "object" || schema === null) return schema;
  const { pattern: _, maxItems: _most, minItems: _least, ...rest } = schema as PlainSchema;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, withoutWords(value)]));
}

/** `anyOf` with `null` is how zod writes what the page writes as a union with it. */
function nullsAsUnions(schema: unknown): unknown {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"anyOf"', '"oneOf"').replaceAll('{"type":"null"}', '{"const":null}'),
  );
}

/** No name is empty: one letter in the place of nothing. */
function named(value: unknown): unknown {
  if (value === "") return "x";
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, its]) => [name, named(its)]));
}

function patternsIn(schema: unknown, found = new Map<string, number>()): Map<string, number> {
  if (typeof schema !== "object" || schema === null) return found;
  const { pattern, maxLength } = schema as { pattern?: unknown; maxLength?: number };
  if (typeof pattern === "string") found.set(pattern, maxLength ?? Infinity);
  for (const value of Object.values(schema)) patternsIn(value, found);
  return found;
}

describe("frames of uplinks", () => {
  it.each(names)("%s: the page and the program have the same fields and bounds", (name) => {
    const program = plainSchema(nullsAsUnions(z.toJSONSchema(schemas[name])));
    expect(schemaOf({ kind: "name", name }, types)).toEqual(withoutWords(program));
  });

  it.each(names)("%s: what the page refuses the program refuses, and takes what is good by both", (name) => {
    const samples = samplesOf({ kind: "name", name }, types).map(named);
    const taken = samples.filter((value) => schemas[name].safeParse(value).success);
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.filter((value) => decoder.fault(name, value) !== null)).toEqual([]);
  });

  it("hold texts of the patterns on the page", () => {
    const rows = tableOf(page, ["text", "pattern"]).map((row) => [
      codesIn(row["text"] ?? "")[0] ?? "",
      codesIn(row["pattern"] ?? "")[0] ?? "",
    ]);
    const found = patternsIn(z.toJSONSchema(uplinkNodeFrame));
    for (const [text = "", pattern = ""] of rows) {
      const type = types.get(text);
      expect([text, found.get(pattern)]).toEqual([text, type?.kind === "text" ? type.most : null]);
    }
    // What is left is the one of titles and summaries, which is said in words.
    expect([...found.keys()].filter((pattern) => !rows.some(([, known]) => known === pattern))).toHaveLength(1);
  });
});

describe("what goes over an uplink", () => {
  let cluster: UplinkCluster;

  beforeAll(async () => {
    cluster = new UplinkCluster(["attic", "barn"]);
    for (const name of ["edge", "attic", "barn"]) cluster.realm(cluster.site(name), "tavern", ["bell"]);
    await cluster.pass(20_000);
    for (const name of ["edge", "attic", "barn"]) cluster.publish(cluster.site(name), "tavern", "bell");
    await cluster.pass(1_000);
    cluster.realm(cluster.site("barn"), "tavern", ["bell", "roar"]);
    cluster.edge.host?.message(cluster.cables[0]?.name ?? "", "{");
    await cluster.pass(1_000);
  });

  it("is all as the page describes it, and all that it describes", () => {
    const frames = (texts: readonly string[]) =>
      texts.filter((text) => text !== "ping").map((text) => JSON.parse(text) as { t: string });
    for (const frame of frames(cluster.said))
      expect([frame, decoder.fault("UplinkNodeFrame", frame)]).toEqual([frame, null]);
    for (const frame of frames(cluster.told)) {
      const name = frame.t === "error" ? "ErrorFrame" : "UplinkEdgeFrame";
      expect([frame, decoder.fault(name, frame)]).toEqual([frame, null]);
    }
    const fields = names.flatMap((name) => [...decoder.fieldsOf(name)]);
    expect(fields.length).toBeGreaterThan(30);
    expect(fields.filter((field) => !decoder.met.has(field))).toEqual([]);
  });
});

describe("limits of uplinks", () => {
  it("on the page are those of the program, every one", () => {
    const rows = tableOf(page, ["limit", "value", "what"]);
    const onPage = rows.map((row) => [codesIn(row["limit"] ?? "")[0], Number(row["value"]?.replaceAll(",", ""))]);
    expect(Object.fromEntries(onPage)).toEqual({ ...limits });
    expect(page).toContain(`at most ${WAITING_MAX.toLocaleString("en")} events for each bridge`);
    expect(page).toContain(`nothing was heard for ${limits.UPLINK_FORGET_AFTER_MS / 86_400_000} days is forgotten`);
  });
});
