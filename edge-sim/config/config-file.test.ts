import { expect, it } from "vitest";
import { readConfigFile } from "./config-file.ts";

const problems = (text: string) =>
  readConfigFile(text, "f.json", "/x").faults.map(({ origin, problem }) => `${origin} ${problem}`);

it("a config file's keys are settings, each once", () => {
  const { given, faults } = readConfigFile('{\n "port": 9000,\n "hosts": [],\n "udp": "off"\n}', "f.json", "/x");
  expect(faults).toEqual([]);
  expect(given.map(({ key, text, origin }) => [key, text, origin])).toEqual([
    ["port", "9000", "f.json:2"],
    ["hosts", "", "f.json:3"],
    ["udp", "off", "f.json:4"],
  ]);
  expect(problems('{ "port": 1,\n "port": 2 }')).toEqual(['f.json:2 "port" is there twice: once is enough']);
});

it("a config file is told what cannot be right, whatever the key's text would be", () => {
  expect(problems('{ "port": null }')).toEqual(['f.json:1 "port" is not a port: a number from 0 to 65535']);
  expect(problems('{ "name": "" }')).toHaveLength(1);
  expect(problems('{ "name": ["a"] }')).toHaveLength(1);
  expect(problems('{ "hosts": ["a,b"] }')).toHaveLength(1);
  expect(problems('{ "hosts": [1] }')).toHaveLength(1);
  expect(problems('{ "somethingElse": 1 }')[0]).toMatch(/is no setting; there are: port, host, telnet/);
  expect(problems('{ "__proto__": 1 }')).toHaveLength(1);
  expect(problems("port = 8787")).toEqual(['f.json:1 the file must begin with {, as in { "port": 8787 }']);
});
