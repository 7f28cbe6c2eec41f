import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands, doubled, subnegotiationBytes } from "./codes.ts";
import { SUBNEGOTIATION_MAX_BYTES, type TelnetInput, TelnetParser } from "./telnet-parser.ts";

const { IAC, SB, SE, DO, WILL, NOP, AYT } = commands;

/** What the chunks say, texts that follow each other joined. */
function parsed(...chunks: (readonly number[] | Uint8Array)[]): TelnetInput[] {
  const parser = new TelnetParser();
  const joined: TelnetInput[] = [];
  for (const input of chunks.flatMap((chunk) => parser.parse(Uint8Array.from(chunk)))) {
    const last = joined.at(-1);
    if (last?.kind === "data" && input.kind === "data") last.bytes = Uint8Array.of(...last.bytes, ...input.bytes);
    else joined.push(input);
  }
  return joined;
}

const data = (...bytes: number[]): TelnetInput => ({ kind: "data", bytes: Uint8Array.from(bytes) });
const sub = (option: number, ...payload: number[]): TelnetInput => ({
  kind: "subnegotiation",
  option,
  payload: Uint8Array.from(payload),
});

describe("telnet's framing", () => {
  it("tells text, commands, negotiations and subnegotiations apart", () => {
    const bytes = [65, IAC, NOP, 66, IAC, DO, 31, IAC, SB, 31, 0, 80, 0, 24, IAC, SE, 67];
    expect(parsed(bytes)).toEqual([
      data(65),
      { kind: "command", command: NOP },
      data(66),
      { kind: "negotiation", verb: "DO", option: 31 },
      sub(31, 0, 80, 0, 24),
      data(67),
    ]);
  });

  it("undoes the doubling of 255, in text and in a window that is 255 wide", () => {
    expect(parsed([IAC, IAC])).toEqual([data(255)]);
    expect(parsed([IAC, SB, 31, 0, IAC, IAC, 0, 24, IAC, SE])).toEqual([sub(31, 0, 255, 0, 24)]);
    expect(parsed([IAC, WILL, 255])).toEqual([{ kind: "negotiation", verb: "WILL", option: 255 }]);
  });

  it("drops what is too long, and goes on after it", () => {
    const most = Array<number>(SUBNEGOTIATION_MAX_BYTES - 1).fill(7);
    expect(parsed([IAC, SB, 201, ...most, IAC, SE, 65])).toEqual([sub(201, ...most), data(65)]);
    expect(parsed([IAC, SB, 201, ...most, 7, IAC, SE, 65])).toEqual([{ kind: "fault" }, data(65)]);
  });

  it("drops what is empty or broken off; the command that breaks it off counts", () => {
    expect(parsed([IAC, SB, IAC, SE, 65])).toEqual([{ kind: "fault" }, data(65)]);
    expect(parsed([IAC, SB, 24, 0, IAC, DO, 1, 65])).toEqual([
      { kind: "fault" },
      { kind: "negotiation", verb: "DO", option: 1 },
      data(65),
    ]);
    expect(parsed([IAC, SB, 24, IAC, SB, 31, 1, IAC, SE])).toEqual([{ kind: "fault" }, sub(31, 1)]);
  });

  it("says the same of the same bytes, however they are cut", () => {
    const likely = fc.constantFrom(IAC, SB, SE, DO, WILL, AYT, 0, 31, 65);
    const byte = fc.oneof(likely, fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 200 }), fc.array(fc.nat(200)), (bytes, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, i) => bytes.slice(places[i], end));
        expect(parsed(...chunks)).toEqual(parsed(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads back whatever is framed", () => {
    fc.assert(
      fc.property(
        fc.nat(254),
        fc.uint8Array({ maxLength: 400 }),
        fc.uint8Array({ minLength: 1 }),
        (option, payload, text) => {
          expect(parsed(subnegotiationBytes(option, payload))).toEqual([sub(option, ...payload)]);
          expect(parsed(doubled(text))).toEqual([data(...text)]);
        },
      ),
    );
  });
});
