import { describe, expect, it } from "vitest";
import { readFlags } from "./flags.ts";

const read = (...args: string[]) => readFlags(args, "/work");
const given = (...args: string[]) => read(...args).given.map(({ key, text }) => [key, text]);
const problems = (...args: string[]) => read(...args).faults.map(({ origin, problem }) => `${origin} ${problem}`);

describe("a command line", () => {
  it("has flags with their value behind them, or behind an equals sign", () => {
    const both = [
      ["port", "9000"],
      ["groqBaseUrl", "http://x/?a=b"],
    ];
    expect(given("--port", "9000", "--groq-base-url", "http://x/?a=b")).toEqual(both);
    expect(given("--port=9000", "--groq-base-url=http://x/?a=b")).toEqual(both);
  });

  it("has words between them, and nothing else after two dashes", () => {
    const { words, given, faults } = read("backup", "--data", "d", "a file", "--", "--port");
    expect(words).toEqual(["backup", "a file", "--port"]);
    expect(given.map(({ key }) => key)).toEqual(["data"]);
    expect(faults).toEqual([]);
  });

  it("asks for help or the version", () => {
    expect([read("-h").wantsHelp, read("start", "--help").wantsHelp, read("start").wantsHelp]).toEqual([
      true,
      true,
      false,
    ]);
    expect([read("--version").wantsVersion, read("-v").wantsVersion]).toEqual([true, true]);
  });

  it("is told what it lacks", () => {
    expect(problems("--port")).toEqual(["--port needs a value: PORT"]);
    expect(problems("--telnet", "--udp", "1")).toEqual(["--telnet needs a value: PORT or off"]);
    expect(problems("--config=")).toEqual(["--config needs a value: FILE"]);
    expect(problems("--port", "1", "--port=2")).toEqual(["--port is given twice: once is enough"]);
    expect(problems("--telnett", "1", "start")).toEqual(["--telnett is no flag; --telnet is"]);
    expect(problems("-p", "1")).toEqual(["-p is no flag; --help lists them"]);
    expect(read("--telnett", "1", "start").words).toEqual(["start"]);
  });
});
