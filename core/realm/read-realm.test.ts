import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemText } from "./problem.ts";
import { type RealmReading, readRealm } from "./read-realm.ts";
import { PROBLEMS_MAX, REALM_FILE_MAX_CHARS } from "./realm-limits.ts";

const small = `realm: hut
title: The Hut
summary: Two rooms.
spawn: { area: room, at: [2, 0, 2] }
areas:
  - id: room
    title: Room
    description: >
      Bare boards,
      and a door.
    box: { min: [0, 0, 0], max: [4, 3, 4] }
    indoors: true
    ground: oak
    walls: plaster
    exits:
      - { direction: east, to: yard, at: [4, 0, 2], width: 1.2, door: front }
  - id: yard
    title: Yard
    description: Grass.
    box: { min: [4.3, 0, 0], max: [12, 3, 4] }
    ground: grass
    exits:
      - { direction: west, to: room, at: [4.3, 0, 2], width: 1.2, door: front }
doors:
  - { id: front, title: door, description: A door., at: [4.15, 0, 2], along: z, width: 1.2, height: 2, material: oak }
props:
  - { id: stool, title: stool, description: Small., area: room, at: [1, 0, 1], shape: { type: cylinder, radius: 0.2, height: 0.5 }, material: oak, seat: true }
items:
  - { id: cup, title: cup, description: Clay., area: room, at: [3, 0, 3], shape: { type: cylinder, radius: 0.05, height: 0.1 }, material: brick }
npcs:
  - { id: hen, title: hen, description: Brown., area: yard, at: [8, 0, 2], material: earth, heightM: 0.4, habits: [{ habit: wander, areas: [yard] }] }
lights:
  - { id: lamp, area: room, at: [2, 2.5, 2], colour: "#ffcc88", reachM: 6, lit: dark }
`;

const FILE = "realms/hut/realm.yaml";
const read = (text: string, scripts: Record<string, string> = {}): RealmReading =>
  readRealm([
    { path: FILE, text },
    ...Object.entries(scripts).map(([name, source]) => ({ path: `realms/hut/scripts/${name}`, text: source })),
  ]);
const told = (reading: RealmReading) => (reading.ok ? reading.warnings : [...reading.errors, ...reading.warnings]);
/**
 * What is told of the small realm with one passage exchanged. Where `«` stands in the new one is `@`, other places are
 * left out.
 */
function changed(passage: string, by: string): string[] {
  expect(small.split(passage).length, `"${passage}" stands there once`).toBe(2);
  const before = small.replace(passage, by).split("«")[0]?.split("\n") ?? [];
  const place = by.includes("«") ? `${before.length}:${(before.at(-1)?.length ?? 0) + 1}` : "";
  return told(read(small.replace(passage, by.replace("«", "")))).map((problem) => {
    const text = problemText(problem);
    return text.startsWith(`${FILE}:${place} `) ? text.replace(`${FILE}:${place}`, "@") : text.replace(/^\S+ /, "");
  });
}

describe("a realm", () => {
  it("is read, with defaults for what is left out", () => {
    const reading = read(small);
    expect(told(reading)).toEqual([]);
    if (!reading.ok) return;
    const [room, yard] = reading.map.areas;
    expect(room?.description).toBe("Bare boards, and a door.");
    expect(room?.solids).toEqual([]);
    expect(yard).toMatchObject({ indoors: false, walls: null });
    expect(reading.map.doors[0]).toMatchObject({ open: false, locked: false });
    expect(reading.map.doors[0]).not.toHaveProperty("key");
    expect(reading.map.props[0]).toMatchObject({ fixed: false, seat: true, massKg: 6.91 });
    expect(reading.map.items[0]?.massKg).toBe(1.41);
    expect(reading.map.scripts).toEqual([]);
  });

  it("brings its scripts, sorted by name", () => {
    const text = small
      .replace("ground: grass", "ground: grass\n    script: b_c")
      .replace("    walls: plaster", "    walls: plaster\n    script: a");
    const reading = read(text, { "b_c.js": "B", "a.js": "A" });
    expect(reading.ok && reading.map.scripts).toEqual([
      { name: "a", file: "realms/hut/scripts/a.js", source: "A" },
      { name: "b_c", file: "realms/hut/scripts/b_c.js", source: "B" },
    ]);
  });
});

