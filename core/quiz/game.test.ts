import { describe, expect, it } from "vitest";
import { MemoryShell } from "../../testing/memory-shell.ts";
import type { Quiz } from "./quiz-kind.ts";
import { quizMachine } from "./quiz-machine.ts";
import { roomOptions } from "./room-options.ts";

function room(options: object = {}) {
  const shell = new MemoryShell<Quiz>("22222C", quizMachine);
  const setup = { code: "22222C", options: roomOptions.parse({ questions: 3, ...options }), seed: "seed", ai: false };
  expect(shell.runner.create(setup)).toBe(true);
  return shell;
}

describe("a whole game", () => {
  it("goes from lobby to podium", async () => {
    const shell = room();
    const host = await shell.enter("host", "host:h");
    const anna = await shell.enter("player", "guest:anna");
    const ben = await shell.enter("player", "guest:ben");
    await shell.say(anna, { t: "join", id: 1, name: "Anna" });
    await shell.say(ben, { t: "join-drawn", id: 1 });
    shell.advance(1_000);
    expect(shell.socket(host).frames).toMatchSnapshot();
    await shell.say(host, { t: "start", id: 1 });
    shell.advance(3_000);
    const state = shell.socket(anna).last("state");
    expect(state?.room.now.phase).toBe("question");
    if (state?.room.now.phase !== "question") return;
    const right = shell.runner.state?.questions[0]?.right ?? 0;
    await shell.say(anna, { t: "answer", id: 2, question: state.room.now.question.id, option: right });
    await shell.say(ben, { t: "answer", id: 2, question: state.room.now.question.id, option: (right + 1) % 4 });
    expect(shell.socket(anna).last("state")?.room.now.phase).toBe("reveal");
    shell.advance(7_000);
    expect(shell.socket(anna).last("state")?.room.now.phase).toBe("standings");
    shell.advance(120_000);
    console.log(JSON.stringify(shell.socket(anna).last("state")), shell.socket(anna).closed, shell.reports);
    expect(shell.socket(anna).texts.map((t) => t.slice(0, 150))).toMatchSnapshot();
  });
});
