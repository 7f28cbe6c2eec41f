import { COMMAND_LINE_MAX_CHARS } from "../protocol/world-frames.ts";
import { commandBytes, commands, negotiationBytes, options, subnegotiationBytes } from "./codes.ts";
import { GmcpSupport, gmcpBytes, readGmcp } from "./gmcp.ts";
import { httpRefusal } from "./http-refusal.ts";
import { InputEcho } from "./input-echo.ts";
import { LineReader, type Typed } from "./line-reader.ts";
import { type Change, Negotiation, type Policy } from "./negotiation.ts";
import { type ServerStatus, statusBytes } from "./subnegotiations.ts";
import { type TelnetInput, TelnetParser } from "./telnet-parser.ts";
import { TelnetWriter } from "./telnet-writer.ts";
import type { Terminal, TerminalWishes } from "./terminal.ts";
import { TerminalTalk } from "./terminal-talk.ts";
import { asciiText } from "./text/ascii-text.ts";
import { encodeUtf8 } from "./utf8.ts";

/** What a connection needs of what carries it. */
export interface TelnetPorts {
  send(bytes: Uint8Array): void;
  /** Whatever is sent from now on is compressed (MCCP2: a zlib stream). */
  compressFromHere(): void;
  /** The compressed stream ends, and what is sent from now on is plain. */
  plainFromHere(): void;
  /** For directories of MUDs; asked for at most once. */
  status(): ServerStatus;
}

/** What a connection tells of. Before `ready` there is nothing but `close`. */
export type TelnetEvent =
  /** It is known what the terminal can, or the time for finding out is over. */
  | { kind: "ready" }
  | { kind: "line"; text: string }
  /** The terminal is another, most often its size. */
  | { kind: "resized" }
  /** A message beside the text, other than Core.Ping. Those of Core have been taken note of. */
  | { kind: "gmcp"; name: string; data: unknown }
  /** Nothing that comes is read any more. `http`: it was told so; in other cases it may be told why. */
  | { kind: "close"; reason: "http" | "abuse" | "flood" };

/** Options are negotiated for this long; then one goes on with what is known. */
export const NEGOTIATION_MS = 2_000;
/** Something is sent at least this often, so that no router forgets the connection. */
export const KEEP_ALIVE_MS = 30_000;
/** "Are you there" is answered at most this often. */
export const PRESENCE_MS = 1_000;
/** Subnegotiations that could not be used, after which the connection is closed. */
export const FAULTS_MAX = 100;
/** Lines and messages that are kept for the time after the negotiation. */
export const EARLY_EVENTS_MAX = 32;

const none = new Uint8Array();
const { ECHO, SGA, TTYPE, EOR, NAWS, NEW_ENVIRON, CHARSET, MSSP, MCCP2, GMCP } = options;

/** What is offered and asked for at once. The terminal's type comes first: compression waits for it. */
const opening = [
  ["them", TTYPE],
  ["them", NAWS],
  ["them", NEW_ENVIRON],
  ["us", CHARSET],
  ["us", EOR],
  ["us", GMCP],
  ["us", MSSP],
] as const;

/**
 * Agreed to when asked. SGA is never offered: telnet(1) would leave its line mode for it. Echo that a client asks for
 * is given: it sends every key, and leaves it to us to show them.
 */
const agreeable = { us: [ECHO, SGA, EOR, CHARSET, MSSP, GMCP], them: [SGA, TTYPE, NAWS, NEW_ENVIRON, CHARSET] };

const policy: Policy = {
  agreesTo: (side, option) => agreeable[side].some((one) => one === option),
  isOftenUnconfirmed: (option) => option === ECHO,
};

/**
 * One telnet connection, from its bytes to lines and back; no socket and no clock. Everything that comes is distrusted:
 * no bytes make it throw, hold more than a few kilobytes, or answer more than was asked.
 */
export class TelnetConnection {
  readonly #ports: TelnetPorts;
  readonly #parser = new TelnetParser();
  readonly #negotiation: Negotiation;
  readonly #talk: TerminalTalk;
  readonly #echo: InputEcho;
  readonly #reader: LineReader;
  readonly #writer: TelnetWriter;
  readonly #support = new GmcpSupport();
  readonly #readyByMs: number;
  #keepAliveAtMs: number;
  #presenceAtMs = Number.NEGATIVE_INFINITY;
  #nowMs: number;
  #isReady = false;
  #isClosed = false;
  /** It has said something in telnet: what is no text may be sent to it. A bare socket would show it. */
  #speaksTelnet = false;
  #hasOfferedCompression = false;
  #hasToldStatus = false;
  #faults = 0;
  /** What happened, to be given out; before `ready` it waits here. */
  #events: TelnetEvent[] = [];

