import type { Socket } from "node:net";
import type { Accounts, Places, WordsPorts } from "../../client/words/words-ports.ts";
import { Allowance } from "../../core/allowance.ts";
import type { ServerStatus } from "../../core/telnet/subnegotiations.ts";
import { TelnetConnection, type TelnetEvent } from "../../core/telnet/telnet-connection.ts";
import type { CrowdRenderer } from "../../core/telnet/text/crowd-renderer.ts";
import type { Paragraph } from "../../core/telnet/text/paragraph.ts";
import type { TelnetLimits } from "./telnet-limits.ts";
import { TelnetWire } from "./telnet-wire.ts";

/** Somebody who plays in words, as far as a line needs to know: what `client/words/` makes. */
export interface LinePlayer {
  start(): void;
  line(text: string): void;
  gmcp(name: string, data: unknown): void;
  resized(): void;
  stop(): void;
}

/** What a line needs of its server. */
export interface LineSurroundings {
  readonly limits: TelnetLimits;
  clock(): number;
  /** The accounts as somebody from this address meets them. */
  accounts(address: string): Accounts;
  readonly places: Places;
  /** For all lines: they are told much at the same moment. */
  readonly renderer: CrowdRenderer;
  /** Makes who plays by a line. Of these ports the terminal changes: they are to be handed on, not copied. */
  play(ports: WordsPorts): LinePlayer;
  status(): ServerStatus;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

/** Why a line ends, and what is said of it; in metrics it is `telnet_closed_` and the name. */
const endings = {
  http: "",
  abuse: "Your client sends what cannot be used. Goodbye.",
  flood: "You are sending too fast. Goodbye.",
  login: "That took too long. Connect again when you like.",
  idle: "You were silent for too long. Connect again when you like.",
  slow: "Your connection could not keep up. Connect again; you will find everything as it stands.",
  broken: "Something went wrong here. It is not your fault. Connect again.",
  stopped: "The server is stopping. Connect again in a moment.",
} as const;

type Ending = keyof typeof endings;

/** One connection to the telnet server: a socket, its telnet, and who plays by it. */
export class TelnetLine {
  readonly #socket: Socket;
  readonly #around: LineSurroundings;
  readonly #wire: TelnetWire;
  readonly #connection: TelnetConnection;
  readonly #bytes: Allowance;
  readonly #lines: Allowance;
  readonly #accounts: Accounts;
  readonly #loginByMs: number;
  #player: LinePlayer | null = null;
  #heardMs: number;
  #isLoggedIn = false;
  #isDirty = false;
  #droppedLines = 0;
  #isToldOfSpeed = false;
  /** Since when its last words are on their way; `null`: it is open. */
  #endedMs: number | null = null;

