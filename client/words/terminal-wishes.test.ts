import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { smallRealm } from "../../testing/small-realm.ts";
import { WordsHouse } from "../../testing/words-house.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is looked for
const sgr = /\x1b\[[0-9;]*m/g;
let house: WordsHouse;

beforeEach(async () => {
  vi.useFakeTimers();
  house = await WordsHouse.of(smallRealm);
});
afterEach(() => {
  house.end();
  vi.useRealTimers();
});

describe("a terminal that is set by hand", () => {
  it("is read to somebody who listens, from the first question on, and the next time too", async () => {
    const anna = house.reader({ columns: 80, colours: 256 });
    await house.pass(100);
    anna.take();
    expect(await anna.type("reader on")).toBe("reader on\nFrom now on all is told in sentences.\nName: ");
    const text = await anna.type("Anna", 500);
    expect(text).toContain("\nThe Hall.\nA bare hall.\nExits: north to The Yard, oak door, closed; ");
    expect(text).not.toContain("\x1b");
    await anna.type("quit");
    const again = house.reader({ columns: 80 });
    expect(await again.type("Anna", 500)).toContain("\nThe Hall.\n");
    expect(await again.type("reader off")).toBe("reader off\nFrom now on places are drawn, too.\n> ");
    expect(await again.type("look")).toContain("[ @ ]");
    await again.type("quit");
    expect(await house.reader({ columns: 80 }).type("Anna", 500)).toContain("[ @ ]");
  });

  it("has the colours and the letters that somebody wants, or that it has", async () => {
    const [plain, rich] = [house.reader({ utf8: false }), house.reader({ colours: "true" })];
    await plain.type("Anna", 500);
    await rich.type("Ben", 500);
    expect(await plain.type("colour on")).toContain("There are 16 colours now.");
    expect(await plain.type("look")).toContain("\x1b[1mThe Hall\x1b[0m");
    expect(await plain.type("color 256")).toContain("There are 256 colours now.");
    expect(await plain.type("COLOUR off")).toBe("COLOUR off\nThere are no colours now.\n> ");
    expect(await plain.type("utf8 on")).toContain("All letters are shown: ä, ø, й, 字.");
    expect(await plain.type("map")).toContain("·");
    expect(await rich.type("colour off")).not.toContain("\x1b");
    expect(await rich.type("colour on")).toContain("There are all colours now.");
    expect(await rich.type("colour 7")).toContain("colour off");
    expect((await rich.type("colour")).replace(sgr, "")).toBe(
      "colour\ncolour on, colour 16, colour 256, colour true or colour off; now it is true.\n> ",
    );
  });

  it("is no part of a passphrase, a name, or a game", async () => {
    house.accounts.passphrases.set("Zoe", "reader on");
    const zoe = house.reader({ columns: 80 });
    await zoe.type("Zoe");
    expect(await zoe.type("reader on", 500)).toContain("[ @ ]");
    const reader = house.reader();
    expect(await reader.type("Reader", 500)).toContain("Welcome, Reader.");
    const { code } = house.quiz();
    await reader.type(`quiz ${code}`, 1_000);
    expect(await reader.type("reader on")).toContain("told in sentences");
  });
});
