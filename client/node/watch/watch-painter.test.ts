import { describe, expect, it } from "vitest";
import { sceneryOf } from "../../../core/world/scenery.ts";
import { smallRealm } from "../../../testing/small-realm.ts";
import type { MovingActor } from "../../motion/moving-moment.ts";
import { landOf } from "./draw-land.ts";
import { zooms } from "./plan-window.ts";
import { sheetText } from "./sheet-update.ts";
import type { StatusFacts } from "./status-line.ts";
import { WatchPainter, type WatchView } from "./watch-painter.ts";

const SELF = 1;
const NAMES = new Map([
  [SELF, "Zoë"],
  [2, "Ben"],
]);
const QUARTER = Math.SQRT1_2;

function actor(entity: number, kind: MovingActor["kind"], x: number, z: number, more: Partial<MovingActor> = {}) {
  const level = { y: 0, qx: 0, qy: 0, qz: 0, qw: 1, turn: 0, sitting: false, speed: 0, plan: 0 };
  return { entity, kind, x, z, ...level, ...more };
}

const north = { turn: Math.PI };
const closedAlongZ = { plan: 1, y: 1, qy: QUARTER, qw: QUARTER };
const cast = {
  zoe: actor(SELF, "player", 0, 1, north),
  ben: actor(2, "player", -2, -2),
  osric: actor(3, "npc", -3, -11, { sitting: true }),
  oakDoor: actor(4, "door", 0, -4.15, { y: 1 }),
  oakDoorOpen: actor(4, "door", -0.5, -4.65, { y: 1, qy: QUARTER, qw: QUARTER }),
  vaultDoor: actor(5, "door", 4.15, 0, closedAlongZ),
  barrel: actor(6, "prop", 2, -8, { y: 0.3 }),
  mug: actor(7, "item", 1, 1, { y: 0.06 }),
};

const status: StatusFacts = {
  state: { is: "live", words: "" },
  transport: "UDP",
  address: "127.0.0.1:8788",
  rttMs: 12.4,
  rates: {
    packetsIn: 20,
    bytesIn: 1_800,
    packetsOut: 12,
    bytesOut: 900,
    snapshots: 20,
    lost: 0.051,
    baselineTicks: 2,
    silentMs: 0,
  },
};

function viewOf(actors: readonly MovingActor[], more: Partial<WatchView> = {}): WatchView {
  return {
    land: landOf(sceneryOf(smallRealm)),
    cast: {
      moment: { actors: [...actors], count: actors.length, lit: new Set([0]) },
      self: SELF,
      nameOf: (entity) => NAMES.get(entity) ?? null,
    },
    name: "Zoë",
    scene: {
      realm: "A Small Realm",
      area: "hall",
      title: "The Hall",
      description: "",
      minute: 485,
      you: { entity: SELF, name: "Zoë", sitting: false, carries: [] },
      exits: [],
      things: [],
    },
    log: [{ spans: [{ text: "Ben says: “hello”", tone: "plain" }] }],
    answer: [],
    typed: null,
    hints: "",
    status,
    legend: "names",
    metres: 0.4,
    ...more,
  };
}

const terminal = (columns: number, rows: number, utf8 = true) =>
  ({ columns, rows, colours: 0, utf8, screenReader: false, name: "" }) as const;

function painted(view: WatchView, columns = 80, rows = 24, utf8 = true): string {
  return sheetText(new WatchPainter().paint(view, terminal(columns, rows, utf8)));
}

