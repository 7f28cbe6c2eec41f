import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import type { HostView } from "../core/protocol/index.ts";
import { GENERATION_MS } from "../core/protocol/index.ts";
import { type EdgeNode, startEdgeNode } from "../edge-sim/edge-node.ts";
import { type FakeAi, type FakeAiMode, startFakeAi } from "../testing/fake-ai-server.ts";
import { Person, post } from "./http-game.ts";

/** [Q20] Whatever the AI does. */
const FIRST_QUESTION_WITHIN_MS = 3_000;

const modes: FakeAiMode[] = [
  "good",
  "slow",
  "hang-before-headers",
  "hang-mid-body",
  "401",
  "404-model",
  "429",
  "500",
  "truncated-json",
  "wrong-shape",
  "refusal",
  "duplicates",
  "closes-connection",
];

/** A server whose AI is the fake one; each AI mode has its own. */
interface Server {
  url: URL;
  stop(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), "skerry-ai-"));

async function edgeServer(ai: FakeAi, name: string): Promise<Server> {
  const config = {
    host: "127.0.0.1",
    port: 0,
    dataFolder: join(folder, name),
    pagesFolder: resolve(import.meta.dirname, "../dist/web"),
    hosts: [],
    origins: [],
    metricsToken: null,
    secret: null,
  };
  const node: EdgeNode = await startEdgeNode(config, { GROQ_BASE_URL: ai.url }, () => undefined);
  return { url: new URL(`http://127.0.0.1:${node.port}`), stop: () => node.stop() };
}

async function workerdServer(ai: FakeAi): Promise<Server> {
  const harness = createTestHarness({
    workers: [{ configPath: new URL("../wrangler.toml", import.meta.url), vars: { GROQ_BASE_URL: ai.url } }],
  });
  const { url } = await harness.listen();
  return { url, stop: () => harness.close() };
}

interface Seen {
  firstQuestionMs: number;
  host: Person;
}

/** A player joins and the host starts at once, while the AI is at work. */
async function startAtOnce(url: URL): Promise<Seen> {
  const made = await post<{ code: string; hostToken: string }>(new URL("/api/v1/rooms", url), { questions: 5 });
  const host = await Person.enter(url, made.code, "host", made.hostToken);
  const { token } = await post<{ token: string }>(new URL("/api/v1/sessions", url), {});
  const player = await Person.enter(url, made.code, "player", token);
  player.say({ t: "join", id: 1, name: "Anna" });
  await player.until(() => player.state?.you?.name === "Anna");
  const startedMs = performance.now();
  host.say({ t: "start", id: 2 });
  await player.until(() => player.now?.phase === "question");
  return { firstQuestionMs: performance.now() - startedMs, host };
}

/** A room left in its lobby until the AI is done. */
async function awaitWriting(url: URL, options: object): Promise<HostView> {
  const made = await post<{ code: string; hostToken: string }>(new URL("/api/v1/rooms", url), options);
  const host = await Person.enter(url, made.code, "host", made.hostToken);
  await host.until(() => host.state?.host?.wrote !== undefined, GENERATION_MS + 2_000);
  host.close();
  return host.state?.host as HostView;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("[G5] question 1 is on screen within 3 s of Start", () => {
  for (const mode of modes) {
    it.concurrent(`when the AI is: ${mode}`, async () => {
      const ai = await startFakeAi();
      ai.mode = mode;
      const server = await edgeServer(ai, mode);
      try {
        const { firstQuestionMs, host } = await startAtOnce(server.url);
        expect(firstQuestionMs).toBeLessThan(FIRST_QUESTION_WITHIN_MS);
        host.close();
      } finally {
        await server.stop();
        await ai.close();
      }
    }, 60_000);
  }
});

describe.each(["edge node", "workerd"])("the AI and the room on %s", (where) => {
  let ai: FakeAi;
  let server: Server;

  beforeAll(async () => {
    ai = await startFakeAi();
    server = await (where === "workerd" ? workerdServer(ai) : edgeServer(ai, "room"));
  }, 60_000);

  afterAll(async () => {
    await server?.stop();
    await ai?.close();
  });

  it("[G1] replaces every question when it works, three first", async () => {
    ai.mode = "good";
    const view = await awaitWriting(server.url, { questions: 12, topic: "sums" });
    expect(view.wrote).toEqual({ questions: 12, of: 12 });
    expect(view.list?.map(({ origin }) => origin)).toEqual(Array(12).fill("ai"));
    expect(view.notices).not.toContain("NO_AI");
  }, 60_000);

  it("[G4] says so when it fails, and the bank's questions stand", async () => {
    ai.mode = "500";
    const view = await awaitWriting(server.url, { questions: 4 });
    expect(view.wrote).toMatchObject({ questions: 0, of: 4, failed: { code: "AI_UNAVAILABLE" } });
    expect(view.list?.map(({ origin }) => origin)).toEqual(Array(4).fill("bank"));
  }, 60_000);

  it("[G4] gives up after 20 s when it hangs in the middle of an answer", async () => {
    ai.mode = "hang-mid-body";
    const startedMs = performance.now();
    const view = await awaitWriting(server.url, { questions: 4 });
    expect(performance.now() - startedMs).toBeLessThan(GENERATION_MS + 1_500);
    expect(view.wrote).toMatchObject({ questions: 0, failed: { code: "AI_TIMEOUT" } });
    expect(view.list).toHaveLength(4);
  }, 60_000);

  it("plays AI questions in a game that began while they were written", async () => {
    ai.mode = "slow";
    ai.delayMs = 500;
    const { host, firstQuestionMs } = await startAtOnce(server.url);
    expect(firstQuestionMs).toBeLessThan(FIRST_QUESTION_WITHIN_MS);
    await host.until(() => (host.state?.host?.wrote?.questions ?? 0) >= 3);
    host.close();
  }, 60_000);
});
