import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { quickJs } from "../../../testing/quickjs.ts";
import { createScriptRunner } from "../../script/script-runner.ts";
import type { Json, ScriptAction } from "../../world/script-port.ts";
import { SCRIPT_ACTIONS_MAX, SCRIPT_STATE_MAX_CHARS, SCRIPT_TEXT_MAX_CHARS } from "../../world/script-port.ts";
import { goldenDragon } from "./golden-dragon.ts";

/** A script on a stand-in for the world: each call starts afresh, as in a VM that was made anew, but for its state. */
class Owner {
  state: Json = null;
  readonly id: string;
  readonly source: string;
  readonly title: string;

  constructor(script: string, id = "owner", title = "owner") {
    this.source = goldenDragon.scripts.find(({ name }) => name === script)?.source ?? "throw new Error('no script')";
    this.id = id;
    this.title = title;
  }

  call(hook: string, event: { [name: string]: Json } = {}): ScriptAction[] {
    const actions: ScriptAction[] = [];
    const self = { id: this.id, title: this.title, area: "common-room", state: structuredClone(this.state) };
    const world = worldInto(actions);
    const given = { by: { id: "p1", name: "Ada" }, ...event };
    runInNewContext(`${this.source}\n;if (typeof ${hook} === "function") ${hook}(given);`, { self, world, given });
    this.state = JSON.parse(JSON.stringify(self.state ?? null));
    expect(JSON.stringify(this.state).length).toBeLessThan(SCRIPT_STATE_MAX_CHARS);
    expect(actions.length).toBeLessThan(SCRIPT_ACTIONS_MAX);
    for (const action of actions) if ("text" in action) expect(action.text.length).toBeLessThan(SCRIPT_TEXT_MAX_CHARS);
    return JSON.parse(JSON.stringify(actions));
  }
}

function worldInto(actions: ScriptAction[]) {
  const onDoor = (what: "open" | "close" | "lock" | "unlock") => (target?: string) =>
    actions.push(target === undefined ? { do: what } : { do: what, target });
  return {
    say: (text: string) => actions.push({ do: "say", text }),
    narrate: (text: string) => actions.push({ do: "narrate", text }),
    tell: (to: string, text: string) => actions.push({ do: "tell", to, text }),
    open: onDoor("open"),
    close: onDoor("close"),
    lock: onDoor("lock"),
    unlock: onDoor("unlock"),
    light: (target: string, on: boolean) => actions.push({ do: "light", target, on }),
    timer: (name: string, ms: number) => actions.push({ do: "timer", name, ms }),
    publish: (kind: string, data: Json) => actions.push({ do: "publish", kind, data }),
  };
}

const done = (actions: ScriptAction[]) => actions.map((action) => action.do);

