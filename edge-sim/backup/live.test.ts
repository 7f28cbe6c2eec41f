import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { edgeCommand } from "../../bench/servers/edge.ts";
import { freshFolder } from "../../bench/servers/folders.ts";
import { freePort, ServerProcess } from "../../bench/servers/server-process.ts";
import { Person, post } from "../../conformance/http-game.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import { SqlJournal } from "../../core/sql-journal.ts";
import { FileSql } from "../file-sql.ts";
import { backUp } from "./back-up.ts";
import { restore } from "./restore.ts";

const ROOMS = 3;
const PLAYERS = 8;
const BACKUPS = 6;

const folder = freshFolder("live-backup");
const servers: ServerProcess[] = [];

afterAll(async () => {
  for (const server of servers) await server.kill();
  folder.remove();
});

async function startNode(name: string): Promise<URL> {
  const port = await freePort();
  mkdirSync(join(folder.path, name), { recursive: true });
  servers.push(await ServerProcess.start(edgeCommand({ folder: join(folder.path, name), port })));
  return new URL(`http://127.0.0.1:${port}`);
}

/** A game that goes on, question after question, as fast as its players answer. */
class Game {
  readonly code: string;
  readonly hostToken: string;
  readonly #host: Person;
  readonly #players: Person[];

  private constructor(made: { code: string; hostToken: string }, host: Person, players: Person[]) {
    this.code = made.code;
    this.hostToken = made.hostToken;
    this.#host = host;
    this.#players = players;
  }

  static async start(base: URL): Promise<Game> {
    const wishes = { questions: 50, seconds: 120, auto: false };
    const made = await post<{ code: string; hostToken: string }>(new URL("/api/v1/rooms", base), wishes);
    const host = await Person.enter(base, made.code, "host", made.hostToken);
    const players: Person[] = [];
    for (let i = 0; i < PLAYERS; i++) {
      const { token } = await post<{ token: string }>(new URL("/api/v1/sessions", base), {});
      const player = await Person.enter(base, made.code, "player", token);
      player.say({ t: "join", id: 1, name: `Player ${i}` });
      await player.until(() => player.state?.you?.name === `Player ${i}`);
      players.push(player);
    }
    host.say({ t: "start", id: 1 });
    return new Game(made, host, players);
  }

  async play(isEnough: () => boolean): Promise<void> {
    for (let id = 2; !isEnough(); id += 2) {
      for (const player of this.#players) await player.until(() => player.now?.phase === "question");
      await this.#answerAll(id);
      const { now } = this.#host;
      await this.#host.until(() => this.#host.now?.phase === "reveal");
      this.#host.say({ t: "next", id });
      await this.#host.until(() => this.#host.now?.phase !== "reveal" || this.#host.now === now);
      if (this.#host.now?.phase === "standings") this.#host.say({ t: "next", id: id + 1 });
    }
    for (const person of [this.#host, ...this.#players]) person.close();
  }

  /** Spread over a quarter of a second, so that answers come at any moment of a backup. */
  async #answerAll(id: number): Promise<void> {
    for (const [at, player] of this.#players.entries()) {
      const { now } = player;
      if (now?.phase !== "question") throw new Error("no question");
      await new Promise((resolve) => setTimeout(resolve, Math.max(30, now.opensAt + 20 - Date.now())));
      player.say({ t: "answer", id, question: now.question.id, option: at % 2 });
    }
  }

  /** What the server has said to be accepted so far: `player nth`. They joined one after the other. */
  accepted(): string[] {
    return this.#players.flatMap(({ frames }, player) => {
      const accepted = frames.filter(({ t }) => t === "accepted");
      return accepted.map((_frame, nth) => `${player} ${nth}`);
    });
  }
}

/** The answers in the file of a room, each player's counted from 0. */
function answersIn(dataFolder: string, code: string): Set<string> {
  const sql = new FileSql(join(dataFolder, "rooms", `${code}.sqlite`));
  const counts = new Map<number, number>();
  const answers = new Set<string>();
  for (const { facts } of new SqlJournal<QuizFact>(sql).all()) {
    for (const fact of facts) {
      if (fact.type !== "answered") continue;
      const nth = counts.get(fact.player) ?? 0;
      counts.set(fact.player, nth + 1);
      answers.add(`${fact.player} ${nth}`);
    }
  }
  sql.close();
  return answers;
}

describe("a backup of a node that is played on", () => {
  it("has every answer that was acknowledged before it began, and a node goes on with it", async () => {
    const base = await startNode("first");
    const games = await Promise.all(Array.from({ length: ROOMS }, () => Game.start(base)));
    let isEnough = false;
    const playing = games.map((game) => game.play(() => isEnough));
    const dataFolder = join(folder.path, "first", "data");
    const found: { before: number; during: number; restored: number }[] = [];
    const acceptedInAll = () => games.reduce((sum, game) => sum + game.accepted().length, 0);
    for (let n = 0; n < BACKUPS; n++) {
      const enough = acceptedInAll() + 5;
      while (acceptedInAll() < enough) await Promise.race([...playing, new Promise((done) => setTimeout(done, 5))]);
      const before = games.map((game) => game.accepted());
      const file = join(folder.path, `backup-${n}.tar.gz`);
      const report = await backUp({ dataFolder, file, nodeName: "Attic", version: "1", nowMs: Date.now() });
      const during = games.map((game) => game.accepted());
      expect(report.leftOut).toEqual([]);
      const into = join(folder.path, `restored-${n}`, "data");
      await restore({ file, dataFolder: into, nowMs: Date.now() });
      for (const [at, game] of games.entries()) {
        const answers = answersIn(into, game.code);
        expect((before[at] ?? []).filter((one) => !answers.has(one))).toEqual([]);
      }
      const count = (lists: readonly (readonly string[])[]) => lists.reduce((sum, list) => sum + list.length, 0);
      const restored = games.reduce((sum, game) => sum + answersIn(into, game.code).size, 0);
      found.push({ before: count(before), during: count(during), restored });
    }
    isEnough = true;
    await Promise.all(playing);
    // Answers went on while it was saved, or the test has tested nothing.
    expect(
      found.some(({ before, during }) => during > before),
      JSON.stringify(found),
    ).toBe(true);
    expect(found.at(-1)?.restored).toBeGreaterThan(20);
    for (const server of servers) await server.stop();

    const again = await startNode(`restored-${BACKUPS - 1}`);
    for (const { code, hostToken } of games) {
      const headers = { authorization: `Bearer ${hostToken}` };
      const response = await fetch(new URL(`/api/v1/rooms/${code}/results`, again), { headers });
      expect([code, response.status]).toEqual([code, 200]);
    }
  }, 90_000);
});
