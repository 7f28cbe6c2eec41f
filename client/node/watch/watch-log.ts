import type { Paragraph } from "../../../core/telnet/text/paragraph.ts";
import { worldParagraph } from "../../words/world-lines.ts";
import type { WorldLineOfText } from "../../world-client.ts";

const KEPT = 200;

/** What happened, for people: the newest paragraphs, oldest first. */
export class WatchLog {
  #paragraphs: Paragraph[] = [];
  /** Since the last command: so many of the newest are its answer and what came after. */
  #sinceAsked = 0;

  get paragraphs(): readonly Paragraph[] {
    return this.#paragraphs;
  }

  /** The newest paragraphs that an answer is among; 0 where nobody waits for one. */
  get answerLength(): number {
    return Math.min(this.#sinceAsked, this.#paragraphs.length);
  }

  tell(lines: readonly WorldLineOfText[]): void {
    for (const line of lines) this.add(worldParagraph(line));
  }

  add(paragraph: Paragraph): void {
    this.#paragraphs = [...this.#paragraphs, paragraph].slice(-KEPT);
    if (this.#sinceAsked > 0) this.#sinceAsked += 1;
  }

  /** A command goes out: what follows is its answer, until somebody has read it. */
  ask(command: Paragraph): void {
    this.#sinceAsked = 1;
    this.#paragraphs = [...this.#paragraphs, command].slice(-KEPT);
  }

  /** The answer was read. */
  read(): void {
    this.#sinceAsked = 0;
  }
}