describe("the Golden Dragon", () => {
  it("is as large as a tavern should be", () => {
    const { areas, doors, props, items, npcs, lights } = goldenDragon;
    expect(areas.length).toBeGreaterThanOrEqual(12);
    expect(doors.length).toBeGreaterThanOrEqual(6);
    expect(props.length + items.length).toBeGreaterThanOrEqual(25);
    expect(npcs.length).toBeGreaterThanOrEqual(6);
    expect(lights.filter(({ lit }) => lit === "dark").length).toBeGreaterThan(5);
    expect(doors.filter(({ key }) => key !== undefined)).toHaveLength(1);
  });

  it("has every habit, and rooms high enough to stand in", () => {
    const habits = new Set(goldenDragon.npcs.flatMap(({ habits }) => habits.map(({ habit }) => habit)));
    expect([...habits].sort()).toEqual(["flee", "follow", "greet", "patrol", "schedule", "wander"]);
    for (const { id, box, indoors } of goldenDragon.areas) {
      const height = box.max[1] - box.min[1];
      if (indoors) expect([id, height >= 2.8 - 1e-9 && height <= 4]).toEqual([id, true]);
    }
  });

  it("is joined to Whisperwood", () => {
    const gates = goldenDragon.areas.flatMap(({ id, exits }) => exits.map(({ to }) => `${id} ${to}`));
    expect(gates).toContain("square whisperwood:forest-gate");
  });

  it("names in its scripts only what it has", () => {
    const doors = goldenDragon.doors.map(({ id }) => id);
    const lights = goldenDragon.lights.map(({ id }) => id);
    for (const { name, source } of goldenDragon.scripts) {
      for (const [, what, target = ""] of source.matchAll(/world\.(open|close|lock|unlock|light)\("([^"]+)"/g))
        expect([name, target, (what === "light" ? lights : doors).includes(target)]).toEqual([name, target, true]);
    }
  });
});

describe("its scripts", () => {
  it("are understood by the script engine", () => {
    const runner = createScriptRunner(quickJs);
    expect(runner.load(goldenDragon.scripts)).toEqual([]);
    expect(runner.has("door_on_use", "onUse")).toBe(true);
    const self = { id: "front-door", kind: "door" as const, title: "front door", area: "square", state: null };
    const event = { by: { id: "p1", name: "Ada" }, state: "closed" };
    expect(runner.run({ script: "door_on_use", hook: "onUse", tick: 1, seed: 1, self, event })).toMatchObject({
      ok: true,
      state: { used: 1 },
      actions: [{ do: "open" }, { do: "narrate", text: "The front door creaks." }],
    });
  });

  it("door_on_use: the door creaks, counts, and sticks every seventh time", () => {
    const door = new Owner("door_on_use", "front-door", "front door");
    const states = ["closed", "open", "closed", "open", "closed", "open", "closed", "closed"];
    const uses = states.map((state) => done(door.call("onUse", { state })).join());
    const moved = ["open,narrate", "close,narrate"];
    expect(uses).toEqual([...moved, ...moved, ...moved, "narrate,tell", "open,narrate"]);
    expect(door.state).toEqual({ used: 8 });
  });

  it("hearth: crackles for a while after somebody came in, on one timer, and then rests", () => {
    const room = new Owner("hearth", "common-room");
    expect(new Owner("hearth", "hearth").call("onEnter")).toEqual([]);
    expect(done(room.call("onEnter"))).toEqual(["timer"]);
    expect(room.call("onEnter")).toEqual([]);
    const ticks = Array.from({ length: 6 }, () => done(room.call("onTimer", { name: "crackle" })).join());
    expect(ticks).toEqual([...Array(5).fill("narrate,timer"), "narrate"]);
    expect(done(room.call("onEnter"))).toEqual(["timer"]);
    expect(done(new Owner("hearth").call("onUse"))).toEqual(["narrate"]);
    const heard = () => JSON.stringify(room.call("onNews", { kind: "bell", data: { by: "Cleo" } }));
    expect([heard(), heard(), heard()].map((text) => text.includes("Cleo"))).toEqual([false, false, true]);
    expect(room.call("onNews", { kind: "other", data: null })).toEqual([]);
    expect(room.state).toEqual({ left: 6, heard: 3 });
  });

  it("bar_bell: Marta loses patience, and forgets", () => {
    const bell = new Owner("bar_bell");
    const told = () => bell.call("onUse").flatMap((action) => (action.do === "tell" ? [action.text] : []));
    const [first, second, third, fourth] = [told(), told(), told(), told()];
    expect(new Set([first, second, third].map(String)).size).toBe(3);
    expect(fourth).toEqual(third);
    bell.call("onTimer", { name: "forget" });
    expect(told()).toEqual(first);
  });

  it("old_barrel: opens the tun for a minute, once at a time", () => {
    const barrel = new Owner("old_barrel");
    expect(done(barrel.call("onUse"))).toEqual(["unlock", "open", "light", "narrate", "timer"]);
    expect(done(barrel.call("onUse"))).toEqual(["tell"]);
    expect(done(barrel.call("onTimer", { name: "shut" }))).toEqual(["close", "lock", "light", "narrate"]);
    expect(done(barrel.call("onUse"))).toContain("open");
  });

  it("dice_table: throws fair dice and keeps the best throw", () => {
    const table = new Owner("dice_table");
    let best = 0;
    for (let i = 0; i < 200; i++) {
      const [thrown] = table.call("onUse");
      const [mine = 0, other = 0] = thrown?.do === "narrate" ? (thrown.text.match(/\d+/g) ?? []).map(Number) : [];
      expect(mine >= 1 && mine <= 6 && other >= 1 && other <= 6).toBe(true);
      best = Math.max(best, mine + other);
      expect(table.state).toEqual({ sum: best, name: "Ada" });
    }
  });

  it("bard: sings all verses when asked for a song, and not herself", () => {
    const bard = new Owner("bard", "linnet", "Linnet");
    expect(bard.call("onSay", { text: "A songbird!" })).toEqual([]);
    expect(bard.call("onSay", { text: "a song", by: { id: "linnet", name: "Linnet" } })).toEqual([]);
    expect(done(bard.call("onSay", { text: "Give us a SONG!" }))).toEqual(["say", "timer"]);
    expect(done(bard.call("onSay", { text: "song" }))).toEqual(["tell"]);
    const verses = Array.from({ length: 4 }, () => done(bard.call("onTimer", { name: "verse" })).join());
    expect(verses).toEqual(["say,timer", "say,timer", "say,narrate", ""]);
    expect(done(bard.call("onSay", { text: "song" }))).toEqual(["say", "timer"]);
  });

  it("dragon_statue: roars to other realms, and rests", () => {
    const statue = new Owner("dragon_statue");
    expect(statue.call("onUse")).toContainEqual({ do: "publish", kind: "dragon-roar", data: { by: "Ada" } });
    expect(done(statue.call("onUse"))).toEqual(["tell"]);
    expect(statue.call("onTimer", { name: "rest" })).toEqual([{ do: "light", target: "dragon-eyes", on: false }]);
    expect(done(statue.call("onUse"))).toContain("publish");
  });

  it("notice_board, wishing_well and kitchen: go on from where they were", () => {
    const board = new Owner("notice_board");
    const notices = Array.from({ length: 5 }, () => JSON.stringify(board.call("onUse")));
    expect(new Set(notices).size).toBe(4);
    expect(notices[4]).toBe(notices[0]);
    const well = new Owner("wishing_well");
    well.call("onUse");
    expect(JSON.stringify(well.call("onUse"))).toContain("2 wishes");
    const kitchen = new Owner("kitchen", "common-room");
    expect(done(kitchen.call("onEnter"))).toEqual(["tell"]);
    expect(kitchen.call("onEnter")).toEqual([]);
    const cauldron = new Owner("kitchen", "cauldron");
    expect(cauldron.call("onEnter")).toEqual([]);
    const stirs = Array.from({ length: 5 }, () => cauldron.call("onUse").length);
    expect(stirs).toEqual([1, 1, 1, 1, 2]);
  });
});
