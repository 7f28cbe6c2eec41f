/** What somebody did on a keyboard. */
export type Key =
  | { is: "text"; text: string }
  | { is: "up" | "down" | "left" | "right" }
  | { is: "enter" | "escape" | "erase" | "erase-word" | "erase-line" | "redraw" | "interrupt" };

type Named = Exclude<Key["is"], "text">;

const ESCAPE = "\x1b";

const controls: Record<string, Named> = {
  "\r": "enter",
  "\n": "enter",
  "\b": "erase",
  "\x7f": "erase",
  "\x17": "erase-word",
  "\x15": "erase-line",
  "\x0c": "redraw",
  "\x03": "interrupt",
  // The end of input, where a shell would end.
  "\x04": "interrupt",
};

const arrows: Record<string, Named> = { A: "up", B: "down", C: "right", D: "left" };

/** CSI as ECMA-48 has it, or SS3 of keypads: whole, or how one begins. */
const sequence = new RegExp(`^${ESCAPE}(?:\\[[0-?]*[ -/]*([@-~])|O([ -~]))`);
const beginning = new RegExp(`^${ESCAPE}(?:\\[[0-?]*[ -/]*|O)?$`);

/** Reads what a terminal in raw mode sends. Sequences may come in pieces. */
export class KeyReader {
  #rest = "";

  /** Something that may be the beginning of a sequence, or the key Escape: {@link flush} after a moment. */
  get isWaiting(): boolean {
    return this.#rest !== "";
  }

  read(text: string): Key[] {
    let rest = this.#rest + text;
    const keys: Key[] = [];
    while (rest !== "" && !beginning.test(rest)) {
      const [, arrow, keypad] = sequence.exec(rest) ?? [];
      const end = arrow ?? keypad;
      if (end !== undefined) {
        rest = rest.slice(sequence.exec(rest)?.[0].length);
        const named = arrows[end];
        // Function keys and their like mean nothing here.
        if (named) keys.push({ is: named });
      } else if (rest.startsWith(ESCAPE)) {
        rest = rest.slice(1);
        keys.push({ is: "escape" });
      } else {
        const [character = ""] = rest;
        rest = rest.slice(character.length);
        pushCharacter(keys, character);
      }
    }
    this.#rest = rest;
    return keys;
  }

  /** Nothing more has come: it was the key. */
  flush(): Key[] {
    const isEscape = this.#rest === ESCAPE;
    this.#rest = "";
    return isEscape ? [{ is: "escape" }] : [];
  }
}

/** Text that comes at once, as what is pasted does, is one. */
function pushCharacter(keys: Key[], character: string): void {
  const named = controls[character];
  if (named) return void keys.push({ is: named });
  if (character < " ") return;
  const last = keys.at(-1);
  if (last?.is === "text") last.text += character;
  else keys.push({ is: "text", text: character });
}
