import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../conformance/page.ts";
import { camelCase, realmText } from "../../../scripts/realm-text.ts";
import type { RealmMap } from "../../world/realm-map.ts";
import { checkGates } from "../check-gates.ts";
import { problemText } from "../problem.ts";
import { readRealm } from "../read-realm.ts";
import { builtRealms } from "./index.ts";

const folders = globSync("realms/*", { cwd: root }).sort();
const readings = folders.map((folder) => {
  const paths = globSync(`${folder}/**/*.*`, { cwd: root });
  return readRealm(paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })));
});

describe("the realms in realms/", () => {
  it("are built as their files say", () => {
    const maps = readings.map((reading) => (reading.ok ? reading.map : reading.errors.map(problemText)));
    expect(maps.length).toBeGreaterThan(0);
    expect(builtRealms).toEqual(maps);
  });

  it("have no warnings, and gates that lead somewhere", () => {
    const warnings = readings.flatMap((reading) =>
      reading.ok ? [...reading.warnings, ...checkGates(reading.map, builtRealms).map(reading.locate)] : [],
    );
    expect(warnings.map(problemText)).toEqual([]);
  });

  it("have gates that lead back", () => {
    const gates = builtRealms.flatMap(({ realm, areas }) =>
      areas.flatMap(({ id, exits }) => exits.flatMap(({ to }) => (to.includes(":") ? [[`${realm}:${id}`, to]] : []))),
    );
    for (const [from, to] of gates) expect(gates).toContainEqual([to, from]);
  });
});

describe("the text of a built realm", () => {
  it("says what the map says, whatever is in its texts", async () => {
    const [map] = builtRealms;
    const hostile = { ...map, title: 'a "b" \\ \u0024{c} ` \u2028 </script>' } as RealmMap;
    const code = realmText(hostile)
      .replace(/^import.*$/m, "")
      .replace(": RealmMap", "");
    const module: Record<string, unknown> = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect(module[camelCase(hostile.realm)]).toEqual(hostile);
  });
});

describe("a gate", () => {
  it("to an area or a realm that does not exist is told", () => {
    const [map] = builtRealms;
    if (!map) throw new Error("no realm is built");
    const to = (destination: string): RealmMap => ({
      ...map,
      areas: map.areas.slice(0, 1).map((area) => ({
        ...area,
        exits: [{ direction: "north", to: destination, at: [0, 0, 0], width: 1 }],
      })),
    });
    const codes = (destination: string) => checkGates(to(destination), [map]).map(({ code }) => code);
    expect(codes(`${map.realm}:${map.areas[0]?.id}`)).toEqual(["REALM_BAD_EXIT"]);
    expect(codes("atlantis:harbour")).toEqual(["REALM_NO_GATE"]);
    const other = { ...map, realm: "other" };
    expect(checkGates(to("other:nowhere"), [map, other]).map(({ code }) => code)).toEqual(["REALM_BAD_EXIT"]);
    expect(checkGates(to(`other:${map.areas[0]?.id}`), [map, other])).toEqual([]);
  });
});
