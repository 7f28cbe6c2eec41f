import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWorldFrame } from "./world-received.ts";

const scene = {
  realm: "R",
  area: "hall",
  title: "The Hall",
  description: "A hall.",
  minute: 600,
  you: { entity: 1, name: "Anna", sitting: false, carries: [{ entity: 2, kind: "item", name: "mug" }] },
  exits: [{ direction: "north", title: "The Yard", door: { name: "oak door", open: true } }],
  things: [{ entity: 3, kind: "npc", name: "Mira" }],
};
const sceneFrame = { t: "scene", seq: 3, scene };

describe("readWorldFrame", () => {
  it.each([
    sceneFrame,
    { ...sceneFrame, scene: { ...scene, you: null, later: 1 } },
    { t: "events", seq: 1, events: [{ type: "said", text: "Anna says: “hi”" }] },
    { t: "reply", id: 1, ok: false, lines: ["No."] },
    { t: "error", id: 1, error: { code: "NAME_TAKEN", message: "m" } },
    { t: "welcome", v: 1 },
  ])("reads %j", (frame) => {
    expect(readWorldFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    { ...sceneFrame, seq: "3" },
    { ...sceneFrame, scene: null },
    { ...sceneFrame, scene: { ...scene, you: undefined } },
    { ...sceneFrame, scene: { ...scene, you: { entity: 1, name: "Anna" } } },
    { ...sceneFrame, scene: { ...scene, title: 7 } },
    { ...sceneFrame, scene: { ...scene, exits: [{ direction: "north" }] } },
    { ...sceneFrame, scene: { ...scene, exits: [{ direction: "north", title: "x", door: null }] } },
    { ...sceneFrame, scene: { ...scene, things: [null] } },
    { t: "events", seq: 1, events: {} },
    { t: "events", seq: 1, events: [{ type: "said" }] },
    { t: "reply", ok: true },
    { t: "reply", ok: true, lines: [1] },
    { t: "error", error: "no" },
    { t: "constructor" },
    { t: 7 },
    "<html>captive portal</html>",
    [sceneFrame],
  ])("gives nothing for %j", (frame) => {
    expect(readWorldFrame(JSON.stringify(frame))).toBeNull();
  });

  it("never throws, whatever arrives", () => {
    const kinds = fc.constantFrom("welcome", "scene", "events", "reply", "error");
    const fields = fc.dictionary(fc.constantFrom("seq", "scene", "events", "ok", "lines", "error"), fc.jsonValue());
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readWorldFrame(text) === null));
    fc.assert(
      fc.property(kinds, fields, (t, rest) => {
        const frame = readWorldFrame(JSON.stringify({ ...rest, t }));
        if (frame?.t === "reply") expect(frame.lines.every((line) => typeof line === "string")).toBe(true);
        if (frame?.t === "events") expect(frame.events.every(({ text }) => typeof text === "string")).toBe(true);
      }),
    );
  });
});
