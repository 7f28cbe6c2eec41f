import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verb } from "./codes.ts";
import { Negotiation, type Policy, type Side } from "./negotiation.ts";

interface Said {
  verb: Verb;
  option: number;
}

const KNOWN = 3;
const ECHO = 1;
const policy: Policy = {
  agreesTo: (_side, option) => option <= KNOWN,
  isOftenUnconfirmed: (option) => option === ECHO,
};

function end(): { negotiation: Negotiation; said: Said[] } {
  const said: Said[] = [];
  return { negotiation: new Negotiation(policy, (verb, option) => said.push({ verb, option })), said };
}

const verbs: Verb[] = ["WILL", "WONT", "DO", "DONT"];

describe("the negotiation of options (RFC 1143)", () => {
  it("agrees to what it knows, refuses what it does not, and answers no refusal of what is off", () => {
    const { negotiation, said } = end();
    expect(negotiation.receive("DO", 3)).toEqual({ side: "us", option: 3, isOn: true });
    expect(negotiation.receive("WILL", 99)).toBeNull();
    expect(negotiation.receive("DO", 6)).toBeNull();
    negotiation.receive("DONT", 2);
    negotiation.receive("WONT", 99);
    expect(said).toEqual([
      { verb: "WILL", option: 3 },
      { verb: "DONT", option: 99 },
      { verb: "WONT", option: 6 },
    ]);
  });

  it("never answers what changes nothing", () => {
    const { negotiation, said } = end();
    negotiation.receive("DO", 3);
    said.length = 0;
    expect(negotiation.receive("DO", 3)).toBeNull();
    expect(said).toEqual([]);
  });

  it("turns off at once what the other end wants off, and confirms it once", () => {
    const { negotiation, said } = end();
    negotiation.ask("us", 3);
    expect(negotiation.isOpen("us", 3)).toBe(true);
    expect(negotiation.receive("DO", 3)?.isOn).toBe(true);
    expect(negotiation.receive("DONT", 3)?.isOn).toBe(false);
    negotiation.receive("DONT", 3);
    expect(said.map(({ verb }) => verb)).toEqual(["WILL", "WONT"]);
  });

  it("takes a refusal for one, and keeps no question open", () => {
    const { negotiation, said } = end();
    negotiation.ask("them", 2);
    expect(negotiation.receive("WONT", 2)).toBeNull();
    expect([negotiation.isOpen("them", 2), negotiation.isOn("them", 2), said.length]).toEqual([false, false, 1]);
  });

  it("changes its mind before the answer without asking twice", () => {
    const { negotiation, said } = end();
    negotiation.ask("us", 2);
    negotiation.end("us", 2);
    expect(negotiation.receive("DO", 2)).toBeNull();
    expect(said.map(({ verb }) => verb)).toEqual(["WILL", "WONT"]);
    negotiation.ask("us", 2);
    expect(negotiation.receive("DONT", 2)).toBeNull();
    expect(negotiation.receive("DO", 2)).toEqual({ side: "us", option: 2, isOn: true });
    expect(said.map(({ verb }) => verb)).toEqual(["WILL", "WONT", "WILL"]);
  });

  it("hides a second passphrase from clients that never confirm the end of echo", () => {
    const { negotiation, said } = end();
    negotiation.ask("us", ECHO);
    negotiation.receive("DO", ECHO);
    negotiation.end("us", ECHO);
    negotiation.ask("us", ECHO);
    negotiation.receive("DO", ECHO);
    expect(said.map(({ verb }) => verb)).toEqual(["WILL", "WONT", "WILL"]);
    expect(negotiation.isOn("us", ECHO)).toBe(true);
  });

  it("does not take the late confirmation of an end for the refusal of what came after it", () => {
    const { negotiation } = end();
    negotiation.ask("us", ECHO);
    negotiation.receive("DO", ECHO);
    negotiation.end("us", ECHO);
    negotiation.ask("us", ECHO);
    negotiation.receive("DONT", ECHO);
    expect(negotiation.receive("DO", ECHO)?.isOn).toBe(true);
    expect(negotiation.receive("DONT", ECHO)?.isOn).toBe(false);
  });

  it("says at most one thing to each thing said, to the wildest of peers", () => {
    const step = fc.record({
      act: fc.constantFrom("ask", "end", ...verbs),
      side: fc.constantFrom<Side>("us", "them"),
      option: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const { negotiation, said } = end();
        for (const { act, side, option } of steps) {
          const before = said.length;
          if (act === "ask") negotiation.ask(side, option);
          else if (act === "end") negotiation.end(side, option);
          else negotiation.receive(act, option);
          expect(said.length - before).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("comes to rest with a peer of its own kind, both of one mind, whatever both want and how slow the line is", () => {
    const step = fc.record({
      who: fc.nat(1),
      act: fc.constantFrom("ask", "end", "hear"),
      side: fc.constantFrom<Side>("us", "them"),
      option: fc.integer({ min: 2, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ends = [end(), end()] as const;
        const heard = [0, 0];
        const hear = (who: number) => {
          const words = ends[1 - who]?.said[heard[who] ?? 0];
          if (!words) return false;
          heard[who] = (heard[who] ?? 0) + 1;
          ends[who]?.negotiation.receive(words.verb, words.option);
          return true;
        };
        for (const { who, act, side, option } of steps) {
          if (act === "ask") ends[who]?.negotiation.ask(side, option);
          else if (act === "end") ends[who]?.negotiation.end(side, option);
          else hear(who);
        }
        let rounds = 0;
        while (hear(0) || hear(1)) expect(++rounds).toBeLessThan(1_000);
        for (const option of [2, 3, 4]) {
          for (const side of ["us", "them"] as const) {
            expect(ends[0].negotiation.isOpen(side, option)).toBe(false);
            const other = side === "us" ? "them" : "us";
            expect(ends[0].negotiation.isOn(side, option)).toBe(ends[1].negotiation.isOn(other, option));
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
