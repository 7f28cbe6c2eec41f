import { describe, expect, it } from "vitest";
import { readWorldFrame } from "../client/world-received.ts";
import type { SceneView, ThingView } from "../core/protocol/world-frames.ts";
import { crowdReader } from "./crowd-reader.ts";

/** Names and texts that look like what stands around the list. */
const things: ThingView[] = [
  { entity: 2, kind: "player", name: '],"you":' },
  { entity: 3, kind: "door", name: ',"things":[', state: "open" },
];
const scene: SceneView = {
  realm: "A Realm",
  area: "hall",
  title: ',"things":[{"',
  description: '"things":[],"you":null}',
  minute: 0,
  exits: [{ direction: "north", title: "The Yard" }],
  things,
  you: { entity: 1, name: '],"you":{"', sitting: false, carries: [{ entity: 4, kind: "item", name: "]" }] },
};
const textOf = (frame: object) => JSON.stringify({ t: "scene", scene: frame, seq: 7 });

describe("a reader for a crowd", () => {
  it("gives what would be read by each alone", () => {
    const read = crowdReader();
    const frames = [
      textOf(scene),
      textOf({ ...scene, things: [], you: null }),
      textOf({ ...scene, things: [things[0]], exits: [] }),
      JSON.stringify({ t: "events", events: [{ type: "said", text: '],"you":' }], seq: 8 }),
      JSON.stringify({ t: "reply", ok: true, lines: [',"things":['] }),
    ];
    for (const text of [...frames, ...frames]) expect(read(text)).toEqual(readWorldFrame(text));
  });

  it("reads what comes to many for the first of them, and who is there when it is looked at", () => {
    const read = crowdReader();
    const text = textOf(scene);
    const frame = read(text);
    expect(read(`${text}`)).toBe(frame);
    if (frame?.t !== "scene") throw new Error("no scene");
    expect(frame.scene.things).toEqual(things);
    expect(frame.scene.things).toBe(frame.scene.things);
  });

  it("takes scenes that are written otherwise, and none that cannot be used", () => {
    const read = crowdReader();
    const { things: own, you, ...rest } = scene;
    const turned = JSON.stringify({ t: "scene", seq: 7, scene: { you, things: own, ...rest } });
    expect(read(turned)).toEqual(readWorldFrame(turned));
    const text = textOf(scene);
    for (const broken of [text.slice(0, -2), text.replace('"minute":0', '"minute":"x"'), '{"t":"scene"', ""])
      expect(read(broken)).toBeNull();
  });

  it("finds nobody in a list that is none", () => {
    const frame = crowdReader()(textOf({ ...scene, things: [{ entity: "x" }] }));
    expect(frame?.t === "scene" && frame.scene.things).toEqual([]);
  });
});
