import { describe, expect, it } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { Story, smallWorlds } from "../../testing/small-world.ts";
import { ofOtherEngine } from "../../testing/world-checkpoints.ts";
import { CHAT_LINES_MAX, CHAT_PAIRS_MAX, CHAT_PRIVATE_MAX_CHARS, emptyChat } from "./chat.ts";
import { TICK_HZ } from "./inputs.ts";
import type { Simulation } from "./simulation.ts";
import type { WorldFacts } from "./world-state.ts";

/** Long enough for anybody to have breath again. */
const BREATH_TICKS = 25;

async function story(...names: string[]) {
  const factory = await smallWorlds();
  const told = new Story(factory.create());
  const members = names.map((name) => told.enter(`s-${name}`, name));
  return { factory, told, members };
}

/** Says something without running out of breath. */
function say(told: Story, member: number, line: string): void {
  told.type(member, line);
  for (let i = 0; i < BREATH_TICKS; i++) told.step();
}

function walkTo(told: Story, member: number, direction: string, area: string): void {
  told.type(member, direction);
  told.until(() => told.areaOf(member) === area);
  for (let i = 0; i < 2 * TICK_HZ; i++) told.step();
}

function factsOf(world: Simulation): WorldFacts {
  const text = Buffer.from(world.save().bytes).toString("latin1");
  const from = text.indexOf('{"facts"');
  return JSON.parse(text.slice(from, text.indexOf(',"scripts":{', from)).concat("}")).facts as WorldFacts;
}

describe("what was said", () => {
  it("is kept with its time of day: here, in the realm, and between two", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    say(told, anna, "say hello");
    say(told, ben, ":waves");
    told.step([{ type: "time", minute: 545 }]);
    say(told, ben, "call anybody?");
    say(told, anna, "tell ben psst");
    expect(told.type(ben, "history area")).toEqual(["08:00 Anna says: “hello”", "08:00 Ben waves."]);
    expect(told.type(ben, "recall realm")).toEqual(["09:05 You call, for all to hear: “anybody?”"]);
    expect(told.type(ben, "history anna")).toEqual(["09:05 Anna tells you: “psst”"]);
    expect(told.type(anna, 'history "Ben"')).toEqual(["09:05 You tell Ben: “psst”"]);
    expect(told.type(anna, "history")).toEqual([
      "08:00 You say: “hello”",
      "08:00 Ben waves.",
      "09:05 Ben calls, for all to hear: “anybody?”",
      "09:05 You tell Ben: “psst”",
    ]);
  });

  it("says so where nothing was", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0] = members;
    expect(told.type(anna, "history")).toEqual(["Nobody has said anything."]);
    expect(told.type(anna, "history here")).toEqual(["Nobody has said anything here."]);
    expect(told.type(anna, "history realm")).toEqual(["Nobody has called anything."]);
    expect(told.type(anna, "history ben")).toEqual(["You have not spoken with anybody called “ben” in private."]);
  });

  it("in private is read by the two alone, whoever asks and however", async () => {
    const { told, members } = await story("Anna", "Ben", "Cleo");
    const [anna = 0, ben = 1, cleo = 2] = members;
    say(told, anna, "tell ben the vault is empty");
    say(told, cleo, "tell anna what about the vault?");
    const asked = ["history", "history anna", "history ben", "history area", "history realm", "recall", "look"];
    const read = asked.flatMap((line) => told.type(cleo, line)).join("\n");
    expect(read).not.toContain("empty");
    expect(read).toContain("what about the vault?");
    expect(told.type(ben, "history anna").join()).toContain("empty");
    expect(told.type(ben, "history").join()).not.toContain("what about");
    const newcomer = told.enter("s-dora", "Dora");
    expect([...told.take(newcomer), ...told.type(newcomer, "history")].join()).not.toContain("vault");
  });

  it("in an area is read by who is there now, and not from elsewhere", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    say(told, ben, "say the key is in the yard");
    walkTo(told, anna, "north", "yard");
    say(told, anna, "say found it");
    expect(told.type(anna, "history area")).toEqual(["08:00 You say: “found it”"]);
    expect(told.type(ben, "history").join()).not.toContain("found it");
    walkTo(told, anna, "south", "hall");
    expect(told.type(anna, "history area")).toEqual(["08:00 Ben says: “the key is in the yard”"]);
  });

  it("by somebody whom one does not want to hear stays unheard, until one does", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    for (const line of ["say bah", "call bah", "tell ben bah"]) say(told, anna, line);
    told.type(ben, "mute anna");
    for (const line of ["history", "history area", "history realm", "history anna"])
      expect(told.type(ben, line).join()).not.toContain("bah");
    told.type(ben, "unmute anna");
    expect(told.type(ben, "history")).toHaveLength(3);
  });

  it("by NPCs and things is not kept", async () => {
    const { told, members } = await story("Anna");
    const [anna = 0] = members;
    expect(told.type(anna, "use bell").join()).toContain("The bell says");
    walkTo(told, anna, "north", "yard");
    told.until(() => told.take(anna).some((line) => line.startsWith("Osric says")));
    expect(factsOf(told.world).chat).toEqual(emptyChat());
  });
});

