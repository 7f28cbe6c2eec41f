import { describe, expect, it } from "vitest";
import type { Change } from "./change.ts";
import { controlStep } from "./control-step.ts";
import { findArea, listNpcs, listRealms, newDirectory, statsOf } from "./directory.ts";
import { receive } from "./inbox.ts";
import { EVENTS_PER_CALL_MAX, HELD_MAX, REALMS_MAX, RETRY_FIRST_MS, TRIES_MAX, WAITING_MAX } from "./limits.ts";
import type { DirectoryEvent } from "./record.ts";

const directoryOf = (...names: string[]) => {
  const directory = newDirectory();
  const run = (change: Change, nowMs = 0) => {
    const step = controlStep(directory, [change], nowMs);
    return { ...step, answer: step.answers[0] };
  };
  for (const name of names) run(registration(name));
  return { directory, run };
};

const registration = (realm: string, shards = [{ id: realm, areas: ["hall"], epoch: 1 }]) =>
  ({ type: "register", realm, title: realm, summary: "", shards }) satisfies Change;

const publication = (realm: string, ids: number[], kind = "news"): Change => ({
  type: "publish",
  realm,
  shard: realm,
  epoch: 1,
  events: ids.map((id) => ({ id, kind, data: { id } })),
});

const subscription = (realm: string, ...kinds: string[]): Change => ({ type: "subscribe", realm, kinds });
const sequences = (events: readonly DirectoryEvent[] | undefined) => events?.map(({ sequence }) => sequence);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const code = (code: string) => ({ ok: false, error: { code } });

describe("publishing", () => {
  it("reaches the other realms that listen to the kind, in order, and nobody else", () => {
    const { run } = directoryOf("a", "b", "c", "d");
    for (const realm of ["a", "b"]) run(subscription(realm, "news"));
    run(subscription("c", "weather"));
    const { answer, deliveries } = run(publication("a", [1, 2]));
    expect(answer).toEqual({ ok: true, published: 2 });
    expect(deliveries).toEqual([
      {
        realm: "b",
        events: [
          { sequence: 1, after: 0, realm: "a", shard: "a", id: 1, kind: "news", data: { id: 1 } },
          { sequence: 2, after: 1, realm: "a", shard: "a", id: 2, kind: "news", data: { id: 2 } },
        ],
      },
    ]);
  });

  it("does nothing the second time, and takes only what is new of a repeated call", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1, 2]));
    run({ type: "delivered", realm: "b" });
    expect(run(publication("a", [1, 2])).deliveries).toEqual([]);
    const { answer, deliveries } = run(publication("a", [2, 3]));
    expect(answer).toEqual({ ok: true, published: 3 });
    expect(deliveries[0]?.events).toMatchObject([{ sequence: 3, id: 3 }]);
  });

  it("refuses a gap, and tells what comes next; the first number is free", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [40]));
    expect(run(publication("a", [42])).answer).toMatchObject({
      ok: false,
      error: { code: "EVENT_GAP", details: { published: 40, next: 41 } },
    });
    expect(run(publication("a", [41, 42])).answer).toEqual({ ok: true, published: 42 });
  });

  it("holds nothing that nobody waits for", () => {
    const { directory, run } = directoryOf("a", "b");
    const step = run(publication("a", [1, 2, 3]));
    expect([step.unsaved.added, directory.held, directory.position]).toEqual([[], [], 0]);
  });
});

describe("acknowledging", () => {
  const sent = () => {
    const made = directoryOf("a", "b");
    made.run(subscription("b", "news"));
    made.run(publication("a", [1, 2, 3]));
    return made;
  };

  it("releases what was kept, through the sequence", () => {
    const { directory, run } = sent();
    const step = run({ type: "acknowledge", realm: "b", sequence: 2 });
    expect(step.unsaved.released.map(({ id }) => id)).toEqual([1, 2]);
    expect(statsOf(directory).outboxes).toContainEqual({ realm: "b", waiting: 1, dropped: 0, line: "busy" });
  });

  it("takes acknowledgements out of order: a lower one changes nothing", () => {
    const { directory, run } = sent();
    run({ type: "acknowledge", realm: "b", sequence: 3 });
    expect(run({ type: "acknowledge", realm: "b", sequence: 1 }).unsaved.released).toEqual([]);
    expect(directory.holding).toBe(0);
    expect(directory.held).toEqual([]);
  });

  it("refuses what was never sent", () => {
    const { run } = sent();
    expect(run({ type: "acknowledge", realm: "b", sequence: 4 }).answer).toMatchObject(code("SEQUENCE_AHEAD"));
    expect(run({ type: "acknowledge", realm: "z", sequence: 0 }).answer).toMatchObject(code("REALM_UNKNOWN"));
  });
});

