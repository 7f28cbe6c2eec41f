import type { Machine } from "../../core/machine.ts";
import type { JournalEntry } from "../../core/ports.ts";
import { OPENING_LEAD_MS } from "../../core/protocol/index.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";
import type { Phase, QuizState } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";
import { momentsAfter, phaseAfter, plannedEndMs, plannedMs } from "./phase-rules.ts";
import { type Given, type Known, PlayerModel, type Ranked } from "./player-model.ts";
import { QuestionWatch } from "./question-watch.ts";
import { note, type Tally } from "./tally.ts";

type Fact<T extends QuizFact["type"]> = QuizFact & { type: T };

/**
 * A second opinion on a game: reads the journal fact by fact, says what must come of it, and holds the machine's
 * fold against that. It knows players, answers, points and phases by itself; questions it takes from the fold.
 */
export class GameModel {
  /** The machine's own fold of the journal. */
  readonly shadow: QuizState;
  /** How many facts there were once the question (by id) was revealed, and how many had chosen each option. */
  readonly revealed = new Map<number, { facts: number; counts: number[] }>();
  facts = 0;
  atMs = 0;
  /** Players who had not answered when the newest question was closed before its time. */
  cutOff: number[] = [];
  readonly #machine: Machine<Quiz>;
  readonly #tally: Tally;
  readonly #people = new PlayerModel();
  readonly #questions = new QuestionWatch();
  #at: { phase: Phase["phase"]; index: number } = { phase: "lobby", index: -1 };
  #ranked: { facts: number; rows: Ranked[] } | null = null;

  constructor(machine: Machine<Quiz>, tally: Tally) {
    this.#machine = machine;
    this.#tally = tally;
    this.shadow = machine.init();
  }

  get players(): readonly Known[] {
    return this.#people.players;
  }

  get byGuest(): ReadonlyMap<string, number> {
    return this.#people.byGuest;
  }

  /** By `player:question id`. */
  get answers(): ReadonlyMap<string, Given> {
    return this.#people.answers;
  }

  /** Players who joined and have not left, highest score first, then by number. */
  get ranked(): readonly Ranked[] {
    if (this.#ranked?.facts !== this.facts) this.#ranked = { facts: this.facts, rows: this.#people.ranked() };
    return this.#ranked.rows;
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
    const after = phaseAfter(fact, this.#at);
    if (after) note(this.#tally, `phase ${after.phase}`);
    this.#at = after ?? this.#at;
    switch (fact.type) {
      case "joined":
        return this.#people.joined(fact, this.shadow);
      case "left":
      case "returned":
      case "kicked":
        return this.#people.moved(fact, this.facts + 1);
      case "opened":
        return this.#opened(fact);
      case "answered":
        note(this.#tally, fact.right ? "answer right" : "answer wrong");
        return this.#people.answered(fact, this.shadow, this.atMs);
      case "revealed":
        return this.#revealed(fact);
      case "skipped":
        return this.#people.skipped(fact.index);
      case "paused":
        return insist(this.shadow.pausedAtMs === null, "I6", "paused twice");
      case "resumed":
        return insist(this.shadow.pausedAtMs !== null, "I6", "resumed what was not paused");
    }
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
    const { phase, questions, options } = this.shadow;
    const isEarly = phase.phase === "question" && this.atMs < phase.closesAtMs;
    if (isEarly) this.cutOff = this.#people.unanswered(index);
    const id = questions[index]?.id ?? -1;
    insist(!this.revealed.has(id), "I6", `question ${id} was revealed twice`);
    insist((nextAtMs !== null) === options.auto, "I6", "the reveal waits for the wrong thing");
    this.revealed.set(id, { facts: this.facts + 1, counts: this.#people.scored(index) });
  }

  /** The machine's fold against the model. */
  #compare(fact: QuizFact): void {
    const { phase, pausedAtMs, options } = this.shadow;
    const index = "index" in phase ? phase.index : -1;
    const stands = `${phase.phase} ${index}, not ${this.#at.phase} ${this.#at.index}`;
    insist(phase.phase === this.#at.phase && index === this.#at.index, "I6", `${fact.type} led to ${stands}`);
    const endMs = plannedEndMs(phase);
    if (endMs !== null) {
      const leftMs = endMs - (pausedAtMs ?? this.atMs);
      insist(leftMs <= plannedMs(phase, options), "I18", `${phase.phase} has ${leftMs} ms left`);
    }
    this.#people.compare(this.shadow);
    this.#questions.compare(fact, this.shadow);
  }

  /** [Q34] Everything is as far away as when the game was stopped. */
  #compareMoments(before: string): void {
    const now = momentsAfter(this.shadow.phase, this.atMs);
    insist(now === before, "I18", `resumed with ${now} ms to go instead of ${before}`);
  }
}
