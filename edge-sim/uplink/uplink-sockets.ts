import { randomUUID } from "node:crypto";
import type { DirectoryKeeper } from "../../core/realm/directory/keeper.ts";
import { UplinkHost } from "../../core/realm/uplink/uplink-host.ts";
import type { Surroundings } from "../socket-process.ts";
import type { Wire } from "../wire.ts";

/** How long sockets have to say goodbye when the node stops. */
const GOODBYE_MS = 2_000;

/** The sockets of nodes at the directory of this one. Its twin is `durable-objects/uplink-sockets.ts`. */
export class UplinkSockets {
  readonly host: UplinkHost;
  readonly #wires = new Map<string, Wire>();
  readonly #pingedMs = new Map<string, number>();
  readonly #clock: () => number;
  #isStopped = false;

  constructor(directory: DirectoryKeeper, { clock, count, report }: Surroundings) {
    this.#clock = clock;
    const lines = {
      send: (line: string, text: string) => this.#send(line, text),
      close: (line: string, code: number, reason: string) => {
        this.#wires.get(line)?.close(code, reason);
        this.#forget(line);
      },
      // Sockets do not outlive this process: there is nobody to keep anything for.
      keep: () => undefined,
      heardMs: (line: string) => this.#pingedMs.get(line) ?? null,
    };
    this.host = new UplinkHost({ directory, lines, clock, count, report }, () => []);
    directory.attach(this.host);
  }

  /** A socket of a node, whose request was checked. @param allowed the only node that its token lets in; `null`: any */
  accept(allowed: string | null, wire: Wire): void {
    const line = randomUUID();
    this.#wires.set(line, wire);
    wire.listen({ message: (data) => this.#message(line, data), closed: () => this.#closed(line) });
    this.host.open(line, allowed);
  }

  stop(): void {
    this.#isStopped = true;
    for (const wire of this.#wires.values()) {
      wire.close(1012, "the server is restarting");
      setTimeout(() => wire.terminate(), GOODBYE_MS).unref();
    }
  }

  #message(line: string, data: string | Uint8Array): void {
    if (this.#isStopped) return;
    if (data !== "ping") return this.host.message(line, data);
    this.#pingedMs.set(line, this.#clock());
    this.#send(line, "pong");
  }

  #closed(line: string): void {
    if (this.#isStopped) return;
    this.#forget(line);
    this.host.closed(line);
  }

  #send(line: string, text: string): void {
    const wire = this.#wires.get(line);
    if (wire?.isOpen) wire.text(text);
  }

  #forget(line: string): void {
    this.#wires.delete(line);
    this.#pingedMs.delete(line);
  }
}