describe("errors in fields", () => {
  const cases: [what: string, passage: string, by: string, told: string][] = [
    [
      "an unknown field, at its name",
      "    walls: plaster",
      "    «wals: plaster",
      "@ REALM_BAD_FIELD areas[0].wals: there is no such field",
    ],
    [
      "a kind of news that nobody can publish",
      "    walls: plaster",
      '    walls: plaster\n    script: a\n    listens: [«"The Bell"]',
      "@ REALM_BAD_FIELD areas[0].listens[0]: must be lower case words joined by - or .",
    ],
    [
      "a missing field, at what it is missing from",
      "  - id: yard\n    title: Yard\n    description: Grass.\n    box: { min: [4.3, 0, 0], max: [12, 3, 4] }\n    ground: grass",
      "  - «id: yard\n    title: Yard\n    description: Grass.\n    box: { min: [4.3, 0, 0], max: [12, 3, 4] }",
      "@ REALM_BAD_FIELD areas[1].ground: is missing",
    ],
    [
      "a value of the wrong type",
      "width: 1.2, door: front }\n  - id: yard",
      "width: «wide, door: front }\n  - id: yard",
      "@ REALM_BAD_FIELD areas[0].exits[0].width: must be a number",
    ],
    [
      "a value outside of its limits",
      "height: 2,",
      "height: «1,",
      "@ REALM_BAD_FIELD doors[0].height: must be at least 1.8",
    ],
    [
      "a point of two numbers",
      "at: [2, 0, 2] }",
      "at: «[2, 0] }",
      "@ REALM_BAD_FIELD spawn.at: must have at least 3 entries",
    ],
    ["a value of a closed set", "along: z", "along: «y", "@ REALM_BAD_FIELD doors[0].along: must be one of x, z"],
    [
      "a shape that does not exist",
      "{ type: cylinder, radius: 0.2, height: 0.5 }",
      "{ type: «cone }",
      "@ REALM_BAD_FIELD props[0].shape.type: must be one of box, cylinder, ball",
    ],
    [
      "a colour",
      '"#ffcc88"',
      "«orange",
      "@ REALM_BAD_FIELD lights[0].colour: must be a colour as #rrggbb, in lower case",
    ],
    [
      "a name with capitals",
      "id: lamp",
      "id: «Lamp",
      "@ REALM_BAD_FIELD lights[0].id: must be lower case words joined by -",
    ],
    [
      "invisible characters",
      "title: Yard",
      'title: «"Ya\\u001b[2Jrd"',
      "@ REALM_BAD_FIELD areas[1].title: has invisible characters",
    ],
    [
      "text that could turn the line around",
      "title: Yard",
      'title: «"Ya\\u202erd"',
      "@ REALM_BAD_FIELD areas[1].title: has invisible characters",
    ],
    [
      "text that is too long",
      "title: Yard",
      `title: «${"y".repeat(61)}`,
      "@ REALM_BAD_FIELD areas[1].title: must have at most 60 characters",
    ],
    ["not a number", "height: 2,", "height: «.nan,", "@ REALM_BAD_FIELD doors[0].height: must be a number"],
    [
      "a key of the language below",
      "    ground: grass",
      "    «__proto__: { id: x }\n    ground: grass",
      "@ REALM_BAD_FIELD areas[1].__proto__: there is no such field",
    ],
    [
      "another realm's folder",
      "realm: hut",
      "realm: «hat",
      "@ REALM_BAD_FIELD realm: must be the name of its folder, realms/hut",
    ],
  ];
  for (const [what, passage, by, message] of cases)
    it(`name ${what}`, () => expect(changed(passage, by)).toEqual([message]));

  it("are all told, in the order of the lines", () => {
    const text = small
      .replace("lit: dark", "lit: maybe")
      .replace("ground: oak", "ground: lava")
      .replace("title: Yard", "title: 5");
    expect(told(read(text)).map(({ line, path }) => `${line} ${path}`)).toEqual([
      "13 areas[0].ground",
      "18 areas[1].title",
      "33 lights[0].lit",
    ]);
  });

  it("are counted, up to a limit", () => {
    const items = Array.from({ length: 1_000 }, () => "  - {}").join("\n");
    expect(
      told(read(`${small}surplus: 1\nitemz:\n${items}\n`.replace(/^items:.*\n.*\n/m, "").replace("itemz", "items"))),
    ).toHaveLength(PROBLEMS_MAX);
  });

  it("of a list that is too long are one error", () => {
    const exits = Array.from({ length: 13 }, () => "{ direction: east, to: yard, at: [4, 0, 2], width: 1.2 }");
    const text = small.replace(/ {4}exits:\n {6}- .*east.*\n/, `    exits: [${exits.join(", ")}]\n`);
    expect(told(read(text)).map(problemText)).toEqual([
      `${FILE}:15:12 REALM_BAD_FIELD areas[0].exits: must have at most 12 entries`,
    ]);
  });
});

