import { COMMAND_LINE_MAX_CHARS } from "../protocol/world-frames.ts";
import { Utf8Decoder } from "./utf8.ts";

/** What was typed. */
export type Typed =
  | { kind: "line"; text: string }
  /** A line with more than COMMAND_LINE_MAX_CHARS: nothing of it is given, half a command is another command. */
  | { kind: "overlong" }
  /** The first thing that came is the head of an HTTP request. */
  | { kind: "http" };

/** Who is told, in the order in which it happens. */
export interface LinePorts {
  typed(typed: Typed): void;
  /** What somebody would see who types this: characters, their taking back, line breaks. */
  echo(text: string): void;
}

const NUL = "\0";
const BACKSPACE = "\b";
const TAB = "\t";
const ERASE_LINE = "\x15";
const ESCAPE = "\x1b";
const DELETE = "\x7f";
const control = /\p{Cc}/u;

/** No longer than what {@link httpHead} needs to see. */
const HTTP_HEAD_MAX_CHARS = 80;
const httpHead =
  /^(?:(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|PATCH) (?:\/|\*|https?:\/\/)|CONNECT \S+:\d|PRI \* HTTP)/;
/** A key's sequence that is longer than this is none. */
const SEQUENCE_MAX_CHARS = 16;

/** Where an escape sequence stands: arrows and other keys send them, and they mean nothing here. */
type Sequence = "none" | "begun" | "open" | "one-more";

/**
 * Lines from what is typed, in any chunks. CR LF, CR NUL, LF and a bare CR end a line; any other NUL is nothing.
 * Backspace and DEL take back a character, for clients that send every key. Control characters are dropped.
 */
export class LineReader {
  readonly #decoder = new Utf8Decoder();
  readonly #ports: LinePorts;
  #characters: string[] = [];
  #length = 0;
  #isFirst = true;
  #isAfterReturn = false;
  #isOverlong = false;
  #sequence: Sequence = "none";
  #sequenceLength = 0;

  constructor(ports: LinePorts) {
    this.#ports = ports;
  }

  /** The line that is being typed, as far as it is whole characters. */
  get begun(): string {
    return this.#characters.join("");
  }

  read(bytes: Uint8Array): void {
    for (const character of this.#decoder.decode(bytes)) this.#take(character);
  }

  /** Takes back the last character (backspace, and telnet's EC). */
  eraseCharacter(): void {
    // What was beyond the limit is not known any more.
    if (this.#isOverlong) return;
    const erased = this.#characters.pop();
    if (erased === undefined) return;
    this.#length -= erased.length;
    this.#ports.echo("\b \b");
  }

  /** Takes back the whole line (Ctrl-U, and telnet's EL, IP and BRK). */
  eraseLine(): void {
    this.#ports.echo("\b \b".repeat(this.#characters.length));
    this.#forget();
  }

  #forget(): void {
    this.#characters = [];
    this.#length = 0;
    this.#isOverlong = false;
  }

  #take(character: string): void {
    const isSecondHalf = this.#isAfterReturn && (character === "\n" || character === NUL);
    this.#isAfterReturn = character === "\r";
    if (isSecondHalf || this.#isInSequence(character)) return;
    switch (character) {
      case "\r":
      case "\n":
        return this.#endLine();
      case BACKSPACE:
      case DELETE:
        return this.eraseCharacter();
      case ERASE_LINE:
        return this.eraseLine();
      case TAB:
        return this.#add(" ");
      case ESCAPE:
        this.#sequence = "begun";
        return;
      default:
        if (!control.test(character)) this.#add(character);
    }
  }

  /** After ESC [ there are parameters, and at last one of @ to ~ (ECMA-48); after ESC O one character. */
  #isInSequence(character: string): boolean {
    const state = this.#sequence;
    this.#sequence = "none";
    if (state === "none" || control.test(character)) return false;
    if (state === "begun") {
      if (character === "[") this.#sequence = "open";
      if (character === "O") this.#sequence = "one-more";
      this.#sequenceLength = 0;
      return character === "[" || character === "O";
    }
    this.#sequenceLength += 1;
    const isLast = character >= "@" && character <= "~";
    if (state === "open" && !isLast && this.#sequenceLength < SEQUENCE_MAX_CHARS) this.#sequence = "open";
    return true;
  }

  #add(character: string): void {
    if (this.#length + character.length > COMMAND_LINE_MAX_CHARS) this.#isOverlong = true;
    if (this.#isOverlong) return;
    this.#characters.push(character);
    this.#length += character.length;
    this.#ports.echo(character);
    if (this.#isFirst && this.#length <= HTTP_HEAD_MAX_CHARS && httpHead.test(this.begun)) {
      this.#isFirst = false;
      this.#ports.typed({ kind: "http" });
    }
  }

  #endLine(): void {
    const typed: Typed = this.#isOverlong ? { kind: "overlong" } : { kind: "line", text: this.begun };
    this.#isFirst = false;
    this.#forget();
    this.#ports.echo("\r\n");
    this.#ports.typed(typed);
  }
}
