import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { blocksOf, codesIn, readPage } from "../../conformance/page.ts";
import { directions, materials } from "../world/realm-map.ts";
import {
  hooks,
  NEWS_DATA_MAX_CHARS,
  SCRIPT_ACTIONS_MAX,
  SCRIPT_STATE_MAX_CHARS,
  SCRIPT_TEXT_MAX_CHARS,
} from "../world/script-port.ts";
import { defaultMassKg } from "./default-mass.ts";
import { problemCodes, problemText } from "./problem.ts";
import { type RealmText, readRealm } from "./read-realm.ts";
import * as limits from "./realm-limits.ts";
import { realmFile } from "./realm-schema.ts";

const page = readPage("docs/world-format.md");
const blocks = blocksOf(page);
const realms = blocks.filter(({ info }) => info.startsWith("yaml realm="));
const scripts = blocks.filter(({ info }) => info.startsWith("js script="));

/** A realm of the page with those scripts of the page that it names. */
function filesOf({ info, text }: { info: string; text: string }): RealmText[] {
  const folder = `realms/${info.slice("yaml realm=".length)}`;
  const named = scripts.map((block) => ({ name: block.info.slice("js script=".length), text: block.text }));
  return [
    { path: `${folder}/realm.yaml`, text },
    ...named
      .filter(({ name }) => text.includes(`script: ${name}`))
      .map((script) => ({ path: `${folder}/scripts/${script.name}.js`, text: script.text })),
  ];
}

describe("the examples of docs/world-format.md", () => {
  it("are realms without errors and warnings", () => {
    expect(realms.length).toBeGreaterThan(1);
    for (const block of realms) {
      const reading = readRealm(filesOf(block));
      expect(reading.ok ? reading.warnings : reading.errors.map(problemText)).toEqual([]);
    }
    expect(blocks.filter(({ info }) => info.startsWith("yaml") && !realms.some((one) => one.info === info))).toEqual(
      [],
    );
  });

  it("show an error as it is told", () => {
    const [first] = realms;
    const text = first?.text.replace("area: room, at", "area: kitchen, at") ?? "";
    const reading = readRealm(filesOf({ info: first?.info ?? "", text }));
    expect(reading.ok).toBe(false);
    const told = reading.ok ? [] : reading.errors.map(problemText);
    expect(blocks.find(({ info }) => info === "text")?.text.trim()).toBe(told[0]);
    expect(told).toHaveLength(1);
  });
});

/** First cells of the table in the section with this heading. */
function fieldsIn(heading: string): string[] {
  const section = page.split(`### ${heading}\n`)[1]?.split("\n#")[0] ?? "";
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, field = ""]) => field);
}

describe("the reference of docs/world-format.md", () => {
  const schema = z.toJSONSchema(realmFile, { io: "input" });
  const parts = (schema.properties ?? {}) as Record<string, { items?: { properties?: Record<string, unknown> } }>;
  const partOf = (list: string) => parts[list]?.items?.properties ?? {};
  const inArea = (list: string) => (partOf("areas")[list] as (typeof parts)[string])?.items?.properties ?? {};

  it("lists every field, and no others", () => {
    const sections: [heading: string, fields: Record<string, unknown>][] = [
      ["The realm", parts],
      ["An area", partOf("areas")],
      ["A solid", inArea("solids")],
      ["An exit", inArea("exits")],
      ["A door", partOf("doors")],
      ["A prop", partOf("props")],
      ["An item", partOf("items")],
      ["A light", partOf("lights")],
    ];
    for (const [heading, fields] of sections) {
      expect(Object.keys(fields).length).toBeGreaterThan(3);
      expect([heading, fieldsIn(heading)]).toEqual([heading, Object.keys(fields)]);
    }
    const habits = ["wander", "patrol", "greet", "follow", "flee", "schedule"];
    expect(fieldsIn("An NPC")).toEqual([...Object.keys(partOf("npcs")), ...habits]);
    for (const habit of habits) expect(JSON.stringify(schema)).toContain(`"const":"${habit}"`);
  });

  it("lists every material, direction, hook and code", () => {
    const listed = (start: string) => codesIn(page.split(`\n${start}`)[1]?.split("\n\n")[0] ?? "");
    expect(listed("Materials:")).toEqual([...materials]);
    expect(listed("Directions:")).toEqual([...directions]);
    const called = [...page.matchAll(/^\| `(on\w+)\(event\)` \|/gm)].map(([, hook]) => hook);
    expect(called).toEqual([...hooks]);
    const codes = [...page.matchAll(/^\| `(REALM_\w+)` \| (\w+) \|/gm)].map(([, code, level]) => [code, level]);
    expect(Object.fromEntries(codes)).toEqual(problemCodes);
  });

  it("has the numbers of the program", () => {
    const number = (value: number) => value.toLocaleString("en");
    for (const sentence of [
      `at most ${number(limits.REALM_FILE_MAX_CHARS)} characters`,
      `may be used (${limits.YAML_ALIASES_MAX} at most)`,
      `at most ${limits.NAME_MAX_CHARS} characters, unique`,
      `has at most ${limits.TITLE_MAX_CHARS} characters and no article`,
      `lists of realms, at most ${limits.LINE_MAX_CHARS} characters`,
      `tells, at most ${number(limits.DESCRIPTION_MAX_CHARS)} characters`,
      `1 to ${limits.AREAS_MAX} |`,
      `\`items\` | at most ${number(limits.ITEMS_MAX)} |`,
      `\`lights\` | at most ${limits.LIGHTS_MAX} |`,
      `${limits.AREA_SIDE_MIN_M} to ${limits.AREA_SIDE_MAX_M} m long`,
      `${limits.OPENING_MIN_M} to ${limits.OPENING_MAX_M} m, along the wall`,
      `at most ${limits.EXITS_PER_AREA_MAX}, each in another direction`,
      `\`solids\` | at most ${limits.SOLIDS_PER_AREA_MAX} |`,
      `At most ${limits.SCRIPTS_MAX} files of ${number(limits.SCRIPT_MAX_CHARS)} characters`,
      `JSON, at most ${number(SCRIPT_STATE_MAX_CHARS)} characters`,
      `keep, at most ${number(NEWS_DATA_MAX_CHARS)} characters`,
      `kinds of news that its script hears: at most ${limits.LISTENS_PER_THING_MAX} |`,
      `together listen to at most ${limits.LISTENS_MAX} kinds`,
      `A text has at most ${SCRIPT_TEXT_MAX_CHARS} characters, a hook asks for at most ${SCRIPT_ACTIONS_MAX} things`,
      `${limits.THING_MASS_MIN_KG} to ${number(limits.PROP_MASS_MAX_KG)} |`,
      `an oak barrel weighs ${Math.round(defaultMassKg({ type: "cylinder", radius: 0.35, height: 0.9 }, "oak"))} kg`,
      `are ${limits.WALL_M} m thick`,
      `A body is ${2 * limits.BODY_RADIUS_M} m wide and ${limits.BODY_HEIGHT_M} m high`,
      `not more than ${limits.PASSAGE_MAX_M} m apart`,
    ])
      expect(page.replaceAll("\n", " ")).toContain(sentence);
  });
});
