import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands, options } from "./codes.ts";
import { NEGOTIATION_MS, TelnetConnection, type TelnetEvent } from "./telnet-connection.ts";

const { IAC, SB, SE, WILL, WONT, DO, DONT, AYT, EC } = commands;
const known = Object.values(options);

/** Sent at the beginning, and once each: status, questions, one refusal, one sign of presence. */
const ONCE_MAX_BYTES = 1_200;
/** Some characters of three bytes are told in ASCII by 18, to a client without UTF-8 that asked for echo. */
const ANSWER_MAX_RATIO = 8;

const option = fc.oneof(fc.constantFrom(...known), fc.nat(255));
const text = fc.string({ unit: "binary", maxLength: 30 }).map((some) => [...new TextEncoder().encode(some)]);
/** What could be in a stream: telnet of every kind, whole and broken, and text. */
const piece = fc.oneof(
  fc.tuple(fc.constant(IAC), fc.constantFrom(WILL, WONT, DO, DONT), option),
  fc
    .tuple(option, fc.array(fc.nat(255), { maxLength: 20 }))
    .map(([one, payload]) => [IAC, SB, one, ...payload, IAC, SE]),
  fc.tuple(option, text).map(([one, payload]) => [IAC, SB, one, 0, ...payload, IAC, SE]),
  fc.constantFrom(
    [IAC, SB, 201, ...new TextEncoder().encode('Core.Supports.Set ["A 1"]'), IAC, SE],
    [IAC, SB, 42, 1, ...new TextEncoder().encode(";UTF-8"), IAC, SE],
    [IAC, SB, 31, 0, 255, 255, 0, 30, IAC, SE],
  ),
  fc.constantFrom([IAC, AYT], [IAC, EC], [13], [10], [0], [8], [21], [27, 91], [IAC]),
  text,
  fc.constant([..."x".repeat(600)].map(() => 120)),
  fc.array(fc.nat(255), { maxLength: 12 }),
);
const stream = fc.array(piece, { maxLength: 60 }).map((pieces) => Uint8Array.from(pieces.flat()));

interface Lived {
  events: TelnetEvent[];
  sent: number[];
}

/** Lives through some chunks. Prompts, text and hidden input come with lines, as from somebody who plays. */
function live(chunks: readonly Uint8Array[], isReadyAtOnce: boolean): Lived {
  const lived: Lived = { events: [], sent: [] };
  const ports = {
    send: (bytes: Uint8Array) => void lived.sent.push(...bytes),
    compressFromHere: () => void lived.sent.push(-1),
    plainFromHere: () => void lived.sent.push(-2),
    status: () => ({ NAME: "x".repeat(200) }),
  };
  const connection = new TelnetConnection(ports, 0);
  if (isReadyAtOnce) lived.events.push(...connection.tick(NEGOTIATION_MS));
  connection.prompt("> ");
  for (const chunk of chunks) lived.events.push(...connection.receive(chunk, NEGOTIATION_MS));
  lived.events.push(...connection.tick(2 * NEGOTIATION_MS));
  return lived;
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

describe("a telnet connection, to any peer", () => {
  it("tells and answers the same, however the bytes are cut", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(5_000), { maxLength: 40 }), fc.boolean(), (bytes, cuts, isReadyAtOnce) => {
        expect(live(cut(bytes, cuts), isReadyAtOnce)).toEqual(live([bytes], isReadyAtOnce));
      }),
      { numRuns: 1_500 },
    );
  });

  it("answers with no more than is bounded by what came", () => {
    fc.assert(
      fc.property(stream, fc.boolean(), (bytes, isReadyAtOnce) => {
        const { sent } = live([bytes], isReadyAtOnce);
        expect(sent.length).toBeLessThanOrEqual(ONCE_MAX_BYTES + ANSWER_MAX_RATIO * bytes.length);
      }),
      { numRuns: 1_500 },
    );
  });

  it("sends telnet that can be read: every IAC begins something whole", () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const { sent } = live([bytes], false);
        for (let i = 0; i < sent.length; i++) {
          if (sent[i] !== IAC) continue;
          const next = sent[++i] ?? 0;
          expect(next).toBeGreaterThanOrEqual(commands.EOR);
          if (next >= WILL && next <= DONT) i += 1;
        }
      }),
    );
  });

  it("gives lines without control characters, and terminals that make sense", () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        for (const event of live([bytes], true).events) {
          if (event.kind !== "line") continue;
          expect(event.text).not.toMatch(/\p{Cc}/u);
          expect(event.text.length).toBeLessThanOrEqual(500);
        }
      }),
    );
  });

  it("ends every talk with a peer that echoes all it is sent", () => {
    let toSend: number[] = [];
    const ports = {
      send: (bytes: Uint8Array) => void toSend.push(...bytes),
      compressFromHere: () => undefined,
      plainFromHere: () => undefined,
      status: () => ({ NAME: "Skerry" }),
    };
    const connection = new TelnetConnection(ports, 0);
    let rounds = 0;
    while (toSend.length > 0) {
      expect(++rounds).toBeLessThan(20);
      const bytes = Uint8Array.from(toSend);
      toSend = [];
      connection.receive(bytes, 10);
    }
  });
});
