import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { MessagePort } from "node:worker_threads";
import { chacha } from "../../client/node/chacha.ts";
import { DATAGRAM_TICK_MS } from "../../core/datagram/limits.ts";
import { DatagramServer } from "../../core/datagram/server.ts";
import { errorLine } from "../../core/error-line.ts";
import { BatchWriter, type News, readBatch } from "./batch.ts";
import { clockFrom, type ThreadOrder, type ThreadStart, type ThreadWord } from "./thread-port.ts";
import { atTurnsEnd } from "./turn.ts";
import { xchacha } from "./xchacha.ts";

/** Asked of the kernel, which may give less: room for what comes while this thread does something else. */
const RECEIVE_BUFFER_BYTES = 4 * 1_024 * 1_024;
const SEND_BUFFER_BYTES = 2 * 1_024 * 1_024;
const COUNTS_EVERY_MS = 1_000;
/** How long goodbyes may take when the node stops. */
const GOODBYE_MS = 600;
/** RFC 6455: the server restarts. */
const RESTARTING = 1012;

/**
 * The socket and all that is between its packets and messages, in a thread of its own: opening and closing seals, resending,
 * and whatever a flood costs, take nothing from the thread in which worlds tick.
 */
export class DatagramThread {
  readonly #port: MessagePort;
  readonly #socket: Socket;
  readonly #server: DatagramServer;
  readonly #now: () => number;
  readonly #news = new BatchWriter();
  readonly #post = atTurnsEnd(() => this.#sendNews());
  readonly #counts = new Map<string, number>();
  /** Connections that were told something in this batch. */
  readonly #told = new Set<number>();
  #ticking: NodeJS.Timeout | undefined;
  #countsAtMs = 0;

  /** Tells the port what becomes of it. @param start where to listen @param socket bound already */
  constructor(port: MessagePort, start: ThreadStart, socket: Socket) {
    const bound = socket.address().port;
    this.#port = port;
    this.#socket = socket;
    this.#now = clockFrom(start.machineStartMs);
    this.#server = new DatagramServer(
      {
        secrets: start.secrets,
        aead: chacha,
        tokenAead: xchacha,
        addresses: start.names.map((name) => `${name}:${bound}`),
        connectionsMax: start.connectionsMax,
        connectionsPerAddressMax: start.connectionsPerAddressMax,
      },
      {
        send: (to, packet) => socket.send(packet, to.port, to.address, passOver),
        opened: (id, place) => {
          this.#news.opened(id, place);
          this.#keepTicking();
        },
        text: (id, text) => this.#news.utf8(id, text),
        closed: (id, code, reason) => this.#news.closed(id, code, reason),
        count: (name) => void this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1),
      },
      this.#now(),
    );
    socket.on("message", (packet, from) => this.#receive(packet, from));
    // What cannot be sent is lost, as packets are.
    socket.on("error", () => this.#count("datagram_socket_errors"));
    port.on("message", (message: Uint8Array | ThreadOrder) => {
      if (message instanceof Uint8Array) this.#carryOut(message);
      else this.#stop();
    });
    setInterval(() => this.#sayCounts(), COUNTS_EVERY_MS);
  }

  #receive(packet: Buffer, from: RemoteInfo): void {
    try {
      this.#server.receive(from, packet, this.#now());
    } catch (error) {
      this.#fault(error);
    }
    if (!this.#news.isEmpty) this.#post();
  }

  #carryOut(batch: Uint8Array): void {
    const nowMs = this.#now();
    try {
      readBatch(batch, (news) => this.#tell(news, nowMs));
      for (const id of this.#told) this.#server.flush(id, nowMs);
    } catch (error) {
      this.#fault(error);
    }
    this.#told.clear();
    if (!this.#news.isEmpty) this.#post();
  }

  #tell(news: News, nowMs: number): void {
    const { connection } = news;
    this.#told.add(connection);
    if (news.type === "bytes") this.#server.bytes(connection, news.bytes);
    else if (news.type === "text") this.#server.text(connection, Buffer.from(news.text), nowMs);
    else if (news.type === "closed") this.#server.close(connection, news.code, news.text, nowMs);
  }

  /** Nobody's time is looked at while nobody is there. */
  #keepTicking(): void {
    this.#ticking ??= setInterval(() => this.#tick(), DATAGRAM_TICK_MS);
  }

  #tick(): void {
    try {
      this.#server.tick(this.#now());
    } catch (error) {
      this.#fault(error);
    }
    if (!this.#news.isEmpty) this.#post();
    if (this.#server.size > 0) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  #sendNews(): void {
    if (this.#news.isEmpty) return;
    const batch = this.#news.take();
    this.#port.postMessage(batch, [batch.buffer]);
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  #sayCounts(): void {
    for (const [name, by] of this.#counts) this.#news.count(name, by);
    this.#counts.clear();
    this.#sendNews();
  }

  #fault(error: unknown): void {
    this.#count("datagram_faults");
    // One that comes with every packet is told once a second.
    const nowMs = performance.now();
    if (nowMs - this.#countsAtMs < COUNTS_EVERY_MS) return;
    this.#countsAtMs = nowMs;
    this.#port.postMessage({ is: "fault", message: errorLine(error) } satisfies ThreadWord);
  }

  #stop(): void {
    const untilMs = this.#now() + GOODBYE_MS;
    this.#server.closeAll(RESTARTING, "the server is restarting", this.#now());
    const leave = () => {
      if (this.#server.size > 0 && this.#now() < untilMs) return setTimeout(leave, DATAGRAM_TICK_MS);
      this.#sayCounts();
      this.#socket.close();
      this.#port.postMessage({ is: "stopped" } satisfies ThreadWord);
      return process.exit();
    };
    this.#keepTicking();
    leave();
  }
}

/** Starts to listen, and tells the port whether that goes. */
export function startThread(port: MessagePort, start: ThreadStart): void {
  const socket = createSocket({
    type: isIPv6(start.host) ? "udp6" : "udp4",
    recvBufferSize: RECEIVE_BUFFER_BYTES,
    sendBufferSize: SEND_BUFFER_BYTES,
    // Addresses are addresses here: nothing is to be looked up, and nothing to wait for.
    lookup: (address, _options, found) => found(null, address, isIPv6(address) ? 6 : 4),
  });
  const failed = ({ message, code = "" }: NodeJS.ErrnoException) =>
    port.postMessage({ is: "failed", message, code } satisfies ThreadWord);
  socket.once("error", failed);
  socket.bind(start.port, start.host, () => {
    socket.off("error", failed);
    new DatagramThread(port, start, socket);
    const { port: bound, address } = socket.address();
    port.postMessage({ is: "listening", port: bound, address } satisfies ThreadWord);
  });
}

/** Of what could not be sent nothing is told: it is lost. */
function passOver(): void {
  return undefined;
}
