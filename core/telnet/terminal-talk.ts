import { options } from "./codes.ts";
import type { Negotiation, Side } from "./negotiation.ts";
import {
  askForType,
  askForVariables,
  offerUtf8,
  readCharset,
  readType,
  readVariables,
  readWindow,
} from "./subnegotiations.ts";
import type { Terminal, TerminalWishes } from "./terminal.ts";
import { type TerminalFacts, terminalOf } from "./terminal-facts.ts";

/** A client that gives no type twice would be asked for ever. */
export const TYPES_MAX = 8;

const { TTYPE, NAWS, NEW_ENVIRON, CHARSET } = options;

/** Finds out what the terminal is: asks once an option is agreed on, and keeps what is told. */
export class TerminalTalk {
  readonly #negotiation: Negotiation;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #types: string[] = [];
  readonly #variables = new Map<string, string>();
  #window: TerminalFacts["window"] = null;
  #acceptsUtf8: boolean | null = null;
  #areTypesKnown = false;
  #areVariablesAsked = false;
  #areVariablesKnown = false;
  #isUtf8Offered = false;
  #told: string;
  #wishes: TerminalWishes = {};
  terminal: Terminal;

  constructor(negotiation: Negotiation, send: (bytes: Uint8Array) => void) {
    this.#negotiation = negotiation;
    this.#send = send;
    this.terminal = this.#terminalNow();
    this.#told = JSON.stringify(this.terminal);
  }

  /** Whether the terminal is another than when this was last asked. */
  hasChanged(): boolean {
    const now = JSON.stringify(this.terminal);
    const hasChanged = now !== this.#told;
    this.#told = now;
    return hasChanged;
  }

  /** Sets by hand what a client did not tell, or told otherwise; the rest of the wishes stands. */
  wish(wishes: TerminalWishes): void {
    this.#wishes = { ...this.#wishes, ...wishes };
    this.terminal = this.#terminalNow();
  }

  /** Whether an answer is still to come: to the question for its type, or to any. */
  isOpen(what: "type" | "any"): boolean {
    const awaits = (side: Side, option: number, isKnown: boolean) =>
      this.#negotiation.isOpen(side, option) || (this.#negotiation.isOn(side, option) && !isKnown);
    if (awaits("them", TTYPE, this.#areTypesKnown)) return true;
    if (what === "type") return false;
    return (
      awaits("them", NAWS, this.#window !== null) ||
      awaits("them", NEW_ENVIRON, this.#areVariablesKnown) ||
      awaits("us", CHARSET, this.#acceptsUtf8 !== null)
    );
  }

  /** An option went on or off. Each question is asked once, however often its option is switched. */
  changed(side: Side, option: number, isOn: boolean): void {
    if (!isOn) return;
    if (side === "them" && option === TTYPE && !this.#areTypesKnown) this.#send(askForType);
    if (side === "them" && option === NEW_ENVIRON && !this.#areVariablesAsked) {
      this.#areVariablesAsked = true;
      this.#send(askForVariables);
    }
    if (side === "us" && option === CHARSET && !this.#isUtf8Offered) {
      this.#isUtf8Offered = true;
      this.#send(offerUtf8);
    }
  }

  /** What was told by a subnegotiation. False: it cannot be used. */
  receive(option: number, payload: Uint8Array): boolean {
    const isUsable = this.#isAgreed(option) && this.#read(option, payload);
    this.terminal = this.#terminalNow();
    return isUsable;
  }

  /** GMCP's Core.Hello: a name, where nothing else gave one. */
  hello(data: unknown): void {
    const client = typeof data === "object" && data !== null && "client" in data ? data.client : null;
    if (typeof client !== "string" || this.terminal.name !== "") return;
    this.#variables.set("CLIENT_NAME", client.replace(/[^ -~]/g, "").slice(0, 64));
    this.terminal = this.#terminalNow();
  }

  #isAgreed(option: number): boolean {
    return this.#negotiation.isOn("them", option) || this.#negotiation.isOn("us", option);
  }

  #read(option: number, payload: Uint8Array): boolean {
    switch (option) {
      case TTYPE:
        return this.#receiveType(readType(payload));
      case NAWS: {
        const window = readWindow(payload);
        this.#window = window ?? this.#window;
        return window !== null;
      }
      case NEW_ENVIRON: {
        const variables = readVariables(payload);
        if (!variables) return false;
        this.#areVariablesKnown = true;
        for (const [name, value] of variables) this.#variables.set(name, value);
        return true;
      }
      case CHARSET: {
        const { acceptsUtf8, answer } = readCharset(payload, this.#isUtf8Offered && this.#acceptsUtf8 === null);
        this.#acceptsUtf8 = acceptsUtf8 ?? this.#acceptsUtf8;
        if (answer) this.#send(answer);
        return true;
      }
      default:
        return false;
    }
  }

  /** The list of types ends with one that comes twice (RFC 1091), or with MTTS, after which nothing new comes. */
  #receiveType(type: string | null): boolean {
    if (type === null || this.#areTypesKnown) return false;
    const isLast = this.#types.includes(type) || type.toUpperCase().startsWith("MTTS ");
    if (!this.#types.includes(type)) this.#types.push(type);
    this.#areTypesKnown = isLast || this.#types.length >= TYPES_MAX;
    if (!this.#areTypesKnown) this.#send(askForType);
    return true;
  }

  #terminalNow(): Terminal {
    const told = terminalOf({
      window: this.#window,
      types: this.#types,
      acceptsUtf8: this.#acceptsUtf8,
      variables: this.#variables,
    });
    const { colours, utf8, screenReader } = this.#wishes;
    return {
      ...told,
      colours: colours ?? told.colours,
      utf8: utf8 ?? told.utf8,
      screenReader: screenReader ?? told.screenReader,
    };
  }
}
