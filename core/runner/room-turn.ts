import type { Kind, Machine, Seat, Turn } from "../machine.ts";
import { type CloseReason, type ErrorCode, type Failure, failure, type Role } from "../protocol/index.ts";
import type { Link } from "./link.ts";

/** What a finished step wants done, in order, once its facts are durable. */
export type Effect =
  | { type: "send"; links: readonly Link[]; text: string }
  /** Numbered: withheld from those that do not keep up. `texts` goes with `links`, or one text for all. */
  | { type: "numbered"; links: readonly Link[]; texts: readonly string[] | string; seq: number; probe: boolean }
  | { type: "bind"; link: Link; member: number }
  | { type: "close"; link: Link; reason: CloseReason; error: ErrorCode | undefined }
  | { type: "ask"; request: object }
  | { type: "checkpoint"; facts: number; atMs: number; state: string }
  | { type: "destroy" };

/** A room in memory, as its turns see it. */
export interface TurnRoom<K extends Kind> {
  readonly machine: Machine<K>;
  readonly state: K["State"];
  readonly volatile: K["Volatile"];
  readonly links: ReadonlyMap<string, Link>;
  /** How many facts the state contains, without those of the turn that is on. */
  readonly facts: number;
  count(name: string, by: number): void;
}

const everybody: readonly Role[] = ["player", "host", "screen"];

/** One step as it happens: facts are carried out at once, everything else is gathered. */
export class RoomTurn<K extends Kind> implements Turn<K> {
  readonly facts: K["Fact"][] = [];
  readonly effects: Effect[] = [];
  readonly nowMs: number;
  flushMs: number | null = null;

  readonly #room: TurnRoom<K>;
  // Made when they are needed: most turns neither publish nor show.
  #publish: Map<Role, { you: boolean; probe: boolean }> | null = null;
  #shown: Set<Link> | null = null;
  #checkpoint = false;
  #destroy = false;

  constructor(room: TurnRoom<K>, nowMs: number) {
    this.#room = room;
    this.nowMs = nowMs;
  }

  get state(): K["State"] {
    return this.#room.state;
  }

  get volatile(): K["Volatile"] {
    return this.#room.volatile;
  }

  get seats(): Iterable<Seat> {
    return this.#linksOf(everybody);
  }

  emit(fact: K["Fact"]): void {
    this.#room.machine.apply(this.#room.state, fact, this.nowMs);
    this.facts.push(fact);
  }

  send(seat: Seat, frame: object): void {
    this.effects.push({ type: "send", links: [this.#link(seat)], text: JSON.stringify(frame) });
  }

  reply(seat: Seat, frame: K["Frame"], error?: Failure): void {
    const id = frame.id === undefined ? {} : { id: frame.id };
    this.send(seat, error ? { t: "error", ...id, error } : { t: "ok", ...id });
  }

  tell(roles: readonly Role[], frame: object): void {
    this.#tell(this.#linksOf(roles), frame);
  }

  tellOne(seat: Seat, frame: object): void {
    this.#tell([this.#link(seat)], frame);
  }

  publish(options: { roles?: readonly Role[]; you?: boolean; probe?: boolean } = {}): void {
    this.#publish ??= new Map();
    for (const role of options.roles ?? everybody) {
      const before = this.#publish.get(role);
      this.#publish.set(role, {
        you: (options.you ?? false) || (before?.you ?? false),
        probe: (options.probe ?? false) || (before?.probe ?? false),
      });
    }
  }

  show(seat: Seat): void {
    this.#shown ??= new Set();
    this.#shown.add(this.#link(seat));
  }

  bind(seat: Seat, member: number): void {
    const link = this.#link(seat);
    link.member = member;
    this.effects.push({ type: "bind", link, member });
  }

  close(seat: Seat, reason: CloseReason, error?: ErrorCode): void {
    this.effects.push({ type: "close", link: this.#link(seat), reason, error });
  }

  flushWithin(ms: number): void {
    this.flushMs = Math.min(this.flushMs ?? Number.POSITIVE_INFINITY, this.nowMs + ms);
  }

  ask(request: object): void {
    this.effects.push({ type: "ask", request });
  }

  checkpoint(): void {
    this.#checkpoint = true;
  }

  destroy(): void {
    this.#destroy = true;
  }

  count(name: string, by = 1): void {
    this.#room.count(name, by);
  }

  /** The room is to be forgotten. */
  get destroys(): boolean {
    return this.#destroy;
  }

  /** The step is over: states are encoded as it left them. */
  finish(): void {
    for (const [role, { you, probe }] of this.#publish ?? []) {
      const links = this.#linksOf([role]).filter((link) => !this.#shown?.has(link));
      if (links.length > 0) this.#encode(role, links, you, probe);
    }
    for (const link of this.#shown ?? []) this.#encode(link.role, [link], true, true);
    if (this.#checkpoint) {
      const facts = this.#room.facts + this.facts.length;
      this.effects.push({ type: "checkpoint", facts, atMs: this.nowMs, state: JSON.stringify(this.state) });
    }
    // Last: who is told of the end must still be there.
    if (this.#destroy) this.effects.push({ type: "destroy" });
  }

  /** One text serves a whole role; a personal part is spliced in behind it. */
  #encode(role: Role, links: readonly Link[], you: boolean, probe: boolean): void {
    const { machine, state, volatile } = this.#room;
    const seq = this.#room.facts + this.facts.length;
    const shared = JSON.stringify({
      t: "state",
      seq,
      at: this.nowMs,
      ...(probe ? { probe } : {}),
      ...machine.view(state, role, volatile),
    });
    let texts: readonly string[] | string = shared;
    if (you) {
      const open = shared.slice(0, -1);
      texts = links.map((link) => {
        const own = machine.you(state, link, volatile);
        return own === undefined ? shared : `${open},"you":${JSON.stringify(own)}}`;
      });
    }
    this.effects.push({ type: "numbered", links, texts, seq, probe });
  }

  #tell(links: readonly Link[], frame: object): void {
    if (links.length === 0) return;
    const seq = this.#room.facts + this.facts.length;
    this.effects.push({ type: "numbered", links, texts: JSON.stringify({ ...frame, seq }), seq, probe: false });
  }

  #linksOf(roles: readonly Role[]): Link[] {
    const links: Link[] = [];
    for (const link of this.#room.links.values()) {
      if (link.stage === "seated" && roles.includes(link.role)) links.push(link);
    }
    return links;
  }

  #link(seat: Seat): Link {
    const link = this.#room.links.get(seat.connection);
    if (!link) throw new Error("a seat that is not in this room");
    return link;
  }
}

/** The text of an error frame outside any request. */
export function errorText(code: ErrorCode, details?: Record<string, unknown>): string {
  return JSON.stringify({ t: "error", error: failure(code, details) });
}
