import { createQuizClient, type QuizClient, type QuizState, socketUrl } from "../../client/quiz-client.ts";
import type { RequestError } from "../../client/request-error.ts";

/** An answer that the server said it has, or that was sent and of which nothing is known. */
export interface GivenAnswer {
  index: number;
  option: number;
}

/** Answers are given at a random moment from this to that after the question's opening. */
const ANSWER_FROM_MS = 200;
const ANSWER_TO_MS = 3_500;
const RETRY_MS = 150;

/**
 * A player with the product's own client, who answers every question once and remembers what the server has
 * acknowledged, by reply or by showing it.
 */
export class CrashPlayer {
  readonly name: string;
  /** Every option that was ever sent, by the question's index. */
  readonly sent: GivenAnswer[] = [];
  /** Question index → option that the server has acknowledged. */
  readonly acknowledged = new Map<number, number>();
  /** What went against the promise. */
  readonly faults: string[] = [];
  readonly #client: QuizClient;
  readonly #random: () => number;
  #joined = false;
  #joining = false;
  #over = false;

  constructor(name: string, url: string, code: string, token: string, random: () => number) {
    this.name = name;
    this.#random = random;
    this.#client = createQuizClient({
      url: socketUrl(url, code),
      role: "player",
      token: async () => token,
      onChange: (state) => this.#heard(state),
    });
  }

  get state(): QuizState {
    return this.#client.state;
  }

  /** The server has acknowledged that this player is in. */
  get joined(): boolean {
    return this.#joined;
  }

  get atPodium(): boolean {
    return this.state.connection.state === "live" && this.state.view?.now.phase === "podium";
  }

  /** Tries to come back now. */
  hurry(): void {
    if (this.state.connection.state !== "ended") this.#client.reconnect();
  }

  stop(): void {
    this.#over = true;
    this.#client.stop();
  }

  #heard({ connection, view, you }: QuizState): void {
    if (this.#over) return;
    if (connection.state === "ended") this.faults.push(`${this.name}: the connection ended: ${connection.reason}`);
    if (connection.state !== "live" || !view) return;
    if (!you) return this.#join();
    this.#joined = true;
    const { now } = view;
    if (now.phase !== "question") return;
    if (you.answer !== null) this.#isThere(now.question.index, you.answer);
    if (this.sent.some(({ index }) => index === now.question.index)) return;
    this.sent.push({ index: now.question.index, option: Math.floor(this.#random() * 4) });
    const delayMs = ANSWER_FROM_MS + this.#random() * (ANSWER_TO_MS - ANSWER_FROM_MS);
    const { index, id } = now.question;
    setTimeout(() => void this.#answer(index, id), Math.max(0, now.opensAt - this.#client.now() + delayMs));
  }

  /** A name goes in once; where the reply was lost, the next state tells whether it did. */
  #join(): void {
    if (this.#joined) return void this.faults.push(`${this.name}: was in, and is not known any more`);
    if (this.#joining) return;
    this.#joining = true;
    const again = () => {
      this.#joining = false;
      if (!this.#joined && !this.#over) setTimeout(() => this.#heard(this.state), RETRY_MS);
    };
    this.#client.request({ t: "join", name: this.name }).then(() => {
      this.#joined = true;
    }, again);
  }

  async #answer(index: number, question: number): Promise<void> {
    const option = this.sent.find((answer) => answer.index === index)?.option ?? 0;
    try {
      await this.#client.request({ t: "answer", question, option });
      this.#isThere(index, option);
    } catch (error) {
      // Too late, or the question was over when the server came back: then it was never acknowledged.
      const { code } = error as RequestError;
      if (code === "ALREADY_ANSWERED") this.faults.push(`${this.name}: another answer than theirs stood`);
    }
  }

  #isThere(index: number, option: number): void {
    const before = this.acknowledged.get(index) ?? option;
    if (before !== option) this.faults.push(`${this.name}: question ${index}: ${before} became ${option}`);
    this.acknowledged.set(index, option);
  }
}