  constructor(socket: Socket, address: string, around: LineSurroundings) {
    const { limits } = around;
    const nowMs = around.clock();
    this.#socket = socket;
    this.#around = around;
    this.#heardMs = nowMs;
    this.#loginByMs = nowMs + limits.loginMs;
    this.#bytes = new Allowance(limits.bytesPerSecond, limits.bytesBurst, nowMs);
    this.#lines = new Allowance(limits.linesPerSecond, limits.linesBurst, nowMs);
    this.#accounts = this.#noticing(around.accounts(address));
    this.#wire = new TelnetWire(socket, limits.unsentMaxBytes, {
      overflowed: () => this.end("slow"),
      broken: (error) => this.#broke(error),
    });
    this.#connection = new TelnetConnection(
      {
        send: (bytes) => this.#send(bytes),
        compressFromHere: () => {
          around.count("telnet_compressed", 1);
          this.#wire.compressFromHere();
        },
        plainFromHere: () => this.#wire.plainFromHere(),
        status: () => around.status(),
      },
      nowMs,
    );
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("close", () => this.#closed());
    // `close` follows every error: nothing more to do.
    socket.on("error", () => undefined);
  }

  /** Whether somebody plays by it under a name. */
  get isPlaying(): boolean {
    return this.#isLoggedIn && this.#endedMs === null;
  }

  /** Time has passed. */
  tick(nowMs: number): void {
    const { limits } = this.#around;
    if (this.#endedMs !== null) {
      if (nowMs - this.#endedMs >= limits.goodbyeMs) this.#socket.destroy();
      return;
    }
    if (nowMs >= this.#connection.due()) this.#handle(this.#connection.tick(nowMs));
    if (!this.#isLoggedIn && nowMs >= this.#loginByMs) this.end("login");
    else if (nowMs - this.#heardMs >= limits.idleMs) this.end("idle");
  }

  /** Says why, and closes. */
  end(ending: Ending): void {
    if (this.#endedMs !== null) return;
    this.#around.count(`telnet_closed_${ending}`, 1);
    if (endings[ending] !== "") this.#connection.gmcp("Core.Goodbye", endings[ending]);
    this.#hangUp(endings[ending]);
  }

  /** Lets go of it at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  #hangUp(lastWords: string): void {
    if (this.#endedMs !== null) return;
    this.#endedMs = this.#around.clock();
    this.#letGo();
    this.#wire.close(this.#connection.lastWords(lastWords));
  }

  #receive(bytes: Uint8Array): void {
    if (this.#endedMs !== null) return;
    const nowMs = this.#around.clock();
    if (!this.#bytes.take(bytes.length, nowMs)) return this.end("flood");
    this.#handle(this.#connection.receive(bytes, nowMs));
  }

  #handle(events: readonly TelnetEvent[]): void {
    try {
      for (const event of events) if (this.#endedMs === null) this.#take(event);
    } catch (error) {
      this.#broke(error);
    }
  }

  #take(event: TelnetEvent): void {
    switch (event.kind) {
      case "ready":
        this.#player = this.#around.play(this.#playerPorts());
        return this.#player.start();
      case "line":
        if (this.#mayRead()) this.#player?.line(event.text);
        return;
      case "gmcp":
        if (this.#mayRead()) this.#player?.gmcp(event.name, event.data);
        return;
      case "resized":
        return this.#player?.resized();
      case "close":
        return this.end(event.reason);
    }
  }

  /** Lines over the measure are passed over, which is told once; after many of them the connection is closed. */
  #mayRead(): boolean {
    const nowMs = this.#around.clock();
    this.#heardMs = nowMs;
    if (this.#lines.take(1, nowMs)) {
      this.#isToldOfSpeed = false;
      return true;
    }
    this.#around.count("telnet_lines_dropped", 1);
    this.#droppedLines += 1;
    if (this.#droppedLines > this.#around.limits.linesDroppedMax) this.end("flood");
    else if (!this.#isToldOfSpeed) this.#connection.notice("Too fast: what came now was not read. Wait a moment.");
    this.#isToldOfSpeed = true;
    return false;
  }

  /** After the end of the line they do nothing. */
  #playerPorts(): WordsPorts {
    const connection = this.#connection;
    const { renderer } = this.#around;
    const rendered = (paragraphs: readonly Paragraph[]) => renderer.render(paragraphs, connection.terminal);
    const whileOpen = (act: () => unknown) => {
      if (this.#endedMs === null) act();
    };
    return {
      get terminal() {
        return connection.terminal;
      },
      show: (paragraphs) => whileOpen(() => paragraphs.length > 0 && connection.write(rendered(paragraphs))),
      prompt: (paragraph) => whileOpen(() => connection.prompt(rendered([paragraph]))),
      wish: (wishes) => whileOpen(() => connection.wish(wishes)),
      hideInput: (on) => whileOpen(() => connection.hideInput(on)),
      wants: (name) => this.#endedMs === null && connection.wantsGmcp(name),
      tell: (name, data) => whileOpen(() => connection.gmcp(name, data)),
      hangUp: (farewell) => whileOpen(() => this.#hangUp(rendered(farewell))),
      accounts: this.#accounts,
      places: this.#around.places,
    };
  }

  /** The same accounts; but here it is noticed when somebody has come in. */
  #noticing(accounts: Accounts): Accounts {
    return {
      find: (name) => accounts.find(name),
      fault: (passphrase) => accounts.fault(passphrase),
      guard: (person, passphrase) => accounts.guard(person, passphrase),
      enter: async (name, passphrase) => {
        const entered = await accounts.enter(name, passphrase);
        if (entered.ok) this.#isLoggedIn = true;
        return entered;
      },
    };
  }

  /** What is sent in one turn goes out in one piece. */
  #send(bytes: Uint8Array): void {
    this.#wire.send(bytes);
    if (this.#isDirty) return;
    this.#isDirty = true;
    setImmediate(() => {
      this.#isDirty = false;
      this.#wire.flush();
    });
  }

  #broke(error: unknown): void {
    this.#around.report(error, "a telnet connection");
    this.end("broken");
  }

  /** The player is told once, whatever ends it. */
  #letGo(): void {
    const player = this.#player;
    this.#player = null;
    try {
      player?.stop();
    } catch (error) {
      this.#around.report(error, "the end of a telnet connection");
    }
  }

  #closed(): void {
    this.#endedMs ??= this.#around.clock();
    this.#letGo();
    if (this.#connection.faults > 0) this.#around.count("telnet_faults", this.#connection.faults);
  }
}
