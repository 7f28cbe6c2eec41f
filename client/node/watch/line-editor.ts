import { COMMAND_LINE_MAX_CHARS } from "../../../core/protocol/world-frames.ts";
import { cleanText } from "../../../core/telnet/text/clean-text.ts";
import { cellsOf } from "../../../core/telnet/text/text-width.ts";
import type { Key } from "./key-reader.ts";

const KEPT_LINES = 100;

/** A command line as it is being typed; lines of before come back with the arrows. */
export class LineEditor {
  #text: string | null = null;
  readonly #before: string[] = [];
  #at = 0;

  /** What is typed so far; `null`: nobody types a command. */
  get text(): string | null {
    return this.#text;
  }

  begin(): void {
    this.#text = "";
    this.#at = this.#before.length;
  }

  /** Takes a key. @returns the line that was finished by it; `null`: none */
  take(key: Key): string | null {
    if (this.#text === null) return null;
    switch (key.is) {
      case "text":
        this.#text = cleanText(this.#text + key.text).slice(0, COMMAND_LINE_MAX_CHARS);
        return null;
      case "erase":
        this.#text = cellsOf(this.#text)
          .slice(0, -1)
          .map(({ text }) => text)
          .join("");
        return null;
      case "erase-word":
        this.#text = this.#text.replace(/\S*\s*$/u, "");
        return null;
      case "erase-line":
        this.#text = "";
        return null;
      case "up":
      case "down":
        this.#recall(key.is === "up" ? -1 : 1);
        return null;
      case "escape":
        this.#text = null;
        return null;
      case "enter":
        return this.#finish(this.#text.trim());
      default:
        return null;
    }
  }

  #recall(by: -1 | 1): void {
    this.#at = Math.max(0, Math.min(this.#before.length, this.#at + by));
    this.#text = this.#before[this.#at] ?? "";
  }

  #finish(line: string): string | null {
    this.#text = null;
    if (line === "") return null;
    if (this.#before.at(-1) !== line) this.#before.push(line);
    if (this.#before.length > KEPT_LINES) this.#before.shift();
    return line;
  }
}
