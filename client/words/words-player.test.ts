import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { WordsHouse, type WordsReader } from "../../testing/words-house.ts";

const elsewhere = { ...smallRealm, realm: "elsewhere", title: "Elsewhere" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is looked for
const sgr = /\x1b\[[0-9;]*m/g;
let house: WordsHouse;

beforeEach(async () => {
  vi.useFakeTimers();
  house = await WordsHouse.of(smallRealm, elsewhere);
});
afterEach(() => {
  house.end();
  vi.useRealTimers();
});

/** Somebody who has come in. */
async function inside(
  name: string,
  terminal: Parameters<WordsHouse["reader"]>[0] = { columns: 70 },
): Promise<WordsReader> {
  const reader = house.reader(terminal);
  await reader.type(name, 500);
  return reader;
}

describe("logging in", () => {
  it("greets with the place and who is there, and lets a free name in at once", async () => {
    await inside("Ben");
    const anna = house.reader({ columns: 70 });
    await house.pass(100);
    expect(anna.take()).toBe(
      [
        "Welcome to A Small Realm.",
        "1 person is there now.",
        "",
        "Who are you? A name that is free is yours at once. If yours has a",
        "passphrase, you are asked for it.",
        'If you listen to a screen reader, type "reader on" first.',
        "Name: ",
      ].join("\n"),
    );
    const text = await anna.type("Anna", 500);
    expect(text).toContain("Welcome, Anna.\nYou are a guest:");
    expect(text).toContain("Entering A Small Realm …\n\nThe Hall\n");
    expect(text).toContain(
      [
        "",
        "The Hall",
        "A bare hall.",
        "Exits: north to The Yard (oak door, closed), east to The Vault (vault",
        "  door, closed), west to the realm Elsewhere.",
        "Ben is here.",
        "You see a bench, a bell and a clay mug (2).",
        "> ",
      ].join("\n"),
    );
  });

  it("asks again where a name cannot be", async () => {
    house.accounts.taken.add("Ben");
    const anna = house.reader();
    await house.pass(100);
    anna.take();
    expect(await anna.type("")).toContain("Type a name");
    expect(await anna.type("x".repeat(30))).toBe(`${"x".repeat(30)}\nA name is at most 24 characters.\nName: `);
    expect(await anna.type("Ben")).toContain("Somebody here has this name");
    expect(await anna.type("Anna", 500)).toContain("The Hall");
  });

  it("asks for the passphrase of a guarded name, unseen, and says goodbye after three wrong ones", async () => {
    house.accounts.passphrases.set("Zoe", "open sesame");
    const zoe = house.reader();
    await house.pass(100);
    expect([await zoe.type("Zoe"), zoe.isHidden]).toEqual([expect.stringMatching(/Passphrase: $/), true]);
    expect(await zoe.type("guess")).toBe("\nThat is not the passphrase.\nPassphrase: ");
    expect([await zoe.type(""), zoe.isHidden]).toEqual(["\nName: ", false]);
    await zoe.type("Zoe");
    expect(await zoe.type("quit")).toContain("That is not the passphrase.");
    const last = await zoe.type("guess again");
    expect([last, zoe.isGone, zoe.raw.includes("guess")]).toEqual([expect.stringContaining("Goodbye"), true, false]);
    expect(zoe.told("Core.Goodbye").length).toBe(1);

    const right = house.reader();
    await right.type("Zoe");
    expect(await right.type("open sesame", 500)).toContain('Welcome, Zoe.\n"help" tells what you can do.');
    expect(right.raw).not.toContain("sesame");
  });

  it("asks for no passphrase again that nobody would look at", async () => {
    house.accounts.passphrases.set("Zoe", "open sesame");
    house.accounts.limited.add("Zoe");
    const zoe = house.reader();
    await zoe.type("Zoe");
    for (let i = 0; i < 4; i++) {
      expect(await zoe.type("open sesame")).toMatch(/Too many[^\n]*\nName: $/);
      await zoe.type("Zoe");
    }
    expect(zoe.isGone).toBe(false);
  });

  it("makes a name one's own with a passphrase, typed twice and unseen", async () => {
    const anna = await inside("Anna");
    anna.take();
    await anna.type("passphrase");
    expect(anna.isHidden).toBe(true);
    await anna.type("correct horse");
    expect(await anna.type("correct house")).toContain("not the same");
    expect([anna.isHidden, house.accounts.passphrases.size]).toEqual([false, 0]);
    await anna.type("passphrase");
    expect(await anna.type("short")).toContain("The request is not valid. Nothing has changed.");
    expect(anna.isHidden).toBe(false);
    await anna.type("passphrase");
    expect(await anna.type("")).toContain("Nothing has changed.");
    await anna.type("passphrase");
    await anna.type("correct horse");
    expect(await anna.type("correct horse")).toContain("From now on Anna needs this passphrase.");
    expect(house.accounts.passphrases.get("Anna")).toBe("correct horse");
    expect(anna.raw).not.toContain("correct");
  });

  it("tells of what happens while somebody is asked, and asks on", async () => {
    const [anna, ben] = [await inside("Anna"), await inside("Ben")];
    await anna.type("passphrase");
    anna.take();
    await ben.type("say hello");
    expect(anna.take()).toBe("\nBen says: “hello”\nPassphrase: ");
  });

  it("asks for another name where a realm knows somebody else by it", async () => {
    const { shell } = house.world("small");
    await shell.enter("Anna", "another");
    await house.pass(200);
    const anna = house.reader({ columns: 200 });
    expect(await anna.type("Anna", 1_000)).toContain("How do you want to be called");
    expect(await anna.type("realms")).toContain("The worlds of this place:");
    expect(await anna.type("look")).toContain("How do you want to be called");
    expect(await anna.type("Ann\u0430")).toContain("Somebody here has this name, or one that looks like it.");
    expect(await anna.type("Annabel", 500)).toContain("The Hall");
    expect(anna.told("Char.Name").at(-1)).toEqual({ name: "Annabel", fullname: "Annabel" });
    // And the same when one comes back within the session.
    await anna.type("visit elsewhere", 500);
    expect(anna.told("Char.Name").at(-1)).toEqual({ name: "Anna", fullname: "Anna" });
    await anna.type("visit small", 500);
    expect(anna.told("Char.Name").at(-1)).toEqual({ name: "Annabel", fullname: "Annabel" });
  });

  it("says goodbye at any time", async () => {
    const early = house.reader();
    await house.pass(100);
    expect([await early.type("quit"), early.isGone]).toEqual([expect.stringMatching(/Goodbye\.\n$/), true]);
    const anna = await inside("Anna");
    expect(await anna.type("quit")).toMatch(/Goodbye, Anna\. You fall asleep where you stand\.\n$/);
    anna.player.line("look");
    await house.pass(500);
    expect([anna.isGone, anna.take()]).toEqual([true, ""]);
    expect(house.world("small").shell.runner.world.motion.people()).toEqual([]);
  });
});

describe("a world in words", () => {
  it("is walked: through doors, with places shown and a map that grows", async () => {
    const anna = await inside("Anna", { columns: 80 });
    anna.take();
    const text = await anna.type("north", 6_000);
    expect(text).toContain("You walk north.\nYou open the oak door.");
    expect(text).toContain(
      [
        "",
        "    [ @ ]",
        "      '",
        "  ·─[   ]+·",
        "",
        "The Yard",
        "A bare yard.",
        "Exits: south to The Hall (oak door, open).",
        "Osric is here.",
        "You see a barrel and a brass key.",
      ].join("\n"),
    );
    expect(await anna.type("map")).toContain("@ you, + closed door");
    await anna.type("map off");
    expect(await anna.type("south", 6_000)).not.toContain("[ @ ]");
    await anna.type("map on");
    expect(await anna.type("look")).toContain("[ @ ]");
  });

  it("draws no map twice in a row, but for who asks for one or where it has changed", async () => {
    const anna = await inside("Anna", { columns: 80 });
    expect(anna.raw).toContain("[ @ ]");
    expect(await anna.type("look")).not.toContain("[ @ ]");
    expect(await anna.type("map")).toContain("[ @ ]");
    await anna.type("open oak door", 2_000);
    expect(await anna.type("look")).toContain("[ @ ]");
    expect(await anna.type("look")).not.toContain("[ @ ]");
  });

  it("shows a place as it is when one looks, in one's own way and once", async () => {
    const anna = await inside("Anna");
    await anna.type("open oak door", 2_000);
    await anna.type("get mug");
    expect(await anna.type("look")).toBe(
      [
        "look",
        "",
        "The Hall",
        "A bare hall.",
        "Exits: north to The Yard (oak door, open), east to The Vault (vault",
        "  door, closed), west to the realm Elsewhere.",
        "You see a bench, a bell and a clay mug.",
        "> ",
      ].join("\n"),
    );
    expect(await anna.type("look pillar")).toBe("look pillar\nIt holds the roof.\n> ");
  });

  it("carries what people say, and one prompt below what was asked for", async () => {
    const [anna, ben] = [await inside("Anna"), await inside("Ben")];
    anna.take();
    ben.take();
    expect(await anna.type("say Hello, Ben!")).toBe("say Hello, Ben!\nYou exclaim: “Hello, Ben!”\n> ");
    expect(ben.take()).toBe("\nAnna exclaims: “Hello, Ben!”\n");
    await anna.type("tell Ben psst");
    expect(ben.take()).toBe("Anna tells you: “psst”\n");
    expect(await ben.type("say Yes?")).toBe("say Yes?\nYou ask: “Yes?”\n> ");
    await ben.type("emote bows.");
    expect(anna.take()).toContain("Ben bows.");
    expect(await anna.type("")).toBe("\n> ");
    expect(await anna.type("dance")).toContain("There is no command “dance”.");
  });

  it("takes lines in their order, however fast they come, and says which it did not read", async () => {
    const anna = await inside("Anna");
    anna.take();
    for (let i = 0; i < 55; i++) anna.player.line(`say ${i}`);
    await house.pass(4_000);
    const text = anna.take();
    const said = [...text.matchAll(/You say: “(\d+)”|\bTalk slower/g)].map(([, n]) => Number(n));
    expect(said).toEqual([...said].sort((a, b) => a - b));
    expect(said.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(text).toContain("Too many lines at once: “say 54” was not read.");
    expect(await anna.type("x".repeat(501))).toContain("A line has at most 500 characters");
  });

  it("lists the realms, and goes from one to the other by name or through a gate", async () => {
    const anna = await inside("Anna");
    expect(await anna.type("realms")).toContain(
      [
        "The worlds of this place:",
        "  A Small Realm (small): 1 person, and you are here",
        "  Elsewhere (elsewhere): nobody",
      ].join("\n"),
    );
    expect(await anna.type("visit small")).toContain("You are in A Small Realm already.");
    expect(await anna.type("visit atlantis")).toContain("There is no world called “atlantis”.");
    expect(await anna.type("visit")).toContain("Visit which world?");
    expect(await anna.type("go sideways")).toContain("Go where? A direction");
    const text = await anna.type("go elsewhere", 500);
    expect(text).toContain("Entering Elsewhere …\n");
    expect(text).toContain("The Hall");
    expect(house.world("small").shell.runner.world.motion.people()).toEqual([]);
    await anna.type("visit small", 500);
    const gate = await anna.type("west", 500);
    expect(gate).toContain("It leads to another realm: elsewhere.\n");
    expect(gate).toContain("Entering Elsewhere …");
    expect(house.world("elsewhere").shell.runner.world.motion.people().length).toBe(1);
  });

  it("tells its own commands and those of the world", async () => {
    const anna = await inside("Anna");
    const text = await anna.type("help");
    expect(text).toMatch(/Anywhere\n {2}realms[\s\S]*In this world\nWalk by a direction/);
    expect(await anna.type("help map")).toContain("map");
    expect(await anna.type("help look")).toContain("look [at THING]");
    expect(await anna.type("leave")).toContain("You are in no game.");
  });

  it("is told in sentences to a screen reader, and drawn for nobody", async () => {
    const anna = await inside("Anna", { columns: 40, screenReader: true, colours: 256 });
    expect(anna.raw).toContain(
      "\nThe Hall.\nA bare hall.\nExits: north to The Yard, oak door, closed; east to The Vault, vault door, closed; west to the realm Elsewhere.\n",
    );
    expect(await anna.type("map")).toContain("North: The Yard, oak door, closed, you have not been there.");
    for (const sign of ["\x1b", "@", "\n\n\n"]) expect(anna.raw).not.toContain(sign);
  });
});

describe("a line that is lost", () => {
  it("is told of, held and taken up again, with what was missed and nothing silently lost", async () => {
    const anna = await inside("Anna");
    const { server } = house.world("small");
    anna.take();
    server.goDown();
    await house.pass(200);
    expect(anna.take()).toBe("\nThe line to the world is gone; holding your place … Press Enter to try\nat once.\n> ");
    expect(await anna.type("north")).toBe("north\nThere is no line to the world just now: “north” was not sent.\n> ");
    expect(await anna.type("map")).toContain("[ @ ]");
    server.isDown = false;
    await house.pass(15_000);
    expect(anna.take()).toContain("The line is back.");
  });

  it("is tried at once by Enter, and not oftener than makes sense", async () => {
    const anna = await inside("Anna", { columns: 100 });
    const { server } = house.world("small");
    server.goDown();
    await house.pass(60_000);
    anna.take();
    server.isDown = false;
    anna.player.line("");
    expect(await anna.type("", 300)).toMatch(/^\nTrying …\n(?:> )?\n?The line is back\.\n/);
    expect(await anna.type("say here")).toContain("You say: “here”");
  });

  it("tells afterwards what was said meanwhile", async () => {
    const [anna, ben] = [await inside("Anna"), await inside("Ben")];
    const { server } = house.world("small");
    server.isDown = true;
    server.cut(server.connections[0] ?? "");
    await house.pass(100);
    anna.take();
    await ben.type("say Where are you, Anna?");
    await ben.type("call Has anybody seen Anna?");
    server.isDown = false;
    await house.pass(12_000);
    expect(anna.take()).toMatch(
      /^\nThe line is back\.\n\nWhat you missed:\n\d\d:\d\d Ben asks: “Where are you, Anna\?”\n\d\d:\d\d Ben calls, for all to hear: “Has anybody seen Anna\?”\n\n> /,
    );
    expect(await anna.type("say here")).toContain("You say: “here”");
  });

  it("leaves nobody in doubt about what was under way", async () => {
    const anna = await inside("Anna", { columns: 200 });
    anna.player.line("get mug");
    await Promise.resolve();
    house.world("small").server.goDown();
    await house.pass(300);
    expect(anna.take()).toContain("The line was lost before the answer to “get mug” came. It may have been done.");
  });

  it("is told of once, also where the world does not answer at first", async () => {
    house.world("small").server.isDown = true;
    const anna = await inside("Anna");
    await house.pass(20_000);
    expect(anna.raw.match(/does not answer yet/g)?.length).toBe(1);
    expect(await anna.type("realms")).toMatch(/The worlds of this place:\n {2}A Small Realm \(small\): nobody\n/);
    expect(await anna.type("visit small", 500)).toContain("Entering A Small Realm …");
    expect(await anna.type("visit elsewhere", 500)).toContain("The Hall");
  });

  it("ends where the world does, and can be tried again", async () => {
    const anna = await inside("Anna");
    anna.take();
    const { shell } = house.world("small");
    for (const id of shell.sockets.keys()) for (let i = 0; i < 60; i++) shell.say(id, { t: "nonsense" });
    await house.pass(500);
    expect(anna.take()).toContain("The world closed the line: too many messages came from here.");
    expect(await anna.type("", 1_000)).toContain("The Hall");
  });

  it("is tried again where a world could not let somebody in", async () => {
    const { shell } = house.world("small");
    await inside("Ben");
    shell.isFull = true;
    const anna = await inside("Anna", { columns: 100 });
    expect(anna.raw).toContain("Something went wrong here. It is not your fault.");
    expect(await anna.type("look")).toContain("Something went wrong here.");
    shell.isFull = false;
    expect(await anna.type("look", 500)).toContain("The Hall");
  });

  it("is not asleep for good: whoever the world put to sleep wakes up by a line", async () => {
    const anna = await inside("Anna");
    const { shell } = house.world("small");
    for (const id of shell.sockets.keys()) shell.silent.add(id);
    await house.pass(60_000);
    expect(anna.take()).toContain("You have fallen asleep. Press Enter to wake up.");
    expect(anna.told("Char.Status").at(-1)).toEqual({ state: "asleep" });
    const text = await anna.type("", 12_000);
    expect(text).toContain("The Hall");
    expect(text).not.toContain("line");
    expect(await anna.type("say I am here")).toContain("You say: “I am here”");
  });
});

describe("hostile text", () => {
  it("never reaches the terminal as more than text", async () => {
    const hostile = "\x1b[2J\x1b]0;owned\x07\x9b31mred\u202e\r\n> quit\x00";
    const map = {
      ...smallRealm,
      title: `Small ${hostile}`,
      areas: smallRealm.areas.map((area) => ({ ...area, title: `Hall ${hostile}`, description: hostile })),
    };
    const bad = await WordsHouse.of(map);
    const [anna, ben] = [bad.reader({ colours: 256, columns: 60 }), bad.reader({ columns: 60 })];
    await anna.type(`An${hostile}na`, 500);
    await anna.type("Anna", 500);
    await ben.type("Ben", 500);
    await ben.type(`say ${hostile}`);
    await ben.type(`emote ${hostile}`);
    await ben.type(`tell Anna ${hostile}`);
    await ben.type(hostile);
    await anna.type("look");
    await anna.type("realms");
    await anna.type("map");
    // What was typed here is echoed by the terminal, and is no text of ours.
    const typed = anna.raw.split(hostile).join("");
    expect(typed.replace(sgr, "").replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
    expect(typed).toContain("owned");
    expect(anna.beside.length).toBeGreaterThan(5);
    for (const { data } of anna.beside) expect(JSON.stringify(data)).not.toMatch(/\\u00[019]|\p{Cc}/u);
    bad.end();
  });
});
