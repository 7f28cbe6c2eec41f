import { describe, expect, it } from "vitest";
import { plainTerminal } from "./terminal.ts";
import { COLUMNS_MAX, COLUMNS_MIN, type TerminalFacts, terminalOf } from "./terminal-facts.ts";

const nothing: TerminalFacts = { window: null, types: [], acceptsUtf8: null, variables: new Map() };
const of = (facts: Partial<TerminalFacts>) => terminalOf({ ...nothing, ...facts });

describe("a terminal", () => {
  it("of which nothing is known is a plain one", () => {
    expect(terminalOf(nothing)).toEqual(plainTerminal);
  });

  it("has the size of its window, within reason; 0 says nothing", () => {
    expect(of({ window: { columns: 132, rows: 50 } })).toMatchObject({ columns: 132, rows: 50 });
    expect(of({ window: { columns: 0, rows: 0 } })).toMatchObject({ columns: 80, rows: 24 });
    expect(of({ window: { columns: 1, rows: 65_535 } }).columns).toBe(COLUMNS_MIN);
    expect(of({ window: { columns: 65_535, rows: 1 } }).columns).toBe(COLUMNS_MAX);
  });

  it("can what MTTS says, whatever its name promises", () => {
    const types = ["TINTIN++", "xterm-256color", "MTTS 271"];
    expect(of({ types })).toMatchObject({ colours: "true", utf8: true, screenReader: false, name: "TINTIN++" });
    expect(of({ types: ["MUDLET", "ANSI", "MTTS 73"] })).toMatchObject({
      colours: 256,
      utf8: false,
      screenReader: true,
    });
    expect(of({ types: ["X", "MTTS 1"] }).colours).toBe(16);
    expect(of({ types: ["XTERM-256COLOR", "MTTS 2"] }).colours).toBe(0);
    expect(of({ variables: new Map([["MTTS", "12"]]) })).toMatchObject({ utf8: true, colours: 256 });
  });

  it("without MTTS is judged by its name", () => {
    expect(of({ types: ["XTERM"] }).colours).toBe(16);
    expect(of({ types: ["MUSHCLIENT"] }).colours).toBe(256);
    expect(of({ types: ["xterm-256color"] }).colours).toBe(256);
    expect(of({ types: ["xterm-direct"] }).colours).toBe("true");
    expect(of({ types: ["UNKNOWN"] }).colours).toBe(0);
    expect(of({ types: ["DUMB"] }).colours).toBe(0);
  });

  it("takes UTF-8 where it agreed to it by CHARSET or NEW-ENVIRON", () => {
    expect(of({ acceptsUtf8: true }).utf8).toBe(true);
    expect(of({ acceptsUtf8: false }).utf8).toBe(false);
    expect(of({ variables: new Map([["CHARSET", "utf-8"]]) }).utf8).toBe(true);
  });
});
