import type { Kind, Machine, RoomEvent } from "../machine.ts";
import type { JournalEntry, Keepsake, LiveConnection, Recovered, RoomPorts } from "../ports.ts";
import { COMMIT_EVERY_MS } from "../protocol/index.ts";
import { Doorway } from "./doorway.ts";
import type { Link } from "./link.ts";
import { RoomClock } from "./room-clock.ts";
import { type Effect, RoomTurn } from "./room-turn.ts";
import { wakePlan } from "./wake-plan.ts";

/** How many deadlines may pass in one go before something must be wrong. */
const OVERDUE_MAX = 200;
/** What a message that made a step throw weighs among a connection's unusable messages. */
const THROW_WEIGHT = 10;

/** A room in memory. */
interface Loaded<K extends Kind> {
  state: K["State"];
  volatile: K["Volatile"];
  /** How many facts the state contains. */
  facts: number;
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
  readonly #door: Doorway<K["Frame"]>;
  #room: Loaded<K> | null = null;
  /** Facts that are carried out but not yet durable, and what waits for them. */
  #entries: JournalEntry<K["Fact"]>[] = [];
  #waiting: Effect[] = [];
  #committedMs = 0;
  #commitMs: number | null = null;
  #flushMs: number | null = null;
  /** What was last asked of the shell; `undefined`: not known. */
  #alarmMs: number | null | undefined = undefined;
  #timerMs: number | null = null;

  /** @param code the room's own name, which tokens must be for */
  constructor(code: string, machine: Machine<K>, ports: RoomPorts<K["Fact"]>) {
    this.#machine = machine;
    this.#ports = ports;
    this.#clock = new RoomClock(() => ports.clock());
    const runner = this;
    this.#door = new Doorway<K["Frame"]>(code, ports, this.#clock, {
      get exists() {
        return runner.#room !== null;
      },
      read: (role, frame) => machine.read(role, frame),
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

  /** How many sockets the room holds, of any stage. */
  get connections(): number {
    return this.#door.links.size;
  }

  /** Reads the room from its journal; false if there is none. Writes nothing unless presence has changed. */
  load(live: readonly LiveConnection[]): boolean {
    const recovered = this.#ports.journal.recover();
    if (!recovered) return false;
    this.#restore(recovered, live);
    this.#transact({ type: "woken" });
    this.#settle();
    return this.#room !== null;
  }

  /** Makes the room; false if it exists. */
  create(setup: K["Setup"]): boolean {
    if (this.#room || this.#ports.journal.recover()) return false;
    const state = this.#machine.init();
    this.#room = { state, volatile: this.#machine.volatile(state, []), facts: 0 };
    this.#transact({ type: "created", setup });
    this.commit();
    this.#plan();
    return this.#room !== null;
  }

  /** A socket was accepted. */
  open(connection: string): void {
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
    this.#alarmMs = undefined;
    this.#wake();
  }

  /** The timer that was asked for. */
  timer(): void {
    this.#timerMs = null;
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
      }
      for (const effect of effects) this.#perform(effect);
    } catch (error) {
      this.#startAgain(error, "commit");
    }
  }

  /** Every accepted entry from the first, for folds. */
  entries(): Iterable<JournalEntry<K["Fact"]>> {
    this.commit();
    return this.#ports.journal.all();
  }

