import type { PhaseView } from "../../core/protocol/server-frames.ts";
import { paragraph, span } from "../../core/telnet/text/paragraph.ts";
import type { Connection } from "../line.ts";
import type { QuizClient, QuizState } from "../quiz-client.ts";
import { messageOf, RequestError } from "../request-error.ts";
import { endingOf, isEnding } from "./ending.ts";
import { GameTeller, howTo } from "./game-teller.ts";
import { chosenOption } from "./quiz-answer.ts";
import { gameOverScreen, roomScreen } from "./quiz-screens.ts";
import type { Screen } from "./screen.ts";
import { letter } from "./wording.ts";
import type { QuizWays } from "./words-ports.ts";

/** Why one could not join just now, and may the next moment. */
const passing = new Set<string>(["ROOM_LOCKED", "WRONG_PHASE", "CONNECTION_LOST", "NOT_CONNECTED", "NO_REPLY"]);

const HURRY_AFTER_MS = 1_000;

/** What a game needs of what is around it. */
export interface GameOptions {
  screen: Screen;
  /** Under which to join. */
  name: string;
  open(ways: Omit<QuizWays, "token" | "gone">): QuizClient;
  /** There is nothing more to do here: back to the world. */
  onOver(): void;
  /** Runs a dialogue: lines that are typed meanwhile are its answers. */
  begin(dialogue: () => Promise<void>): void;
}

/** Somebody's part in one quiz, in words: joining, answering, leaving, and what is told of the game. */
export class QuizGame {
  readonly #options: GameOptions;
  readonly #screen: Screen;
  readonly #client: QuizClient;
  readonly #teller: GameTeller;
  #state: QuizState;
  /** What was said from outside. */
  readonly #said = new Set<string>();
  /** The loss of the line was told. */
  #isLossTold = false;
  #hurriedMs = Number.NEGATIVE_INFINITY;
  #isJoining = false;
  #isLeaving = false;
  #isStopped = false;

