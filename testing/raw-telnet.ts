import { connect, type Socket } from "node:net";
import { constants, inflateSync } from "node:zlib";
import { commands, negotiationBytes, options, subnegotiationBytes, type Verb } from "../core/telnet/codes.ts";
import { type TelnetInput, TelnetParser } from "../core/telnet/telnet-parser.ts";

const WAIT_MS = 10_000;

/**
 * A telnet client in the hands of a test: it says what the test says and nothing by itself, and keeps all that comes,
 * decompressed where the server has begun to compress.
 */
export class RawTelnet {
  readonly #socket: Socket;
  readonly #parser = new TelnetParser();
  /** What came since compression began; `null` before that. */
  #compressed: Buffer | null = null;
  #inflated = 0;
  /** The compressed stream has ended, and all is plain again. */
  #isPlainAgain = false;
  #waiting: (() => void)[] = [];
  /** All text so far, bytes as they are in Latin-1. */
  bytes = "";
  negotiated: string[] = [];
  subnegotiations: { option: number; text: string }[] = [];
  commands: number[] = [];
  isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#receive(chunk);
      this.#wake();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  /** Connects from an address of this machine's own network. */
  static connect(port: number, localAddress = "127.0.0.1"): Promise<RawTelnet> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", localAddress });
      const client = new RawTelnet(socket);
      socket.once("connect", () => resolve(client));
      socket.once("error", reject);
    });
  }

  /** The text so far, read as UTF-8. */
  get text(): string {
    return Buffer.from(this.bytes, "latin1").toString("utf8");
  }

  /** Whether the server has begun to compress. */
  get isCompressed(): boolean {
    return this.#compressed !== null;
  }

  /** Whether the compressed stream has come to its proper end. */
  get isStreamWhole(): boolean {
    try {
      return this.#compressed !== null && inflateSync(this.#compressed).length > 0;
    } catch {
      return false;
    }
  }

  send(...parts: (string | Uint8Array)[]): void {
    this.#socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
  }

  say(verb: Verb, ...which: (keyof typeof options)[]): void {
    this.send(...which.map((name) => negotiationBytes(verb, options[name])));
  }

  tell(option: keyof typeof options, ...parts: (string | number)[]): void {
    const payload = parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part)]));
    this.send(subnegotiationBytes(options[option], Uint8Array.from(payload)));
  }

  /** Refuses what servers offer, but for compression. */
  refuseMost(): void {
    this.say("WONT", "TTYPE", "NAWS", "NEW_ENVIRON");
    this.say("DONT", "CHARSET", "EOR", "GMCP", "MSSP");
  }

  /** Refuses all that servers offer, as telnet(1) refuses what it does not know. */
  refuseAll(): void {
    this.refuseMost();
    this.say("DONT", "MCCP2");
  }

  /** Stops reading; the server's bytes stay in the kernel's buffers and then in the server. */
  stopReading(): void {
    this.#socket.pause();
  }

  readAgain(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Until something is so. Rejects with all that came where it does not become so. */
  until(what: string, isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const came = () => JSON.stringify(this.text.slice(-2_000));
      const timer = setTimeout(() => reject(new Error(`${what}: not within ${WAIT_MS} ms. Came: ${came()}`)), WAIT_MS);
      const look = () => {
        if (!isSo()) return void this.#waiting.push(look);
        clearTimeout(timer);
        resolve();
      };
      look();
    });
  }

  /** Until this text has come. */
  hear(text: string): Promise<void> {
    return this.until(text, () => this.text.includes(text));
  }

  closed(): Promise<void> {
    return this.until("the end", () => this.isClosed);
  }

  #wake(): void {
    for (const look of this.#waiting.splice(0)) look();
  }

  #receive(chunk: Buffer): void {
    if (this.#isPlainAgain) return this.#keep(this.#parser.parse(chunk));
    if (this.#compressed) return this.#inflate(chunk);
    for (const [i, byte] of chunk.entries()) {
      this.#keep(this.#parser.parse(Uint8Array.of(byte)));
      if (this.subnegotiations.at(-1)?.option !== options.MCCP2) continue;
      this.#compressed = Buffer.alloc(0);
      return this.#inflate(chunk.subarray(i + 1));
    }
  }

  /** What has come is inflated from its beginning each time: slow, and too simple to be wrong. */
  #inflate(chunk: Buffer): void {
    const compressed = Buffer.concat([this.#compressed ?? Buffer.alloc(0), chunk]);
    const { buffer, engine } = inflateSync(compressed, {
      finishFlush: constants.Z_SYNC_FLUSH,
      info: true,
    }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    this.#keep(this.#parser.parse(buffer.subarray(this.#inflated)));
    this.#inflated = buffer.length;
    this.#compressed = compressed.subarray(0, engine.bytesWritten);
    this.#isPlainAgain = engine.bytesWritten < compressed.length;
    if (this.#isPlainAgain) this.#keep(this.#parser.parse(compressed.subarray(engine.bytesWritten)));
  }

  #keep(inputs: readonly TelnetInput[]): void {
    for (const input of inputs) {
      if (input.kind === "data") this.bytes += Buffer.from(input.bytes).toString("latin1");
      if (input.kind === "command") this.commands.push(input.command);
      if (input.kind === "negotiation") this.negotiated.push(`${input.verb} ${nameOf(input.option)}`);
      if (input.kind === "subnegotiation") {
        this.subnegotiations.push({ option: input.option, text: Buffer.from(input.payload).toString("utf8") });
      }
    }
  }
}

function nameOf(option: number): string {
  return Object.entries(options).find(([, code]) => code === option)?.[0] ?? String(option);
}

/** Commands by which prompts are marked. */
export const promptMarks = { GA: commands.GA, EOR: commands.EOR };
