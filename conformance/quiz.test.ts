import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { QuizResults } from "../core/protocol/index.ts";
import { roomOptions } from "../core/quiz/room-options.ts";
import { startEdgeShell } from "./edge-shell.ts";
import { aiGame, eventfulGame, plainGame } from "./quiz-scripts.ts";
import { type DrivenShell, play } from "./room-driver.ts";
import { startWorkerdShell, type WorkerdShell } from "./workerd-shell.ts";

let edge: DrivenShell;
let workerd: WorkerdShell;

beforeAll(async () => {
  [edge, workerd] = await Promise.all([startEdgeShell(), startWorkerdShell()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([edge?.stop(), workerd?.stop()]);
});

const eventful = { options: roomOptions.parse({ questions: 4, topic: "space" }), ai: false };
const withAi = { options: roomOptions.parse({ questions: 5, seconds: 10 }), ai: true };

describe("one machine, two shells", () => {
  it("sends the same bytes in an eventful game", async () => {
    const onEdge = await play(edge, { code: "22223R", ...eventful }, eventfulGame);
    const onWorkerd = await play(workerd, { code: "22223R", ...eventful }, eventfulGame);
    expect(Object.keys(onEdge)).toHaveLength(13);
    expect(onWorkerd).toEqual(onEdge);
  }, 60_000);

  it("sends the same bytes in a game with AI questions", async () => {
    const onEdge = await play(edge, { code: "22224P", ...withAi }, aiGame);
    const onWorkerd = await play(workerd, { code: "22224P", ...withAi }, aiGame);
    expect(onWorkerd).toEqual(onEdge);
    expect(JSON.stringify(onEdge)).toContain("added together");
    expect(await workerd.hash("22224P")).toBe(await edge.hash("22224P"));
  }, 60_000);
});

describe("eviction in the runtime", () => {
  it("after every event of a game, with sockets kept, changes no byte", async () => {
    const whole = await play(edge, { code: "22225N", ...eventful }, eventfulGame);
    const code = "22225N";
    const evicted = await play(workerd, { code, ...eventful }, eventfulGame, () => workerd.evict(code, "hibernate"));
    expect(evicted).toEqual(whole);
  }, 120_000);

  it("after every event of a game, with sockets closed and everybody coming back, changes no result", async () => {
    const code = "22227K";
    const plain = { options: roomOptions.parse({ questions: 3, seconds: 60, auto: false }), ai: false };
    await play(edge, { code, ...plain }, plainGame);
    const whole = await edge.results(code);
    await play(workerd, { code, ...plain }, plainGame, () => workerd.evict(code, "close"), true);
    const evicted = await workerd.results(code);
    expect(evicted.questions).toHaveLength(3);
    expect(evicted.players.flatMap(({ answers }) => answers).filter((answer) => answer !== null)).toHaveLength(6);
    expect(choices(evicted)).toEqual(choices(whole));
  }, 120_000);
});

/** Who chose what and was right; times differ, since everybody has to come back first. */
function choices({ questions, players }: QuizResults) {
  return {
    questions,
    players: players
      .toSorted((a, b) => a.player - b.player)
      .map(({ name, answers }) => [name, ...answers.map((answer) => answer && [answer.option, answer.right])]),
  };
}