  constructor(options: GameOptions) {
    this.#options = options;
    this.#screen = options.screen;
    this.#client = options.open({
      onChange: (state) => this.#take(state),
      onError: ({ code, message }) => {
        if (!isEnding(code)) this.#screen.note(message);
      },
    });
    this.#teller = new GameTeller(options.screen, () => this.#client.now());
    this.#state = this.#client.state;
  }

  /** An answer, `leave`, or something that is of no use here. Nothing is waited for: without a line it would be long. */
  line(text: string): void {
    const word = text.trim();
    if (word === "") return this.#hurry();
    if (isLeave(word)) return this.#leave();
    const open = this.#teller.openQuestion;
    const option = open ? chosenOption(word, open.question.options) : null;
    if (open && option !== null) void this.#answer(open, option);
    else this.#hint(open !== null);
  }

  /** Does not wait for the next try; but whoever leans on the key tries no oftener than this. */
  #hurry(): void {
    const nowMs = Date.now();
    if (this.#state.connection.state !== "reconnecting" || nowMs - this.#hurriedMs < HURRY_AFTER_MS) return;
    this.#hurriedMs = nowMs;
    this.#screen.note("Trying …");
    this.#client.reconnect();
  }

  stop(): void {
    this.#isStopped = true;
    this.#teller.quieten();
    this.#client.stop();
  }

  #take(state: QuizState): void {
    const before = this.#state;
    this.#state = state;
    if (this.#isStopped) return;
    if (state.connection.state !== before.connection.state) this.#lineChanged(before.connection, state.connection);
    if (this.#isLeaving || state.connection.state !== "live" || !state.view) return;
    if (this.#isLossTold) {
      this.#isLossTold = false;
      this.#teller.forget();
      this.#screen.note("The line is back.");
    }
    if (!state.you) return this.#fromOutside();
    this.#teller.tell(state);
    if (state.view.now.phase === "closed") this.#options.onOver();
  }

  #lineChanged(before: Connection, now: Connection): void {
    if (now.state === "live") return;
    this.#teller.quieten();
    if (now.state === "ended") {
      const ending = endingOf(now, "room");
      if (ending !== null) this.#screen.note(ending);
      this.#options.onOver();
    } else if (now.state === "reconnecting" && !this.#isLossTold) {
      this.#isLossTold = true;
      this.#screen.note(
        before.state === "live"
          ? "The line to the room is gone; holding your place … Press Enter to try at once."
          : "The room does not answer yet; trying again … Press Enter to try at once.",
      );
    }
  }

  /** Not joined: tries to, or tells why it cannot be. */
  #fromOutside(): void {
    const { view } = this.#state;
    if (!view || this.#isJoining) return;
    const { now, locked } = view;
    if (now.phase === "podium" || now.phase === "closed") {
      this.#screen.showApart(...gameOverScreen(now.phase === "podium" ? now.top : [], this.#screen));
      return this.#options.onOver();
    }
    this.#once("outside", () => this.#screen.showApart(...roomScreen(view)));
    if (locked) return this.#once("locked", () => this.#screen.note(lockedWords));
    this.#isJoining = true;
    this.#options.begin(() => this.#join());
  }

  /** Joins under one's own name, or whichever is possible. */
  async #join(): Promise<void> {
    let { name } = this.#options;
    for (;;) {
      const problem = await this.#tryToJoin(name);
      if (this.#isStopped) return;
      if (!problem?.code.startsWith("NAME_")) return this.#joined(problem);
      this.#screen.note(`${problem.message} How do you want to be called here? \`leave\` goes back to the world.`);
      name = await this.#screen.ask(paragraph(span("Name: ", "title")));
      if (this.#isStopped) return;
      if (isLeave(name)) return this.#options.onOver();
    }
  }

  #joined(problem: RequestError | null): void {
    // The next state says whether it worked, or is a reason to try again.
    this.#isJoining = false;
    if (!problem || passing.has(problem.code)) return;
    this.#screen.note(problem.message);
    this.#options.onOver();
  }

  async #tryToJoin(name: string): Promise<RequestError | null> {
    try {
      await this.#client.request({ t: "join", name });
      return null;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return error.code === "ALREADY_JOINED" ? null : error;
    }
  }

  async #answer({ question }: PhaseView & { phase: "question" }, option: number): Promise<void> {
    const { given } = this.#teller;
    if (given !== null) return this.#screen.note(`Your answer is in already: ${letter(given)}.`);
    if (this.#state.connection.state !== "live")
      this.#screen.note("There is no line to the room just now. Your answer goes as soon as there is one.");
    try {
      await this.#client.request({ t: "answer", question: question.id, option });
    } catch (error) {
      if (!this.#isStopped) this.#screen.note(messageOf(error));
    }
  }

  /** Back to the world; the place in the game is given up, but for the podium's. */
  #leave(): void {
    const phase = this.#state.view?.now.phase;
    const isPlaying = this.#state.you && phase !== "podium" && phase !== "closed";
    this.#isLeaving = true;
    this.#teller.quieten();
    // It is on its way before the line is closed. Should it not arrive, the room sees that one is gone.
    if (isPlaying) this.#client.request({ t: "leave" }).catch(() => undefined);
    this.#options.onOver();
  }

  #hint(isAsked: boolean): void {
    if (this.#state.connection.state !== "live")
      return this.#screen.note("There is no line to the room just now. `leave` goes back to the world.");
    if (isAsked) return this.#screen.note(howTo);
    const isLobby = this.#state.view?.now.phase === "lobby";
    this.#screen.note(
      `${isLobby ? "The host has not started yet" : "Nothing is asked just now"}. \`leave\` goes back to the world.`,
    );
  }

  #once(key: string, show: () => void): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    show();
  }
}

const lockedWords = "The host has locked the room. You come in once it is open; `leave` goes back to the world.";

function isLeave(line: string): boolean {
  return line.trim().toLowerCase() === "leave";
}
