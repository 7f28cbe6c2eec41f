import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  askForVariables,
  offerUtf8,
  readCharset,
  readType,
  readVariables,
  readWindow,
  statusBytes,
} from "./subnegotiations.ts";

const bytes = (...parts: (number | string)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])));

describe("what clients tell by subnegotiations", () => {
  it("windows: two numbers of two bytes", () => {
    expect(readWindow(bytes(0, 255, 1, 0))).toEqual({ columns: 255, rows: 256 });
    expect(readWindow(bytes(0, 80, 0))).toBeNull();
    expect(readWindow(bytes(0, 80, 0, 24, 0))).toBeNull();
  });

  it("terminal types, without what does not belong into a name", () => {
    expect(readType(bytes(0, "xterm-256color"))).toBe("xterm-256color");
    expect(readType(bytes(0, "\u001b[31mevil\u0007 "))).toBe("[31mevil");
    expect(readType(bytes(0, "x".repeat(5_000)))).toHaveLength(64);
    expect(readType(bytes(1))).toBeNull();
  });

  it("variables: known ones, whatever frames them", () => {
    const told = bytes(
      0,
      0,
      "CHARSET",
      1,
      "UTF-8",
      3,
      "client_name",
      1,
      "TinTin++",
      0,
      "USER",
      1,
      "anna",
      0,
      "MTTS",
      1,
    );
    expect(Object.fromEntries(readVariables(told) ?? [])).toEqual({ CHARSET: "UTF-8", CLIENT_NAME: "TinTin++" });
    expect(readVariables(bytes(2, 0, "MT", 2, 84, "S", 1, "7"))?.get("MTTS")).toBe("7");
    // TinTin++ puts IS before every variable, which reads as one without a name.
    expect(readVariables(bytes(0, 0, 0, "MTTS", 1, "271", 0, 0, "CHARSET", 1, "ASCII"))?.size).toBe(2);
    expect(readVariables(bytes(1, 0, "MTTS", 1, "7"))).toBeNull();
  });

  it("variables: what asks for them fits the buffers of old clients", () => {
    expect(askForVariables.length).toBeLessThan(100);
  });

  it("CHARSET: UTF-8 is offered alone, and its acceptance is understood", () => {
    expect([...offerUtf8]).toEqual([...bytes(255, 250, 42, 1, ";UTF-8", 255, 240)]);
    expect(readCharset(bytes(2, "UTF-8"), true).acceptsUtf8).toBe(true);
    expect(readCharset(bytes(2, " utf-8"), true).acceptsUtf8).toBe(true);
    expect(readCharset(bytes(2, "LATIN1"), true).acceptsUtf8).toBe(false);
    expect(readCharset(bytes(3), true).acceptsUtf8).toBe(false);
    expect(readCharset(bytes(2, "UTF-8"), false).acceptsUtf8).toBeNull();
  });

  it("CHARSET: a client's own question is answered, unless ours stands", () => {
    const accepted = [...bytes(255, 250, 42, 2, "UTF-8", 255, 240)];
    const rejected = [...bytes(255, 250, 42, 3, 255, 240)];
    const answerTo = (payload: Uint8Array, isAsking = false) => [...(readCharset(payload, isAsking).answer ?? [])];
    expect(answerTo(bytes(1, ";ISO-8859-1;utf-8"))).toEqual(accepted);
    expect(answerTo(bytes(1, "[TTABLE ]", 1, " UTF-8 ASCII"))).toEqual(accepted);
    expect(answerTo(bytes(1, ";ISO-8859-1"))).toEqual(rejected);
    expect(answerTo(bytes(1))).toEqual(rejected);
    expect(answerTo(bytes(1, ";UTF-8"), true)).toEqual(rejected);
    expect(answerTo(bytes(4, "whatever"))).toEqual([...bytes(255, 250, 42, 5, 255, 240)]);
  });

  it("any bytes: something or nothing, and no exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (payload, isAsking) => {
        readWindow(payload);
        readType(payload);
        expect(readVariables(payload)?.size ?? 0).toBeLessThanOrEqual(4);
        expect(readCharset(payload, isAsking).answer?.length ?? 0).toBeLessThanOrEqual(11);
      }),
    );
  });
});

describe("the server's status (MSSP)", () => {
  it("names each value, and nothing in it can frame", () => {
    const wire = statusBytes({ NAME: "Sker\u0001ry", PLAYERS: 3 });
    expect([...wire]).toEqual([...bytes(255, 250, 70, 1, "NAME", 2, "Skerry", 1, "PLAYERS", 2, "3", 255, 240)]);
  });
});
