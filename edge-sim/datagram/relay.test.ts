import { beforeEach, describe, expect, it } from "vitest";
import type { Place, PlaceEnds } from "../places.ts";
import { BatchWriter, type News, readBatch } from "./batch.ts";
import { placeName, Relay } from "./relay.ts";

let opened: { place: Place; ends: PlaceEnds; said: string[]; closes: unknown[][] }[];
let posted: News[][];
let reports: string[];
let counts: Record<string, number>;
let relay: Relay;
let whileOpening: (ends: PlaceEnds) => void;

beforeEach(() => {
  opened = [];
  posted = [];
  reports = [];
  counts = {};
  whileOpening = () => undefined;
  relay = new Relay({
    openPlace: (place, ends) => {
      whileOpening(ends);
      const one = { place, ends, said: [] as string[], closes: [] as unknown[][] };
      opened.push(one);
      return { text: (text) => one.said.push(text), close: (...how: unknown[]) => void one.closes.push(how) };
    },
    post: (batch) => {
      const all: News[] = [];
      readBatch(batch, (news) =>
        all.push(news.type === "bytes" ? { ...news, bytes: new Uint8Array(news.bytes) } : news),
      );
      posted.push(all);
    },
    count: (name, by) => {
      counts[name] = (counts[name] ?? 0) + by;
    },
    report: (error, where) => reports.push(`${where}: ${error}`),
  });
});

function news(put: (batch: BatchWriter) => void): void {
  const batch = new BatchWriter();
  put(batch);
  relay.take(batch.take());
}

const turn = () => new Promise((done) => setImmediate(done));

describe("a relay", () => {
  it("opens the place of each connection, and passes on what is said both ways, a turn at once", async () => {
    news((batch) => {
      batch.opened(1, placeName({ kind: "realm", realm: "whisperwood" }));
      batch.opened(2, placeName({ kind: "room", code: "259DJ9" }));
      batch.text(1, "hello");
      batch.text(2, "hallo");
    });
    expect(opened.map(({ place }) => place)).toEqual([
      { kind: "realm", realm: "whisperwood" },
      { kind: "room", code: "259DJ9" },
    ]);
    expect(opened.map(({ said }) => said)).toEqual([["hello"], ["hallo"]]);
    const frame = Uint8Array.of(1, 2, 3);
    opened[0]?.ends.text("welcome");
    opened[0]?.ends.bytes(frame);
    // Whoever gave the bytes uses them again.
    frame.fill(9);
    opened[1]?.ends.text("willkommen");
    expect(posted).toEqual([]);
    await turn();
    expect(posted).toEqual([
      [
        { type: "text", connection: 1, text: "welcome" },
        { type: "bytes", connection: 1, bytes: Uint8Array.of(1, 2, 3) },
        { type: "text", connection: 2, text: "willkommen" },
      ],
    ]);
  });

  it("closes what the other side closed, once, with codes that may be said", async () => {
    news((batch) => {
      for (const id of [1, 2, 3]) batch.opened(id, "realm/whisperwood");
      batch.closed(1, 1000, "done");
      batch.closed(2, 1006, "");
      batch.text(1, "after the end");
    });
    expect(opened.map(({ closes }) => closes)).toEqual([[[1000, "done"]], [[]], []]);
    expect(opened[0]?.said).toEqual([]);
    opened[2]?.ends.closed(4003, "LEFT");
    opened[2]?.ends.closed(4003, "LEFT");
    opened[2]?.ends.text("after the end");
    opened[0]?.ends.text("after the end");
    await turn();
    expect(posted).toEqual([[{ type: "closed", connection: 3, code: 4003, text: "LEFT" }]]);
    expect(relay.size).toBe(0);
  });

  it("lives with places that close or throw while they are opened, and with names of none", async () => {
    whileOpening = (ends) => ends.closed(1006, "");
    news((batch) => batch.opened(1, "realm/whisperwood"));
    whileOpening = () => {
      throw new Error("no");
    };
    news((batch) => {
      batch.opened(2, "realm/whisperwood");
      batch.opened(3, "attic/7");
    });
    await turn();
    expect(posted.flat()).toMatchObject([
      { connection: 1, code: 1001 },
      { connection: 2, code: 1011 },
      { connection: 3, code: 1011 },
    ]);
    expect(reports).toHaveLength(1);
    expect(relay.size).toBe(0);
  });

  it("lets go of all places where the thread is lost, and passes counts on", () => {
    news((batch) => {
      batch.opened(1, "realm/whisperwood");
      batch.count("datagrams_dropped", 70_000);
      batch.count("datagrams_dropped", 2);
    });
    relay.lost();
    expect(opened[0]?.closes).toEqual([[]]);
    expect(counts).toEqual({ datagrams_dropped: 70_002 });
  });
});
