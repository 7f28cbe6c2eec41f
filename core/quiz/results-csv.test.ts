import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuizResults, ResultPlayer } from "../protocol/index.ts";
import { resultsCsv } from "./results-csv.ts";

const question = {
  index: 0,
  stem: "Capital of France?",
  options: ["Paris", "Lyon, Rhône", "Nice", 'The "big" one'],
  right: 0,
  because: "It is.",
  origin: "bank" as const,
  counts: [1, 1, 0, 0],
};

function player(over: Partial<ResultPlayer>): ResultPlayer {
  return { player: 0, name: "Ada", rank: 1, score: 987, right: 1, left: false, answers: [], ...over };
}

function game(players: ResultPlayer[], questions = [question]): QuizResults {
  return { code: "", topic: "", language: "en", scoring: "speed", createdAt: 0, questions, players };
}

const named = (name: string) => game([player({ name })], []);

/** RFC 4180, read to the letter; `separator` as a spreadsheet of another country would have it. */
function readCsv(text: string, separator = ","): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value = "";
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') value += text[at];
        else if (text[at + 1] === '"') value += text[++at];
        else break;
      }
      at++;
    }
    while (at < text.length && text[at] !== separator && text[at] !== "\r" && text[at] !== "\n") value += text[at++];
    row.push(value);
    if (text[at] === separator) at++;
    else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** The one data row, as a reader of RFC 4180 sees it. */
const nameCell = (name: string) => readCsv(resultsCsv(named(name)).slice(1))[1]?.[1];

describe("resultsCsv", () => {
  it("writes a header row, a row a player, CRLF after each, a byte order mark before all", () => {
    const csv = resultsCsv(
      game([
        player({ answers: [{ option: 0, right: true, points: 987, ms: 1_234, rawMs: 1_300 }] }),
        player({
          name: "Łukasz 🦊",
          rank: 2,
          score: 0,
          right: 0,
          answers: [{ option: 1, right: false, points: 0, ms: 20_000, rawMs: 1 }],
        }),
        player({ name: "Late", rank: 3, score: 0, right: 0, answers: [null] }),
      ]),
    );
    expect(csv).toBe(
      "\uFEFFRank,Name,Score,Right answers,Q1: Capital of France?,Q1 right,Q1 points,Q1 seconds\r\n" +
        "1,Ada,987,1,Paris,yes,987,1.234\r\n" +
        '2,Łukasz 🦊,0,0,"Lyon, Rhône",no,0,20\r\n' +
        "3,Late,0,0,,,,\r\n",
    );
  });

  it("writes a game without players or questions as its header alone", () => {
    expect(resultsCsv(game([], []))).toBe("\uFEFFRank,Name,Score,Right answers\r\n");
  });

  it("quotes separators, line breaks and quotes", () => {
    expect(resultsCsv(named('a "b", c'))).toContain('\r\n1,"a ""b"", c",987,1\r\n');
    expect(nameCell("two\r\nlines")).toBe("two\r\nlines");
  });

  it("has every row as wide as the header, whatever answers are missing", () => {
    const csv = resultsCsv(game([player({ answers: [] })], [question, { ...question, stem: "a,b" }]));
    expect(readCsv(csv.slice(1)).map((row) => row.length)).toEqual([12, 12]);
  });

  it("leaves an option that does not exist empty", () => {
    const odd = player({ answers: [{ option: 9, right: false, points: 0, ms: 5, rawMs: 5 }] });
    expect(readCsv(resultsCsv(game([odd])))[1]?.slice(4)).toEqual(["", "no", "0", "0.005"]);
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    '"=1',
    "  =1",
  ])("disarms a cell that begins like a formula: %j", (name) => {
    expect(nameCell(name)?.startsWith("'")).toBe(true);
  });

  it("leaves harmless text alone", () => {
    for (const name of ["Ada", "a=b", "Mary-Ann", "x@y", "1+1", "O'Neil", ""]) expect(nameCell(name)).toBe(name);
  });

  it("disarms questions and answers too", () => {
    const evil = { ...question, stem: "=1;=2", options: ["=cmd|' /C calc'!A0", "b", "c", "d"] };
    const csv = resultsCsv(
      game([player({ answers: [{ option: 0, right: true, points: 1, ms: 1, rawMs: 1 }] })], [evil]),
    );
    const [header, row] = readCsv(csv.slice(1));
    expect(header?.[4]).toBe("Q1: =1;'=2");
    expect(row?.[4]).toBe("'=cmd|' /C calc'!A0");
  });

  it("never lets a cell begin a formula, whichever separator the spreadsheet believes in", () => {
    const hostile = fc.string({
      unit: fc.constantFrom("=", "+", "-", "@", "＝", ";", ",", "\t", "\r", "\n", '"', "'", " ", "a", "1"),
      maxLength: 12,
    });
    fc.assert(
      fc.property(hostile, hostile, (name, option) => {
        const csv = resultsCsv(
          game(
            [player({ name, answers: [{ option: 0, right: true, points: 1, ms: 1, rawMs: 1 }] })],
            [{ ...question, stem: option, options: [option, "b", "c", "d"] }],
          ),
        ).slice(1);
        for (const separator of [",", ";", "\t"]) {
          for (const value of readCsv(csv, separator).flat()) expect(value).not.toMatch(/^["\s]*[=+\-@＝]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives back every cell it was given, apart from the apostrophes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (name) => {
        expect(nameCell(name)?.replaceAll("'", "")).toBe(name.replaceAll("'", ""));
      }),
    );
  });
});
