import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { randomFor } from "../core/random.ts";

/** What a line does to packets; shares from 0 to 1, one way. */
export interface Mischief {
  loss: number;
  duplicates: number;
  delayMs: number;
  jitterMs: number;
  /** Shares of packets of which a copy comes too: with one bit changed, cut short, or long after. */
  flipped: number;
  truncated: number;
  replayed: number;
}

export const honest: Mischief = {
  loss: 0,
  duplicates: 0,
  delayMs: 0,
  jitterMs: 0,
  flipped: 0,
  truncated: 0,
  replayed: 0,
};
export const badLine: Mischief = { ...honest, loss: 0.05, duplicates: 0.05, delayMs: 200, jitterMs: 50 };
export const hostileLine: Mischief = {
  ...badLine,
  delayMs: 30,
  jitterMs: 20,
  flipped: 0.5,
  truncated: 0.3,
  replayed: 0.3,
};

const REPLAYED_AFTER_MS = 1_500;

/** Real sockets between a client and a server, through which packets fare as the line is. */
export class UdpProxy {
  line: Mischief;
  /** Packets that were passed on or made up, each way. */
  readonly passed = { server: 0, client: 0 };
  /** Everything that clients sent, in order. */
  readonly heard: Buffer[] = [];
  readonly #front: Socket;
  readonly #serverPort: number;
  readonly #random = randomFor("udp-proxy", "line");
  readonly #backs = new Map<number, Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();

  private constructor(front: Socket, serverPort: number, line: Mischief) {
    this.#front = front;
    this.#serverPort = serverPort;
    this.line = line;
    front.on("message", (packet, { port }) => this.#fromClient(packet, port));
  }

  static async start(serverPort: number, line: Mischief): Promise<UdpProxy> {
    const front = createSocket("udp4");
    await new Promise<void>((done) => front.bind(0, "127.0.0.1", done));
    return new UdpProxy(front, serverPort, line);
  }

  get port(): number {
    return this.#front.address().port;
  }

  /** Ports by which the server knows the clients, in the order in which they came. */
  get clientPorts(): number[] {
    return [...this.#backs.values()].map((socket) => socket.address().port);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#front.close();
    for (const back of this.#backs.values()) back.close();
  }

  #fromClient(packet: Buffer, port: number): void {
    this.heard.push(packet);
    const back = this.#backFor(port);
    this.#carry(packet, (bytes) => {
      this.passed.server += 1;
      back.send(bytes, this.#serverPort, "127.0.0.1");
    });
  }

  #backFor(port: number): Socket {
    const known = this.#backs.get(port);
    if (known) return known;
    const back = createSocket("udp4");
    back.on("message", (packet) =>
      this.#carry(packet, (bytes) => {
        this.passed.client += 1;
        this.#front.send(bytes, port, "127.0.0.1");
      }),
    );
    this.#backs.set(port, back);
    return back;
  }

  #carry(packet: Buffer, deliver: (bytes: Uint8Array) => void): void {
    const { loss, duplicates, flipped, truncated, replayed } = this.line;
    const copies = this.#random() < loss ? 0 : this.#random() < duplicates ? 2 : 1;
    for (let i = 0; i < copies; i++) this.#later(this.#delay(), () => deliver(packet));
    if (this.#random() < flipped) this.#later(this.#delay(), () => deliver(this.#flip(packet)));
    if (this.#random() < truncated)
      this.#later(this.#delay(), () => deliver(packet.subarray(0, this.#below(packet.length))));
    if (this.#random() < replayed) this.#later(REPLAYED_AFTER_MS, () => deliver(packet));
  }

  #flip(packet: Buffer): Buffer {
    const bad = Buffer.from(packet);
    const at = this.#below(bad.length);
    bad[at] = (bad[at] ?? 0) ^ (1 << this.#below(8));
    return bad;
  }

  #delay(): number {
    return this.line.delayMs + (2 * this.#random() - 1) * this.line.jitterMs;
  }

  #below(most: number): number {
    return Math.floor(this.#random() * most);
  }

  #later(ms: number, deliver: () => void): void {
    if (ms < 1) return deliver();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      deliver();
    }, ms);
    this.#timers.add(timer);
  }
}

/** An HTTP server that gives the tickets of another, leading to a proxy. */
export async function startTicketProxy(
  origin: string,
  proxyPort: () => number,
): Promise<{ origin: string; stop(): void }> {
  const server = createServer((request, response) => {
    void fetch(origin + request.url, { method: request.method ?? "GET" }).then(async (answer) => {
      const body = (await answer.json()) as { addresses?: string[] };
      if (body.addresses) body.addresses = [`127.0.0.1:${proxyPort()}`];
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}
