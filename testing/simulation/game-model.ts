import type { Machine } from "../../core/machine.ts";
import type { JournalEntry } from "../../core/ports.ts";
import { OPENING_LEAD_MS, OPENING_TOLERANCE_MS } from "../../core/protocol/index.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import { skeletonOf } from "../../core/quiz/names.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";
import type { Phase, QuizState } from "../../core/quiz/state.ts";
import { expectedPoints } from "./expected-points.ts";
import { insist } from "./invariants.ts";
import { momentsAfter, phaseAfter, plannedEndMs, plannedMs } from "./phase-rules.ts";
import { note, type Tally } from "./tally.ts";

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

interface Ranked {
  player: number;
  score: number;
  name: string;
  rank: number;
}

/**
 * A second opinion on a game: reads the journal fact by fact, says what must come of it, and holds the machine's
 * fold against that. It knows players, answers, points and phases by itself; questions it takes from the fold.
 */
export class GameModel {
  /** The machine's own fold of the journal. */
  readonly shadow: QuizState;
  readonly players: Known[] = [];
  readonly byGuest = new Map<string, number>();
  /** By `player:question id`. */
  readonly answers = new Map<string, Given>();
  /** How many facts there were once the question (by id) was revealed, and how many had chosen each option. */
  readonly revealed = new Map<number, { facts: number; counts: number[] }>();
  facts = 0;
  atMs = 0;
  /** Players who had not answered when the newest question was closed before its time. */
  cutOff: number[] = [];
  phase: Phase["phase"] = "lobby";
  index = -1;
  readonly #machine: Machine<Quiz>;
  readonly #tally: Tally;
  readonly #names = new Set<string>();
  /** The questions, and how many of them were shown. */
  #texts: string[] = [];
  #shown = 0;
  #ranked: { facts: number; rows: Ranked[] } | null = null;

  constructor(machine: Machine<Quiz>, tally: Tally) {
    this.#machine = machine;
    this.#tally = tally;
    this.shadow = machine.init();
  }

  /** Players who joined and have not left, highest score first, then by number. */
  get ranked(): readonly Ranked[] {
    if (this.#ranked?.facts !== this.facts) this.#ranked = { facts: this.facts, rows: this.#rank() };
    return this.#ranked.rows;
  }

  #rank(): Ranked[] {
    const here = this.players.flatMap(({ name, score, standing }, player) =>
      standing === "in" ? [{ player, name, score }] : [],
    );
    return here
      .map((one) => ({ ...one, rank: 1 + here.filter(({ score }) => score > one.score).length }))
      .sort((a, b) => b.score - a.score || a.player - b.player);
  }