describe("files", () => {
  it("must include realm.yaml", () => {
    const reading = readRealm([{ path: "realms/hut/readme.md", text: "" }]);
    expect(told(reading).map(problemText)).toEqual(["realms/hut/readme.md:1:1 REALM_BAD_FILE there is no realm.yaml"]);
    expect(readRealm([]).ok).toBe(false);
  });

  it("that do not belong are named", () => {
    const reading = readRealm([
      { path: FILE, text: small },
      { path: "realms/hut/script/a.js", text: "" },
      { path: "realms/hut/scripts/A b.js", text: "" },
      { path: "realms/hut/scripts/../../x.js", text: "" },
    ]);
    expect(reading.ok).toBe(false);
    expect(told(reading).map(({ file, code }) => [file, code])).toEqual([
      ["realms/hut/script/a.js", "REALM_BAD_FILE"],
      ["realms/hut/scripts/../../x.js", "REALM_BAD_FILE"],
      ["realms/hut/scripts/A b.js", "REALM_BAD_FILE"],
    ]);
  });

  it("have limits", () => {
    expect(told(read("#".repeat(REALM_FILE_MAX_CHARS + 1))).map(({ code }) => code)).toEqual(["REALM_TOO_LARGE"]);
    const scripts = { "a.js": "x".repeat(16_385) };
    expect(told(read(small, scripts)).map(({ code }) => code)).toEqual(["REALM_TOO_LARGE"]);
  });

  it("with scripts that nothing has are told", () => {
    expect(told(read(small, { "a.js": "" })).map(problemText)).toEqual([
      "realms/hut/scripts/a.js:1:1 REALM_UNUSED nothing has this script",
    ]);
  });
});

describe("what listens", () => {
  const listening = (listens: string, script = "    script: a\n") =>
    small.replace("    walls: plaster", `    walls: plaster\n${script}    listens: ${listens}`);
  const texts = (text: string, scripts: Record<string, string>) => told(read(text, scripts)).map(problemText);

  it("is read", () => {
    const reading = read(listening("[bell, market.sale]"), { "a.js": "function onNews() {}" });
    expect(told(reading)).toEqual([]);
    expect(reading.ok && reading.map.areas[0]?.listens).toEqual(["bell", "market.sale"]);
  });

  it("needs a script, which hears news", () => {
    expect(texts(listening("[bell]", ""), {})).toEqual([
      `${FILE}:15:14 REALM_BAD_FIELD areas[0].listens: only what has a script can listen`,
    ]);
    expect(texts(listening("[bell]"), { "a.js": "function onUse() {}" })).toEqual([
      `${FILE}:16:14 REALM_UNUSED areas[0].listens: the script "a" has no onNews`,
    ]);
    expect(texts(listening("[]"), { "a.js": "onNews" })).toEqual([
      `${FILE}:16:14 REALM_BAD_FIELD areas[0].listens: must have at least 1 entries`,
    ]);
  });

  it("has so many kinds, all together", () => {
    const bells = Array.from({ length: 9 }, (_, bell) => {
      const kinds = Array.from({ length: 8 }, (_, kind) => `bell-${bell}-${kind}`).join(", ");
      return `  - { id: bell-${bell}, title: bell, description: B., area: yard, at: [${5 + bell / 2}, 0, 3], shape: { type: ball, radius: 0.1 }, material: brass, script: a, listens: [${kinds}] }`;
    });
    const problems = texts(small.replace("props:", `props:\n${bells.join("\n")}`), { "a.js": "onNews" });
    expect(problems[0]).toContain("props[8].listens: the realm listens to more than 64 kinds");
  });
});

