import type { PhaseView } from "../../core/protocol/server-frames.ts";
import { type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import type { QuizState } from "../quiz-client.ts";
import {
  acceptedLine,
  type Game,
  lobbyScreen,
  playersHere,
  podiumScreen,
  questionScreen,
  revealScreen,
  secondsLeft,
  standingsScreen,
} from "./quiz-screens.ts";
import type { Screen } from "./screen.ts";

/** Newcomers in a lobby are told of at most this often. */
const COUNT_EVERY_MS = 5_000;
/** With so much left who has not answered is reminded, where there was more than twice as much at first. */
const REMIND_MS = 5_000;
/** But not so soon after they were told how much is left. */
const REMIND_AFTER_MS = 3_000;

/** How one plays. */
export const howTo = "Answer with A, B, C or D; `leave` goes back to the world.";

type Question = PhaseView & { phase: "question" };

/** Tells a game to somebody who is in it, as it goes on: each phase once, and a question at its moment. */
export class GameTeller {
  readonly #screen: Screen;
  readonly #now: () => number;
  #state: QuizState | null = null;
  /** What was shown, so that nothing is shown twice. */
  #shown = "";
  /** The question whose answer was said to be in. */
  #answered: number | null = null;
  #isPaused = false;
  #players = { told: 0, atMs: Number.NEGATIVE_INFINITY };
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** @param now the server's clock */
  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
  }

  /** The question that can be answered now: it was shown. */
  get openQuestion(): Question | null {
    const now = this.#state?.view?.now;
    return now?.phase === "question" && this.#shown === keyOf(now) ? now : null;
  }

  /** The option that counts as one's answer to the question that is open. */
  get given(): number | null {
    const now = this.#state?.view?.now;
    const { accepted = null, you = null } = this.#state ?? {};
    if (now?.phase !== "question") return null;
    return accepted?.question === now.question.id ? accepted.option : (you?.answer ?? null);
  }

  /** How the room stands now, to somebody who has joined. */
  tell(state: QuizState): void {
    this.#state = state;
    const game = this.#game;
    if (!game) return;
    this.#tellPause(game);
    this.#tellPhase(game);
    this.#tellAnswer();
    this.#expect();
  }

  /** All is to be told again: much may have changed meanwhile. */
  forget(): void {
    this.quieten();
    this.#shown = "";
    this.#answered = null;
  }

  /** What was to be said later is not to be said any more. */
  quieten(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  /** The prompt stands below all that is told at once. */
  #expect(): void {
    const open = this.openQuestion;
    const isIn = open !== null && (this.#game?.you.from ?? Number.POSITIVE_INFINITY) <= open.question.index;
    this.#screen.expects = isIn && !this.#isPaused && this.given === null ? "answer" : "nothing";
  }

  get #game(): Game | null {
    const { view = null, you = null } = this.#state ?? {};
    return view && you ? { view, you } : null;
  }

  #tellPause({ view }: Game): void {
    const isPaused = view.pausedAt !== undefined;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.quieten();
    if (isPaused) return this.#screen.note("Paused. The host has stopped the clock; it goes on where it stood.");
    const open = this.openQuestion;
    this.#screen.note(`The game goes on.${open ? ` ${secondsLeft(open.closesAt - this.#now())} left.` : ""}`);
    if (open) this.#remind(open);
  }

  #tellPhase(game: Game): void {
    const { now, players } = game.view;
    if (now.phase === "lobby") this.#tellPlayers(players);
    const key = keyOf(now);
    if (key === this.#shown) return;
    this.quieten();
    if (now.phase === "question") return this.#await(now);
    this.#shown = key;
    this.#screen.showApart(...this.#phaseScreen(game, now));
  }

  #phaseScreen(game: Game, now: Exclude<PhaseView, Question>): Paragraph[] {
    switch (now.phase) {
      case "lobby":
        return [...lobbyScreen(game), this.#screen.marked(howTo), dim("Waiting for the host to start.")];
      case "countdown":
        return [paragraph(span(`Question ${now.index + 1} of ${game.view.questions}. Get ready.`, "notice"))];
      case "reveal":
        return [...revealScreen(game, now), ...this.#nextLine(now.nextAt)];
      case "standings":
        return [...standingsScreen(game, now, this.#screen), ...this.#nextLine(now.nextAt)];
      case "podium":
        return [
          ...podiumScreen(game, now, this.#screen),
          this.#screen.marked("The game is over. `leave` goes back to the world."),
        ];
      case "closed":
        return [paragraph(span("The room is closed.", "notice"))];
    }
  }

  #nextLine(nextAt: number | null): Paragraph[] {
    if (this.#isPaused) return [];
    if (nextAt === null) return [dim("The host goes on when everybody is ready.")];
    return [dim(`Goes on in ${secondsLeft(nextAt - this.#now())}.`)];
  }

  /** A question is sent a little before it opens. */
  #await(now: Question): void {
    if (this.#isPaused) return;
    const waitMs = now.opensAt - this.#now();
    if (waitMs <= 0) this.#tellQuestion(now);
    else this.#timers.push(setTimeout(() => this.#tellQuestion(now), waitMs));
  }

  #tellQuestion(now: Question): void {
    const game = this.#game;
    if (!game) return;
    this.#shown = keyOf(now);
    this.#screen.showApart(...questionScreen(game, now, now.closesAt - this.#now(), this.#screen.isAloud));
    this.#tellAnswer();
    this.#expect();
    this.#remind(now);
  }

  #remind({ question, opensAt, closesAt }: Question): void {
    const game = this.#game;
    const inMs = closesAt - REMIND_MS - this.#now();
    if (!game || this.#isPaused || game.you.from > question.index) return;
    if (inMs <= REMIND_AFTER_MS || closesAt - opensAt <= 2 * REMIND_MS) return;
    const remind = () => {
      if (this.given === null) this.#screen.note(`${secondsLeft(REMIND_MS)} left.`);
    };
    this.#timers.push(setTimeout(remind, inMs));
  }

  #tellPlayers(players: number): void {
    const { told, atMs } = this.#players;
    if (players === told || this.#now() - atMs < COUNT_EVERY_MS) return;
    this.#players = { told: players, atMs: this.#now() };
    if (told > 0) this.#screen.show(dim(playersHere(players)));
  }

  #tellAnswer(): void {
    const open = this.openQuestion;
    const { given } = this;
    if (!open || given === null || this.#answered === open.question.id) return;
    this.#answered = open.question.id;
    const accepted = this.#state?.accepted;
    const tookMs = accepted?.question === open.question.id ? accepted.ms : null;
    this.#screen.show(acceptedLine(given, open.question.options, tookMs));
  }
}

function dim(text: string): Paragraph {
  return paragraph(span(text, "dim"));
}

/** What is shown once: a phase, and of which question. */
function keyOf(now: PhaseView): string {
  if (now.phase === "question" || now.phase === "reveal") return `${now.phase} ${now.question.id}`;
  return "index" in now ? `${now.phase} ${now.index}` : now.phase;
}