  /** Sends what is offered. */
  constructor(ports: TelnetPorts, nowMs: number) {
    this.#ports = ports;
    this.#nowMs = nowMs;
    this.#readyByMs = nowMs + NEGOTIATION_MS;
    this.#keepAliveAtMs = nowMs + KEEP_ALIVE_MS;
    this.#negotiation = new Negotiation(policy, (verb, option) => ports.send(negotiationBytes(verb, option)));
    this.#talk = new TerminalTalk(this.#negotiation, (bytes) => ports.send(bytes));
    this.#echo = new InputEcho(this.#negotiation);
    this.#reader = new LineReader({
      typed: (typed) => this.#receiveTyped(typed),
      echo: (text) => this.#echo.typed(text),
    });
    this.#writer = new TelnetWriter({
      send: (bytes) => ports.send(bytes),
      terminal: () => this.terminal,
      promptMark: () => this.#promptMark(),
      echoed: () => (this.#echo.isShowing ? this.#reader.begun : null),
    });
    for (const [side, option] of opening) this.#negotiation.ask(side, option);
  }

  get terminal(): Terminal {
    return this.#talk.terminal;
  }

  /** How many subnegotiations could not be used. */
  get faults(): number {
    return this.#faults;
  }

  /** Bytes that came, in any chunks. */
  receive(bytes: Uint8Array, nowMs: number): TelnetEvent[] {
    this.#nowMs = nowMs;
    for (const input of this.#isClosed ? [] : this.#parser.parse(bytes)) {
      this.#take(input);
      if (this.#isClosed) break;
      this.#offerCompression();
      if (!this.#isReady && this.#isSettled()) this.#becomeReady();
    }
    return this.#given();
  }

  /** When {@link tick} next has something to do. */
  due(): number {
    return this.#isReady ? this.#keepAliveAtMs : Math.min(this.#readyByMs, this.#keepAliveAtMs);
  }

  /** Time has passed. */
  tick(nowMs: number): TelnetEvent[] {
    this.#nowMs = nowMs;
    if (this.#isClosed) return [];
    if (!this.#isReady && nowMs >= this.#readyByMs) this.#becomeReady();
    if (nowMs >= this.#keepAliveAtMs) {
      this.#keepAliveAtMs = nowMs + KEEP_ALIVE_MS;
      if (this.#speaksTelnet) this.#ports.send(commandBytes("NOP"));
    }
    return this.#given();
  }

  /** Shows whole lines, joined by `\n`; colours (SGR) may be in them, other control characters are taken out. */
  write(text: string): void {
    this.#writer.write(text);
  }

  /**
   * Shows a prompt, marked as one. Whatever is written while it stands begins on a line of its own; whoever writes shows
   * the prompt again once all is written.
   */
  prompt(text: string): void {
    this.#writer.prompt(text);
  }

  /** Whole lines of the line itself, not of who plays by it: the prompt, if it stands, is shown again below them. */
  notice(text: string): void {
    this.#writer.notice(text);
  }

  /** Whole lines as the last that is shown, for whoever closes the connection to send. */
  lastWords(text: string): Uint8Array {
    return this.#writer.lastWords(text);
  }

  /** Whether what is typed stays unseen: passphrases. A bare socket cannot be told. */
  hideInput(on: boolean): void {
    this.#echo.hide(on, this.#speaksTelnet, this.#nowMs);
  }

  /** Sets the terminal by hand, which is told as no change. */
  wish(wishes: TerminalWishes): void {
    this.#talk.wish(wishes);
    this.#talk.hasChanged();
  }

  /** Whether the client wants messages of this name beside the text. */
  wantsGmcp(name: string): boolean {
    return this.#negotiation.isOn("us", GMCP) && this.#support.wants(name);
  }

  /** A message beside the text, where the client wants its package. True: it was sent. */
  gmcp(name: string, data: unknown): boolean {
    const isWanted = this.wantsGmcp(name);
    if (isWanted) this.#ports.send(gmcpBytes(name, data));
    return isWanted;
  }

  #take(input: TelnetInput): void {
    if (input.kind !== "data") this.#speaksTelnet = true;
    switch (input.kind) {
      case "data":
        this.#reader.read(input.bytes);
        return this.#isClosed ? undefined : this.#sendEcho();
      case "command":
        return this.#obey(input.command);
      case "negotiation": {
        const change = this.#negotiation.receive(input.verb, input.option);
        if (change) this.#changed(change);
        return;
      }
      case "subnegotiation":
        if (input.option === GMCP) return this.#receiveGmcp(input.payload);
        if (!this.#talk.receive(input.option, input.payload)) return this.#fault();
        return this.#terminalChanged();
      case "fault":
        return this.#fault();
    }
  }

  #receiveTyped(typed: Typed): void {
    if (this.#isClosed) return;
    this.#sendEcho();
    switch (typed.kind) {
      case "line":
        this.#writer.lineEnded(true);
        return this.#happened(typed);
      case "overlong":
        this.#writer.lineEnded(false);
        return this.notice(`That line is too long and was not read: at most ${COMMAND_LINE_MAX_CHARS} characters.`);
      case "http":
        this.#ports.send(httpRefusal);
        return this.#close("http");
    }
  }

  #sendEcho(): void {
    const echo = this.#echo.take();
    if (echo !== "") this.#ports.send(encodeUtf8(this.terminal.utf8 ? echo : asciiText(echo)));
  }

  #obey(command: number): void {
    switch (command) {
      case commands.EC:
        this.#reader.eraseCharacter();
        return this.#sendEcho();
      case commands.EL:
      case commands.IP:
      case commands.BRK:
        this.#reader.eraseLine();
        return this.#sendEcho();
      case commands.AYT:
        if (this.#nowMs < this.#presenceAtMs) return;
        this.#presenceAtMs = this.#nowMs + PRESENCE_MS;
        return this.notice("[Yes, Skerry is here.]");
    }
  }

  #changed({ side, option, isOn }: Change): void {
    if (option === ECHO) this.#echo.changed(isOn);
    if (option === MSSP && isOn && !this.#hasToldStatus) {
      this.#hasToldStatus = true;
      this.#ports.send(statusBytes(this.#ports.status()));
    }
    if (option === MCCP2) {
      // In one piece: some clients look for it in one packet.
      if (isOn) this.#ports.send(subnegotiationBytes(MCCP2, none));
      if (isOn) this.#ports.compressFromHere();
      else this.#ports.plainFromHere();
    }
    this.#talk.changed(side, option, isOn);
    this.#terminalChanged();
  }

  /** Once, and not before the terminal's type is known: Mudlet loses what it is asked in between. */
  #offerCompression(): void {
    if (this.#hasOfferedCompression || this.#talk.isOpen("type") || !this.#speaksTelnet) return;
    this.#hasOfferedCompression = true;
    this.#negotiation.ask("us", MCCP2);
  }

  #receiveGmcp(payload: Uint8Array): void {
    const message = this.#negotiation.isOn("us", GMCP) ? readGmcp(payload) : null;
    if (!message) return this.#fault();
    const { name, data } = message;
    const [, core] = /^core\.(.+)$/.exec(name.toLowerCase()) ?? [];
    if (core === "ping") return this.#ports.send(gmcpBytes("Core.Ping"));
    if (core?.startsWith("supports.") && !this.#support.receive(name, data)) return this.#fault();
    if (core === "hello") this.#talk.hello(data);
    this.#terminalChanged();
    this.#happened({ kind: "gmcp", name, data });
  }

  #promptMark(): Uint8Array {
    if (!this.#speaksTelnet) return none;
    if (this.#negotiation.isOn("us", EOR)) return commandBytes("EOR");
    return this.#negotiation.isOn("us", SGA) ? none : commandBytes("GA");
  }

  #isSettled(): boolean {
    const isOffering = opening.some(([side, option]) => option !== MSSP && this.#negotiation.isOpen(side, option));
    return (
      !isOffering && !this.#talk.isOpen("any") && this.#hasOfferedCompression && !this.#negotiation.isOpen("us", MCCP2)
    );
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.#talk.hasChanged();
    this.#events.unshift({ kind: "ready" });
  }

  #terminalChanged(): void {
    if (this.#isReady && this.#talk.hasChanged()) this.#happened({ kind: "resized" });
  }

  #happened(event: TelnetEvent): void {
    if (!this.#isReady && this.#events.length >= EARLY_EVENTS_MAX) return this.#close("flood");
    this.#events.push(event);
  }

  #fault(): void {
    this.#faults += 1;
    if (this.#faults > FAULTS_MAX) this.#close("abuse");
  }

  #close(reason: "http" | "abuse" | "flood"): void {
    this.#isClosed = true;
    if (!this.#isReady) this.#events = [];
    this.#events.push({ kind: "close", reason });
  }

  #given(): TelnetEvent[] {
    if (!this.#isReady && !this.#isClosed) return [];
    const given = this.#events;
    this.#events = [];
    return given;
  }
}
