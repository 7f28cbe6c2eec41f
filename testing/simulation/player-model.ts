import { OPENING_TOLERANCE_MS } from "../../core/protocol/index.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import { skeletonOf } from "../../core/quiz/names.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { expectedPoints } from "./expected-points.ts";
import { insist } from "./invariants.ts";

type Fact<T extends QuizFact["type"]> = QuizFact & { type: T };

/** An answer as the journal has it. */
export interface Given {
  option: number;
  ms: number;
  points: number;
  right: boolean;
}

/** A player as the facts tell, kept apart from the machine's own state. */
export interface Known {
  readonly guest: string;
  readonly name: string;
  readonly from: number;
  standing: "in" | "left" | "kicked";
  score: number;
  streak: number;
  given: Given | null;
  history: number[];
  /** How many facts there were when they were kicked. */
  kickedAt: number | null;
}

export interface Ranked {
  player: number;
  score: number;
  name: string;
  rank: number;
}

/** Players, answers and points by the rules, worked out a second time from the facts alone. */
export class PlayerModel {
  readonly players: Known[] = [];
  readonly byGuest = new Map<string, number>();
  /** By `player:question id`. */
  readonly answers = new Map<string, Given>();
  readonly #names = new Set<string>();

  /** Players who joined and have not left, highest score first, then by number. */
  ranked(): Ranked[] {
    const here = this.players.flatMap(({ name, score, standing }, player) =>
      standing === "in" ? [{ player, name, score }] : [],
    );
    return here
      .map((one) => ({ ...one, rank: 1 + here.filter(({ score }) => score > one.score).length }))
      .sort((a, b) => b.score - a.score || a.player - b.player);
  }

  /** Those whom the question counts for and who have not answered it. */
  unanswered(index: number): number[] {
    return this.players.flatMap(({ standing, from, given }, player) =>
      standing === "in" && from <= index && !given ? [player] : [],
    );
  }

  joined({ guest, name, from }: Fact<"joined">, { phase, locked }: QuizState): void {
    insist(!this.byGuest.has(guest), "I16", `${guest} joined twice`);
    insist(!this.#names.has(skeletonOf(name)), "I16", `the name ${name} was taken`);
    insist(phase.phase !== "podium" && phase.phase !== "closed" && !locked, "I6", `joined in ${phase.phase}`);
    const isOpen = phase.phase === "lobby" || phase.phase === "countdown";
    const index = "index" in phase ? phase.index : 0;
    insist(from === index + (isOpen ? 0 : 1), "I3", `joined from question ${from} on`);
    this.#names.add(skeletonOf(name));
    this.byGuest.set(guest, this.players.length);
    const history = Array<number>(from).fill(-1);
    const fresh = { standing: "in", score: 0, streak: 0, given: null, history, kickedAt: null } as const;
    this.players.push({ ...fresh, guest, name, from });
  }

  /** @param facts how many facts there are with this one */
  moved({ type, player }: Fact<"left" | "returned" | "kicked">, facts: number): void {
    const known = this.#player(player);
    const before = type === "returned" ? "left" : "in";
    insist(known.standing !== "kicked", "I10", `player ${player} ${type} after being kicked`);
    insist(known.standing === before, "I16", `player ${player} ${type}, but was ${known.standing}`);
    known.standing = type === "returned" ? "in" : type;
    if (type === "kicked") known.kickedAt = facts;
  }

  answered(fact: Fact<"answered">, { phase, questions, options, pausedAtMs }: QuizState, atMs: number): void {
    const { player, option, ms, rawMs, right, points } = fact;
    const known = this.#player(player);
    insist(phase.phase === "question" && pausedAtMs === null, "I2", `answered in ${phase.phase}`);
    const question = questions[phase.index];
    const isTheirs = known.standing === "in" && known.from <= phase.index;
    insist(isTheirs && question !== undefined, "I2", "not theirs to answer");
    const key = `${player}:${question.id}`;
    insist(known.given === null && !this.answers.has(key), "I2", `player ${player} answered twice`);
    const limitMs = phase.closesAtMs - phase.opensAtMs;
    const isTold = rawMs === atMs - phase.opensAtMs && rawMs >= -OPENING_TOLERANCE_MS;
    insist(isTold, "I3", `answered ${rawMs} ms after the opening`);
    insist(ms >= 150 && ms <= limitMs && ms >= rawMs - 150 && ms <= Math.max(150, rawMs), "I3", `${ms} of ${rawMs} ms`);
    insist(right === (option === question.right), "I3", `option ${option} taken for ${right ? "right" : "wrong"}`);
    const due = expectedPoints({ right, ms }, limitMs, options.scoring, known.streak);
    insist(points === due, "I3", `${points} points instead of ${due}`);
    known.given = { option, ms, points, right };
    this.answers.set(key, known.given);
  }

  /** The question is over; gives how many chose each option. */
  scored(index: number): number[] {
    const counts = [0, 0, 0, 0];
    for (const player of this.players) {
      const given = player.given;
      player.given = null;
      if (player.from > index) continue;
      if (given) counts[given.option] = (counts[given.option] ?? 0) + 1;
      player.score += given?.points ?? 0;
      player.streak = given?.right ? player.streak + 1 : 0;
      player.history[index] = given?.points ?? 0;
    }
    return counts;
  }

  skipped(index: number): void {
    for (const player of this.players) {
      player.given = null;
      if (player.from <= index) player.history[index] = -1;
    }
  }

  /** The machine's players against these. */
  compare({ players }: QuizState): void {
    insist(players.length === this.players.length, "I16", `${players.length} players, not ${this.players.length}`);
    players.forEach(({ score, streak, history, answer, standing }, number) => {
      const known = this.#player(number);
      const isOut = known.standing === "kicked";
      const stands = `player ${number} is ${standing}, not ${known.standing}`;
      insist(standing === known.standing, isOut ? "I10" : "I16", stands);
      insist(score >= known.score, "I4", `player ${number} has ${score} points, not ${known.score}`);
      const same = score === known.score && streak === known.streak && answer?.points === known.given?.points;
      insist(same, "I3", () => `player ${number}: ${score} points, streak ${streak}; due ${JSON.stringify(known)}`);
      insist(history.join() === known.history.join(), "I3", `player ${number} has ${history}, not ${known.history}`);
    });
  }

  #player(number: number): Known {
    const known = this.players[number];
    insist(known !== undefined, "I16", `there is no player ${number}`);
    return known;
  }
}
