import { describe, expect, it } from "vitest";
import {
  UPLINK_EVENTS_MAX,
  UPLINK_FRAME_MAX_CHARS,
  UPLINK_FRAMES_PER_SECOND,
  UPLINK_NPCS_MAX,
  UPLINK_REALMS_MAX,
  UPLINK_TELL_EVERY_MS,
} from "../../protocol/uplink-limits.ts";
import { bridgeOf, forgetAtMs } from "./bridge.ts";
import { isFarTravelled, originOf } from "./bridge-names.ts";
import type { Change, FarReport } from "./change.ts";
import { controlStep } from "./control-step.ts";
import { listNpcs, listRealms, newDirectory, statsOf } from "./directory.ts";
import { farNpcs, farSummaries, nobody } from "./far-realms.ts";
import { figuresOf } from "./figures.ts";
import { EVENT_DATA_MAX_CHARS, EVENTS_PER_CALL_MAX, KINDS_PER_REALM_MAX, WAITING_MAX } from "./limits.ts";

const directoryOf = () => {
  const directory = newDirectory();
  const run = (change: Change, nowMs = 0) => {
    const step = controlStep(directory, [change], nowMs);
    return { ...step, answer: step.answers[0] };
  };
  const shards = [{ id: "main", areas: ["hall"], epoch: 1 }];
  for (const realm of ["tavern", "wood"])
    run({ type: "register", realm, title: realm, summary: "", shards, kinds: ["bell"] });
  return { directory, run };
};

