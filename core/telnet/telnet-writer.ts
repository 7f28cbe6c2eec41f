import { outgoingText } from "./outgoing-text.ts";
import type { Terminal } from "./terminal.ts";
import { asciiText } from "./text/ascii-text.ts";
import { textWidth } from "./text/text-width.ts";
import { encodeUtf8 } from "./utf8.ts";

/** What a writer needs to know of its connection. */
export interface WriterPorts {
  send(bytes: Uint8Array): void;
  terminal(): Terminal;
  /** What ends a prompt; empty where nothing does. */
  promptMark(): Uint8Array;
  /** What is being typed, where it is this end that shows it; `null` where it is the client. */
  echoed(): string | null;
}

const ESCAPE = String.fromCharCode(0x1b);
const colours = new RegExp(`${ESCAPE}\\[[0-9;]*m`, "g");

/**
 * Text and prompts, each in its place: what comes while a prompt is the last on the screen begins on a line of its own.
 * Where this end shows what is typed, it takes the place of the prompt and of what is begun, and these stand below it.
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
    const begun = this.#ports.echoed();
    const prompt = this.#isPromptLast ? this.#prompt : null;
    this.#leaveLine(prompt, begun);
    this.#isPromptLast = false;
    this.#send(`${text}\n`);
    if (begun === null) return;
    if (prompt !== null) this.#show(prompt);
    else this.#send(begun);
  }

  /** Stands until a line is typed. Where it stands already, and last, nothing is shown. */
  prompt(text: string): void {
    if (this.#isPromptLast && text === this.#prompt) return;
    this.#leaveLine(this.#isPromptLast ? this.#prompt : null, this.#ports.echoed());
    this.#prompt = text;
    this.#show(text);
  }

  /** Whole lines that are not of whoever wrote the prompt: it is shown again below them. */
  notice(text: string): void {
    this.write(text);
    if (this.#prompt !== null && !this.#isPromptLast) this.#show(this.#prompt);
  }

  /** What is shown last, as bytes; nothing of it is sent. */
  lastWords(text: string): Uint8Array {
    const isAmidLine = this.#isPromptLast || (this.#ports.echoed() ?? "") !== "";
    return this.#bytes(text === "" ? "" : `${isAmidLine ? "\n" : ""}${text}\n`);
  }

  /** Somebody has ended a line: the cursor is at the beginning of the next. `isTaken`: it answers the prompt. */
  lineEnded(isTaken: boolean): void {
    this.#isPromptLast = false;
    if (isTaken) this.#prompt = null;
  }

  /**
   * To the beginning of an empty line. What somebody types who shows it themselves is not known here, and stays to be
   * seen; else the line is wiped, if it is one.
   */
  #leaveLine(prompt: string | null, begun: string | null): void {
    if (begun === null) return prompt === null ? undefined : this.#send("\n");
    const { utf8, columns } = this.#ports.terminal();
    const line = `${(prompt ?? "").replace(colours, "")}${begun}`;
    const width = textWidth(utf8 ? line : asciiText(line));
    if (width === 0) return;
    if (width < columns) this.#ports.send(encodeUtf8(`\r${" ".repeat(width)}\r`));
    else this.#send("\n");
  }

  #show(prompt: string): void {
    const parts = [this.#bytes(prompt), this.#ports.promptMark(), this.#bytes(this.#ports.echoed() ?? "")];
    this.#ports.send(Uint8Array.from(parts.flatMap((part) => [...part])));
    this.#isPromptLast = true;
  }

  #send(text: string): void {
    if (text !== "") this.#ports.send(this.#bytes(text));
  }

  #bytes(text: string): Uint8Array {
    return outgoingText(text, this.#ports.terminal());
  }
}
