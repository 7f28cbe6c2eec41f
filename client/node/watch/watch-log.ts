import type { Paragraph } from "../../../core/telnet/text/paragraph.ts";
import { worldParagraph } from "../../words/world-lines.ts";
import type { WorldLineOfText } from "../../world-client.ts";

const KEPT = 200;

/** What happened, for people. */
export class WatchLog {
  #paragraphs: readonly Paragraph[] = [];
  #answer: readonly Paragraph[] = [];
  #isAsked = false;

  /** The newest, oldest first. */
  get paragraphs(): readonly Paragraph[] {
    return this.#paragraphs;
  }

  /** The last command and its answer, until somebody has read it; what happened meanwhile is not in it. */
  get answer(): readonly Paragraph[] {
    return this.#answer;
  }

  tell(lines: readonly WorldLineOfText[]): void {
    for (const line of lines) {
      const paragraph = worldParagraph(line);
      this.add(paragraph);
      if (line.from === "reply" && this.#isAsked) this.#answer = [...this.#answer, paragraph];
    }
  }

  add(paragraph: Paragraph): void {
    this.#paragraphs = [...this.#paragraphs, paragraph].slice(-KEPT);
  }

  /** A command goes out: replies that follow are its answer. */
  ask(command: Paragraph): void {
    this.add(command);
    this.#answer = [command];
    this.#isAsked = true;
  }

  /** The answer was read. */
  read(): void {
    this.#answer = [];
    this.#isAsked = false;
  }
}
