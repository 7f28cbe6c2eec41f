import { blank, type Paragraph, paragraph, span, type Tone } from "../../core/telnet/text/paragraph.ts";
import { shownText } from "../../core/telnet/text/render.ts";
import { textWidth } from "../../core/telnet/text/text-width.ts";
import type { WordsPorts } from "./words-ports.ts";

/** What belongs together comes within a step of the world: one prompt below all of it. */
const PROMPT_AFTER_MS = 30;

/** What is asked instead of a command. */
interface Question {
  prompt: Paragraph;
  isHidden: boolean;
  answer(text: string): void;
}

/** What a screen asks of the port. */
export type ScreenPorts = Pick<WordsPorts, "show" | "prompt" | "hideInput" | "terminal">;

/** The text that a person reads, and the prompt that stands below it. */
export class Screen {
  /** What may be typed now, which the prompt shows: commands, the answer to a quiz's question, or nothing of use. */
  expects: "commands" | "answer" | "nothing" = "commands";
  /** Whether more is about to be shown; then the prompt waits for {@link promptSoon}. */
  isBusy: () => boolean = () => false;
  /** Called when a question was asked, for lines that wait. */
  onQuestion: () => void = () => undefined;
  readonly #ports: ScreenPorts;
  #question: Question | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(ports: ScreenPorts) {
    this.#ports = ports;
  }

  /** Drawn for eyes, or told to ears. */
  get isAloud(): boolean {
    return this.#ports.terminal.screenReader;
  }

  /** Columns that a text takes here: where there is no UTF-8 other characters stand in. */
  readonly widthOf = (text: string): number => textWidth(shownText(text, this.#ports.terminal));

  get terminal(): WordsPorts["terminal"] {
    return this.#ports.terminal;
  }

  /** Whether the next line is the answer to a question. */
  get isAsking(): boolean {
    return this.#question !== null;
  }

  /** Whether it is one that nobody is to see. */
  get isHidden(): boolean {
    return this.#question?.isHidden ?? false;
  }

  show(...paragraphs: readonly Paragraph[]): void {
    if (this.#isStopped) return;
    this.#ports.show(paragraphs);
    this.promptSoon();
  }

  /** What nobody here asked for: no sign of waiting for commands comes below it, or every other line would be one. */
  overhear(...paragraphs: readonly Paragraph[]): void {
    if (this.#isStopped) return;
    this.#ports.show(paragraphs);
    if (this.isAsking || this.expects === "answer") this.promptSoon();
  }

  /** Something said to this person by the program around worlds; see {@link marked}. */
  note(text: string): void {
    this.show(this.marked(text, "notice"));
  }

  /** Text in which what can be typed stands in backticks: it is set off by its looks, or by quotes where there are none. */
  marked(text: string, tone: Tone = "plain"): Paragraph {
    const { colours, screenReader } = this.#ports.terminal;
    const quote = colours === 0 && !screenReader ? '"' : "";
    const parts = text.split("`");
    return {
      spans: parts.map((part, i) => (i % 2 === 0 ? span(part, tone) : span(`${quote}${part}${quote}`, "option"))),
    };
  }

  /** As a part of its own: with an empty line before it. */
  showApart(...paragraphs: readonly Paragraph[]): void {
    this.show(blank, ...paragraphs);
  }

  /** Once what belongs together has been shown. */
  promptSoon(): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const prompt = this.#question?.prompt ?? (this.isBusy() ? null : this.#prompt());
      if (prompt) this.#ports.prompt(prompt);
    }, PROMPT_AFTER_MS);
  }

  /** To ears a sign of waiting says nothing: there is none. */
  #prompt(): Paragraph | null {
    const isAnswer = this.expects === "answer";
    if (this.expects === "nothing" || (this.isAloud && !isAnswer)) return null;
    if (this.isAloud) return paragraph("Your answer: ");
    return paragraph(...(isAnswer ? [span("A–D", "option")] : []), "> ");
  }

  /** Asks for a line. `isHidden`: nobody is to see it while it is typed. */
  ask(prompt: Paragraph, isHidden = false): Promise<string> {
    return new Promise((resolve) => {
      if (this.#isStopped) return;
      this.#question = { prompt, isHidden, answer: resolve };
      if (isHidden) this.#ports.hideInput(true);
      this.promptSoon();
      this.onQuestion();
    });
  }

  /** The line is the answer to what was asked. */
  answer(text: string): void {
    const question = this.#question;
    this.#question = null;
    if (question?.isHidden) this.#ports.hideInput(false);
    question?.answer(text);
  }

  /** Nothing is shown any more; who waits for an answer waits for good. */
  stop(): void {
    this.#isStopped = true;
    this.#question = null;
    clearTimeout(this.#timer);
  }
}
