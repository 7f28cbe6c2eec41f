import { outgoingText } from "./outgoing-text.ts";
import type { Terminal } from "./terminal.ts";

/** What a writer needs to know of its connection. */
export interface WriterPorts {
  send(bytes: Uint8Array): void;
  terminal(): Terminal;
  /** What ends a prompt; empty where nothing does. */
  promptMark(): Uint8Array;
  /** What is being typed, where it is this end that shows it. */
  echoed(): string;
}

/**
 * Text and prompts, each in its place: what comes while a prompt is the last on the screen begins on a line of its own.
 */
export class TelnetWriter {
  readonly #ports: WriterPorts;
  #prompt: string | null = null;
  /** The cursor stands behind the prompt. */
  #isPromptLast = false;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  /** Whole lines, joined by `\n`. */
  write(text: string): void {
    const before = this.#isPromptLast ? "\n" : "";
    this.#isPromptLast = false;
    this.#send(`${before}${text}\n`);
  }

  /** Stands until a line is typed. Where it stands already, and last, nothing is shown. */
  prompt(text: string): void {
    if (this.#isPromptLast && text === this.#prompt) return;
    if (this.#isPromptLast) this.#send("\n");
    this.#prompt = text;
    this.#show(text);
  }

  /** Whole lines that are not of whoever wrote the prompt: it is shown again below them. */
  notice(text: string): void {
    this.write(text);
    if (this.#prompt !== null) this.#show(this.#prompt);
  }

  /** What is shown last, as bytes; nothing of it is sent. */
  lastWords(text: string): Uint8Array {
    return this.#bytes(text === "" ? "" : `${this.#isPromptLast ? "\n" : ""}${text}\n`);
  }

  /** Somebody has ended a line: the cursor is at the beginning of the next. `isTaken`: it answers the prompt. */
  lineEnded(isTaken: boolean): void {
    this.#isPromptLast = false;
    if (isTaken) this.#prompt = null;
  }

  #show(prompt: string): void {
    const parts = [this.#bytes(prompt), this.#ports.promptMark(), this.#bytes(this.#ports.echoed())];
    this.#ports.send(Uint8Array.from(parts.flatMap((part) => [...part])));
    this.#isPromptLast = true;
  }

  #send(text: string): void {
    this.#ports.send(this.#bytes(text));
  }

  #bytes(text: string): Uint8Array {
    return outgoingText(text, this.#ports.terminal());
  }
}
