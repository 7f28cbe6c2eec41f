import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrame } from "./frames.ts";

const room = { code: "C", now: { phase: "lobby" } };

describe("readFrame", () => {
  it.each([
    "",
    "pong",
    "{",
    "null",
    "[]",
    "7",
    '"state"',
    "{}",
    '{"t":7}',
    '{"t":"constructor"}',
    '{"t":"state"}',
    '{"t":"state","seq":"1","at":1,"room":{"now":{"phase":"lobby"}}}',
    '{"t":"state","seq":1,"at":1,"room":null}',
    '{"t":"state","seq":1,"at":1,"room":{"now":{}}}',
    '{"t":"roster","rows":{}}',
    '{"t":"roster","rows":[null]}',
    '{"t":"error","error":"no"}',
    '{"t":"error","error":{"code":1,"message":"m"}}',
    '{"t":"accepted"}',
    "<html>captive portal</html>",
  ])("gives nothing for %j", (text) => {
    expect(readFrame(text)).toBeNull();
  });

  it("never throws, whatever arrives", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readFrame(text) === null));
    const kinds = fc.constantFrom("welcome", "state", "roster", "accepted", "ok", "error");
    const looseFrame = fc.tuple(
      kinds,
      fc.dictionary(fc.constantFrom("seq", "at", "room", "rows", "error"), fc.jsonValue()),
    );
    fc.assert(
      fc.property(looseFrame, ([t, rest]) => {
        const frame = readFrame(JSON.stringify({ ...rest, t }));
        if (frame?.t === "state") expect(typeof frame.room.now.phase).toBe("string");
        if (frame?.t === "roster") expect(frame.rows).toBeInstanceOf(Array);
      }),
    );
  });

  it("reads what can be used, and leaves unknown fields alone", () => {
    const state = { t: "state", seq: 3, at: 1, room, later: true };
    expect(readFrame(JSON.stringify(state))).toEqual(state);
    expect(readFrame('{"t":"ok","id":4}')).toEqual({ t: "ok", id: 4 });
    expect(readFrame('{"t":"roster","seq":1,"present":1,"answered":0,"rows":[]}')).not.toBeNull();
  });
});
