import type { CloseReason, ErrorCode, Failure, Result, Role } from "./protocol/index.ts";

/** The types that belong to one kind of room. */
export interface Kind {
  /** Plain JSON, always: it is stored, restored and hashed. */
  State: object;
  /** What the room accepted, with its outcome. The journal is a list of these. */
  Fact: { type: string };
  /** What a room is made from, already validated. */
  Setup: object;
  /** What clients may send once they have said hello. */
  Frame: { t: string; id?: number | undefined };
  /** What can be rebuilt from state and presence, and goes with the process. */
  Volatile: unknown;
}

/**
 * What a kind of room *is*: a pure state machine that neither knows the time nor draws lots, and never
 * does I/O. `core/runner/` drives it, the same on every shell.
 *
 * State changes in one place only, {@link Machine.apply}, and only by facts; folding the facts of the
 * journal gives the state again. Everything else a step wants is asked for through its {@link Turn},
 * and happens once its facts are durable.
 */
export interface Machine<K extends Kind> {
  /** Raised whenever older facts would be read differently. */
  readonly rules: number;
  /** The state before the first fact. */
  init(): K["State"];
  /** Carries out a fact, in place. The only code that changes state; never refuses, never decides. */
  apply(state: K["State"], fact: K["Fact"], atMs: number): void;
  /** The state of a checkpoint made by these or older rules. Throws if it cannot be read. */
  restore(saved: unknown, rules: number): K["State"];
  /** Rebuilds what is not stored. */
  volatile(state: K["State"], seats: Iterable<Seat>): K["Volatile"];
  /** Checks the form of a frame from a client in this role. */
  read(role: Role, frame: Record<string, unknown>): Result<K["Frame"]>;
  /** Decides what an event means: emits facts, asks for effects. Refusals are answers, not exceptions. */
  step(turn: Turn<K>, event: RoomEvent<K>): void;
  /** When the room next has something to do by itself, in milliseconds; a function of state alone. */
  due(state: K["State"]): number | null;
  /** What everybody in a role sees: the fields of a state frame. */
  view(state: K["State"], role: Role, volatile: K["Volatile"]): object;
  /** What this seat alone sees; `null` for one who has not joined, `undefined` for none ever. */
  you(state: K["State"], seat: Seat, volatile: K["Volatile"]): object | null | undefined;
}

/** One live connection that has said hello. Presence: never journalled, passed in again on waking. */
export interface Seat {
  readonly connection: string;
  readonly role: Role;
  /** Whose token it is. */
  readonly subject: string;
  /** Which member of the room this is (a machine's own number), once joined. */
  readonly member: number | null;
  /** The smallest measured time there and back, in milliseconds. */
  readonly rttMs: number | null;
  /** False while nothing has been heard for too long, though the socket is open. */
  readonly present: boolean;
}

/** What reaches a machine. Everything in it has passed checks of form. */
export type RoomEvent<K extends Kind> =
  | { type: "created"; setup: K["Setup"] }
  | { type: "hello"; seat: Seat }
  | { type: "frame"; seat: Seat; frame: K["Frame"] }
  /** A seat is no longer present: its socket closed, or it fell silent. */
  | { type: "gone"; seat: Seat }
  /** A silent seat was heard again. */
  | { type: "back"; seat: Seat }
  /** {@link Machine.due} has passed. */
  | { type: "due" }
  /** The time asked for with {@link Turn.flushWithin} has come. */
  | { type: "flush" }
  /** Memory was rebuilt from the journal; the seats are those that still live. */
  | { type: "woken" }
  /** A seat that got nothing for a while may be sent things again; its state has just been sent whole. */
  | { type: "recovered"; seat: Seat }
  /** The answer to a {@link Turn.ask}. Not every question is answered. */
  | { type: "reply"; reply: unknown }
  /** The room is to end now, for everybody. */
  | { type: "delete" };

/** One step's view of the world, and the list of what it wants. */
export interface Turn<K extends Kind> {
  readonly state: K["State"];
  readonly volatile: K["Volatile"];
  /** Server time in milliseconds; never decreases within a room. */
  readonly nowMs: number;
  /** Every seat of the room. */
  readonly seats: Iterable<Seat>;
  /** A fact: carried out now, durable before anything that this step sends. */
  emit(fact: K["Fact"]): void;
  /** A frame to one connection; never dropped while the connection lives. */
  send(seat: Seat, frame: object): void;
  /** The answer to a request frame: `ok`, or `error` with what is wrong. */
  reply(seat: Seat, frame: K["Frame"], error?: Failure): void;
  /**
   * A frame to everybody in these roles. A connection that does not keep up misses it, and a `recovered`
   * event says when it should be told the whole instead.
   */
  tell(roles: readonly Role[], frame: object): void;
  /** The same to one seat. */
  tellOne(seat: Seat, frame: object): void;
  /** Everybody's state anew, when the step is done. `you`: with each one's own part. */
  publish(options?: { roles?: readonly Role[]; you?: boolean; probe?: boolean }): void;
  /** One seat's whole state, when the step is done. */
  show(seat: Seat): void;
  /** Remembers which member this seat is, also across hibernation. */
  bind(seat: Seat, member: number): void;
  close(seat: Seat, reason: CloseReason, error?: ErrorCode): void;
  /** Asks for a `flush` event after at most this long. Lost with the process. */
  flushWithin(ms: number): void;
  /** Asks the shell's service a question. */
  ask(request: object): void;
  /** The state is worth a checkpoint once this step is durable. */
  checkpoint(): void;
  /** The room is to be forgotten: every socket closed, everything stored deleted. */
  destroy(): void;
  /** Counts something for the operator. */
  count(name: string, by?: number): void;
}
