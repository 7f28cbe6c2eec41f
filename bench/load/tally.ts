import { costOf, type ProcessCost } from "../measure/process-cost.ts";
import { quantilesOf, round } from "../measure/quantiles.ts";
import type { LoadReport, PartReport } from "./job.ts";

/** Milliseconds since 1970, with fractions; steady. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

const nothing: PartReport = { ms: 0, cpuMs: 0, delivered: 0, deliveredBytes: 0 };

/** Counts and times of one run; any kind of players fills it in. */
export class Tally {
  delivered = 0;
  deliveredBytes = 0;
  joined = 0;
  joinAllMs = 0;
  answersSent = 0;
  lateQuestions = 0;
  framesMissing = 0;
  podiums = 0;
  readonly joinMs: number[] = [];
  readonly fanOutMs: number[] = [];
  readonly revealMs: number[] = [];
  readonly ackMs: number[] = [];
  readonly failures: Record<string, number> = {};
  joins: PartReport = nothing;
  game: PartReport = nothing;
  fanOut: PartReport = nothing;
  readonly #players: number;
  readonly #group: number;
  readonly #empty: ProcessCost;
  #joined: ProcessCost;

  constructor(players: number, group: number) {
    this.#players = players;
    this.#group = group;
    this.#empty = costOf(group);
    this.#joined = this.#empty;
  }

  failed(what: string): void {
    this.failures[what] = (this.failures[what] ?? 0) + 1;
  }

  /** Measures what a part of the run costs the server. */
  async part(run: () => Promise<void>): Promise<PartReport> {
    const { delivered, deliveredBytes } = this;
    const startMs = nowMs();
    const before = costOf(this.#group);
    await run();
    return {
      ms: round(nowMs() - startMs),
      cpuMs: round(costOf(this.#group).cpuMs - before.cpuMs),
      delivered: this.delivered - delivered,
      deliveredBytes: this.deliveredBytes - deliveredBytes,
    };
  }

  /** A broadcast, to be added to the others. */
  async broadcast(run: () => Promise<void>): Promise<void> {
    const part = await this.part(run);
    this.fanOut = {
      ms: round(this.fanOut.ms + part.ms),
      cpuMs: round(this.fanOut.cpuMs + part.cpuMs),
      delivered: this.fanOut.delivered + part.delivered,
      deliveredBytes: this.fanOut.deliveredBytes + part.deliveredBytes,
    };
  }

  /** Everybody who will be in is in. */
  everybodyIn(): void {
    this.#joined = costOf(this.#group);
  }

  report(): LoadReport {
    return {
      players: this.#players,
      joined: this.joined,
      joinMs: quantilesOf(this.joinMs),
      joinAllMs: round(this.joinAllMs),
      joins: this.joins,
      game: this.game,
      fanOut: this.fanOut,
      fanOutMs: quantilesOf(this.fanOutMs),
      revealMs: quantilesOf(this.revealMs),
      ackMs: quantilesOf(this.ackMs),
      lateQuestions: this.lateQuestions,
      answersSent: this.answersSent,
      answersAccepted: this.ackMs.length,
      framesMissing: this.framesMissing,
      podiums: this.podiums,
      failures: this.failures,
      cost: { empty: this.#empty, joined: this.#joined, end: costOf(this.#group) },
      generatorCpuMs: round((process.cpuUsage().user + process.cpuUsage().system) / 1_000),
    };
  }
}
