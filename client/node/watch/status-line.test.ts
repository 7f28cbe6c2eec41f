import { describe, expect, it } from "vitest";
import { failure } from "../../../core/protocol/errors.ts";
import type { WorldState } from "../../world-client.ts";
import { Letters } from "./letters.ts";
import { lineState } from "./line-state.ts";
import { RateMeter, type Totals } from "./rates.ts";
import { type StatusFacts, statusLine } from "./status-line.ts";

const rates = {
  packetsIn: 33.4,
  bytesIn: 1_949,
  packetsOut: 26,
  bytesOut: 1_800,
  snapshots: 19.7,
  lost: 0,
  baselineTicks: 3,
  silentMs: 10,
};
const facts: StatusFacts = {
  state: { is: "live", words: "" },
  transport: "UDP",
  address: "192.168.178.20:8788",
  rttMs: 142.6,
  rates,
};

describe("the status line", () => {
  it("is as long as there is room for", () => {
    expect(statusLine(facts, 200, true)).toBe(
      "live │ UDP 192.168.178.20:8788 │ round trip 143 ms │ in 33 packets, 1.9 kB/s │ out 26 packets, 1.8 kB/s │ lost 0% │ 20 snapshots/s │ baseline 3 ticks old",
    );
    expect(statusLine(facts, 120, false)).toBe(
      "live  UDP 192.168.178.20:8788  143 ms  in 33/s 1.9 kB/s  out 26/s 1.8 kB/s  lost 0%  20 ticks/s  baseline 3 ticks",
    );
    expect(statusLine(facts, 85, true)).toBe(
      "live UDP 192.168.178.20:8788 143ms in 33p 1.9k out 26p 1.8k lost 0% 20t/s base 3t",
    );
    expect(statusLine(facts, 75, true)).toBe(
      "live UDP 192.168.178.20:8788 143ms in 33p 1.9k out 26p 1.8k lost 0% 20t/s",
    );
    for (let columns = 30; columns < 220; columns++)
      expect(statusLine(facts, columns, true).length).toBeLessThanOrEqual(columns);
  });

  it("tells of a world that rests, of a WebSocket, and of what is not known", () => {
    const resting = { ...facts, rttMs: null, rates: { ...rates, snapshots: 0, lost: null } };
    expect(statusLine({ ...resting, transport: "TCP", address: null }, 200, false)).toBe(
      "live | TCP ? | round trip ? ms | in 33 messages, 1.9 kB/s | out 26 messages, 1.8 kB/s | at rest, no snapshots",
    );
  });

  it("tells nothing but the trouble while there is one", () => {
    const state = { is: "silent", words: "nothing heard for 4 s" } as const;
    expect(statusLine({ ...facts, state }, 200, true)).toBe("silent: nothing heard for 4 s │ UDP 192.168.178.20:8788");
  });
});

describe("how it stands with the connection", () => {
  const state = (more: Partial<WorldState>): WorldState => ({
    connection: { state: "live" },
    scene: null,
    isAway: false,
    refusal: null,
    ...more,
  });

  it.each<[Partial<WorldState>, number | null, string, string]>([
    [{}, 100, "live", ""],
    [{}, null, "live", ""],
    [{}, 4_900, "silent", "nothing heard for 4 s"],
    [{ isAway: true }, 100, "away", "asleep, or gone to another realm"],
    [{ refusal: failure("NAME_TAKEN") }, 100, "away", "not let in again: Somebody here has this name"],
    [{ connection: { state: "connecting" } }, 9_000, "connecting", ""],
    [{ connection: { state: "reconnecting", failure: null } }, 9_000, "reconnecting", "The connection was lost"],
    [{ connection: { state: "reconnecting", failure: failure("TOO_SLOW") } }, 0, "reconnecting", "could not keep up"],
    [{ connection: { state: "ended", reason: "ROOM_NOT_FOUND", failure: null } }, 0, "ended", "This world is gone."],
  ])("%j", (more, silentMs, is, words) => {
    const told = lineState(state(more), silentMs);
    expect(told.is).toBe(is);
    expect(told.words).toContain(words);
  });
});

describe("what travels a second", () => {
  const totals = (n: number, missing = 0): Totals => ({
    packetsIn: n * 20 - missing,
    bytesIn: n * 2_000,
    packetsOut: n * 10,
    bytesOut: n * 500,
    expected: n * 20,
    missing,
    snapshots: n * 20,
  });

  it("is that of the last two seconds; losses are those of the last ten", () => {
    const meter = new RateMeter();
    // 20 a second for 12 s, then twice as many; one of each 20 is lost from the 8th second on.
    for (let tenth = 0; tenth <= 160; tenth++) {
      const n = tenth <= 120 ? tenth / 10 : 12 + (tenth - 120) / 5;
      meter.sample(totals(n, Math.max(0, Math.floor(n) - 8)), tenth * 100);
    }
    const now = meter.rates(2, 16_000);
    expect(now).toMatchObject({ bytesIn: 4_000, packetsOut: 20, bytesOut: 1_000, snapshots: 40, baselineTicks: 2 });
    expect(now.lost).toBeCloseTo(12 / 280);
    expect(now.silentMs).toBe(0);
  });

  it("is nothing before there is anything, and knows since when nothing came", () => {
    const meter = new RateMeter();
    expect(meter.rates(null, 0)).toMatchObject({ packetsIn: 0, lost: null, silentMs: 0 });
    for (let second = 0; second < 20; second++) meter.sample(totals(Math.min(second, 3)), second * 1_000);
    expect(meter.rates(null, 19_000)).toMatchObject({ packetsIn: 0, lost: null, silentMs: 16_000 });
  });

  it("counts nothing as lost that was late", () => {
    const meter = new RateMeter();
    meter.sample(totals(1, 5), 0);
    meter.sample(totals(2, 1), 1_000);
    expect(meter.rates(null, 1_000).lost).toBe(0);
  });
});

describe("letters", () => {
  it("are of the name, of one's own, and kept as long as one is about", () => {
    const letters = new Letters();
    expect(letters.letterOf(1, "Anna", true)).toBe("A");
    expect(letters.letterOf(2, "Andi", true)).toBe("N");
    expect(letters.letterOf(3, "anvil", false)).toBe("a");
    expect(letters.letterOf(4, "Ärger", true)).toBe("R");
    expect(letters.letterOf(5, "日本", true)).toBe("B");
    letters.keep(new Set([2, 3, 4, 5]));
    expect(letters.letterOf(2, "Andi", true)).toBe("N");
    expect(letters.letterOf(6, "Anton", true)).toBe("A");
    const many = Array.from({ length: 40 }, (_, at) => letters.letterOf(100 + at, "Xaver", true));
    expect(new Set(many.filter((letter) => letter !== "?")).size).toBe(22);
    expect(many.at(-1)).toBe("?");
  });
});