  read(entry: JournalEntry<QuizFact>): void {
    insist(entry.atMs >= this.atMs, "I7", `the journal goes from ${this.atMs} to ${entry.atMs}`);
    this.atMs = entry.atMs;
    for (const fact of entry.facts) {
      this.#expect(fact);
      const stood = momentsAfter(this.shadow.phase, this.shadow.pausedAtMs ?? 0);
      this.#machine.apply(this.shadow, fact, entry.atMs);
      this.facts += 1;
      this.#compare(fact);
      if (fact.type === "resumed") this.#compareMoments(stood);
      note(this.#tally, `fact ${fact.type}`);
    }
  }

  /** Whether the fact may come now, and what it means for the model. */
  #expect(fact: QuizFact): void {
    const after = phaseAfter(fact, { phase: this.phase, index: this.index });
    if (after) {
      Object.assign(this, after);
      note(this.#tally, `phase ${after.phase}`);
    }
    switch (fact.type) {
      case "joined":
        return this.#joined(fact);
      case "left":
      case "returned":
      case "kicked":
        return this.#moved(fact);
      case "answered":
        return this.#answered(fact);
      case "revealed":
        return this.#revealed(fact);
      case "skipped":
        for (const player of this.players) player.given = null;
        for (const player of this.players) if (player.from <= fact.index) player.history[fact.index] = -1;
        return;
      case "opened":
        return this.#opened(fact);
      case "paused":
        return insist(this.shadow.pausedAtMs === null, "I6", "paused twice");
      case "resumed":
        return insist(this.shadow.pausedAtMs !== null, "I6", "resumed what was not paused");
    }
  }

  #joined({ guest, name, from }: Fact<"joined">): void {
    const { phase, locked } = this.shadow;
    insist(!this.byGuest.has(guest), "I16", `${guest} joined twice`);
    insist(!this.#names.has(skeletonOf(name)), "I16", `the name ${name} was taken`);
    insist(phase.phase !== "podium" && phase.phase !== "closed" && !locked, "I6", `joined in ${phase.phase}`);
    const open = phase.phase === "lobby" || phase.phase === "countdown";
    insist(from === Math.max(0, this.index) + (open ? 0 : 1), "I3", `joined from question ${from} on`);
    this.#names.add(skeletonOf(name));
    this.byGuest.set(guest, this.players.length);
    const history = Array<number>(from).fill(-1);
    const fresh = { standing: "in", score: 0, streak: 0, given: null, history, kickedAt: null } as const;
    this.players.push({ ...fresh, guest, name, from });
  }

  #moved({ type, player }: Fact<"left" | "returned" | "kicked">): void {
    const known = this.#player(player);
    const before = type === "returned" ? "left" : "in";
    insist(known.standing !== "kicked", "I10", `player ${player} ${type} after being kicked`);
    insist(known.standing === before, "I16", `player ${player} ${type}, but was ${known.standing}`);
    known.standing = type === "returned" ? "in" : type;
    if (type === "kicked") known.kickedAt = this.facts + 1;
  }

  #answered(fact: Fact<"answered">): void {
    const { phase, questions, options, pausedAtMs } = this.shadow;
    const { player, option, ms, rawMs, right, points } = fact;
    const known = this.#player(player);
    insist(phase.phase === "question" && pausedAtMs === null, "I2", `answered in ${phase.phase}`);
    const question = questions[phase.index];
    insist(
      known.standing === "in" && known.from <= phase.index && question !== undefined,
      "I2",
      "not theirs to answer",
    );
    const key = `${player}:${question.id}`;
    insist(known.given === null && !this.answers.has(key), "I2", `player ${player} answered twice`);
    const limitMs = phase.closesAtMs - phase.opensAtMs;
    insist(
      rawMs === this.atMs - phase.opensAtMs && rawMs >= -OPENING_TOLERANCE_MS,
      "I3",
      `answered ${rawMs} ms after the opening`,
    );
    insist(ms >= 150 && ms <= limitMs && ms >= rawMs - 150 && ms <= Math.max(150, rawMs), "I3", `${ms} of ${rawMs} ms`);
    insist(right === (option === question.right), "I3", `option ${option} taken for ${right ? "right" : "wrong"}`);
    const due = expectedPoints({ right, ms }, limitMs, options.scoring, known.streak);
    insist(points === due, "I3", `${points} points instead of ${due}`);
    known.given = { option, ms, points, right };
    this.answers.set(key, known.given);
    note(this.#tally, right ? "answer right" : "answer wrong");
  }