describe("YAML", () => {
  const codesOf = (text: string) => [...new Set(told(read(text)).map(({ code }) => code))];

  it("with faults is told by line", () => {
    const [first] = told(read(small.replace("title: Yard", "title: [Yard")));
    expect(first).toMatchObject({ code: "REALM_BAD_YAML", file: FILE });
    expect(first?.line).toBeGreaterThanOrEqual(18);
    expect(told(read(small.replace("title: Yard", "title: Yard\n    title: Barn")))[0]).toMatchObject({
      code: "REALM_BAD_YAML",
      line: 19,
    });
  });

  it("may have anchors and aliases", () => {
    const text = small
      .replace("description: Grass.", "description: &text Grass.")
      .replace("description: Brown.", "description: *text");
    const reading = read(text);
    expect(reading.ok && reading.map.npcs[0]?.description).toBe("Grass.");
    const wrong = read(text.replace("&text Grass.", "&text 5"));
    expect(told(wrong).map(({ line, path }) => `${line} ${path}`)).toEqual([
      "19 areas[1].description",
      "31 npcs[0].description",
    ]);
  });

  it("that would blow up is refused, and quickly", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [i, letter] of [..."bcdefghij"].entries()) {
      const before = "abcdefghij"[i];
      bomb.push(`${letter}: &${letter} [${Array(10).fill(`*${before}`).join(", ")}]`);
    }
    expect(codesOf(bomb.join("\n"))).toEqual(["REALM_BAD_YAML"]);
    expect(codesOf("a: &a [*a]")).not.toEqual([]);
    expect(codesOf("[".repeat(100_000))).toEqual(["REALM_BAD_YAML"]);
    expect(codesOf("- ".repeat(100_000))).not.toEqual([]);
  });

  it("has no tags, and one document", () => {
    expect(codesOf(small.replace("title: Yard", "title: !!js/function Yard"))).toEqual(["REALM_BAD_YAML"]);
    expect(codesOf(small.replace("title: Yard", "title: !secret Yard"))).toEqual(["REALM_BAD_YAML"]);
    expect(codesOf(`${small}---\n${small}`)).toEqual(["REALM_BAD_YAML"]);
  });

  it("of any kind never makes the reader throw", () => {
    for (const text of [
      "",
      "null",
      "[]",
      "5",
      "~",
      "? [a]\n: b",
      "? {a: 1}\n: 2",
      "areas: {}",
      "areas: [null]",
      "{1: 2}",
    ])
      expect(read(text).ok).toBe(false);
    const lines = small.split("\n");
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.nat(80),
        fc.string({ unit: "grapheme", maxLength: 6 }),
        (line, column, noise) => {
          const broken = lines.map((one, i) =>
            i === line ? one.slice(0, column) + noise + one.slice(column + 2) : one,
          );
          for (const { line: at, column: from } of told(read(broken.join("\n")))) {
            expect(at).toBeGreaterThan(0);
            expect(from).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("parts that do not fit together", () => {
  const cases: [what: string, passage: string, by: string, told: string[]][] = [
    [
      "an unknown area",
      "area: room, at: [1, 0, 1]",
      "area: «cellar, at: [1, 0, 1]",
      ['@ REALM_BAD_FIELD props[0].area: there is no area "cellar"'],
    ],
    [
      "an unknown script",
      "ground: grass",
      "ground: grass\n    script: «nope",
      ['@ REALM_BAD_FIELD areas[1].script: there is no script "nope"'],
    ],
    [
      "an unknown key",
      "height: 2,",
      "height: 2, locked: true, key: «skeleton,",
      ['@ REALM_BAD_FIELD doors[0].key: there is no item "skeleton"'],
    ],
    ["a name twice, and more follows …", "id: yard", "id: room", ["REALM_DUPLICATE areas[1].id"]],
    [
      "a name of two kinds",
      "id: cup",
      "id: «stool",
      ['@ REALM_AMBIGUOUS items[0].id: "stool" is also one of the props'],
    ],
    [
      "areas in each other, and more follows …",
      "min: [4.3, 0, 0]",
      "min: [3, 0, 0]",
      ['REALM_BAD_PLACE areas[1].box: overlaps "room"'],
    ],
    [
      "a box inside out, and more follows …",
      "max: [12, 3, 4]",
      "max: [2, 3, 4]",
      ["REALM_BAD_PLACE areas[1].box: an area is 1 to 128 m long"],
    ],
    ["a thing outside", "at: [8, 0, 2]", "at: «[8, 0, 5]", ['@ REALM_BAD_PLACE npcs[0].at: lies outside of "yard"']],
    [
      "newcomers outside",
      "at: [2, 0, 2] }",
      "at: «[5, 0, 2] }",
      ['@ REALM_BAD_PLACE spawn.at: lies outside of "room"'],
    ],
    ["a thing in another", "at: [3, 0, 3]", "at: «[1, 0, 1]", ["@ REALM_STUCK items[0].at: cup begins inside stool"]],
    [
      "an exit in the air, and more follows …",
      "to: room, at: [4.3, 0, 2]",
      "to: room, at: [5, 0, 2]",
      ["REALM_BAD_PLACE areas[1].exits[0].at: an exit west lies on the west border"],
    ],
    [
      "an exit in the wrong wall, and more follows …",
      "direction: west",
      "direction: south",
      ["REALM_BAD_PLACE areas[1].exits[0].at: an exit south lies on the south border"],
    ],
    [
      "an exit around a corner, and more follows …",
      "to: room, at: [4.3, 0, 2], width: 1.2",
      "to: room, at: [4.3, 0, 0.2], width: 1.2",
      ["REALM_BAD_PLACE areas[1].exits[0].at: its width reaches around a corner"],
    ],
    [
      "openings that do not meet, and more follows …",
      "to: room, at: [4.3, 0, 2]",
      "to: room, at: [4.3, 0, 3]",
      [
        "REALM_BAD_EXIT areas[0].exits[0].at: does not line up",
        "REALM_BAD_EXIT areas[1].exits[0].at: does not line up",
      ],
    ],
    [
      "a door in no exit",
      "width: 1.2, door: front }\ndoors",
      "width: 1.2 }\ndoors",
      ['REALM_BAD_DOOR areas[0].exits[0].door: the exit back from "yard" must have the door "front" too'],
    ],
    [
      "a door across its wall",
      "along: z",
      "along: x",
      [
        "REALM_BAD_DOOR areas[0].exits[0].door: the wall here runs along z",
        "REALM_BAD_DOOR areas[1].exits[0].door: the wall here runs along z",
      ],
    ],
    [
      "a door that is too wide",
      "along: z, width: 1.2",
      "along: z, width: 1.6",
      ["is wider than this opening", "is wider than this opening"],
    ],
    ["a door elsewhere", "at: [4.15, 0, 2]", "at: [9, 0, 2]", ["is not in this opening", "is not in this opening"]],
    [
      "a lock that nothing opens",
      "height: 2,",
      "height: 2, locked: true,",
      ['REALM_NO_KEY doors[0].locked: no item is the key of "front"'],
    ],
    [
      "an open lock",
      "height: 2,",
      "height: 2, locked: true, open: true, key: cup,",
      ["REALM_BAD_DOOR doors[0].locked: an open door cannot be locked"],
    ],
    [
      "a stop that does not exist",
      "areas: [yard]",
      "areas: [yard, moon]",
      ['REALM_BAD_FIELD npcs[0].habits[0].areas[1]: there is no area "moon"'],
    ],
    [
      "times out of order",
      "habit: wander, areas: [yard]",
      "habit: schedule, stops: [{ minute: 9, area: yard }, { minute: 8, area: yard }]",
      ["REALM_BAD_FIELD npcs[0].habits[0].stops[1].minute: stops are in the order of their minutes"],
    ],
  ];
  for (const [what, passage, by, expected] of cases) {
    it(`are told: ${what}`, () => {
      const found = changed(passage, by);
      for (const one of expected)
        expect(
          found.some((line) => line.includes(one)),
          `${one} in\n${found.join("\n")}`,
        ).toBe(true);
      if (!what.endsWith("…")) expect(found).toHaveLength(expected.length);
    });
  }

  it("are told: an area without a way, and one whose only way is one-way", () => {
    const oneWay = small
      .replace(/ {4}exits:\n {6}- .*west.*\n/, "")
      .replace(", door: front", "")
      .replace(/^doors:\n.*\n/m, "");
    expect(told(read(oneWay))).toEqual([]);
    const noWay = oneWay.replace(/ {4}exits:\n {6}- .*east.*\n/, "");
    expect(told(read(noWay)).map(problemText)).toEqual([
      `${FILE}:15:9 REALM_UNREACHABLE areas[1].id: no way leads to "yard" from where newcomers stand`,
    ]);
    const trapped = oneWay.replace("areas: [yard]", "areas: [yard, room]");
    expect(told(read(trapped)).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "REALM_UNREACHABLE npcs[0].habits[0].areas[1]",
    ]);
  });

  it("are told: two exits in one direction", () => {
    const text = small.replace(
      /( {6}- .*direction: east.*\n)/,
      "$1      - { direction: east, to: yard, at: [4, 0, 3], width: 0.8 }\n",
    );
    expect(told(read(text)).map(({ code, path }) => `${code} ${path}`)).toContain(
      "REALM_DUPLICATE areas[0].exits[1].direction",
    );
  });

  it("are told: walls without room, and solids in the way", () => {
    const tight = small.replaceAll("4.3, 0", "4.1, 0");
    expect(told(read(tight)).map(({ code }) => code)).toEqual(["REALM_TIGHT"]);
    const wall = (height: number) =>
      small
        .replace(
          "    ground: oak",
          `    ground: oak\n    solids: [{ shape: { type: box, size: [0.2, ${height}, 4] }, at: [3.3, 0, 2], material: oak }]`,
        )
        .replace("at: [3, 0, 3]", "at: [1, 0, 3]");
    expect(told(read(wall(1))).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "REALM_BLOCKED areas[0].exits[0].at",
    ]);
    expect(told(read(wall(0.3)))).toEqual([]);
  });
});
