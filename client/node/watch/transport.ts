import { WebSocket as NodeWebSocket } from "ws";
import type { SocketLike } from "../../reconnecting-socket.ts";
import { DatagramSocket } from "../datagram-socket.ts";
import type { Totals } from "./rates.ts";

/** What travels over the sockets of one way to a server. */
export type Travelled = Omit<Totals, "snapshots">;

/** A way to a server whose figures can be asked for, over however many connections. */
export interface Transport {
  name: "UDP" | "TCP";
  /** For `createWorldClient`. */
  WebSocket: new (
    url: string,
  ) => SocketLike;
  /** Binary frames may be lost on it. */
  loses: boolean;
  /** `host:port` of the other end; `null`: not known yet. */
  address(): string | null;
  /** The way there and back in ms; `null`: not known yet. */
  rttMs(): number | null;
  travelled(): Travelled;
  /** Whether the last goodbye has been said, or there is nobody to say it to. */
  isClosed(): boolean;
}

/** What a kind of socket tells of itself. */
interface Counted extends SocketLike {
  readonly rttMs: number | null;
  readonly stats: Travelled & { address: string | null };
}

const CLOSED = 3;

const nothing: Travelled = { packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0, expected: 0, missing: 0 };

/** Over UDP. */
export function udpTransport(): Transport {
  return transportOf("UDP", true, DatagramSocket);
}

/** Over WebSockets, where each message counts as a packet. */
export function tcpTransport(): Transport {
  return transportOf("TCP", false, CountedWebSocket);
}

function transportOf(name: Transport["name"], loses: boolean, Socket: new (url: string) => Counted): Transport {
  let newest: Counted | null = null;
  let before = nothing;
  class KnownSocket extends Socket {
    constructor(url: string) {
      super(url);
      before = newest ? sum(before, newest.stats) : before;
      newest = this;
    }
  }
  return {
    name,
    loses,
    WebSocket: KnownSocket,
    address: () => newest?.stats.address ?? null,
    rttMs: () => newest?.rttMs ?? null,
    travelled: () => (newest ? sum(before, newest.stats) : before),
    isClosed: () => newest === null || newest.readyState === CLOSED,
  };
}

function sum(one: Travelled, other: Travelled): Travelled {
  return {
    packetsIn: one.packetsIn + other.packetsIn,
    bytesIn: one.bytesIn + other.bytesIn,
    packetsOut: one.packetsOut + other.packetsOut,
    bytesOut: one.bytesOut + other.bytesOut,
    expected: one.expected + other.expected,
    missing: one.missing + other.missing,
  };
}

const PING_EVERY_MS = 1_000;

/** The WebSocket of `ws` in the shape that clients here use, counting. */
class CountedWebSocket implements Counted {
  binaryType: "blob" | "arraybuffer" = "arraybuffer";
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  rttMs: number | null = null;
  readonly #socket: NodeWebSocket;
  readonly #travelled = { ...nothing };
  readonly #host: string;
  #pingedMs = 0;

  constructor(url: string) {
    this.#host = new URL(url).host;
    const socket = new NodeWebSocket(url);
    this.#socket = socket;
    const pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
    socket.binaryType = "arraybuffer";
    socket.on("open", () => this.onopen?.({}));
    socket.on("message", (data, isBinary) => this.#take(data, isBinary));
    socket.on("pong", () => {
      this.rttMs = performance.now() - this.#pingedMs;
    });
    socket.on("error", () => this.onerror?.({}));
    socket.on("close", (code, reason) => {
      clearInterval(pinging);
      this.onclose?.({ code, reason: reason.toString() });
    });
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get stats(): Travelled & { address: string } {
    return { ...this.#travelled, address: this.#host };
  }

  send(text: string): void {
    this.#travelled.packetsOut += 1;
    this.#travelled.bytesOut += Buffer.byteLength(text);
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  #take(data: unknown, isBinary: boolean): void {
    if (!(data instanceof ArrayBuffer || data instanceof Uint8Array)) return;
    this.#travelled.packetsIn += 1;
    this.#travelled.bytesIn += data.byteLength;
    if (!isBinary) this.onmessage?.({ data: new TextDecoder().decode(data) });
    else if (data instanceof ArrayBuffer) this.onmessage?.({ data });
  }

  #ping(): void {
    if (this.#socket.readyState !== NodeWebSocket.OPEN) return;
    this.#pingedMs = performance.now();
    this.#socket.ping();
  }
}