  #opened({ opensAtMs, closesAtMs }: Fact<"opened">): void {
    const { phase, options } = this.shadow;
    const plannedMs = phase.phase === "countdown" ? phase.opensAtMs : 0;
    const soonMs = opensAtMs - this.atMs;
    insist(opensAtMs >= plannedMs && soonMs >= OPENING_LEAD_MS, "I18", `opens in ${soonMs} ms, planned ${plannedMs}`);
    insist(this.atMs >= plannedMs - OPENING_LEAD_MS, "I18", `sent ${plannedMs - this.atMs} ms ahead`);
    insist(closesAtMs - opensAtMs === options.seconds * 1_000, "I18", `open for ${closesAtMs - opensAtMs} ms`);
  }

  #revealed({ index, nextAtMs }: Fact<"revealed">): void {
    this.#early();
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
    const id = this.shadow.questions[index]?.id ?? -1;
    insist(!this.revealed.has(id), "I6", `question ${id} was revealed twice`);
    insist((nextAtMs !== null) === this.shadow.options.auto, "I6", "the reveal waits for the wrong thing");
    this.revealed.set(id, { facts: this.facts + 1, counts });
  }

  /** Who had not answered when the question was closed before its time. */
  #early(): void {
    const { phase } = this.shadow;
    if (phase.phase !== "question" || this.atMs >= phase.closesAtMs) return;
    this.cutOff = this.players.flatMap(({ standing, from, given }, player) =>
      standing === "in" && from <= phase.index && !given ? [player] : [],
    );
  }

  /** The machine's fold against the model. */
  #compare(fact: QuizFact): void {
    const { shadow } = this;
    const index = "index" in shadow.phase ? shadow.phase.index : -1;
    const stands = `${shadow.phase.phase} ${index}, not ${this.phase} ${this.index}`;
    insist(shadow.phase.phase === this.phase && index === this.index, "I6", `${fact.type} led to ${stands}`);
    const { phase } = shadow;
    const endMs = plannedEndMs(phase);
    if (endMs !== null) {
      const standsMs = endMs - (shadow.pausedAtMs ?? this.atMs);
      insist(standsMs <= plannedMs(phase, shadow.options), "I18", `${phase.phase} has ${standsMs} ms left`);
    }
    this.#comparePlayers();
    this.#compareQuestions(fact);
  }

  /** [Q34] Everything is as far away as when the game was stopped. */
  #compareMoments(before: string): void {
    const now = momentsAfter(this.shadow.phase, this.atMs);
    insist(now === before, "I18", `resumed with ${now} ms to go instead of ${before}`);
  }

  #comparePlayers(): void {
    const { players } = this.shadow;
    insist(players.length === this.players.length, "I16", `${players.length} players, not ${this.players.length}`);
    this.players.forEach((known, number) => {
      const { score, streak, history, answer, standing } = this.shadow.players[number] ?? this.#lost(number);
      insist(score >= known.score, "I4", `player ${number} has ${score} points, not ${known.score}`);
      const isOut = known.standing === "kicked";
      insist(
        standing === known.standing,
        isOut ? "I10" : "I16",
        `player ${number} is ${standing}, not ${known.standing}`,
      );
      const same = score === known.score && streak === known.streak;
      const owed = `player ${number}: ${score} points, streak ${streak}; due ${JSON.stringify(known)}`;
      insist(same && answer?.points === known.given?.points, "I3", owed);
      insist(history.join() === known.history.join(), "I3", `player ${number} has ${history}, not ${known.history}`);
    });
  }

  #compareQuestions(fact: QuizFact): void {
    const { questions, phase } = this.shadow;
    const changes = ["created", "replaced", "written", "deleted", "moved"].includes(fact.type);
    if (changes) {
      insist(questions.length > 0, "I19", "no question is left");
      insist(new Set(questions.map(({ id }) => id)).size === questions.length, "I19", "two questions have one id");
      for (const { options, right } of questions) {
        insist(new Set(options).size === 4 && right in options, "I19", `options ${options}, right ${right}`);
      }
    }
    const texts = questions.map((question) => JSON.stringify(question));
    texts.forEach((text, index) => {
      const isFixed = !changes || index < this.#shown;
      insist(!isFixed || text === this.#texts[index], "I19", () => `${this.#texts[index]} has become ${text}`);
    });
    this.#texts = texts;
    if (phase.phase === "question") this.#shown = phase.index + 1;
  }

  #player(number: number): Known {
    return this.players[number] ?? this.#lost(number);
  }

  #lost(number: number): never {
    throw new Error(`there is no player ${number}`);
  }
}
