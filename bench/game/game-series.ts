import type { LoadReport } from "../load/job.ts";
import { load } from "../load/job-for.ts";
import { median, round } from "../measure/quantiles.ts";
import type { Entry } from "../servers/contestants.ts";

/** What is played on every server, in turn. */
export interface GameWish {
  players: number;
  questions: number;
  /** Seconds within which everybody answers. */
  within: number;
  /** Games on each server. */
  repeat: number;
}

/** What a game cost, as a number. */
export type Figure = (report: LoadReport) => number;

/** Server CPU for each message of the game. */
export const cpuPerMessage: Figure = ({ game }) => (game.cpuMs * 1_000) / game.delivered;

/** The broadcasts alone: no answers, no commits. */
export const cpuPerBroadcastMessage: Figure = ({ fanOut }) => (fanOut.cpuMs * 1_000) / fanOut.delivered;

/** The series of games on each server, by its name. */
export class GameSeries {
  readonly games: Map<string, LoadReport[]>;
  readonly #wish: GameWish;

  private constructor(names: readonly string[], wish: GameWish) {
    this.games = new Map(names.map((name) => [name, []]));
    this.#wish = wish;
  }

  static async play(entries: readonly (readonly [name: string, entry: Entry])[], wish: GameWish): Promise<GameSeries> {
    const series = new GameSeries(
      entries.map(([name]) => name),
      wish,
    );
    for (let i = 0; i < wish.repeat; i++) {
      // Neighbours in time are compared, now one first and now the other: a slow minute hits both.
      for (const [name, entry] of i % 2 === 0 ? entries : entries.toReversed()) {
        const report = await play(entry, wish, i);
        series.games.get(name)?.push(report);
        const figures = `${round(cpuPerMessage(report), 1)} µs CPU a message, ${round(cpuPerBroadcastMessage(report), 1)} in broadcasts`;
        console.error(`game ${i + 1}/${wish.repeat}  ${name.padEnd(20)} ${figures}`);
      }
    }
    return series;
  }

  /** Everything the game needs, whatever it is sent in: messages differ between wires. */
  readonly cpuPerPlayer: Figure = ({ game, players }) => (game.cpuMs * 1_000) / players / this.#wish.questions;

  /** The median of the ratios of neighbouring games; `null` where one of them did not play. */
  ratio(name: string, peer: string, figure: Figure): number | null {
    const theirs = this.games.get(peer) ?? [];
    const mine = this.games.get(name) ?? [];
    const ratios = mine.flatMap((report, i) => (theirs[i] ? [figure(report) / figure(theirs[i])] : []));
    return ratios.length > 0 ? round(median(ratios)) : null;
  }

  /** Everybody joined, saw the podium, and nothing went wrong. */
  get isWhole(): boolean {
    return [...this.games.values()]
      .flat()
      .every(
        ({ failures, joined, podiums }) =>
          Object.keys(failures).length === 0 && joined === podiums && joined === this.#wish.players,
      );
  }
}

async function play(entry: Entry, { players, questions, within }: GameWish, seed: number): Promise<LoadReport> {
  const contestant = await entry({ questions, seconds: 20 });
  try {
    const answerWithinMs = within * 1_000;
    return await load(contestant, { players, joiningAtOnce: players, rounds: questions, answerWithinMs, seed });
  } finally {
    await contestant.stop();
  }
}
