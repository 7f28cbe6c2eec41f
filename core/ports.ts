import type { Claims, Result, Role } from "./protocol/index.ts";

/** One commit of facts that were accepted at the same moment. */
export interface JournalEntry<Fact> {
  atMs: number;
  facts: readonly Fact[];
}

/** A state from which recovery may start. */
export interface Checkpoint {
  /** How many facts it contains. */
  facts: number;
  /** When it was taken, in room time. */
  atMs: number;
  /** The machine's rules by which it was made. */
  rules: number;
  /** JSON text. */
  state: string;
}

/** What a journal gives back: the newest whole checkpoint, and every entry after it. */
export interface Recovered<Fact> {
  checkpoint: Checkpoint | null;
  entries: JournalEntry<Fact>[];
}

/**
 * A room's durable memory. Synchronous: what `append` returned from is durable before anything that
 * is sent after it can be seen outside (a Durable Object's output gate, or a synchronous commit).
 * `conformance/journal.suite.ts` holds every implementation to this.
 */
export interface Journal<Fact> {
  /** `null` if nothing was ever appended: there is no such room. Writes nothing. */
  recover(): Recovered<Fact> | null;
  /** All entries or none. */
  append(entries: readonly JournalEntry<Fact>[]): void;
  /** A half-written checkpoint never counts. */
  checkpoint(checkpoint: Checkpoint): void;
  /** Every entry from the first, for results and replays. */
  all(): Iterable<JournalEntry<Fact>>;
  /** Forgets the room. */
  erase(): void;
}

/** What a connection keeps across hibernation: small, and no secrets. */
export interface Keepsake {
  role: Role;
  subject: string;
  member: number | null;
  rttMs: number | null;
  present: boolean;
  /** It did not acknowledge and was sent no more: once it does, it is owed the whole. */
  isBehind?: true;
  /** It wants to be told of motion, too. */
  watches?: true;
  /** Binary frames may be lost on its way. */
  loses?: true;
}

/** A connection that outlived the room's memory. `null`: it had not said hello. */
export interface LiveConnection {
  connection: string;
  keepsake: Keepsake | null;
}

/** The shell's sockets, by connection id. Calls for an unknown or closing socket do nothing. */
export interface Sockets {
  send(connection: string, text: string): void;
  close(connection: string, code: number, reason: string): void;
  keep(connection: string, keepsake: Keepsake): void;
  /** When the transport last heard something that it answered by itself (a ping), in shell time; `null` if never. */
  heardMs(connection: string): number | null;
}

/** Everything a room asks of where it runs. */
export interface RoomPorts<Fact> {
  readonly journal: Journal<Fact>;
  readonly sockets: Sockets;
  /** The shell's clock in milliseconds since 1970. It may jump; rooms are protected from that. */
  clock(): number;
  /** Wakes the room at this moment of the shell's clock, also after a crash; `null`: never. */
  alarm(atMs: number | null): void;
  /** Calls `runner.timer()` once after this long, unless set anew; `null`: not at all. Lost in a crash. */
  timer(ms: number | null): void;
  /** Checks a token of somebody who wants to enter, and gives a token to return with. */
  admit(token: string, role: Role): Promise<Result<{ claims: Claims; token?: string }>>;
  /** Passes a machine's question to the shell's service. Where it rejects, the machine hears nothing. */
  ask(request: object): Promise<unknown>;
  /** Counts something for the operator. */
  count(name: string, by: number): void;
  /** Something that must not happen did: for the log, without names or tokens. */
  report(error: unknown, where: string): void;
}