const linking = (more: Partial<Extract<Change, { type: "link" }>> = {}): Change => ({
  ...{ type: "link", node: "attic", kinds: ["bell"], heard: 0, published: 0, realms: ["tavern"] },
  ...more,
});
const bridged = (sequence: number, after = sequence - 1, realm = "tavern") => ({
  sequence,
  after,
  realm,
  kind: "bell",
  data: sequence,
});
const relaying = (...events: ReturnType<typeof bridged>[]): Change => ({ type: "relay", node: "attic", events });
const publishing = (id: number): Change => ({
  ...{ type: "publish", realm: "tavern", shard: "main", epoch: 1 },
  events: [{ id, kind: "bell", data: id }],
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const report: FarReport = {
  ...{ realm: "tavern", title: "Tavern", summary: "Warm.", areas: 3, population: 2, sockets: 2, ticks: 40 },
  ...{ isAwake: true, awakeSeconds: 7, asleepSeconds: null, eventsHeld: 0 },
  npcs: [{ id: "greta", title: "Greta", area: "hall" }],
};

describe("names over bridges", () => {
  it("say where an event comes from, and how far it has come", () => {
    expect(originOf({ realm: "tavern", shard: "main" })).toBe("tavern");
    expect(originOf({ realm: "attic.*", shard: "tavern" })).toBe("attic.tavern");
    expect(isFarTravelled({ realm: "attic.*", shard: "tavern" })).toBe(false);
    expect(isFarTravelled({ realm: "edge.*", shard: "attic.tavern" })).toBe(true);
  });
});

describe("a bridge", () => {
  it("spreads what comes over it among the realms here, once, with its origin's name", () => {
    const { run } = directoryOf();
    run(linking());
    const { answer, deliveries } = run(relaying(bridged(1), bridged(2)));
    expect(answer).toEqual({ ok: true, published: 2, lost: 0 });
    expect(deliveries.map(({ realm, events }) => [realm, events.map((one) => `${one.realm} ${one.data}`)])).toEqual([
      ["tavern", ["attic.tavern 1", "attic.tavern 2"]],
      ["wood", ["attic.tavern 1", "attic.tavern 2"]],
    ]);
    expect(run(relaying(bridged(1), bridged(2))).answer).toEqual({ ok: true, published: 2, lost: 0 });
    expect(run(relaying(bridged(2), bridged(3))).unsaved.added.map(({ data }) => data)).toEqual([3]);
  });

  it("takes what follows a gap only where the other end says that nothing else comes", () => {
    const { run } = directoryOf();
    run(linking());
    run(relaying(bridged(1)));
    expect(run(relaying(bridged(5))).answer).toMatchObject({ ok: false, error: { code: "EVENT_GAP" } });
    expect(run(relaying(bridged(5, 1))).answer).toEqual({ ok: true, published: 5, lost: 3 });
  });

  it("brings one delivery at a time, and the next when that is acknowledged", () => {
    const { run } = directoryOf();
    expect(run(linking()).deliveries).toEqual([]);
    expect(run(publishing(1)).deliveries.map(({ realm }) => realm)).toContain("attic.*");
    const own = (change: Change, nowMs = 0) =>
      run(change, nowMs)
        .deliveries.filter(({ realm }) => realm === "attic.*")
        .map(({ events }) => events.map(({ id }) => id));
    expect(own({ type: "delivered", realm: "attic.*" })).toEqual([]);
    expect(own(publishing(2))).toEqual([]);
    expect(own({ type: "acknowledge", realm: "attic.*", sequence: 1 })).toEqual([[2]]);
    // It may take its time; then everything comes again.
    expect(own({ type: "due" }, 4_999)).toEqual([]);
    expect(own({ type: "due" }, 5_000)).toEqual([[2]]);
  });

  it("keeps what waits while nobody is at the other end, as much as for any realm, and no alarm but for forgetting", () => {
    const { directory, run } = directoryOf();
    run(linking());
    const { alarmMs } = run({ type: "unlink", node: "attic", heardMs: 500 }, 1_000);
    expect(alarmMs).toBe(500 + 30 * 86_400_000);
    for (const id of range(1, WAITING_MAX + 5)) {
      run(publishing(id), 1_000);
      run({ type: "acknowledge", realm: "wood", sequence: id }, 1_000);
    }
    expect(statsOf(directory).outboxes.at(-1)).toEqual({
      realm: "attic.*",
      waiting: WAITING_MAX,
      dropped: 5,
      line: "away",
    });
    expect(run(publishing(WAITING_MAX + 6)).deliveries.map(({ realm }) => realm)).toEqual(["wood"]);
    const [first] = run(linking()).deliveries;
    expect(first?.events).toHaveLength(EVENTS_PER_CALL_MAX);
    expect(first?.events[0]).toMatchObject({ sequence: 7, after: 0 });
  });

  it("may be new to either end: the greater numbers count", () => {
    const { run } = directoryOf();
    expect(run(linking({ heard: 40, published: 30 })).answer).toEqual({ ok: true, epoch: 1, heard: 30, taken: 40 });
    expect(run(linking({ heard: 0, published: 0 })).answer).toEqual({ ok: true, epoch: 2, heard: 30, taken: 40 });
    expect(run(relaying(bridged(31, 30))).answer).toMatchObject({ published: 31 });
    const [, , delivery] = [null, null, ...run(publishing(1)).deliveries.filter(({ realm }) => realm === "attic.*")];
    expect(delivery?.events[0]).toMatchObject({ sequence: 41, after: 40 });
  });

  it("of a node is forgotten in time, the one above never, nor one that is there", () => {
    const { directory, run } = directoryOf();
    for (const node of ["attic", "barn", "edge"]) run(linking({ node }));
    for (const node of ["attic", "edge"]) run({ type: "unlink", node, heardMs: 0 });
    const [attic, barn, edge] = ["attic", "barn", "edge"].map((node) => bridgeOf(directory, node));
    expect([attic, barn, edge].map((bridge) => bridge && forgetAtMs(bridge))).toEqual([30 * 86_400_000, null, null]);
    const { unsaved } = run({ type: "due" }, 30 * 86_400_000);
    expect(unsaved.retired).toEqual(["attic.*"]);
    expect([...directory.realms.keys()]).toEqual(["tavern", "wood", "barn.*", "edge.*"]);
  });
});

describe("realms of a node", () => {
  it("are listed with those of one's own, and are none of them", () => {
    const { directory, run } = directoryOf();
    run(linking());
    expect(run({ type: "tell", node: "attic", report }, 1_000).answer).toEqual({ ok: true });
    expect(listRealms(directory).map(({ realm }) => realm)).toEqual(["tavern", "wood"]);
    expect(listNpcs(directory)).toEqual([]);
    expect(statsOf(directory)).toMatchObject({ realms: 2, population: 0 });
    const {
      sockets: _,
      ticks: _ticks,
      isAwake: _awake,
      awakeSeconds: _s,
      asleepSeconds: _a,
      eventsHeld: _e,
      ...about
    } = report;
    const listed = { ...about, realm: "attic.tavern", npcs: 1, node: "attic" };
    expect(farSummaries(directory, 2_000, () => 1_500)).toEqual([listed]);
    expect(farSummaries(directory, 2_000, nobody)).toEqual([{ ...listed, awaySince: 1_000 }]);
    // Its socket is open, and it does not ping.
    expect(farSummaries(directory, 90_000, () => 1_500)).toEqual([{ ...listed, awaySince: 1_500 }]);
    expect(farNpcs(directory, 2_000)).toEqual([{ ...report.npcs[0], realm: "attic.tavern", node: "attic" }]);
    const [, , figures] = figuresOf(directory, 2_000, () => 1_500);
    expect(figures).toMatchObject({
      realm: "attic.tavern",
      node: "attic",
      isAwake: true,
      sockets: 2,
      dollarsPerHour: 0,
    });
    expect(figuresOf(directory, 2_000)[2]).toMatchObject({ isAwake: false });
  });

  it("are those that it names, when it comes again", () => {
    const { directory, run } = directoryOf();
    run(linking({ realms: ["tavern", "wood"] }));
    for (const realm of ["tavern", "wood"]) run({ type: "tell", node: "attic", report: { ...report, realm } });
    expect(run({ type: "tell", node: "attic", report: { ...report, realm: "sea" } }).answer).toMatchObject({
      ok: false,
    });
    expect(run({ type: "tell", node: "barn", report }).answer).toMatchObject({ ok: false });
    run(linking({ realms: ["wood"] }));
    expect(farSummaries(directory, 0, nobody).map(({ realm }) => realm)).toEqual(["attic.wood"]);
  });

  it("that sleep go on sleeping", () => {
    const { directory, run } = directoryOf();
    run(linking());
    run({ type: "tell", node: "attic", report: { ...report, isAwake: false, asleepSeconds: 10 } }, 1_000);
    expect(figuresOf(directory, 61_000)[2]).toMatchObject({ isAwake: false, asleepSeconds: 70 });
  });
});

it("limits of uplinks and of directories fit together", () => {
  expect(UPLINK_EVENTS_MAX).toBe(EVENTS_PER_CALL_MAX);
  // The fullest delivery: data, origin, kind, numbers and the names of fields.
  expect(UPLINK_EVENTS_MAX * (EVENT_DATA_MAX_CHARS + 129 + 64 + 2 * 15 + 60)).toBeLessThan(UPLINK_FRAME_MAX_CHARS);
  // The fullest realm, with every character of its titles escaped.
  expect(UPLINK_NPCS_MAX * (64 + 6 * 100 + 64 + 40)).toBeLessThan(UPLINK_FRAME_MAX_CHARS);
  // A node whose realms all change as often as it may tell is not closed for it.
  expect((UPLINK_REALMS_MAX * 1_000) / UPLINK_TELL_EVERY_MS).toBeLessThan(UPLINK_FRAMES_PER_SECOND);
  expect(KINDS_PER_REALM_MAX).toBeLessThan(256);
});
