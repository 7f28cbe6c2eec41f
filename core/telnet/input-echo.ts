import { options } from "./codes.ts";
import type { Negotiation } from "./negotiation.ts";

const { ECHO } = options;

/** A client that answers does so before anybody has read the prompt, typed a passphrase, and sent it. */
export const ECHO_ANSWER_MS = 1_000;

/**
 * Who shows what is typed (RFC 857). By itself the client does. To hide a passphrase we promise to, and do not. A client
 * that sends every key may ask us to, and then we do.
 */
export class InputEcho {
  readonly #negotiation: Negotiation;
  #isHidden = false;
  #hiddenMs = 0;
  /** The client has asked for our echo. */
  #isAsked = false;
  #gathered = "";

  constructor(negotiation: Negotiation) {
    this.#negotiation = negotiation;
  }

  /** Whether it is this end that shows what is typed. */
  get isShowing(): boolean {
    return this.#isAsked && !this.#isHidden && this.#isPromised;
  }

  get #isPromised(): boolean {
    return this.#negotiation.isOn("us", ECHO);
  }

  /** @param canAsk whether the other end knows what is asked of it */
  hide(on: boolean, canAsk: boolean, nowMs: number): void {
    this.#isHidden = on;
    if (on) {
      this.#hiddenMs = nowMs;
      if (canAsk) this.#negotiation.ask("us", ECHO);
    } else if (!this.#isAsked) {
      // Some clients hide what is typed without a word. Were their answer waited for, they would hide it for ever.
      if (nowMs - this.#hiddenMs >= ECHO_ANSWER_MS) this.#negotiation.presume("us", ECHO);
      this.#negotiation.end("us", ECHO);
    }
  }

  /** The promise was taken, given at the client's wish, or is over. */
  changed(isPromised: boolean): void {
    this.#isAsked = isPromised && !this.#isHidden;
  }

  /** Something was typed. The end of a line is shown even where the line is hidden: the client shows none of it. */
  typed(text: string): void {
    if (this.isShowing || (text === "\r\n" && this.#isPromised)) this.#gathered += text;
  }

  /** What is to be shown since this was last called. */
  take(): string {
    const gathered = this.#gathered;
    this.#gathered = "";
    return gathered;
  }
}