describe("a realm's line", () => {
  it("carries one delivery at a time; what comes meanwhile goes with the next", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    expect(sequences(run(publication("a", [1])).deliveries[0]?.events)).toEqual([1]);
    expect(run(publication("a", [2])).deliveries).toEqual([]);
    expect(run(publication("a", [3])).deliveries).toEqual([]);
    expect(sequences(run({ type: "delivered", realm: "b" }).deliveries[0]?.events)).toEqual([2, 3]);
  });

  it("waits for the alarm after a failure, and then begins with the first that is not acknowledged", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    expect(run(publication("a", [1])).alarmMs).toBe(RETRY_FIRST_MS);
    run({ type: "undelivered", realm: "b" });
    expect(run(publication("a", [2])).deliveries).toEqual([]);
    const early = run({ type: "due" }, RETRY_FIRST_MS - 1);
    expect([early.deliveries, early.alarmMs]).toEqual([[], RETRY_FIRST_MS]);
    const late = run({ type: "due" }, RETRY_FIRST_MS);
    expect(sequences(late.deliveries[0]?.events)).toEqual([1, 2]);
    expect(late.alarmMs).toBe(3 * RETRY_FIRST_MS);
  });

  it("sends again what arrived and was never acknowledged", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1]));
    run({ type: "delivered", realm: "b" });
    expect(sequences(run({ type: "due" }, RETRY_FIRST_MS).deliveries[0]?.events)).toEqual([1]);
  });

  it("has its time anew with every acknowledgement that says something new, and with no other", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1, 2, 3]));
    expect(run({ type: "acknowledge", realm: "b", sequence: 1 }, 500).alarmMs).toBe(500 + RETRY_FIRST_MS);
    const due = run({ type: "due" }, 500 + RETRY_FIRST_MS);
    expect(sequences(due.deliveries[0]?.events)).toEqual([2, 3]);
    expect(run({ type: "acknowledge", realm: "b", sequence: 1 }, 2_000).alarmMs).toBe(due.alarmMs);
  });

  it("gives up in the end, asks for no alarm then, and begins again when the realm signs on", () => {
    const { directory, run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    let { alarmMs } = run(publication("a", [1]));
    let tries = 1;
    for (; alarmMs !== null; tries++) {
      run({ type: "undelivered", realm: "b" });
      ({ alarmMs } = run({ type: "due" }, alarmMs));
    }
    expect(tries).toBe(TRIES_MAX + 1);
    expect(statsOf(directory).outboxes[1]?.line).toBe("away");
    const step = run(publication("a", [2]));
    expect([step.deliveries, step.alarmMs]).toEqual([[], null]);
    expect(sequences(run(registration("b")).deliveries[0]?.events)).toEqual([1, 2]);
  });

  it("takes any word of a realm that was away as a sign of life", () => {
    const { directory, run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1]));
    const realm = directory.realms.get("b");
    for (const word of [
      { type: "report", realm: "b", shard: "b", epoch: 1, population: 0, npcs: [], stats: {} },
      { type: "acknowledge", realm: "b", sequence: 0 },
      subscription("b", "news"),
    ] satisfies Change[]) {
      if (realm) realm.line = "away";
      expect(run(word).deliveries).toHaveLength(1);
    }
  });

  it("looks at no other realm than those that the changes reach", () => {
    const { run } = directoryOf("a", "b", "c");
    run(subscription("b", "news"));
    expect(run(publication("a", [1])).unsaved.realms.map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("what waits", () => {
  it("is bounded for each realm: the oldest is dropped, counted and told", () => {
    const { directory, run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", range(1, WAITING_MAX)));
    run({ type: "acknowledge", realm: "b", sequence: 10 });
    run(publication("a", range(WAITING_MAX + 1, WAITING_MAX + 25)));
    expect(statsOf(directory).outboxes[1]).toMatchObject({ waiting: WAITING_MAX, dropped: 15 });
    const events = run(registration("b")).deliveries[0]?.events ?? [];
    // As many as a realm takes at once; the others go once these have arrived.
    expect(events).toHaveLength(EVENTS_PER_CALL_MAX);
    expect(events[0]).toMatchObject({ sequence: 26, after: 10, id: 26 });
    expect(receive(10, events)).toMatchObject({ lost: 15, heard: EVENTS_PER_CALL_MAX + 25, isEarly: false });
    const next = run({ type: "delivered", realm: "b" }).deliveries[0]?.events ?? [];
    expect([next.length, next[0]?.after]).toEqual([EVENTS_PER_CALL_MAX, events.at(-1)?.sequence]);
    // One that had applied some of them before they were dropped lost only the others.
    expect(receive(20, events)).toMatchObject({ lost: 5 });
    expect(receive(30, events)).toMatchObject({ lost: 0 });
  });

  it("is bounded for all together: those who waited longest lose first, the others nothing", () => {
    const names = range(0, 10).map((i) => `r${i}`);
    const { directory, run } = directoryOf("p", ...names);
    names.forEach((name, i) => {
      run(subscription(name, `k${i}`));
    });
    let id = 0;
    names.forEach((_, i) => {
      const ids = range(id + 1, id + WAITING_MAX);
      id += WAITING_MAX;
      run(publication("p", ids, `k${i}`));
    });
    expect(directory.holding).toBeLessThanOrEqual(HELD_MAX);
    const waiting = statsOf(directory).outboxes.slice(1);
    expect(waiting[0]).toMatchObject({ waiting: 0, dropped: WAITING_MAX });
    expect(waiting.slice(2).map(({ dropped }) => dropped)).toEqual(Array(9).fill(0));
    run(publication("p", [id + 1], "k10"));
    expect(directory.holding).toBeLessThanOrEqual(HELD_MAX);
  });

  it("does not grow behind one event that nobody fetches", () => {
    const { directory, run } = directoryOf("a", "b", "c");
    run(subscription("b", "rare"));
    run(subscription("c", "news"));
    run(publication("a", [1], "rare"));
    for (let id = 2; id < 5_000; id++) {
      run(publication("a", [id]));
      run({ type: "acknowledge", realm: "c", sequence: id - 1 });
    }
    expect(directory.held.length).toBeLessThanOrEqual(WAITING_MAX + 3);
    expect(directory.holding).toBe(1);
  });
});

describe("subscribing", () => {
  it("begins with the next event and ends with the last one before", () => {
    const { run } = directoryOf("a", "b");
    run(publication("a", [1]));
    run(subscription("b", "news"));
    run(publication("a", [2]));
    run(subscription("b"));
    run(publication("a", [3]));
    expect(run(registration("b")).deliveries[0]?.events.map(({ id }) => id)).toEqual([2]);
  });

  it("twice is once, and duplicates in one call are one", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news", "news"));
    run(subscription("b", "news"));
    expect(run(publication("a", [1])).deliveries[0]?.events).toHaveLength(1);
  });

  it("keeps no more of what ended than still waits by it", () => {
    const { directory, run } = directoryOf("a", "b");
    for (let id = 1; id < 200; id++) {
      run(subscription("b", "news"));
      run(publication("a", [id]));
      run({ type: "acknowledge", realm: "b", sequence: id });
      run(subscription("b"));
    }
    expect(directory.realms.get("b")?.subscriptions).toEqual([]);
    expect(directory.listeners.size).toBe(0);
  });
});

describe("owners", () => {
  const two = [
    { id: "one", areas: ["hall", "yard"], epoch: 1 },
    { id: "two", areas: ["wood"], epoch: 1 },
  ];
  const cut = () => {
    const made = directoryOf();
    made.run(registration("a", two));
    return made;
  };
  const word = (shard: string, epoch: number): Change => ({
    type: "report",
    realm: "a",
    shard,
    epoch,
    population: 1,
    npcs: [],
    stats: {},
  });

  it("have areas", () => {
    const { directory } = cut();
    expect(findArea(directory, "a", "wood")).toEqual({ ok: true, shard: "two", epoch: 1 });
    expect(findArea(directory, "a", "sea")).toMatchObject(code("AREA_UNKNOWN"));
    expect(findArea(directory, "z", "sea")).toMatchObject(code("REALM_UNKNOWN"));
  });

  it("of an older epoch are refused once an area has moved: giver and taker alike", () => {
    const { directory, run } = cut();
    expect(run({ type: "move", realm: "a", area: "yard", to: "two" }).answer).toEqual({ ok: true, epoch: 2 });
    expect(findArea(directory, "a", "yard")).toEqual({ ok: true, shard: "two", epoch: 2 });
    expect(findArea(directory, "a", "hall")).toEqual({ ok: true, shard: "one", epoch: 1 });
    for (const shard of ["one", "two"]) {
      expect(run(word(shard, 1)).answer).toMatchObject({
        ok: false,
        error: { code: "STALE_OWNER", details: { shard, epoch: 2 } },
      });
      expect(run(word(shard, 3)).answer).toMatchObject(code("STALE_OWNER"));
      expect(run(word(shard, 2)).answer).toEqual({ ok: true });
    }
    const stale: Change = {
      type: "publish",
      realm: "a",
      shard: "one",
      epoch: 1,
      events: [{ id: 1, kind: "k", data: 1 }],
    };
    expect(run(stale).answer).toMatchObject(code("STALE_OWNER"));
    expect(directory.realms.get("a")?.shards.get("one")?.published).toBe(0);
  });

  it("cannot undo a cut by registering as they were, in part, or with what is another's", () => {
    const { run } = cut();
    run({ type: "move", realm: "a", area: "yard", to: "two" });
    const refused = [
      two,
      [{ id: "one", areas: ["hall", "yard", "wood"], epoch: 1 }],
      [{ id: "new", areas: ["hall", "yard", "wood"], epoch: 1 }],
      [
        { id: "one", areas: ["hall", "yard"], epoch: 2 },
        { id: "two", areas: ["wood"], epoch: 2 },
      ],
    ];
    for (const shards of refused) expect(run(registration("a", shards)).answer).toMatchObject(code("STALE_OWNER"));
    const agreed = [
      { id: "one", areas: ["hall"], epoch: 2 },
      { id: "two", areas: ["wood", "yard"], epoch: 2 },
    ];
    expect(run(registration("a", agreed)).answer).toMatchObject({ ok: true });
  });

  it("may be cut anew with a greater epoch", () => {
    const { directory, run } = cut();
    expect(run(registration("a", [{ id: "new", areas: ["hall", "wood"], epoch: 5 }])).answer).toMatchObject({
      ok: true,
    });
    expect(findArea(directory, "a", "wood")).toEqual({ ok: true, shard: "new", epoch: 5 });
    expect(findArea(directory, "a", "yard")).toMatchObject(code("AREA_UNKNOWN"));
    expect(run(word("one", 1)).answer).toMatchObject(code("SHARD_UNKNOWN"));
  });

  it("cannot claim one area twice, nor be two of one name; nothing of a refused registration stays", () => {
    const { directory, run } = directoryOf();
    const twice = [
      { id: "one", areas: ["hall"], epoch: 1 },
      { id: "two", areas: ["hall"], epoch: 1 },
    ];
    expect(run(registration("a", twice)).answer).toMatchObject(code("AREA_TWICE"));
    const same = twice.map((shard) => ({ ...shard, id: "one", areas: [] }));
    expect(run(registration("a", same)).answer).toMatchObject(code("BAD_REQUEST"));
    expect(directory.realms.size).toBe(0);
  });

  it("refuses moves to nobody and of nothing; a move to the owner changes nothing", () => {
    const { run } = cut();
    expect(run({ type: "move", realm: "z", area: "hall", to: "two" }).answer).toMatchObject(code("REALM_UNKNOWN"));
    expect(run({ type: "move", realm: "a", area: "sea", to: "two" }).answer).toMatchObject(code("AREA_UNKNOWN"));
    expect(run({ type: "move", realm: "a", area: "hall", to: "six" }).answer).toMatchObject(code("SHARD_UNKNOWN"));
    expect(run({ type: "move", realm: "a", area: "hall", to: "one" }).answer).toEqual({ ok: true, epoch: 1 });
    expect(run(word("one", 1)).answer).toEqual({ ok: true });
  });
});

describe("realms", () => {
  it("are listed with their people and NPCs", () => {
    const { directory, run } = directoryOf("b", "a");
    const npcs = [{ id: "greta", title: "Greta", area: "hall" }];
    run({ type: "report", realm: "b", shard: "b", epoch: 1, population: 3, npcs, stats: { tick: 7 } });
    expect(listRealms(directory).map(({ realm, population, npcs }) => [realm, population, npcs])).toEqual([
      ["a", 0, 0],
      ["b", 3, 1],
    ]);
    expect(listNpcs(directory)).toEqual([{ ...npcs[0], realm: "b" }]);
    expect(listNpcs(directory, "a")).toEqual([]);
    expect(statsOf(directory)).toMatchObject({
      realms: 2,
      population: 3,
      reports: [{ shard: "b", stats: { tick: 7 } }],
    });
  });

  it("are at most so many; those known may register again", () => {
    const { run } = directoryOf(...range(1, REALMS_MAX).map((i) => `r${i}`));
    expect(run(registration("more")).answer).toMatchObject(code("DIRECTORY_FULL"));
    expect(run(registration("r1")).answer).toMatchObject({ ok: true });
    run({ type: "retire", realm: "r1" });
    expect(run(registration("more")).answer).toMatchObject({ ok: true });
  });

  it("that retire are told nothing more, and release what waited for them", () => {
    const { directory, run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1]));
    expect(run({ type: "retire", realm: "b" }).unsaved).toMatchObject({ retired: ["b"], released: [{ id: 1 }] });
    expect(run(publication("a", [2])).deliveries).toEqual([]);
    expect([directory.holding, directory.listeners.size]).toEqual([0, 0]);
    expect(run({ type: "retire", realm: "b" }).answer).toMatchObject(code("REALM_UNKNOWN"));
  });

  it("go on counting where they are when the directory has forgotten them", () => {
    const { run } = directoryOf("a");
    run({ ...registration("b"), heard: 57 });
    run(subscription("b", "news"));
    const events = run(publication("a", [1])).deliveries[0]?.events ?? [];
    expect(receive(57, events)).toMatchObject({ heard: 58, lost: 0, events: [{ id: 1 }] });
  });

  it("acknowledge by signing on, and learn where the directory is", () => {
    const { run } = directoryOf("a", "b");
    run(subscription("b", "news"));
    run(publication("a", [1, 2, 3]));
    const { answer, deliveries } = run({ ...registration("b"), heard: 2 });
    expect(answer).toMatchObject({ ok: true, acknowledged: 2, shards: [{ id: "b", epoch: 1, published: 0 }] });
    expect(sequences(deliveries[0]?.events)).toEqual([3]);
    expect(run(registration("a")).answer).toMatchObject({ shards: [{ id: "a", published: 3 }] });
  });
});

describe("an inbox", () => {
  const event = (sequence: number, after = sequence - 1): DirectoryEvent => ({
    sequence,
    after,
    realm: "a",
    shard: "a",
    id: sequence,
    kind: "k",
    data: null,
  });

  it("applies each once and refuses what comes too early", () => {
    const all = [event(1), event(2), event(3)];
    expect(receive(0, all)).toMatchObject({ heard: 3, lost: 0, isEarly: false });
    expect(receive(2, all)).toEqual({ events: [event(3)], heard: 3, lost: 0, isEarly: false });
    expect(receive(3, all).events).toEqual([]);
    expect(receive(0, [event(1), event(3)])).toEqual({ events: [event(1)], heard: 1, lost: 0, isEarly: true });
    expect(receive(0, [event(5, 0)])).toMatchObject({ heard: 5, lost: 4, isEarly: false });
  });
});
