import { createConnection } from "node:net";
import { describe, expect, it } from "vitest";
import { QUESTIONS_MAX } from "../core/protocol/index.ts";
import { bank } from "../core/quiz/bank/index.ts";
import { checkDraft, isLongestRight } from "../core/quiz/check-question.ts";
import type { Draft, Question } from "../core/quiz/question.ts";
import { FACTS, factDraft } from "./fake-ai-facts.ts";
import { startFakeAi } from "./fake-ai-server.ts";

describe("the fake AI's questions", () => {
  const room = bank.en.flatMap(({ questions }) => questions).map((draft, id) => inRoom(draft, id));

  it("pass a room's check beside each other and the whole bank", () => {
    for (let number = 0; number < FACTS + 10; number++) {
      const draft = factDraft(number);
      expect(
        checkDraft(draft, room, () => true),
        draft.stem,
      ).toMatchObject({ ok: true });
      room.push(inRoom(draft, room.length));
    }
  });

  it("do not give the right answer away by its length", () => {
    const longest = Array.from({ length: FACTS }, (_, number) => inRoom(factDraft(number), number)).filter(
      isLongestRight,
    );
    expect(longest).toEqual([]);
  });

  it("are enough for the longest quiz", () => {
    expect(FACTS).toBeGreaterThanOrEqual(QUESTIONS_MAX);
  });

  function inRoom({ level, stem, right, wrong, because }: Draft, id: number): Question {
    return { id, origin: "ai", level, stem, options: [right, ...wrong], right: 0, because };
  }
});

describe("the fake AI's server", () => {
  it("ends hanging connections when it closes", async () => {
    const fake = await startFakeAi();
    const socket = createConnection(Number(new URL(fake.url).port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    fake.mode = "hang-mid-body";
    const body = JSON.stringify({ messages: [{ role: "user", content: '<order>\n{"count":1,"avoid":[]}\n</order>' }] });
    const head = `POST /openai/v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(head + body);
    await new Promise((resolve) => socket.once("data", resolve));
    expect(fake.connections).toBe(1);
    await fake.close();
    await closed;
    expect(fake.connections).toBe(0);
  });

  it("answers 404 at other addresses", async () => {
    const fake = await startFakeAi();
    const response = await fetch(`${fake.url}/v1/chat/completions`, { method: "POST" });
    expect(response.status).toBe(404);
    expect(fake.requests).toHaveLength(0);
    await fake.close();
  });
});
