import type { ReadStream, WriteStream } from "node:tty";
import type { Terminal } from "../../../core/telnet/terminal.ts";
import { type Key, KeyReader } from "./key-reader.ts";
import type { Sheet } from "./sheet.ts";
import { sheetUpdate } from "./sheet-update.ts";
import { type Environment, terminalOf } from "./terminal-look.ts";

/** The alternate screen, without a cursor; and back. */
const OPEN = "\x1b[?1049h\x1b[?25l\x1b[2J";
const CLOSE = "\x1b[0m\x1b[?25h\x1b[?1049l";
/** A sequence comes at once; an Escape that stands alone for so long was the key. */
const ESCAPE_MS = 50;

/** A terminal as it is drawn on and typed at: the whole window, until it is closed. */
export class TerminalWindow {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #environment: Environment;
  readonly #keys = new KeyReader();
  readonly #decoder = new TextDecoder();
  readonly #onKeys: (keys: Key[]) => void;
  readonly #onData = (bytes: Uint8Array) => this.#read(bytes);
  readonly #onResize = () => this.redraw();
  #escape: NodeJS.Timeout | undefined;
  #shown: Sheet | null = null;
  #isOpen = true;

  /** Opens at once. Whoever opens it closes it, whatever happens. */
  constructor(
    { input, output, environment }: { input: ReadStream; output: WriteStream; environment: Environment },
    onKeys: (keys: Key[]) => void,
  ) {
    this.#input = input;
    this.#output = output;
    this.#environment = environment;
    this.#onKeys = onKeys;
    output.write(OPEN);
    output.on("resize", this.#onResize);
    // What is typed into something else than a terminal is not for here.
    if (!input.isTTY) return;
    input.setRawMode(true);
    input.on("data", this.#onData);
    input.resume();
  }

  get terminal(): Terminal {
    return terminalOf(this.#output, this.#environment);
  }

  /** Whether keys reach it. */
  get hasKeys(): boolean {
    return this.#input.isTTY;
  }

  /** Shows a picture, instead of what it shows. Where the terminal cannot keep up pictures are left out. */
  show(sheet: Sheet): void {
    if (!this.#isOpen || this.#output.writableLength > 0) return;
    const update = sheetUpdate(this.#shown, sheet, this.terminal);
    this.#shown = sheet;
    if (update !== "") this.#output.write(update);
  }

  /** Something else may have written on it. */
  redraw(): void {
    this.#shown = null;
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#escape);
    this.#output.off("resize", this.#onResize);
    this.#input.off("data", this.#onData);
    if (this.#input.isTTY) this.#input.setRawMode(false);
    this.#input.pause();
    this.#output.write(CLOSE);
  }

  #read(bytes: Uint8Array): void {
    clearTimeout(this.#escape);
    this.#tell(this.#keys.read(this.#decoder.decode(bytes, { stream: true })));
    if (this.#keys.isWaiting) this.#escape = setTimeout(() => this.#tell(this.#keys.flush()), ESCAPE_MS);
  }

  #tell(keys: Key[]): void {
    if (keys.length > 0) this.#onKeys(keys);
  }
}
