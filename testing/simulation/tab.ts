import type { RosterRow, ServerFrame, StateFrame, YouView } from "../../core/protocol/index.ts";
import type { MemorySocket } from "../memory-shell.ts";
import { insist } from "./invariants.ts";

/** Somebody with a token: a guest, a host or a screen. */
export interface Person {
  readonly role: "player" | "host" | "screen";
  readonly subject: string;
  readonly token: string;
  /** The name they will type. */
  readonly name: string;
  /** Frames that are still on their way from an earlier time. */
  readonly late: string[];
}

/** How a client acknowledges what it gets. */
export type Manners = "prompt" | "lazy" | "stalled";

/** One socket of a person, and all its client knows. */
export class Tab {
  readonly person: Person;
  readonly connection: string;
  readonly socket: MemorySocket;
  manners: Manners = "prompt";
  pings = true;
  welcomed = false;
  /** What it sent last, for sending it again. */
  lastText: string | null = null;
  state: StateFrame | null = null;
  you: YouView | null = null;
  readonly roster = new Map<number, RosterRow>();
  /** Scores that were shown, by player. */
  readonly scores = new Map<number, number>();
  newestSeq = 0;
  newestAtMs = 0;
  /** Numbered frames since the last acknowledgement, and whether one asked for it at once. */
  unacked = 0;
  probed = false;
  /** Something of this client's was refused as too much: the server may not have its acknowledgements. */
  overBudget = false;
  /** It did not ping for a while: whether it counts as present is a question of timing. */
  everSilent = false;
  /** It was there as a player when things were last looked at. */
  wasPlaying = false;
  readonly ledger = new RequestLedger();

  constructor(person: Person, connection: string, socket: MemorySocket) {
    this.person = person;
    this.connection = connection;
    this.socket = socket;
  }

  get isOpen(): boolean {
    return this.socket.closed === null;
  }

  get isSeated(): boolean {
    return this.isOpen && this.welcomed;
  }

  toString(): string {
    return `${this.person.subject}@${this.connection}`;
  }
}

/** What a client asked, and what it was told. */
export class RequestLedger {
  #nextId = 1;
  /** Kinds of the requests that are out, by id; one id may be sent more than once. */
  readonly #open = new Map<number, string[]>();
  /** Messages that get an answer without an id: unusable ones, and requests without one. */
  #nameless = 0;
  /** Messages that get an answer only if something is wrong with them. */
  #silent = 0;
  #namelessErrors = 0;
  #namelessAnswers = 0;

  nextId(): number {
    return this.#nextId++;
  }

  /** A request was sent. */
  asked(kind: string, id: number | undefined): void {
    if (id === undefined) this.#nameless += 1;
    else this.#open.set(id, [...(this.#open.get(id) ?? []), kind]);
  }

  /** Something that cannot be used was sent. */
  sentGarbage(): void {
    this.#nameless += 1;
  }

  /** An acknowledgement was sent. */
  sentSilent(): void {
    this.#silent += 1;
  }

  /** An answer came; gives the kind of the request that it is for. */
  answered(frame: ServerFrame & { t: "ok" | "error" | "accepted" }): string | null {
    if (frame.id === undefined) {
      if (frame.t === "error") this.#namelessErrors += 1;
      else this.#namelessAnswers += 1;
      return null;
    }
    const kind = this.#open.get(frame.id)?.shift();
    insist(kind !== undefined, "I12", () => `an answer that nobody asked for: ${JSON.stringify(frame)}`);
    return kind;
  }

  /** Everything that was sent has had its time: what is out must be covered by errors without an id. */
  settle(): void {
    const open = [...this.#open.values()].reduce((sum, kinds) => sum + kinds.length, 0);
    const answers = this.#namelessErrors + this.#namelessAnswers;
    const least = open + this.#nameless;
    const told = `${answers} answers without an id for ${least} requests`;
    insist(answers >= least && answers <= least + this.#silent, "I12", told);
    this.forget();
  }

  /** The room started again: answers may have been lost with what was not durable. */
  forget(): void {
    this.#open.clear();
    this.#nameless = 0;
    this.#silent = 0;
    this.#namelessErrors = 0;
    this.#namelessAnswers = 0;
  }
}