  #wake(): void {
    this.#door.sweep(true);
    const flush = this.#flushMs !== null && this.#flushMs <= this.#clock.now();
    if (flush) this.#flushMs = null;
    this.#run(flush ? { type: "flush" } : null);
  }

  /** Runs what is overdue, then the event, then plans the next waking. */
  #run(event: RoomEvent<K> | null): void {
    if (!this.#room) return;
    this.#door.sweep(false);
    this.#overdue();
    if (event) this.#transact(event);
    this.#settle();
  }

  #overdue(): void {
    for (let i = 0; i < OVERDUE_MAX; i++) {
      if (!this.#room) return;
      const dueMs = this.#machine.due(this.#room.state);
      if (dueMs === null || dueMs > this.#clock.now()) return;
      this.#transact({ type: "due" });
    }
    this.#ports.report(new Error("deadlines that do not move on"), "overdue");
  }

  #turn(room: Loaded<K>): RoomTurn<K> {
    const count = (name: string, by: number) => this.#ports.count(name, by);
    return new RoomTurn<K>({ machine: this.#machine, ...room, links: this.#door.links, count }, this.#clock.now());
  }

  #transact(event: RoomEvent<K>): void {
    const room = this.#room;
    if (!room) return;
    const turn = this.#turn(room);
    try {
      this.#machine.step(turn, event);
      if (event.type === "hello" || event.type === "recovered") turn.show(event.seat);
      turn.finish();
    } catch (error) {
      this.#startAgain(error, event.type);
      if (event.type === "frame") this.#door.weigh(event.seat.connection, THROW_WEIGHT);
      return;
    }
    room.facts += turn.facts.length;
    if (turn.facts.length > 0) this.#entries.push({ atMs: turn.nowMs, facts: turn.facts });
    for (const effect of turn.effects) this.#waiting.push(effect);
    if (turn.flushMs !== null) this.#flushMs = Math.min(this.#flushMs ?? turn.flushMs, turn.flushMs);
    // A room that is to go has no further deadlines.
    if (turn.effects.some(({ type }) => type === "destroy")) this.commit();
  }

  /** Facts that come fast share one commit; what comes alone is committed at once. */
  #settle(): void {
    if (this.#entries.length === 0 || this.#clock.now() - this.#committedMs >= COMMIT_EVERY_MS) this.commit();
    else this.#commitMs ??= this.#committedMs + COMMIT_EVERY_MS;
    this.#plan();
  }

  #plan(): void {
    const dueMs = this.#room ? this.#machine.due(this.#room.state) : null;
    const plan = wakePlan({ dueMs, commitMs: this.#commitMs, flushMs: this.#flushMs }, this.#clock.now());
    const alarmMs = plan.alarmMs === null ? null : this.#clock.toShell(plan.alarmMs);
    if (alarmMs !== this.#alarmMs) {
      this.#alarmMs = alarmMs;
      this.#ports.alarm(alarmMs);
    }
    if (plan.timerMs !== this.#timerMs) {
      this.#timerMs = plan.timerMs;
      this.#ports.timer(plan.timerMs === null ? null : Math.max(0, plan.timerMs - this.#clock.now()));
    }
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
        return this.#sendNumbered(effect);
      case "keep":
        return this.#door.keep(effect.link);
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

  #sendNumbered({ links, texts, seq, probe }: Effect & { type: "numbered" }): void {
    const nowMs = this.#clock.now();
    let withheld = 0;
    for (let i = 0; i < links.length; i++) {
      const link = links[i] as Link;
      if (link.closed) continue;
      const verdict = link.admitFrame(seq);
      if (verdict === "send") {
        if (probe) link.probeSent(seq, nowMs);
        this.#ports.sockets.send(link.connection, typeof texts === "string" ? texts : (texts[i] as string));
      } else {
        withheld += 1;
        if (verdict === "close") this.#door.close(link.connection, "TOO_SLOW", "TOO_SLOW");
      }
    }
    if (withheld > 0) this.#ports.count("frames_withheld", withheld);
    this.#ports.count("messages_sent", links.length - withheld);
  }

  #restore(recovered: Recovered<K["Fact"]>, live: readonly LiveConnection[]): void {
    const { checkpoint, entries } = recovered;
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
    this.#door.restore(live);
    this.#room = { state, volatile: this.#machine.volatile(state, this.#door.seated), facts };
  }

  /** Something threw. What was not yet durable never happened; the journal says how the room stands. */
  #startAgain(error: unknown, where: string): void {
    this.#ports.report(error, where);
    this.#ports.count("restarts", 1);
    this.#entries = [];
    this.#waiting = [];
    this.#flushMs = null;
    this.#room = null;
    const live = this.#door.live;
    try {
      const recovered = this.#ports.journal.recover();
      if (recovered) this.#restore(recovered, live);
    } catch (broken) {
      this.#ports.report(broken, "recover");
    }
    if (!this.#room) return this.#closeAll("RESTART", "INTERNAL");
    const turn = this.#turn(this.#room);
    for (const link of this.#door.seated) turn.show(link);
    turn.finish();
    this.#waiting.push(...turn.effects);
  }

  #destroy(): void {
    this.#room = null;
    this.#ports.journal.erase();
    this.#closeAll("ROOM_CLOSED", "ROOM_CLOSED");
  }

  #closeAll(reason: "RESTART" | "ROOM_CLOSED", code: "INTERNAL" | "ROOM_CLOSED"): void {
    for (const connection of [...this.#door.links.keys()]) this.#door.close(connection, reason, code);
  }
}
