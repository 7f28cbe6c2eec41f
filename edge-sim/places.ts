import { randomUUID } from "node:crypto";
import { closeCodes } from "../core/protocol/index.ts";
import type { Wire, WireEnds } from "./wire.ts";

/** Where somebody can be: in a realm, or in a quiz room. */
export type Place = { kind: "realm"; realm: string } | { kind: "room"; code: string };

/** What a client is told on its connection. */
export interface PlaceEnds {
  text(text: string): void;
  /** The bytes are used again after the call. */
  bytes(frame: Uint8Array): void;
  /** It is over, by the other side. */
  closed(code: number, reason: string): void;
  /** It is there: from now on what is said arrives. */
  opened?(): void;
}

/** A client's end of a connection. */
export interface PlaceLine {
  text(text: string): void;
  close(code?: number, reason?: string): void;
}

/** Opens a connection to a place, for what docs/protocol.md says; in this process, or over an uplink. */
export type OpenPlace = (place: Place, ends: PlaceEnds) => PlaceLine;

/** What takes connections in. */
export interface Doors {
  rooms: { accept(code: string, id: string, wire: Wire): void };
  worlds: { has(realm: string): boolean; accept(realm: string, id: string, wire: Wire): void };
}

/** The places of this process. @param report a client that throws is let go, and hurts nobody else */
export function ownPlaces({ rooms, worlds }: Doors, report: (error: unknown, where: string) => void): OpenPlace {
  const later = new Later();
  return (place, ends) => {
    const line = new OwnLine(ends, report, later);
    // Whoever opens it has nothing to say with before it is given back.
    queueMicrotask(() => {
      if (!line.isOpen) return;
      ends.opened?.();
      if (place.kind === "room") rooms.accept(place.code, randomUUID(), line);
      else if (worlds.has(place.realm)) worlds.accept(place.realm, randomUUID(), line);
      else line.close(closeCodes.ROOM_NOT_FOUND, "REALM_NOT_FOUND");
    });
    return { text: (text) => line.say(text), close: () => line.leave() };
  };
}

/** What is to be done once a shard is done with its tick: reading takes longer than being told, and nobody waits for it. */
class Later {
  #waiting: (() => void)[] = [];

  add(what: () => void): void {
    if (this.#waiting.push(what) === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    for (const what of this.#waiting.splice(0)) what();
  }
}

/** Both ends of a connection within this process. What one says the other hears in order, once who speaks is done. */
class OwnLine implements Wire {
  readonly unsentBytes = 0;
  isOpen = true;
  readonly #client: PlaceEnds;
  readonly #report: (error: unknown, where: string) => void;
  readonly #later: Later;
  #shell: WireEnds | null = null;
  #isGone = false;
  #said: string[] = [];

  constructor(client: PlaceEnds, report: (error: unknown, where: string) => void, later: Later) {
    this.#client = client;
    this.#report = report;
    this.#later = later;
  }

  listen(ends: WireEnds): void {
    this.#shell = ends;
    for (const text of this.#said.splice(0)) this.say(text);
  }

  text(text: string): void {
    if (this.isOpen) this.#later.add(() => this.#tell(() => this.#client.text(text)));
  }

  /** At once, for the bytes are used again; motion is in no order with texts. */
  bytes(frame: Uint8Array): void {
    if (this.isOpen) this.#tell(() => this.#client.bytes(frame));
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => this.#shell?.closed());
    this.#later.add(() => this.#tell(() => this.#client.closed(code, reason)));
  }

  terminate(): void {
    this.close(1006, "");
  }

  say(text: string): void {
    if (!this.#shell) {
      this.#said.push(text);
      return;
    }
    queueMicrotask(() => {
      if (this.isOpen) this.#shell?.message(text);
    });
  }

  #tell(told: () => void): void {
    if (this.#isGone) return;
    try {
      told();
    } catch (error) {
      this.#report(error, "a client of this process");
      this.terminate();
    }
  }

  /** The client goes, and is told nothing more. */
  leave(): void {
    this.#isGone = true;
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => this.#shell?.closed());
  }
}
