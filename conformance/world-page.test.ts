import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import * as limits from "../core/protocol/limits.ts";
import { readMotionFrame } from "../core/protocol/motion-frame.ts";
import { worldFrame } from "../core/protocol/world-frames.ts";
import { drawBelow, randomFor } from "../core/random.ts";
import { builtRealms } from "../core/realm/built/index.ts";
import { worldEventTypes } from "../core/world/events.ts";
import { LOSE_M, SEE_M } from "../core/world/motion/interest.ts";
import * as physics from "../core/world/physics/numbers.ts";
import { directions, materials } from "../core/world/realm-map.ts";
import { sceneryOf } from "../core/world/scenery.ts";
import { DAWN, DUSK } from "../core/world/systems/read-inputs.ts";
import { CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M, WALK_SPEED } from "../core/world/world-schema.ts";
import { smallRealm } from "../testing/small-realm.ts";
import { codesIn, readPage, tableOf } from "./page.ts";
import { PageDecoder } from "./page-decoder.ts";
import { samplesOf } from "./page-samples.ts";
import { plainSchema, schemaOf } from "./page-schema.ts";
import { recordShard, type StayRecording } from "./shard-recording.ts";
import { type Kept, nothingKept, SnapshotDecoder } from "./snapshot-decoder/snapshot-decoder.ts";
import { exampleStay, type PageMotionFrame, readMotion, typesOfProtocol, worldSchema } from "./world-page.ts";

const page = readPage("docs/protocol.md");
const types = typesOfProtocol();
const decoder = new PageDecoder(types);

let stays: StayRecording[];

beforeAll(async () => {
  stays = [...(await recordShard()).values()];
}, 60_000);

/** The type of the page that a frame from a person is of. */
function sentAs(frame: object): string {
  const { t } = frame as { t?: string };
  return t === "hello" ? "HelloFrame" : t === "ack" ? "AckFrame" : "WorldFrame";
}

describe("frames from people in a world", () => {
  it("have the same fields and bounds on the page and in the program", () => {
    expect(schemaOf({ kind: "name", name: "WorldFrame" }, types)).toEqual(plainSchema(z.toJSONSchema(worldFrame)));
  });

  it("are taken and refused alike", () => {
    const samples = samplesOf({ kind: "name", name: "WorldFrame" }, types);
    expect(samples.length).toBeGreaterThan(100);
    for (const value of samples) {
      expect([value, decoder.fault("WorldFrame", value) === null]).toEqual([
        value,
        worldFrame.safeParse(value).success,
      ]);
    }
  });

  it("are as the page describes them in a whole stay, but for the one that is refused", () => {
    const faults = stays.flatMap(({ said }) => said.filter((frame) => decoder.fault(sentAs(frame), frame) !== null));
    expect(faults).toEqual([{ t: "fly" }]);
  });
});

