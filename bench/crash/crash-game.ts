import { createHttpApi, type HttpApi } from "../../client/http-api.ts";
import type { CreatedRoom, QuizResults } from "../../core/protocol/index.ts";
import { pause } from "../load/gate.ts";
import { CrashHost } from "./crash-host.ts";
import { CrashPlayer } from "./crash-player.ts";
import { csvFaults, type KnownPlayer, resultFaults } from "./faults.ts";

/** A game that is played while its server dies. */
export interface GameWish {
  url: string;
  players: number;
  questions: number;
  seconds: number;
  /** Whether the host stays and hurries the game on; else it goes on by itself. */
  hostStays: boolean;
  /** Whether all should have been at the podium by now; unless it is said, after 150 s. */
  isLate?: () => boolean;
  random: () => number;
}

/** What became of a game. */
export interface GameReport {
  hostStayed: boolean;
  answersAcknowledged: number;
  reachedPodium: boolean;
  /** What went against the promise: nothing acknowledged is lost, and the game goes on. */
  faults: string[];
  room: CreatedRoom;
}

const PODIUM_WITHIN_MS = 150_000;
const CALL_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** One room with its people. */
export class CrashGame {
  readonly #wish: GameWish;
  readonly #api: HttpApi;
  readonly #players: CrashPlayer[] = [];
  #host: CrashHost | null = null;

  constructor(wish: GameWish) {
    this.#wish = wish;
    this.#api = createHttpApi({ origin: wish.url });
  }

  /** Where the game stands, as its first player sees it. */
  get phase(): string {
    return this.#players[0]?.state.view?.now.phase ?? "opening";
  }

  /** Those who wait between two tries try now. Half of them only: the others come when their own wait is over. */
  hurry(): void {
    this.#host?.hurry();
    this.#players.forEach((player, i) => {
      if (i % 2 === 0) player.hurry();
    });
  }

  /** Plays the whole game, and checks it against what was acknowledged. */
  async play(): Promise<GameReport> {
    const { url, players, questions, seconds, hostStays, random } = this.#wish;
    const room = await persist(() => this.#api.createRoom({ questions, seconds, topic: "space" }));
    for (let i = 0; i < players; i++) {
      const token = await persist(() => this.#api.createSession());
      this.#players.push(new CrashPlayer(`Player ${i}`, url, room.code, token, random));
    }
    const everybodyIn = () => this.#players.every(({ joined }) => joined);
    this.#host = new CrashHost(url, room.code, room.hostToken, { stays: hostStays, everybodyIn });
    const reachedPodium = await this.#podium();
    const faults = reachedPodium ? await this.#check(room) : [`the game stands at ${this.phase}`];
    for (const player of this.#players) player.stop();
    this.#host.stop();
    return {
      hostStayed: hostStays,
      answersAcknowledged: this.#players.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
      reachedPodium,
      faults: [...faults, ...this.#players.flatMap((player) => player.faults)].map((fault) => `${room.code} ${fault}`),
      room,
    };
  }

  async #podium(): Promise<boolean> {
    const until = performance.now() + PODIUM_WITHIN_MS;
    const { isLate = () => performance.now() > until } = this.#wish;
    while (!isLate()) {
      if (this.#players.every(({ atPodium }) => atPodium)) return true;
      await pause(LOOK_EVERY_MS);
    }
    return false;
  }

  async #check({ code, hostToken }: CreatedRoom): Promise<string[]> {
    const results: QuizResults = await persist(() => this.#api.results(code, hostToken));
    const csv = await persist(() => this.#api.resultsCsv(code, hostToken));
    const known: KnownPlayer[] = this.#players.map(({ name, sent, acknowledged, state }) => ({
      name,
      sent,
      acknowledged,
      score: state.you?.score ?? -1,
    }));
    return [...resultFaults(results, known, this.#wish.questions), ...csvFaults(csv, results)];
  }
}

/** Calls again while the server is down. */
export async function persist<T>(call: () => Promise<T>): Promise<T> {
  const until = performance.now() + CALL_WITHIN_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(LOOK_EVERY_MS);
    }
  }
}
