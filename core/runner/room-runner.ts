import type { Kind, Machine, RoomEvent } from "../machine.ts";
import type { JournalEntry, Keepsake, LiveConnection, Recovered, RoomPorts } from "../ports.ts";
import { COMMIT_EVERY_MS } from "../protocol/index.ts";
import { Doorway } from "./doorway.ts";
import type { Link } from "./link.ts";
import { RoomClock } from "./room-clock.ts";
import { type Effect, RoomTurn, type TurnRoom } from "./room-turn.ts";
import { Setback } from "./setback.ts";
import { Waker } from "./waker.ts";

/** How many deadlines may pass in one go before something must be wrong. */
const OVERDUE_MAX = 200;
/** What a message that made a step throw weighs among a connection's unusable messages. */
const THROW_WEIGHT = 10;
/** How long after its alarm a room that cannot be read is looked for again. */
const LOST_RETRY_MS = 60_000;

/** A room in memory. */
interface Loaded<K extends Kind> extends TurnRoom<K> {
  facts: number;
  /** The machine's next deadline, which is a function of the state alone. */
  dueMs: number | null;
}

/**
 * Runs one room: all that the shells have in common. It keeps the journal ahead of everything that
 * leaves, and decides when to wake. A shell calls its verbs (create, open, message, closed, alarm,
 * timer) and nothing of the machine; a {@link Doorway} stands between the sockets and the machine.
 */
export class RoomRunner<K extends Kind> {
  readonly #machine: Machine<K>;
  readonly #ports: RoomPorts<K["Fact"]>;
  readonly #clock: RoomClock;
  readonly #waker: Waker;
  readonly #door: Doorway<K["Frame"]>;
  #room: Loaded<K> | null = null;
  /** Facts that are carried out but not yet durable, and what waits for them. */
  #entries: JournalEntry<K["Fact"]>[] = [];
  #waiting: Effect[] = [];
  /** What is durable and on its way out, in order. */
  readonly #leaving: Effect[] = [];
  #isLettingOut = false;
  #isStartingAgain = false;
  /** The room is there, but could not be read. */
  #isLost = false;
  #committedMs = 0;
  #commitMs: number | null = null;
  #flushMs: number | null = null;
  readonly #setback = new Setback();