describe("frames from a world", () => {
  it("are all as the page describes them, and all that it describes", () => {
    const heard = stays.flatMap((stay) => stay.heard);
    expect(heard.length).toBeGreaterThan(60);
    expect(heard.map((frame) => decoder.fault("WorldServerFrame", frame)).filter(Boolean)).toEqual([]);
    // What is in every room's frames too is met in the games of protocol-page.test.ts.
    const own = [...decoder.fieldsOf("WorldServerFrame")].filter((field) => !/^(?:Welcome|Error|Failure)/.test(field));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter((field) => !decoder.met.has(field))).toEqual([]);
  });

  it("come in the order that the page says", () => {
    const order = ["reply", "events", "scene", "people"];
    for (const { all } of stays) {
      const first = all.findIndex(({ frame }) => "t" in frame && frame.t === "reply");
      const kinds = all.slice(first, first + 3).map(({ frame }) => ("t" in frame ? String(frame.t) : ""));
      const places = kinds.filter((kind) => order.includes(kind)).map((kind) => order.indexOf(kind));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it("name the events, directions and materials that there are", () => {
    const values = (name: string) => {
      const type = types.get(name);
      return type?.kind === "union" ? type.of.map((way) => (way.kind === "literal" ? way.value : null)) : [];
    };
    expect(values("EventType")).toEqual([...worldEventTypes]);
    expect(values("Direction")).toEqual([...directions]);
    expect(values("Material")).toEqual([...materials]);
  });
});

describe("scenery", () => {
  it("is as the page describes it, of every realm, and all that it describes", () => {
    const sceneries = [...builtRealms, smallRealm].map(sceneryOf);
    for (const scenery of sceneries) {
      expect(decoder.fault("Scenery", JSON.parse(JSON.stringify(scenery)))).toBeNull();
    }
    expect([...decoder.fieldsOf("Scenery")].filter((field) => !decoder.met.has(field))).toEqual([]);
  });
});

/** What the program's reader says of a motion frame, in the words of the page's. */
function byProgram(bytes: Uint8Array): object | null {
  const frame = readMotionFrame(bytes);
  if (!frame) return null;
  const { fresh, own, life, snapshot } = frame;
  if (!own) return { fresh, own, life, snapshot: [...snapshot] };
  const { speedY, ...rest } = own;
  return { fresh, own: { ...rest, speedY: Math.round(speedY * 100) }, life, snapshot: [...snapshot] };
}

function byPage(bytes: Uint8Array): object | null {
  const frame = readMotion(bytes);
  if (!frame) return null;
  const { flags, head, snapshot }: PageMotionFrame = frame;
  const { kind: _kind, flags: _flags, life = null, ...numbers } = head;
  const { fresh, own, grounded, led } = flags;
  return { fresh, own: own ? { ...numbers, grounded, led } : null, life, snapshot: [...snapshot] };
}

describe("motion frames", () => {
  it("come apart by the page's table as by the program, damaged ones too", () => {
    const random = randomFor("motion", "heads");
    const frames = stays.flatMap(({ motion }) => motion);
    expect(frames.length).toBeGreaterThan(300);
    for (const frame of frames) {
      expect(byPage(frame)).toEqual(byProgram(frame));
      const bad = frame.slice(0, 1 + drawBelow(random, frame.length));
      const place = drawBelow(random, Math.min(17, bad.length));
      bad[place] = drawBelow(random, 256);
      expect([...bad, byPage(bad)]).toEqual([...bad, byProgram(bad)]);
    }
  });

  it("are no larger than the page says, and begin fresh", () => {
    for (const { motion } of stays.filter(({ motion }) => motion.length > 0)) {
      expect(readMotion(motion[0] ?? new Uint8Array())?.flags["fresh"]).toBe(true);
      for (const { length } of motion) expect(length).toBeLessThanOrEqual(limits.MOTION_FRAME_MAX_BYTES);
    }
  });

  it("tell that a move took effect in the step that it asked for", () => {
    const [{ said = [], motion = [] } = {}] = stays;
    const move = said.find((frame): frame is { n: number; tick: number } => "tick" in frame && "n" in frame);
    const heads = motion.map((frame) => readMotion(frame)?.head ?? {}).filter((head) => head["seq"] === move?.n);
    expect(heads.length).toBeGreaterThan(3);
    for (const head of heads) expect((head["tick"] ?? 0) - (head["sinceTicks"] ?? 0)).toBe(move?.tick);
  });
});

describe("the example of a stay", () => {
  it("is what the page says: frames both ways, and what the snapshots show", () => {
    const frames = exampleStay();
    expect(frames.length).toBeGreaterThan(10);
    const snapshots = new SnapshotDecoder(worldSchema(smallRealm.areas));
    const shown = new Map<number, Kept["shown"]>();
    let kept = nothingKept;
    for (const { way, frame } of frames) {
      if (!(frame instanceof Uint8Array)) {
        const name = way === "said" ? sentAs(frame) : "WorldServerFrame";
        expect([frame, decoder.fault(name, frame)]).toEqual([frame, null]);
        continue;
      }
      const reading = snapshots.read(kept, readMotion(frame)?.snapshot ?? new Uint8Array());
      if (!reading.ok) throw new Error(reading.code);
      kept = reading.kept;
      shown.set(reading.tick, kept.shown);
    }
    const rows = tableOf(page, ["tick", "entity", "kind", "rests", "at", "orientation", "fields"]);
    expect(rows.length).toBeGreaterThan(6);
    for (const row of rows) {
      const id = Number(codesIn(row["entity"] ?? "")[0]);
      const entity = shown.get(Number(row["tick"]))?.find((one) => one.id === id);
      expect({ ...entity, asOf: undefined }).toEqual({
        id,
        kind: Number(row["kind"]),
        rests: row["rests"] === "yes",
        at: row["at"]?.split(", ").map(Number),
        orientation: Number(row["orientation"]),
        fields: Number(row["fields"]),
        asOf: undefined,
      });
    }
  });

  it("begins as a stay of today begins", () => {
    const today = stays[0]?.all.flatMap(({ frame }) => (frame instanceof Uint8Array ? [[...frame]] : [])) ?? [];
    const told = exampleStay().flatMap(({ frame }) => (frame instanceof Uint8Array ? [[...frame]] : []));
    expect(told).toEqual(today.slice(0, told.length));
  });
});

describe("the numbers in the text", () => {
  const says = (text: string) => expect(page.replaceAll(/\s+/g, " ")).toContain(text);

  it("of credit, budget and moves are the limits", () => {
    const rows = tableOf(page, ["ticks since the oldest snapshot of which nothing was said", "a client gets"]);
    const bounds = rows.map((row) =>
      Number(row["ticks since the oldest snapshot of which nothing was said"]?.match(/\d+$/)?.[0]),
    );
    const { SEEN_FEWER_TICKS, SEEN_RARE_TICKS, SEEN_NONE_TICKS, SEEN_CLOSE_TICKS } = limits;
    expect(bounds).toEqual([SEEN_FEWER_TICKS, SEEN_RARE_TICKS, SEEN_NONE_TICKS, SEEN_CLOSE_TICKS, Number.NaN]);
    says(`send ${limits.WORLD_MESSAGES_BURST} frames at once, and ${limits.WORLD_MESSAGES_PER_SECOND} a second`);
    says(`asks for more than ${limits.MOVE_AHEAD_TICKS_MAX} ticks ahead`);
    says(`A frame has at most ${limits.MOTION_FRAME_MAX_BYTES.toLocaleString("en")} bytes`);
    says(`at least every ${limits.SEEN_EVERY_TICKS} ticks`);
  });

  it("of bodies, sight and days are the program's", () => {
    says(`${CHARACTER_HEIGHT_M} m high and ${CHARACTER_RADIUS_M} m in radius. It walks at most ${WALK_SPEED} m/s`);
    says(`climbs steps of ${physics.STEP_M} m and slopes of ${Math.round((physics.CLIMB_RAD * 180) / Math.PI)}°`);
    says(
      `jumps at ${physics.JUMP_M_S} m/s, and falls at ${physics.GRAVITY_M_S2} m/s² up to ${physics.FALL_MAX_M_S} m/s`,
    );
    says(`come into sight at ${SEE_M} m, and go out of it at ${LOSE_M} m`);
    says(`it is light from ${DAWN} to ${DUSK.toLocaleString("en")}`);
    says(
      `The panel is ${2 * physics.DOOR_GAP_M} m narrower, ${physics.DOOR_GAP_M} m lower and ${physics.DOOR_THICKNESS_M} m thick`,
    );
  });
});
