import type { OpenPlace, Place, PlaceLine } from "../places.ts";
import { BatchWriter, readBatch } from "./batch.ts";
import { atTurnsEnd } from "./turn.ts";

/** What a relay needs of what is around it. */
export interface RelayPorts {
  openPlace: OpenPlace;
  /** Gives a batch to the thread of the sockets. */
  post(batch: Uint8Array<ArrayBuffer>): void;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

/** RFC 6455: something went wrong here. */
const INTERNAL = 1011;
const GONE = 1001;

/** Between connections of clients and those to places: what the one says, the other hears. */
export class Relay {
  readonly #ports: RelayPorts;
  /** `null`: it is being opened. */
  readonly #lines = new Map<number, PlaceLine | null>();
  readonly #out = new BatchWriter();
  readonly #flush = atTurnsEnd(() => this.#send());

  constructor(ports: RelayPorts) {
    this.#ports = ports;
  }

  /** How many clients there are. */
  get size(): number {
    return this.#lines.size;
  }

  /** News from the thread. */
  take(batch: Uint8Array): void {
    readBatch(batch, (news) => {
      if (news.type === "count") this.#ports.count(news.text, news.connection);
      else if (news.type === "opened") this.#open(news.connection, news.text);
      else if (news.type === "text") this.#lines.get(news.connection)?.text(news.text);
      else if (news.type === "closed") this.#closed(news.connection, news.code, news.text);
    });
  }

  /** The thread is no more: nobody hears anything. */
  lost(): void {
    for (const id of [...this.#lines.keys()]) this.#closed(id, GONE, "");
  }

  #open(id: number, name: string): void {
    const place = readPlace(name);
    if (!place) return this.#hangUp(id, INTERNAL, "");
    this.#lines.set(id, null);
    try {
      const line = this.#ports.openPlace(place, {
        text: (text) => this.#tell(id, () => this.#out.text(id, text)),
        bytes: (frame) => this.#tell(id, () => this.#out.bytes(id, frame)),
        closed: (code, reason) => this.#tell(id, () => this.#hangUp(id, code, reason)),
      });
      // It may have closed already.
      if (this.#lines.has(id)) this.#lines.set(id, line);
    } catch (error) {
      this.#ports.report(error, "a datagram's place");
      this.#hangUp(id, INTERNAL, "");
    }
  }

  #tell(id: number, put: () => void): void {
    if (!this.#lines.has(id)) return;
    put();
    this.#flush();
  }

  #hangUp(id: number, code: number, reason: string): void {
    this.#lines.delete(id);
    // A place that was lost is not said goodbye to with a code that is never said.
    this.#out.closed(id, code === 1006 ? GONE : code, reason);
    this.#flush();
  }

  #closed(id: number, code: number, reason: string): void {
    const line = this.#lines.get(id);
    this.#lines.delete(id);
    // Other codes are not a client's to give, by RFC 6455.
    if (code === 1000 || code >= 3000) line?.close(code, reason);
    else line?.close();
  }

  #send(): void {
    if (!this.#out.isEmpty) this.#ports.post(this.#out.take());
  }
}

/** The name of a place in a token. */
export function placeName(place: Place): string {
  return place.kind === "room" ? `room/${place.code}` : `realm/${place.realm}`;
}

function readPlace(name: string): Place | null {
  const [kind, rest = ""] = name.split("/");
  if (kind === "realm") return { kind, realm: rest };
  return kind === "room" ? { kind, code: rest } : null;
}
