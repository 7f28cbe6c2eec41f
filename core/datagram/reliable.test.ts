import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAGMENT_BYTES, IN_FLIGHT_FIRST_BYTES, SPAN_MAX_BYTES, SPAN_MAX_FRAGMENTS } from "./limits.ts";
import { ReliableReceiver } from "./reliable-receiver.ts";
import { type Fragment, ReliableSender } from "./reliable-sender.ts";
import { RoundTrip } from "./round-trip.ts";

const piece = (fill = 0) => ({ isLast: false, data: new Uint8Array(FRAGMENT_BYTES).fill(fill) });
const last = (...data: number[]) => ({ isLast: true, data: Uint8Array.from(data) });

describe("a receiver of fragments", () => {
  it("gives each text once and in order, whatever the order of fragments and however often they come", () => {
    const texts = fc.array(fc.uint8Array({ maxLength: 3_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (said, lots) => {
        const sender = new ReliableSender({ bytes: 0 }, { own: 1_000_000, all: 1_000_000 });
        for (const text of said) expect(sender.add(text)).toBe(true);
        const fragments: Fragment[] = [];
        const trip = new RoundTrip();
        for (let fragment = sender.due(0, trip); fragment; fragment = sender.due(0, trip)) {
          sender.sent(fragment, 0, trip);
          sender.acked(fragment);
          fragments.push(fragment);
        }
        // Each comes once or twice, among those within a window's reach.
        const draw = () => lots.next().value ?? 0;
        const mixed = fragments
          .flatMap((fragment) => Array.from({ length: 1 + (draw() % 2) }, () => fragment))
          .map((fragment, at) => ({ fragment, at: at + (draw() % 20) }))
          .sort((a, b) => a.at - b.at);
        const receiver = new ReliableReceiver(100_000);
        const heard = mixed.flatMap(({ fragment }) => {
          const taken = receiver.take(fragment.number, fragment);
          if (!taken.ok) throw new Error(taken.why);
          return taken.texts;
        });
        expect(heard).toEqual(said);
        expect(sender.isEmpty).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps no more than a window, in numbers and in bytes", () => {
    const far = new ReliableReceiver(1_000_000);
    expect(far.take(SPAN_MAX_FRAGMENTS, last()).ok).toBe(true);
    expect(far.take(SPAN_MAX_FRAGMENTS + 1, last())).toEqual({ ok: false, why: "ahead" });
    const full = new ReliableReceiver(1_000_000);
    const whole = SPAN_MAX_BYTES / FRAGMENT_BYTES;
    for (let number = 2; number < whole + 2; number++) expect(full.take(number, piece()).ok).toBe(true);
    expect(full.take(whole + 2, piece())).toEqual({ ok: false, why: "ahead" });
  });

  it("gives up a text that is too large, before it has all of it", () => {
    const receiver = new ReliableReceiver(2 * FRAGMENT_BYTES);
    expect([receiver.take(1, piece()).ok, receiver.take(2, piece()).ok]).toEqual([true, true]);
    expect(receiver.take(3, last(1))).toEqual({ ok: false, why: "too-large" });
  });

  it("does not count on the memory of what it is given", () => {
    const receiver = new ReliableReceiver(10_000);
    const early = last(7);
    receiver.take(2, early);
    early.data.fill(0);
    expect(receiver.take(1, last(6))).toEqual({ ok: true, texts: [Uint8Array.of(6), Uint8Array.of(7)] });
  });
});

describe("a sender of fragments", () => {
  const sent = (sender: ReliableSender, nowMs: number, trip: RoundTrip) => {
    const fragments: Fragment[] = [];
    for (let fragment = sender.due(nowMs, trip); fragment; fragment = sender.due(nowMs, trip)) {
      sender.sent(fragment, nowMs, trip);
      fragments.push(fragment);
    }
    return fragments;
  };

  it("holds so much and no more, of its own and of all together, and gives it back", () => {
    const held = { bytes: 0 };
    const [one, two] = [0, 0].map(() => new ReliableSender(held, { own: 10_000, all: 15_000 }));
    expect(one?.add(new Uint8Array(9_000))).toBe(true);
    expect(one?.add(new Uint8Array(1_000))).toBe(false);
    expect(two?.add(new Uint8Array(9_000))).toBe(false);
    expect(two?.add(new Uint8Array(4_000))).toBe(true);
    one?.clear();
    two?.clear();
    expect(held.bytes).toBe(0);
    // Empty texts are not free.
    for (let i = 0; i < 200; i++) one?.add(new Uint8Array(0));
    expect(one?.add(new Uint8Array(0))).toBe(false);
  });

  it("has little under way at first, more by what is acknowledged, and less where things are lost twice", () => {
    const [sender, trip] = [new ReliableSender({ bytes: 0 }, { own: 500_000, all: 500_000 }), new RoundTrip()];
    sender.add(new Uint8Array(300_000));
    const first = sent(sender, 0, trip);
    expect(first).toHaveLength(IN_FLIGHT_FIRST_BYTES / FRAGMENT_BYTES);
    for (const fragment of first) sender.acked(fragment);
    expect(sent(sender, 10, trip)).toHaveLength(2 * first.length);
    // Nothing of it comes: said again, and again, and then less at once.
    expect(sent(sender, 1_000, trip)).toHaveLength(2 * first.length);
    const third = sent(sender, 5_000, trip);
    expect(third.length).toBeLessThanOrEqual(2 * first.length);
    for (const fragment of third) sender.acked(fragment);
    expect(sent(sender, 5_010, trip).length).toBeLessThan(4 * first.length);
  });

  it("goes no further ahead than a receiver can keep, though later fragments are acknowledged", () => {
    const [sender, trip] = [new ReliableSender({ bytes: 0 }, { own: 500_000, all: 500_000 }), new RoundTrip()];
    sender.add(new Uint8Array(300_000));
    let newest = 0;
    for (let nowMs = 0; nowMs < 300; nowMs += 1) {
      for (const fragment of sent(sender, nowMs, trip)) {
        newest = Math.max(newest, fragment.number);
        if (fragment.number > 1) sender.acked(fragment);
      }
    }
    expect(newest).toBe(SPAN_MAX_BYTES / FRAGMENT_BYTES);
  });
});