describe("who comes in", () => {
  it("for the first time is shown the newest lines, who comes back what they missed", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    say(told, anna, "say first");
    told.step([{ type: "sleep", member: ben }]);
    told.step();
    say(told, anna, "say second");
    say(told, anna, "call third");
    told.take(ben);
    told.enter("s-Ben", "Ben");
    expect(told.take(ben)).toEqual(["08:00 Anna says: “second”", "08:00 Anna calls, for all to hear: “third”"]);
    told.step([{ type: "sleep", member: ben }]);
    told.step();
    told.enter("s-Ben", "Ben");
    expect(told.take(ben)).toEqual([]);
    const cleo = told.enter("s-Cleo", "Cleo");
    expect(told.take(cleo)).toHaveLength(3);
  });

  it("is shown no more than the newest twenty", async () => {
    const { told, members } = await story("Anna");
    for (let i = 0; i < 24; i++) say(told, members[0] ?? 0, `say line ${i}`);
    const lines = told.take(told.enter("s-Ben", "Ben"));
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([
      20,
      "08:00 Anna says: “line 4”",
      "08:00 Anna says: “line 23”",
    ]);
  });
});

describe("what is kept", () => {
  it("is a hundred lines a channel, the newest", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0] = members;
    for (let i = 0; i < CHAT_LINES_MAX + 5; i++) {
      for (const verb of ["say", "call", "tell ben"]) say(told, anna, `${verb} ${i}.`);
    }
    for (const channel of ["area", "realm", "ben"]) {
      const lines = told.type(anna, `history ${channel}`);
      expect([lines.length, lines[0], lines.at(-1)]).toEqual([
        CHAT_LINES_MAX,
        expect.stringContaining("“5.”"),
        expect.stringContaining(`“${CHAT_LINES_MAX + 4}.”`),
      ]);
    }
  });

  it("is bounded in private: who spoke longest ago is forgotten", async () => {
    const { told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    say(told, anna, "tell ben the oldest");
    const cast = Array.from({ length: CHAT_PAIRS_MAX }, (_, i) => told.enter(`s-${i}`, `Guest ${i}`));
    for (const guest of cast) say(told, guest, "tell anna hello");
    const { chat } = factsOf(told.world);
    expect(chat.private).toHaveLength(CHAT_PAIRS_MAX);
    expect(told.type(ben, "history anna").join()).not.toContain("oldest");
    expect(told.type(anna, "history guest 0")).toEqual(["08:00 Guest 0 tells you: “hello”"]);
    const words = "x".repeat(480);
    for (let i = 0; i < 12; i++) for (const guest of cast) told.type(guest, `tell anna ${words}`);
    const { private: kept } = factsOf(told.world).chat;
    const chars = kept.flatMap(({ lines }) => lines).reduce((sum, { text }) => sum + text.length, 0);
    expect(chars).toBe(kept.reduce((sum, one) => sum + one.chars, 0));
    expect(chars).toBeLessThanOrEqual(CHAT_PRIVATE_MAX_CHARS);
    expect(chars).toBeGreaterThan(CHAT_PRIVATE_MAX_CHARS / 2);
  }, 60_000);

  it("outlives a save and another engine, but not its area", async () => {
    const { factory, told, members } = await story("Anna", "Ben");
    const [anna = 0, ben = 1] = members;
    say(told, ben, "call here");
    say(told, ben, "tell anna come");
    walkTo(told, ben, "north", "yard");
    say(told, ben, "say in the yard");
    const saved = told.world.save();
    for (const save of [saved, ofOtherEngine(saved)]) {
      const again = new Story(factory.restore(save));
      expect(again.type(ben, "history")).toHaveLength(3);
      expect(again.type(anna, "history ben")).toEqual(["08:00 Ben tells you: “come”"]);
    }
    const bare = await smallWorlds({
      ...smallRealm,
      areas: smallRealm.areas
        .filter(({ id }) => id !== "yard")
        .map((area) => ({ ...area, exits: area.exits.filter(({ to }) => to !== "yard") })),
      doors: smallRealm.doors.filter(({ id }) => id !== "oak-door"),
      props: smallRealm.props.filter(({ area }) => area !== "yard"),
      items: smallRealm.items.filter(({ area }) => area !== "yard"),
      lights: [],
      npcs: [],
    });
    expect(Object.keys(factsOf(bare.restore(saved)).chat.areas)).toEqual([]);
  });
});
