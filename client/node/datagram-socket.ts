import { isIPv6 } from "node:net";
import { DatagramClient } from "../../core/datagram/client.ts";
import type { Address } from "../../core/datagram/handshakes.ts";
import { DATAGRAM_TICK_MS } from "../../core/datagram/limits.ts";
import { closeCodes } from "../../core/protocol/errors.ts";
import type { SocketLike } from "../reconnecting-socket.ts";
import { RequestError } from "../request-error.ts";
import { chacha } from "./chacha.ts";
import { DatagramPorts, resolveAll } from "./datagram-ports.ts";
import { fetchTicket, type Ticket } from "./ticket.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** RFC 6455: nobody said goodbye, or there never was a connection. */
const LOST = 1006;
const NORMAL = 1000;

/** What has travelled over a connection so far; bytes are those in UDP's packets. */
export interface DatagramStats {
  /** `host:port` of the server, or where it is looked for; `null`: that is not known yet. */
  address: string | null;
  packetsIn: number;
  bytesIn: number;
  packetsOut: number;
  bytesOut: number;
  /** Packets that the server is known to have sent, and those of them that have not come, or not yet. */
  expected: number;
  missing: number;
}

/** Frames that are worth more early than late: how they begin, and whether the newest says all. */
const inputs = [
  { start: '{"t":"move"', topic: "move", isState: false },
  { start: '{"t":"seen"', topic: "seen", isState: true },
];

/**
 * A connection over UDP in the shape of a WebSocket, for `createWorldClient({ WebSocket: DatagramSocket, loses: true, url })`
 * and its like. The address is that of the place's socket; the ticket is asked for at the same server. It has what clients
 * here use of a WebSocket, and no more. A refusal that another try would not change comes as an `error` frame and a close
 * code that says so; any other as 1006.
 */
export class DatagramSocket implements SocketLike {
  binaryType: "blob" | "arraybuffer" = "arraybuffer";
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  readonly url: string;
  #readyState = CONNECTING;
  #client: DatagramClient | null = null;
  readonly #ports: DatagramPorts;
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #ticking: ReturnType<typeof setInterval> | undefined;
  #willFlush = false;
  readonly #travelled = { address: null as string | null, packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0 };

  constructor(url: string) {
    this.url = url;
    this.#ports = new DatagramPorts((packet) => this.#receive(packet));
    void this.#start();
  }

  get readyState(): number {
    return this.#readyState;
  }

  /** The way there and back in ms, smoothed; `null` while it is not known. */
  get rttMs(): number | null {
    return this.#client?.rttMs ?? null;
  }

  get stats(): DatagramStats {
    const { newest, count } = this.#client?.heard ?? { newest: 0, count: 0 };
    return { ...this.#travelled, expected: newest, missing: newest - count };
  }

  send(text: string): void {
    if (this.#readyState !== OPEN) return;
    const bytes = this.#encoder.encode(text);
    const input = inputs.find(({ start }) => text.startsWith(start));
    if (input) this.#client?.input(bytes, input, now());
    else this.#client?.text(bytes, now());
    this.#flushSoon();
  }

  close(code = NORMAL, reason = ""): void {
    if (this.#readyState >= CLOSING) return;
    this.#readyState = CLOSING;
    // Nobody is called back before this call has returned.
    queueMicrotask(() => {
      if (this.#client) this.#client.close(code, reason, now());
      else this.#end(code, reason);
    });
  }

  async #start(): Promise<void> {
    try {
      const ticket = await fetchTicket(this.url);
      const addresses = await resolveAll(ticket.addresses);
      if (this.#readyState !== CONNECTING) return;
      if (addresses.length === 0) return this.#fail();
      this.#connect(ticket, addresses);
    } catch (error) {
      if (this.#readyState === CONNECTING) this.#refused(error);
    }
  }

  #connect({ token }: Ticket, addresses: ConstructorParameters<typeof DatagramClient>[1]): void {
    this.#client = new DatagramClient(
      token,
      addresses,
      chacha,
      {
        send: (to, packet) => this.#send(to, packet),
        opened: () => {
          this.#readyState = OPEN;
          this.onopen?.({});
        },
        text: (text) => this.onmessage?.({ data: this.#decoder.decode(text) }),
        bytes: (frame) => this.onmessage?.({ data: new Uint8Array(frame).buffer }),
        closed: (code, reason) => this.#end(code, reason),
      },
      now(),
    );
    this.#ticking = setInterval(() => this.#tick(), DATAGRAM_TICK_MS);
  }

  #send(to: Address, packet: Uint8Array): void {
    this.#travelled.address = `${isIPv6(to.address) ? `[${to.address}]` : to.address}:${to.port}`;
    this.#travelled.packetsOut += 1;
    this.#travelled.bytesOut += packet.length;
    this.#ports.send(to, packet);
  }

  #receive(packet: Uint8Array): void {
    this.#travelled.packetsIn += 1;
    this.#travelled.bytesIn += packet.length;
    this.#client?.receive(packet, now());
  }

  #tick(): void {
    this.#client?.tick(now());
    if (!this.#client?.isOver) return;
    clearInterval(this.#ticking);
    this.#ports.close();
  }

  /** What is said in one turn of the event loop shares its packets. */
  #flushSoon(): void {
    if (this.#willFlush) return;
    this.#willFlush = true;
    setImmediate(() => {
      this.#willFlush = false;
      this.#client?.flush(now());
    });
  }

  #refused(error: unknown): void {
    const code = error instanceof RequestError ? error.code : null;
    const isFinal = code === "NO_DATAGRAMS" || code === "REALM_NOT_FOUND";
    if (!isFinal || !(error instanceof RequestError)) return this.#fail();
    const { message } = error;
    this.onmessage?.({ data: JSON.stringify({ t: "error", error: { code, message } }) });
    this.#end(code === "REALM_NOT_FOUND" ? closeCodes.ROOM_NOT_FOUND : closeCodes.REFUSED, code);
  }

  #fail(): void {
    this.onerror?.({});
    this.#end(LOST, "");
  }

  /** Told once; what is still to be sent goes out by the ticks. */
  #end(code: number, reason: string): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    if (!this.#client) this.#ports.close();
    this.onclose?.({ code, reason, wasClean: code !== LOST });
  }
}

/** Milliseconds, from any zero. */
function now(): number {
  return performance.now();
}