  /** @param code the room's own name, which tokens must be for */
  constructor(code: string, machine: Machine<K>, ports: RoomPorts<K["Fact"]>) {
    this.#machine = machine;
    this.#ports = ports;
    this.#clock = new RoomClock(() => ports.clock());
    this.#waker = new Waker(ports, this.#clock);
    const runner = this;
    this.#door = new Doorway<K["Frame"]>(code, ports, this.#clock, {
      get exists() {
        return runner.#room !== null;
      },
      get isLost() {
        return runner.#isLost;
      },
      read: (role, frame) => machine.read(role, frame),
      catchUp: () => this.#run(null),
      seated: (seat) => this.#run({ type: "hello", seat }),
      frame: (seat, frame) => this.#run({ type: "frame", seat, frame }),
      gone: (seat) => this.#run({ type: "gone", seat }),
      back: (seat) => this.#run({ type: "back", seat }),
      recovered: (seat) => this.#run({ type: "recovered", seat }),
      say: (link, text) => this.#say(link, text),
    });
  }

  /** The state, or `null` while there is no room. For reading only. */
  get state(): K["State"] | null {
    return this.#room?.state ?? null;
  }

  /** There is no such room: never made, or deleted. One that only cannot be read now is not missing. */
  get isMissing(): boolean {
    return this.#room === null && !this.#isLost;
  }

  /** How many sockets the room holds, of any stage. */
  get connections(): number {
    return this.#door.links.size;
  }

  /** Reads the room from its journal; false if there is none. Writes nothing unless presence has changed. */
  load(live: readonly LiveConnection[]): boolean {
    this.#isLost = true;
    const recovered = this.#ports.journal.recover();
    if (recovered) this.#restore(recovered, () => this.#door.restore(live));
    this.#isLost = false;
    if (!recovered) return false;
    this.#transact({ type: "woken" });
    this.#settle();
    return this.#room !== null;
  }

  /** Makes the room; false if it exists. */
  create(setup: K["Setup"]): boolean {
    if (this.#room || this.#ports.journal.recover()) return false;
    this.#room = this.#loaded(this.#machine.init(), 0);
    this.#transact({ type: "created", setup });
    this.commit();
    this.#plan();
    return this.#room !== null;
  }

  /** A socket was accepted. */
  open(connection: string): void {
    this.findAgain();
    this.#door.open(connection);
  }

  /** A message arrived. Where a promise comes back, its token is being checked: keep the room awake for it. */
  message(connection: string, data: string | ArrayBuffer | ArrayBufferView): Promise<void> | undefined {
    return this.#door.message(connection, data);
  }

  /**
   * A socket is gone.
   * @param keepsake what it kept, if the shell has it: it may have closed before the room was read from storage,
   * which then knows nothing of it
   */
  closed(connection: string, keepsake: Keepsake | null = null): void {
    this.#door.closed(connection, keepsake);
  }

  /** The alarm that was asked for. */
  alarm(): void {
    this.#waker.alarmFired();
    this.#wake();
    // This alarm is used up, and nothing else would ever look for a room that cannot be read.
    if (this.#isLost) this.#ports.alarm(this.#ports.clock() + LOST_RETRY_MS);
  }

  /** The timer that was asked for. */
  timer(): void {
    this.#waker.timerFired();
    this.commit();
    this.#wake();
  }

  /** The room is to go, at its host's word. */
  delete(): void {
    this.#run({ type: "delete" });
    this.commit();
    this.#plan();
  }

  /** Makes everything accepted so far durable, and lets out what waited for it. */
  commit(): void {
    this.#commitMs = null;
    const entries = this.#entries;
    const effects = this.#waiting;
    this.#entries = [];
    this.#waiting = [];
    try {
      if (entries.length > 0) {
        this.#ports.journal.append(entries);
        this.#committedMs = this.#clock.now();
        this.#setback.overcome();
      }
    } catch (error) {
      // A full disk must not keep a room from being deleted: what could not be written is to go anyway.
      const destroy = effects.filter(({ type }) => type === "destroy");
      if (destroy.length > 0) {
        this.#ports.report(error, "commit");
        return this.#letOut(destroy);
      }
      this.#setback.struck(this.#clock.now());
      return this.#startAgain(error, "commit");
    }
    this.#letOut(effects);
  }

  /** Every accepted entry from the first, for folds. */
  entries(): Iterable<JournalEntry<K["Fact"]>> {
    this.commit();
    return this.#ports.journal.all();
  }

  /** Lets out what is durable. What that causes (a close, which somebody is told of) goes out behind it. */
  #letOut(effects: readonly Effect[]): void {
    for (const effect of effects) this.#leaving.push(effect);
    if (this.#isLettingOut) return;
    this.#isLettingOut = true;
    let failed: { error: unknown; where: string } | null = null;
    for (let effect = this.#leaving.shift(); effect; effect = this.#leaving.shift()) {
      try {
        this.#perform(effect);
      } catch (error) {
        failed ??= { error, where: effect.type };
      }
    }
    this.#isLettingOut = false;
    if (!failed) return;
    if (this.#isStartingAgain) this.#ports.report(failed.error, failed.where);
    else this.#startAgain(failed.error, failed.where);
  }

  /** A room that could not be read is looked for again; all its sockets were closed. */
  findAgain(): void {
    if (!this.#isLost) return;
    try {
      this.load([]);
    } catch (error) {
      this.#ports.report(error, "recover");
    }
  }

  #wake(): void {
    this.findAgain();
    // A commit or a flush is no reason to look at everybody.
    if (this.#dueMs() !== null) this.#door.sweep(true);
    const flush = this.#flushMs !== null && this.#flushMs <= this.#clock.now();
    if (flush) this.#flushMs = null;
    this.#run(flush ? { type: "flush" } : null);
  }

  /** Runs what is overdue, then the event, then plans the next waking. */
  #run(event: RoomEvent<K> | null): void {
    if (!this.#room) return;
    this.#door.sweep(false);
    this.#overdue();
    // Until now its socket may have been closed.
    const isThere =
      !event || !("seat" in event) || event.type === "gone" || this.#door.links.has(event.seat.connection);
    if (event && isThere) this.#transact(event);
    this.#settle();
  }

  #overdue(): void {
    for (let i = 0; i < OVERDUE_MAX; i++) {
      if (this.#dueMs() === null) return;
      if (!this.#transact({ type: "due" })) return this.#setback.struck(this.#clock.now());
    }
    this.#setback.struck(this.#clock.now());
    this.#ports.report(new Error("deadlines that do not move on"), "overdue");
  }

  /** The machine's deadline, if it has passed. */
  #dueMs(): number | null {
    const dueMs = this.#room?.dueMs ?? null;
    return dueMs !== null && dueMs <= this.#clock.now() ? dueMs : null;
  }

  /** False if the step threw. */
  #transact(event: RoomEvent<K>): boolean {
    const room = this.#room;
    if (!room) return false;
    const turn = new RoomTurn<K>(room, this.#clock.now());
    try {
      this.#machine.step(turn, event);
      if (event.type === "hello" || event.type === "recovered") turn.show(event.seat);
      turn.finish();
    } catch (error) {
      this.#startAgain(error, event.type);
      if (event.type === "frame") this.#door.weigh(event.seat.connection, THROW_WEIGHT);
      return false;
    }
    if (turn.facts.length > 0) {
      room.facts += turn.facts.length;
      room.dueMs = this.#machine.due(room.state);
      this.#entries.push({ atMs: turn.nowMs, facts: turn.facts });
    }
    for (const effect of turn.effects) this.#waiting.push(effect);
    if (turn.flushMs !== null) this.#flushMs = Math.min(this.#flushMs ?? turn.flushMs, turn.flushMs);
    // A room that is to go has no further deadlines.
    if (turn.destroys) this.commit();
    return true;
  }

  /** Facts that come fast share one commit; what comes alone is committed at once. */
  #settle(): void {
    if (this.#entries.length === 0 || this.#clock.now() - this.#committedMs >= COMMIT_EVERY_MS) this.commit();
    else if (this.#commitMs === null) {
      this.#commitMs = this.#committedMs + COMMIT_EVERY_MS;
      // Set anew in any case: were the clock put forward, a timer from before would come too late for this.
      this.#waker.timerFired();
    }
    this.#plan();
  }

  #plan(): void {
    // The alarm that was set last stays: it will find the room again.
    if (this.#isLost) return;
    const { retryMs } = this.#setback;
    const dueMs = this.#room?.dueMs ?? null;
    this.#waker.plan({ dueMs, commitMs: this.#commitMs, flushMs: this.#flushMs, retryMs });
  }

  #say(link: Link, text: string): void {
    this.#waiting.push({ type: "send", links: [link], text });
    this.#settle();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "send":
        for (const link of effect.links) if (!link.closed) this.#ports.sockets.send(link.connection, effect.text);
        return this.#ports.count("messages_sent", effect.links.length);
      case "numbered":
        return this.#door.sendNumbered(effect);
      case "bind":
        return this.#door.bound(effect.link, effect.member);
      case "close":
        return this.#door.close(effect.link.connection, effect.reason, effect.error);
      case "ask":
        return this.#ask(effect.request);
      case "checkpoint":
        return this.#ports.journal.checkpoint({ ...effect, rules: this.#machine.rules });
      case "destroy":
        return this.#destroy();
    }
  }

  #ask(request: object): void {
    this.#ports.ask(request).then(
      (reply) => this.#run({ type: "reply", reply }),
      (error) => this.#ports.report(error, "ask"),
    );
  }

  /** @param seat makes the doorway know who is here, once it is known what time it is */
  #restore({ checkpoint, entries }: Recovered<K["Fact"]>, seat: () => void): void {
    const state = checkpoint
      ? this.#machine.restore(JSON.parse(checkpoint.state), checkpoint.rules)
      : this.#machine.init();
    let facts = checkpoint?.facts ?? 0;
    let newestMs = checkpoint?.atMs ?? 0;
    for (const entry of entries) {
      for (const fact of entry.facts) this.#machine.apply(state, fact, entry.atMs);
      facts += entry.facts.length;
      newestMs = Math.max(newestMs, entry.atMs);
    }
    this.#clock.startFrom(newestMs);
    seat();
    this.#room = this.#loaded(state, facts);
  }

  #loaded(state: K["State"], facts: number): Loaded<K> {
    const machine = this.#machine;
    const volatile = machine.volatile(state, this.#door.seated);
    const count = (name: string, by: number) => this.#ports.count(name, by);
    return { machine, state, volatile, links: this.#door.links, facts, dueMs: machine.due(state), count };
  }

  /** Something threw. What was not yet durable never happened; the journal says how the room stands. */
  #startAgain(error: unknown, where: string): void {
    this.#ports.report(error, where);
    this.#ports.count("restarts", 1);
    this.#entries = [];
    this.#waiting = [];
    this.#flushMs = null;
    this.#room = null;
    const isFirst = !this.#isStartingAgain;
    this.#isStartingAgain = true;
    try {
      const recovered = this.#ports.journal.recover();
      if (recovered) this.#restore(recovered, () => this.#door.unbind());
      this.#showAll();
    } catch (broken) {
      this.#ports.report(broken, "recover");
      this.#room = null;
      this.#isLost = true;
    }
    if (!this.#room) this.#door.closeAll("RESTART", this.#isLost ? "UNREADABLE" : "INTERNAL");
    else if (isFirst) this.#transact({ type: "woken" });
    if (this.#entries.length > 0) this.#commitMs ??= this.#clock.now() + COMMIT_EVERY_MS;
    if (isFirst) this.#isStartingAgain = false;
  }

  /** Everybody's whole state, as the journal has it: it waits for nothing. */
  #showAll(): void {
    if (!this.#room) return;
    const turn = new RoomTurn<K>(this.#room, this.#clock.now());
    for (const link of this.#door.seated) {
      this.#machine.step(turn, { type: "recovered", seat: link });
      turn.show(link);
    }
    turn.finish();
    this.#letOut(turn.effects);
  }

  #destroy(): void {
    this.#room = null;
    // What would be written now would be the beginning of another room.
    this.#entries = [];
    this.#waiting = [];
    this.#commitMs = null;
    this.#flushMs = null;
    this.#ports.journal.erase();
    this.#door.closeAll("ROOM_CLOSED", "ROOM_CLOSED");
  }
}