describe("a picture of the small realm", () => {
  it("shows who and what is where, with an open door, in 80 by 24", () => {
    const { zoe, ben, osric, oakDoorOpen, vaultDoor, barrel, mug } = cast;
    const view = viewOf([zoe, ben, osric, oakDoorOpen, vaultDoor, barrel, mug]);
    expect(painted(view)).toBe(
      `
The Hall in A Small Realm, about 08:05
                 █,   ,   │   ,   ,   █                 │ @ Zoë (you)
                 █████████│ ·██████████                 │ B Ben 4 m
                 █·   ·   ·   ·   ·   █                 │ o Osric 12 m, sits
                 █  ·   ·   ·   ·   · █                 │
                 █·   ·B  ·   ·   ·   ████████████      │
                 █  ·   ·   ·   ·   · █ ·   ·   ·█      │
                  ·   ·   ·   ·   ·   │   ·   ·  █      │
                  & ·   ·   ↑   ·   · │ ·   ·   ·█      │
                 █·   ·   · @ !   ·   █   ·   ·  █      │
                 █  · ▓▓·   ·   ▓▓  · ███████████       │
                 █·   ·   ·   ·   ·▓  █                 │
                 █  ·   ·   ·   ·   · █                 │
                 █████████████████████                  │
                                                        │
                                                        │
                                                        │
Ben says: “hello”





live UDP 127.0.0.1:8788 12ms in 20p 1.8k out 12p 0.9k lost 5.1% 20t/s base 2t
`.trim(),
    );
  });

  it("shows a closed door and one of which nothing is known, in ASCII, with all signs explained", () => {
    const { zoe, oakDoor } = cast;
    const view = viewOf([{ ...zoe, turn: -Math.PI / 4, z: -2 }, oakDoor], {
      legend: "all",
      typed: "say hé",
      log: [],
    });
    expect(painted(view, 80, 24, false)).toBe(
      `
The Hall in A Small Realm, about 08:05
                 #,   ,   ,   ,   ,   #                 | @ Zoe (you)
                 #  ,   ,   ,   ,   , #                 |
                 #,   ,   ,   ,   ,   #                 |
                 #  ,   ,   ,   ,   , #                 |
                 #,   ,   ,   ,   ,   #                 | @> you, looking
                 ##########--##########                 | #  wall
                 #.   .   .   .   .   #                 | %: solid, low
                 #  .   .   .   .   . #                 | -| door
                 #.   .   . @ .   .   ############      | +  door out of sight
                 #  .   .  /.   .   . # .   .   .#      | =0 can be pushed
                  .   .   .   .   .   .   .   .  #      | !  can be taken
                  & .   .   .   .   . + .   .   .#      | *  light that shines
                 #.   .   .   .   .   #   .   .  #      | <> way up, down
                 #  . %%.   .   %%  . ###########       | &  gate to a realm
                 #.   .   .   .   .%  #                 | pk packets, kB per s
                 #  .   .   .   .   . #                 | t  ticks of 50 ms





> say he_
live UDP 127.0.0.1:8788 12ms in 20p 1.8k out 12p 0.9k lost 5.1% 20t/s base 2t
`.trim(),
    );
  });

  it("keeps its scale: a thing that is square in the world is twice as many columns as rows", () => {
    for (const metres of zooms) {
      const rows = painted(viewOf([cast.zoe], { legend: "off", metres }), 240, 140)
        .split("\n")
        .slice(1, 130);
      const walls = rows.filter((row) => row.includes("█"));
      const width = Math.max(...walls.map((row) => row.lastIndexOf("█") - row.indexOf("█") + 1));
      // The realm is 12.9 m from west to east and 16.9 m from north to south, walls and all.
      expect(Math.abs(width * metres - 12.9)).toBeLessThanOrEqual(2 * metres);
      expect(Math.abs(walls.length * 2 * metres - 16.9)).toBeLessThanOrEqual(4 * metres);
    }
  });

  it("leaves out what is on another storey, and shows oneself where one was as long as one is not seen", () => {
    const above = { ...cast.ben, y: 4 };
    const painter = new WatchPainter();
    const there = sheetText(painter.paint(viewOf([{ ...cast.zoe, x: 3 }, above]), terminal(80, 24)));
    expect(there).not.toContain("Ben 4");
    const gone = sheetText(painter.paint(viewOf([]), terminal(80, 24)));
    expect(gone.split("\n").slice(1, 17).join("\n").replace("@ Zoë", "")).not.toContain("@");
    // It has not scrolled back to where newcomers stand.
    expect(gone.split("\n")[2]?.indexOf("█")).toBe(there.split("\n")[2]?.indexOf("█"));
  });

  it("shows a long answer whole if it can, and says how much is missing", () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({ spans: [{ text: `line ${i}`, tone: "plain" as const }] }));
    const whole = painted(viewOf([cast.zoe], { log: lines, answer: lines }), 80, 30).split("\n");
    expect(whole.filter((line) => line.startsWith("line"))).toHaveLength(12);
    const part = painted(viewOf([cast.zoe], { log: lines, answer: [...lines, ...lines] })).split("\n");
    expect(part.filter((line) => line.startsWith("line"))).toHaveLength(12);
    expect(part).toContain("line 0");
    expect(part).toContain("… 12 more lines: a higher window shows them.");
  });

  it("says what is wrong with a window that became too small", () => {
    expect(painted(viewOf([cast.zoe]), 60, 20)).toBe("60 by 20 is too small: it takes 80 by 24.");
  });

  it("shows of a long line that is typed its end", () => {
    const line = painted(viewOf([cast.zoe], { typed: `${"long ".repeat(30)}日本` })).split("\n")[22] ?? "";
    expect(line.startsWith("> ")).toBe(true);
    expect(line.endsWith("long 日本_")).toBe(true);
  });
});
