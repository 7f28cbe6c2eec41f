import { createQuizClient, type QuizClient, socketUrl } from "../../client/quiz-client.ts";

const HURRY_AFTER_MS = 400;
const RETRY_MS = 150;

/** A host who starts the game as soon as all are in; then leaves, or stays and hurries it on. */
export class CrashHost {
  readonly #client: QuizClient;
  readonly #stays: boolean;
  readonly #everybodyIn: () => boolean;
  readonly #timer: ReturnType<typeof setInterval>;
  #hurriedAt = "";
  #asking = false;

  constructor(url: string, code: string, token: string, game: { stays: boolean; everybodyIn(): boolean }) {
    this.#stays = game.stays;
    this.#everybodyIn = game.everybodyIn;
    this.#client = createQuizClient({ url: socketUrl(url, code), role: "host", token: async () => token });
    this.#timer = setInterval(() => this.#look(), RETRY_MS);
  }

  hurry(): void {
    if (this.#client.state.connection.state !== "ended") this.#client.reconnect();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#client.stop();
  }

  #look(): void {
    const { connection, view } = this.#client.state;
    if (connection.state !== "live" || !view || this.#asking) return;
    const { now } = view;
    if (now.phase === "lobby") {
      if (this.#everybodyIn()) this.#ask("start");
    } else if (!this.#stays) {
      this.stop();
    } else if (now.phase === "reveal" || now.phase === "standings") {
      const stage = `${now.phase} ${now.phase === "reveal" ? now.question.index : now.index}`;
      if (this.#hurriedAt === stage) return;
      this.#hurriedAt = stage;
      setTimeout(() => this.#ask("next"), HURRY_AFTER_MS);
    }
  }

  /** Where the reply is lost, the next look tells whether it was heard: the game goes on without it, too. */
  #ask(t: "start" | "next"): void {
    this.#asking = true;
    const over = () => {
      this.#asking = false;
    };
    this.#client.request({ t }).then(over, over);
  }
}
