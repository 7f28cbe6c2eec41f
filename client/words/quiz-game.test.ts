import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person, QuizRoom } from "../../testing/quiz-room.ts";
import { smallRealm } from "../../testing/small-realm.ts";
import { WordsHouse, type WordsReader } from "../../testing/words-house.ts";

let house: WordsHouse;

beforeEach(async () => {
  vi.useFakeTimers();
  house = await WordsHouse.of(smallRealm);
});
afterEach(() => {
  house.end();
  vi.useRealTimers();
});

async function inside(name: string): Promise<WordsReader> {
  const reader = house.reader({ columns: 70 });
  await reader.type(name, 500);
  return reader;
}

/** Lets the host do something, as far as all are told of it. */
async function does(host: Person, frame: { t: string } & Record<string, unknown>): Promise<void> {
  await host.does(frame);
  await house.pass(100);
}

const letterOf = (option: number) => "ABCD"[option] ?? "";
const rightLetter = (room: QuizRoom) => letterOf(room.question.right);
const wrongLetter = (room: QuizRoom) => letterOf((room.question.right + 1) % 4);

describe("a quiz in words", () => {
  it("is played from joining to the podium, and left for the world", async () => {
    const { room, code } = house.quiz({ topic: "space", questions: 2 });
    const [ada, ben] = [await inside("Ada"), await inside("Ben")];
    const host = await room.host();

    const lobby = await ada.type(`quiz ${code.toLowerCase()}`, 1_000);
    expect(lobby).toContain("space, room 22222C\nNobody has joined yet, 2 questions, 20 seconds each.");
    expect(lobby).toContain("You are in as Ada. 1 player is here.\nFaster right answers earn more points.");
    expect(lobby).toMatch(/Waiting for the host to start\.\n$/);
    expect(
      house
        .world("small")
        .shell.runner.world.motion.people()
        .map(({ name }) => name),
    ).toEqual(["Ben"]);
    await house.pass(5_000);
    await ben.type(`quiz ${code}`, 1_500);
    expect(ada.take()).toBe("2 players are here.\n");
    expect(await ada.type("say hello")).toContain("The host has not started yet.");

    await does(host, { t: "start" });
    expect(ada.take()).toContain("Question 1 of 2. Get ready.");
    await house.pass(3_000);
    const { stem, options } = room.question;
    const [a, b, c, d] = options;
    expect(ada.take().replace(/\s+/g, " ")).toContain(
      `Question 1 of 2, 20 seconds. ${stem} A ${a} B ${b} C ${c} D ${d} A–D> `,
    );
    expect(await ada.type("hm")).toContain("Answer with A, B, C or D");
    const given = await ada.type(rightLetter(room).toLowerCase(), 200);
    expect(given).toMatch(/Your answer is in: .*\. You took \d\.\d s\. Waiting for the others\.\n$/s);
    expect(await ada.type(wrongLetter(room))).toContain("Your answer is in already");
    const wrong = await ben.type(room.question.options[(room.question.right + 1) % 4] ?? "", 800);
    expect(wrong).toContain("Not this time. No points yet.");
    const reveal = ada.take().replace(/\s+/g, " ");
    expect(reveal).toMatch(/Right! [\d,]+ points\. You are 1st of 2 players\./);
    expect(reveal).toContain(
      `The right answer is ${rightLetter(room)}, ${room.question.options[room.question.right]}. 1 of 2 chose it.`,
    );
    expect(reveal).toContain(room.question.because.replace(/\s+/g, " "));
    expect(reveal).toContain("Goes on in 7 seconds.");

    await house.pass(7_500);
    expect(ada.take()).toMatch(
      /After question 1 of 2: you are 1st of 2 players\.\n +1 {2}Ada {2}[\d,]+ {2}you\n +2 {2}Ben +0\n/,
    );
    await house.pass(8_000);
    expect(ada.take()).toContain("Question 2 of 2, 20 seconds.");
    await ada.type(wrongLetter(room), 100);
    await ben.type(rightLetter(room), 500);
    await house.pass(8_000);
    const podium = ben.take();
    expect(podium).toMatch(/(?:You won!|You came 2nd\.)\n[\d,]+ points, \d\w\w of 2 players\.\n +1 {2}/);
    expect(podium).toMatch(/By question: 0, [\d,]+\./);
    expect(podium).toContain('The game is over. "leave" goes back to the world.');
    expect(await ben.type("leave", 1_000)).toContain("Entering A Small Realm …");
    expect(ben.raw).toMatch(/The Hall\nA bare hall\.[\s\S]*> $/);
    // Who goes at the podium keeps the place there.
    expect(room.state.players.map(({ standing }) => standing)).toEqual(["in", "in"]);
    expect(await ben.type("say back")).toContain("You say: “back”");
  });

  it("shows a question at its moment, and not when it is sent", async () => {
    const { room, code } = house.quiz({ questions: 1 });
    const host = await room.host();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    await does(host, { t: "start" });
    while (room.phase !== "question") await house.pass(25);
    await house.pass(room.window.opensAtMs - room.nowMs - 50);
    expect(ada.take()).not.toContain("20 seconds.");
    expect(await ada.type("a", 0)).toContain("Nothing is asked just now.");
    await house.pass(150);
    expect(ada.take()).toContain("Question 1 of 1, 20 seconds.");
  });

  it("says what is wrong with a code, and stays in the world", async () => {
    const ada = await inside("Ada");
    expect(await ada.type("quiz")).toContain("Which one?");
    expect(await ada.type("quiz 259DJ8")).toContain("This is not a room code.");
    expect(await ada.type("quiz 459DJV")).toContain("There is no such room.");
    expect(await ada.type("say still here")).toContain("You say");
  });

  it("asks for another name where one is taken, and lets one go instead", async () => {
    const { room, code } = house.quiz();
    await (await room.guest("somebody")).does({ t: "join", name: "Ada" });
    const ada = await inside("Ada");
    expect(await ada.type(`quiz ${code}`, 500)).toMatch(/one that looks like it\.[\s\S]*Name: $/);
    expect(await ada.type("ADA")).toMatch(/one that looks like it\.[\s\S]*Name: $/);
    expect(await ada.type("Bea", 500)).toContain("You are in as Bea.");
    await ada.type("leave", 1_000);
    expect(room.state.players.map(({ standing }) => standing)).toEqual(["in", "left"]);
    // Whoever comes back is whom they were.
    expect(await ada.type(`quiz ${code}`, 500)).toContain("You are in as Bea.");

    await (await room.guest("another")).does({ t: "join", name: "Cleo" });
    const cleo = await inside("Cleo");
    expect(await cleo.type(`quiz ${code}`, 500)).toMatch(/Name: $/);
    expect(await cleo.type("leave", 1_000)).toContain("The Hall");
    expect(await cleo.type("say in the world")).toContain("You say");
  });

  it("waits at a locked door, and says when there is nothing to join", async () => {
    const { room, code } = house.quiz({ questions: 1 });
    const host = await room.host();
    await does(host, { t: "lock", on: true });
    const ada = await inside("Ada");
    expect((await ada.type(`quiz ${code}`, 2_000)).match(/The host has locked the room/g)?.length).toBe(1);
    await does(host, { t: "lock", on: false });
    await house.pass(1_500);
    expect(ada.take()).toContain("You are in as Ada.");
    await does(host, { t: "start" });
    const ben = await inside("Ben");
    await house.pass(3_000);
    expect(await ben.type(`quiz ${code}`, 1_000)).toContain("You are in from the next question.");
    await ben.type("leave", 1_000);
    await ada.type("a", 500);
    await house.pass(20_000);
    const late = await inside("Late");
    const text = await late.type(`quiz ${code}`, 2_000);
    expect(text).toMatch(/This game is over\.\n +1 {2}Ada/);
    expect(text).toContain("The Hall");
  });

  it("stands still while the host has stopped the clock, and reminds of the time", async () => {
    const { room, code } = house.quiz({ questions: 1 });
    const host = await room.host();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    await does(host, { t: "start" });
    await house.pass(3_000);
    await does(host, { t: "pause" });
    expect(ada.take()).toContain("Paused. The host has stopped the clock");
    expect(await ada.type("a")).toContain("The game is paused.");
    await house.pass(30_000);
    expect(ada.take()).toBe("");
    await does(host, { t: "resume" });
    expect(ada.take()).toMatch(/The game goes on\. (?:19|20) seconds left\./);
    await house.pass(13_000);
    expect(ada.take()).toBe("");
    await house.pass(2_500);
    expect(ada.take()).toBe("\n5 seconds left.\nA–D> ");
    await house.pass(6_000);
    expect(ada.take()).toContain("No answer. No points yet.");
  });

  it("does not remind of what was told just now, and asks for nothing while it stands still", async () => {
    const { room, code } = house.quiz({ questions: 1 });
    const host = await room.host();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    await does(host, { t: "start" });
    await house.pass(16_500);
    await does(host, { t: "pause" });
    expect(ada.take()).toMatch(/stood\.\n$/);
    await does(host, { t: "resume" });
    await house.pass(100);
    expect(ada.take()).toMatch(/The game goes on\. [67] seconds left\.\nA–D> $/);
    await house.pass(4_000);
    expect(ada.take()).toBe("");
  });

  it("lines up its standings in the characters that a terminal has", async () => {
    const { room, code } = house.quiz({ questions: 2 });
    const host = await room.host();
    const reader = house.reader({ utf8: false });
    await reader.type("Grüße", 500);
    await reader.type(`quiz ${code}`, 1_000);
    await (await room.guest("somebody")).does({ t: "join", name: "Bo" });
    await does(host, { t: "start" });
    await house.pass(34_000);
    expect(reader.take()).toContain("   1  Grusse  0  you\n   1  Bo      0\n");
  });

  it("holds the place while the line is lost, and sends the answer once it is back", async () => {
    const { room, server, code } = house.quiz({ questions: 1, seconds: 60 });
    const host = await room.host();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    await does(host, { t: "start" });
    await house.pass(3_000);
    server.isDown = true;
    server.cut(server.connections[0] ?? "");
    await house.pass(100);
    expect(ada.take()).toContain("The line to the room is gone; holding your place …");
    expect(await ada.type("hello")).toContain("There is no line to the room just now.");
    expect(await ada.type(rightLetter(room))).toContain("Your answer goes as soon as");
    server.isDown = false;
    await house.pass(6_000);
    const text = ada.take();
    expect(text).toContain("The line is back.");
    expect(text).toContain("Right!");
    expect(text.match(/holding your place/)).toBeNull();
  });

  it("is tried at once by Enter, while the line is lost", async () => {
    const { server, code } = house.quiz();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    server.goDown();
    await house.pass(60_000);
    ada.take();
    server.isDown = false;
    expect(await ada.type("", 500)).toContain("Trying …\nThe line is back.\n");
    expect(await ada.type("", 500)).toBe("\n");
  });

  it("ends for who was removed, whose room is gone, and where the host closes it", async () => {
    const { room, code } = house.quiz();
    const host = await room.host();
    const [ada, ben] = [await inside("Ada"), await inside("Ben")];
    await ada.type(`quiz ${code}`, 1_000);
    await ben.type(`quiz ${code}`, 1_000);
    await does(host, { t: "kick", player: 0 });
    await house.pass(1_000);
    const removed = ada.take();
    expect(removed).toMatch(/The host has removed you from this room\.[\s\S]*The Hall/);
    expect(removed.match(/removed/g)?.length).toBe(1);
    await does(host, { t: "end" });
    await house.pass(1_000);
    expect(ben.take()).toMatch(/The room is closed\.[\s\S]*The Hall/);
  });

  it("can be left by the whole line at once: the place is kept", async () => {
    const { room, code } = house.quiz();
    const ada = await inside("Ada");
    await ada.type(`quiz ${code}`, 1_000);
    expect(await ada.type("help")).toContain("Answer a question with A, B, C or D");
    expect(await ada.type("quit", 500)).toContain("Goodbye, Ada. Your place in the game is kept.");
    expect(room.state.players.map(({ standing }) => standing)).toEqual(["in"]);
  });
});
