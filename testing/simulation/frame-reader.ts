import type {
  AcceptedFrame,
  PhaseView,
  PublicQuestion,
  RosterFrame,
  ServerFrame,
  StandingRow,
  StateFrame,
  YouView,
} from "../../core/protocol/index.ts";
import type { GameModel } from "./game-model.ts";
import { insist } from "./invariants.ts";
import { insistOnFields } from "./public-fields.ts";
import type { Tab } from "./tab.ts";
import { note, type Tally } from "./tally.ts";

/** Reads what a client is sent as the client would, and holds it against the model. */
export class FrameReader {
  readonly #model: GameModel;
  readonly #tally: Tally;

  constructor(model: GameModel, tally: Tally) {
    this.#model = model;
    this.#tally = tally;
  }

  read(tab: Tab, frame: ServerFrame): void {
    if (frame.t !== "state" || tab.person.role !== "host") insistOnFields(frame.t, frame);
    switch (frame.t) {
      case "welcome":
        tab.welcomed = true;
        return;
      case "state":
        this.#numbered(tab, frame.seq);
        return this.#state(tab, frame);
      case "roster":
        this.#numbered(tab, frame.seq ?? 0);
        return this.#roster(tab, frame);
      case "accepted":
        this.#accepted(tab, frame);
        break;
      case "error":
        insistOnFields("error.error", frame.error);
        if (frame.error.code === "RATE_LIMITED") tab.overBudget = true;
        note(this.#tally, `refused ${frame.error.code}`);
        break;
    }
    const kind = tab.ledger.answered(frame);
    if (kind && frame.t !== "error") note(this.#tally, `carried out ${kind}`);
  }

  #numbered(tab: Tab, seq: number): void {
    insist(seq <= this.#model.facts, "I2", `fact ${seq} was told with ${this.#model.facts} durable`);
    insist(seq >= tab.newestSeq, "I9", `${tab} got ${seq} after ${tab.newestSeq}`);
    tab.newestSeq = seq;
    tab.unacked += 1;
  }

  #state(tab: Tab, frame: StateFrame): void {
    insist(frame.at >= tab.newestAtMs, "I7", `${tab} was told ${frame.at} after ${tab.newestAtMs}`);
    tab.newestAtMs = frame.at;
    tab.state = frame;
    if (frame.probe) tab.probed = true;
    const { role } = tab.person;
    insist((frame.host === undefined) === (role !== "host"), "I5", `a ${role} got the host's part`);
    insist(role === "player" || frame.you === undefined, "I5", `a ${role} got a player's part`);
    insistOnFields("room", frame.room);
    this.#phase(tab, frame);
    if (frame.you !== undefined) this.#you(tab, frame, frame.you);
  }

  #phase(tab: Tab, { room: { now }, seq }: StateFrame): void {
    insistOnFields(now.phase, now);
    if ("question" in now) this.#question(now.question);
    if (now.phase === "reveal") this.#reveal(now, seq);
    if ("top" in now) this.#top(tab, now.top, seq);
  }

  #question(question: PublicQuestion): void {
    insistOnFields("public question", question);
    const { stem, options } = this.#model.shadow.questions.find(({ id }) => id === question.id) ?? {};
    const same = stem === question.stem && options?.join() === question.options.join();
    insist(same, "I19", () => `question ${question.index} was shown as ${JSON.stringify(question)}`);
  }

  #reveal(now: PhaseView & { phase: "reveal" }, seq: number): void {
    const { id } = now.question;
    const revealed = this.#model.revealed.get(id);
    insist(revealed !== undefined && revealed.facts <= seq, "I5", `question ${id} was revealed too early`);
    const { right, because } = this.#model.shadow.questions.find((one) => one.id === id) ?? {};
    insist(right === now.right && because === now.because, "I3", `the reveal of question ${id} says ${now.right}`);
    insist(now.counts.join() === revealed.counts.join(), "I3", `${now.counts} instead of ${revealed.counts}`);
  }

  #top(tab: Tab, top: readonly StandingRow[], seq: number): void {
    for (const row of top) {
      insistOnFields("top", row);
      this.#score(tab, row);
    }
    const due = this.#model.ranked.slice(0, 10);
    const same = top.map(({ player, score, rank, name }) => `${player} ${score} ${rank} ${name}`).join();
    const right = due.map(({ player, score, rank, name }) => `${player} ${score} ${rank} ${name}`).join();
    insist(seq < this.#model.facts || same === right, "I11", `the first are ${same}; due ${right}`);
  }

  #you(tab: Tab, frame: StateFrame, you: YouView | null): void {
    tab.you = you;
    const number = this.#model.byGuest.get(tab.person.subject);
    const known = number === undefined ? undefined : this.#model.players[number];
    if (you === null) return;
    insistOnFields("you", you);
    insist(you.player === number && you.name === known?.name, "I16", `${tab} was shown as ${you.player} ${you.name}`);
    insist(known.kickedAt === null || frame.seq < known.kickedAt, "I10", `${tab} is still in`);
    this.#score(tab, you);
    this.#last(frame, you);
    if (frame.seq < this.#model.facts || known.standing !== "in") return;
    const rank = this.#model.ranked.find(({ player }) => player === number)?.rank;
    insist(you.rank === rank, "I11", `${tab} has rank ${you.rank}; due ${rank}`);
    const due = `${known.score} ${known.streak} ${known.given?.option ?? null} ${known.history}`;
    const told = `${you.score} ${you.streak} ${you.answer} ${you.history}`;
    insist(told === due, "I3", `${tab} was told ${told}; due ${due}`);
  }

  /** The outcome of a question is told once it was revealed, and not before. */
  #last({ room: { now }, seq }: StateFrame, { last, history }: YouView): void {
    if (now.phase === "question") insist((history[now.question.index] ?? -1) < 0, "I5", "points before the reveal");
    if (!last) return;
    insistOnFields("you.last", last);
    const id = this.#model.shadow.questions[last.index]?.id ?? -1;
    insist((this.#model.revealed.get(id)?.facts ?? seq + 1) <= seq, "I5", `the outcome of ${id} before its reveal`);
  }

  #score(tab: Tab, { player, score }: { player: number; score: number }): void {
    const before = tab.scores.get(player) ?? 0;
    insist(score >= before, "I4", `player ${player} fell from ${before} to ${score}`);
    tab.scores.set(player, score);
  }

  #roster(tab: Tab, frame: RosterFrame): void {
    insist(tab.person.role !== "player", "I5", "a player got the roster");
    if (frame.whole) tab.roster.clear();
    for (const row of frame.rows) {
      insistOnFields("roster.rows", row);
      tab.roster.set(row.player, row);
    }
  }

  #accepted(tab: Tab, { question, option, ms }: AcceptedFrame): void {
    const number = this.#model.byGuest.get(tab.person.subject);
    const given = this.#model.answers.get(`${number}:${question}`);
    const same = given?.option === option && given.ms === ms;
    insist(same, "I2", `${tab} was told that ${option} counts for question ${question}: ${JSON.stringify(given)}`);
    note(this.#tally, "accepted");
  }
}
