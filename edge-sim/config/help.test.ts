import { expect, it } from "vitest";
import { helpText } from "./help.ts";
import { settingKeys, settings } from "./settings.ts";

const help = helpText({
  start: { takes: "", about: "starts" },
  backup: { takes: "FILE", about: "saves a lot ".repeat(9) },
});

it("the help names every command and every setting in each of its ways, in 80 columns", () => {
  for (const key of settingKeys) {
    const { flag, variable, about } = settings[key];
    expect(help).toContain(`"${key}"`);
    expect(help).toContain(variable);
    expect(help.replace(/\s+/g, " ")).toContain(about);
    if (flag) expect(help).toContain(`  ${flag} `);
  }
  expect(help).toContain("skerry-edge backup FILE");
  expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

it("no two settings share a flag or a variable, and secrets have no flag", () => {
  const names = settingKeys.flatMap((key) => [settings[key].variable, settings[key].flag ?? key]);
  expect(new Set(names).size).toBe(names.length);
  const secrets = settingKeys.filter((key) => /token|secret|key/i.test(key));
  expect(secrets.map((key) => settings[key].flag)).toEqual(secrets.map(() => null));
});
