import { commands, type Verb } from "./codes.ts";

/** What a parser finds in the bytes. */
export type TelnetInput =
  /** Text, with every IAC IAC as the one byte that it stands for. */
  | { kind: "data"; bytes: Uint8Array }
  /** A command without an option, known or not. */
  | { kind: "command"; command: number }
  | { kind: "negotiation"; verb: Verb; option: number }
  /** A whole subnegotiation, IAC IAC undone. */
  | { kind: "subnegotiation"; option: number; payload: Uint8Array }
  /** A subnegotiation that was too long, broken off, or empty. It is dropped. */
  | { kind: "fault" };

/** The most that a subnegotiation may hold, its option included. */
export const SUBNEGOTIATION_MAX_BYTES = 8_192;

const { IAC, SB, SE } = commands;
const verbs = new Map<number, Verb>([
  [commands.WILL, "WILL"],
  [commands.WONT, "WONT"],
  [commands.DO, "DO"],
  [commands.DONT, "DONT"],
]);

type State = "data" | "iac" | "negotiation" | "subnegotiation" | "subnegotiation-iac";

/**
 * Telnet's framing (RFC 854, 855): bytes in, whatever the chunks, what they say out. It gives no meaning to anything,
 * takes any bytes, and keeps at most one subnegotiation.
 */
export class TelnetParser {
  #state: State = "data";
  #verb: Verb = "WONT";
  #data: number[] = [];
  #payload: number[] = [];
  #isOverlong = false;
  #found: TelnetInput[] = [];

  /** What these bytes complete. Text is given at once, so that two chunks may give in two what one gives in one. */
  parse(bytes: Uint8Array): TelnetInput[] {
    for (const byte of bytes) this.#take(byte);
    this.#endData();
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case "data":
        if (byte === IAC) this.#state = "iac";
        else this.#data.push(byte);
        return;
      case "iac":
        return this.#takeCommand(byte);
      case "negotiation":
        this.#state = "data";
        return this.#give({ kind: "negotiation", verb: this.#verb, option: byte });
      case "subnegotiation":
        if (byte === IAC) this.#state = "subnegotiation-iac";
        else this.#keep(byte);
        return;
      case "subnegotiation-iac":
        return this.#takeInside(byte);
    }
  }

  #takeCommand(byte: number): void {
    this.#state = "data";
    const verb = verbs.get(byte);
    if (byte === IAC) {
      this.#data.push(byte);
    } else if (verb) {
      this.#state = "negotiation";
      this.#verb = verb;
    } else if (byte === SB) {
      this.#state = "subnegotiation";
      this.#payload = [];
      this.#isOverlong = false;
    } else {
      this.#give({ kind: "command", command: byte });
    }
  }

  /** After an IAC within a subnegotiation: any command but SE breaks it off, and counts by itself. */
  #takeInside(byte: number): void {
    if (byte === IAC) {
      this.#state = "subnegotiation";
      return this.#keep(byte);
    }
    if (byte === SE) {
      this.#state = "data";
      return this.#endSubnegotiation();
    }
    this.#give({ kind: "fault" });
    this.#takeCommand(byte);
  }

  #keep(byte: number): void {
    if (this.#payload.length < SUBNEGOTIATION_MAX_BYTES) this.#payload.push(byte);
    else this.#isOverlong = true;
  }

  #endSubnegotiation(): void {
    const [option, ...payload] = this.#payload;
    this.#payload = [];
    if (option === undefined || this.#isOverlong) return this.#give({ kind: "fault" });
    this.#give({ kind: "subnegotiation", option, payload: Uint8Array.from(payload) });
  }

  #give(input: TelnetInput): void {
    this.#endData();
    this.#found.push(input);
  }

  #endData(): void {
    if (this.#data.length === 0) return;
    this.#found.push({ kind: "data", bytes: Uint8Array.from(this.#data) });
    this.#data = [];
  }
}
