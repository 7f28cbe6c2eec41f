import type { Keepsake, LiveConnection, RoomPorts } from "../../ports.ts";
import {
  type Failure,
  failure,
  type Result,
  WORLD_MESSAGES_BURST,
  WORLD_MESSAGES_PER_SECOND,
} from "../../protocol/index.ts";
import type { WorldFrame } from "../../protocol/world-frames.ts";
import { Doorway } from "../../runner/doorway.ts";
import type { Link } from "../../runner/link.ts";
import { RoomClock } from "../../runner/room-clock.ts";
import { Setback } from "../../runner/setback.ts";
import { TICK_HZ, type WorldInput } from "../inputs.ts";
import type { MotionPorts } from "../motion/motion-cast.ts";
import type { CommandReply, Simulation, SimulationFactory, TickOutcome } from "../simulation.ts";
import type { WorldLog } from "../world-log.ts";
import { Audience } from "./audience.ts";
import { History } from "./history.ts";
import { Intake, moveOf, readFrame, unasked, type Waiting } from "./intake.ts";
import type { Membership } from "./membership.ts";
import { Presence } from "./presence.ts";
import { Ticker } from "./ticker.ts";
import { minuteOf, msUntilMinute } from "./time-of-day.ts";

/** What a shard asks of where it runs, besides what every room does. */
export interface ShardPorts extends Omit<RoomPorts<never>, "journal" | "ask"> {
  readonly log: WorldLog;
  readonly factory: SimulationFactory;
  /** Calls back once what was put away so far is known to be stored. */
  stored(): Promise<void>;
  /** A name as it may be used, or why it may not; `taken` are the names of this realm as they were given. */
  acceptName(name: string, taken: Iterable<string>): Result<string>;
  /** A binary frame to one socket; its bytes are used again after the call. */
  sendBytes(connection: string, frame: Uint8Array): void;
  /** For benchmarks; see `MotionPorts`. */
  mark?: MotionPorts["mark"];
  /** Tells the directory of realms of it. */
  readonly membership: Membership;
}

/** A world remembers everybody; beyond so many it takes in nobody new. */
const MEMBERS_MAX = 5_000;
/** Scenes change with events, but for things that roll away; those are looked for this often. */
const LOOK_EVERY_TICKS = TICK_HZ;
const budget = { perSecond: WORLD_MESSAGES_PER_SECOND, burst: WORLD_MESSAGES_BURST };

/**
 * Runs one shard of a world: a doorway for its sockets, a history, and ticks while something moves. When nothing does
 * the loop stops, everything is put away, and the shell may hibernate until somebody says something.
 */
export class ShardRunner {
  readonly #ports: ShardPorts;
  readonly #clock: RoomClock;
  readonly #ticker = new Ticker();
  readonly #door: Doorway<WorldFrame>;
  #history: History | null = null;
  readonly #audience: Audience;
  readonly #intake = new Intake();
  readonly #presence = new Presence();
  readonly #setback = new Setback();
  /** Somebody may have to be shown something else than before. */
  #isStale = false;
  /** What was last asked of the shell. */
  #alarmMs: number | null = null;

  /** @param realm its own name, which tokens for one room must be for */
  constructor(realm: string, ports: ShardPorts) {
    this.#ports = ports;
    this.#clock = new RoomClock(() => ports.clock());
    this.#door = new Doorway<WorldFrame>(realm, ports, this.#clock, {
      exists: true,
      isLost: false,
      budget,
      read: readFrame,
      catchUp: () => undefined,
      seated: (link) => this.#audience.show(link, this.world),
      frame: (link, frame) => this.#frame(link, frame),
      gone: (link) => this.#gone(link),
      back: (link) => this.#back(link),
      recovered: (link) => this.#audience.recovered(link, this.world),
      say: (link, text) => ports.sockets.send(link.connection, text),
    });
    const { sendBytes, count, mark } = ports;
    this.#audience = new Audience(this.#door, { sendBytes, count, mark, now: () => this.#clock.now() });
  }

  /** The world, read from its log at first use. */
  get world(): Simulation {
    return this.#past().world;
  }

  get connections(): number {
    return this.#door.links.size;
  }

  /** What is held: inputs that are in no tick yet, and what is kept to tell people of motion, in bytes. */
  get held(): { inputs: number; motionBytes: number } {
    return { inputs: this.#intake.size, motionBytes: this.#audience.cast.sizeBytes };
  }

  /** Memory is new; these connections outlived the old. */
  load(live: readonly LiveConnection[]): void {
    this.#door.restore(live);
  }

  open(connection: string): void {
    this.#guard(() => this.#door.open(connection));
  }

  /** A message arrived. Where a promise comes back, its token is being checked: keep the shard awake for it. */
  message(connection: string, data: string | ArrayBuffer | ArrayBufferView): Promise<void> | undefined {
    return this.#guard(() => this.#door.message(connection, data))?.catch((error) => this.#fail(error));
  }

  closed(connection: string, keepsake: Keepsake | null = null): void {
    this.#audience.left(connection);
    this.#guard(() => this.#door.closed(connection, keepsake));
  }

  timer(): void {
    this.#guard(() => {
      this.#door.sweep(false);
      this.#run();
    });
  }

  /** Somebody of this world has something to do at this time of day. */
  alarm(): void {
    this.#alarmMs = null;
    this.#guard(() => {
      this.#door.sweep(true);
      this.#run();
    });
  }

  /** Something that nobody here asked for: what other realms and their directory have to say. */
  give(input: WorldInput): void {
    this.#guard(() => this.#wantUnasked(input));
  }

  /** Reads the world from its log, and goes on with what was going on. */
  takeUp(): void {
    this.#guard(() => this.#settle());
  }

  /** Lets go of the world; everything is stored. */
  stop(): void {
    if (!this.#history) return;
    this.#history.flush();
    this.#history.world.free();
    this.#history = null;
    this.#ticker.stop();
  }

  /** Nothing that happens here may reach whoever runs this process: where the world cannot be read, all are let go. */
  #guard<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    this.#startAgain(error);
    // Whatever was going to happen next has not been asked of the shell.
    this.#ticker.stop();
    try {
      this.#settle();
    } catch (broken) {
      this.#ports.report(broken, "recover");
      this.#intake.clear();
      this.#ports.timer(null);
      this.#door.abandon("RESTART", "UNREADABLE");
    }
  }

  #past(): History {
    if (this.#history) return this.#history;
    const history = new History(this.#ports.log, this.#ports.factory);
    if (history.replayed > 0) this.#ports.count("world_ticks_replayed", history.replayed);
    this.#history = history;
    this.#presence.read(history.world, this.#door.seated, this.#clock.now());
    return history;
  }

  #frame(link: Link, frame: WorldFrame): void {
    if (frame.t === "enter") return this.#enter(link, frame);
    if (frame.t === "seen") return this.#seen(link, frame);
    if (frame.t === "watch") return this.#watch(link, frame);
    const { member } = link;
    if (member === null) return this.#refuse(link, "id" in frame ? frame.id : undefined, failure("ENTER_FIRST"));
    if (frame.t === "command") {
      return this.#want({ link, id: frame.id, input: { type: "command", member, line: frame.line } });
    }
    if (frame.seen !== undefined) this.#audience.cast.seen(link.connection, frame.seen, frame.life);
    return this.#want(moveOf(frame, { link, member, now: this.world.tick }));
  }

  #watch(link: Link, frame: WorldFrame & { t: "watch" }): void {
    this.#audience.watch(link, frame, this.#past().world);
    this.#tickOnce();
  }

  #seen(link: Link, { tick, life }: WorldFrame & { t: "seen" }): void {
    if (this.#audience.cast.seen(link.connection, tick, life)) this.#tickOnce();
  }

  /** A world at rest ticks once more, to tell somebody how it stands. */
  #tickOnce(): void {
    if (this.#ticker.isRunning) return;
    this.#ticker.start(this.#clock.now());
    this.#run();
  }

  #enter(link: Link, { id, name }: WorldFrame & { t: "enter" }): void {
    if (link.member !== null) return this.#refuse(link, id, failure("ALREADY_JOINED"));
    const { world } = this.#past();
    const { subject } = link;
    const isNew = world.memberOf(subject) === null;
    if (isNew && [...world.names].length >= MEMBERS_MAX) return this.#refuse(link, id, failure("ROOM_FULL"));
    const accepted = isNew ? this.#acceptName(name) : { ok: true as const, value: name };
    if (!accepted.ok) return this.#refuse(link, id, accepted.error);
    this.#want({ link, id, input: this.#presence.wake(world, subject, accepted.value) });
  }

  /** Names of those who are about to enter are taken too. */
  #acceptName(name: string): Result<string> {
    return this.#ports.acceptName(name, [...this.#past().world.names, ...this.#intake.entering]);
  }

  /** They are in: from now on this connection is theirs. */
  #entered(link: Link, subject: string): void {
    const member = this.#past().world.memberOf(subject);
    if (member === null || link.member !== null) return;
    link.member = member;
    this.#door.bound(link, member);
  }

  #gone(link: Link): void {
    const { member, subject } = link;
    if (member === null) return;
    const others = this.#door.seated.some((other) => other !== link && other.member === member && other.present);
    // To be awake again for another connection is to stand still: it may be this one that steered.
    this.#wantUnasked(others ? { type: "wake", subject, name: "" } : { type: "sleep", member });
  }

  /** Who was silent for long, and slept, is heard again. */
  #back(link: Link): void {
    const { member, subject } = link;
    if (member === null || this.#past().world.viewer(member)) return;
    this.#wantUnasked({ type: "wake", subject, name: "" });
  }

  #wantUnasked(input: WorldInput): void {
    this.#want(unasked(input));
  }

  #want(waiting: Waiting): void {
    this.#intake.add(waiting);
    // A world at rest answers at once.
    if (!this.#ticker.isRunning) this.#run();
  }

  /** Runs the ticks that are due; then the loop goes on, or stops. */
  #run(): void {
    const nowMs = this.#clock.now();
    for (const input of this.#presence.take(this.#past().world, this.#door.seated, this.#intake.waking, nowMs))
      this.#intake.add(unasked(input));
    if (!this.#intake.isEmpty) this.#ticker.start(nowMs);
    const wantsTime = minuteOf(nowMs) !== this.#past().world.minute;
    if (wantsTime && this.#door.seated.length > 0) this.#ticker.start(nowMs);
    const due = this.#ticker.take(nowMs);
    // Timers come a little early: then nothing has changed.
    if (due === 0 && this.#ticker.isRunning && !this.#isStale) return this.#ports.timer(this.#ticker.waitMs(nowMs));
    for (let i = 0; i < due; i++) {
      const waiting = this.#intake.take(this.#past().world.tick);
      this.#step(waiting, this.#timeInputs());
    }
    this.#settle();
  }

  #timeInputs(minute = minuteOf(this.#clock.now())): WorldInput[] {
    return minute === this.#past().world.minute ? [] : [{ type: "time", minute }];
  }

  /** One tick, and what it means to everybody. What cannot be made durable never happened. */
  #step(waiting: readonly Waiting[], others: readonly WorldInput[]): void {
    const history = this.#past();
    try {
      const outcome = history.step([...others, ...waiting.map(({ input }) => input)]);
      const isNews = outcome.events.length + outcome.replies.length + others.length > 0;
      this.#isStale ||= isNews || history.world.tick % LOOK_EVERY_TICKS === 0;
      this.#setback.overcome();
      if (waiting.some(({ input: { type } }) => type === "wake" || type === "sleep")) this.#presence.changed();
      this.#tell(outcome, waiting, others.length);
      this.#tookEffect(waiting, history.world.tick - 1);
    } catch (error) {
      this.#startAgain(error);
      for (const { link, id } of waiting) if (link) this.#refuse(link, id, failure("INTERNAL"));
    }
  }

  #tell(outcome: TickOutcome, waiting: readonly Waiting[], before: number): void {
    for (const reply of outcome.replies) this.#reply(waiting[reply.input - before], reply);
    this.#audience.tell(outcome.events, this.#past().world);
  }

  #reply(asked: Waiting | undefined, { ok, lines }: CommandReply): void {
    if (!asked?.link) return;
    const { link, id, input } = asked;
    if (input.type === "wake") this.#entered(link, input.subject);
    this.#send(link, { t: "reply", ...(id === undefined ? {} : { id }), ok, lines });
  }

  /** Moves are in the world now: whoever sent them is told so with their next snapshot. */
  #tookEffect(waiting: readonly Waiting[], tick: number): void {
    for (const { link, input, asked } of waiting) {
      if (link && input.type === "move")
        this.#audience.cast.applied(link.connection, input.seq, tick, asked?.early ?? 0);
    }
  }

  /** After ticks: scenes that have changed, and whether and when to go on. */
  #settle(): void {
    const history = this.#past();
    this.#audience.settle(history.world, this.#isStale);
    this.#isStale = false;
    const nowMs = this.#clock.now();
    const isHeldBack = this.#heldBackMs(nowMs) > 0;
    if (!isHeldBack && this.#isGoing(history)) this.#ticker.start(nowMs);
    else this.#ticker.stop();
    if (!isHeldBack) this.#putAway(history);
    this.#ports.timer(this.#heldBackMs(nowMs) || this.#ticker.waitMs(nowMs));
    this.#tellDirectory(nowMs);
    this.#planStop(nowMs);
  }

  /** What has just failed is not tried again for so long; 0: it may be. */
  #heldBackMs(nowMs: number): number {
    return Math.max(0, (this.#setback.retryMs ?? 0) - nowMs);
  }

  #isGoing({ world }: History): boolean {
    return world.isAwake || !this.#intake.isEmpty || this.#presence.isDue || this.#audience.isBehind;
  }

  #tellDirectory(nowMs: number): void {
    const present = this.#door.seated.flatMap(({ member }) => member ?? []);
    const { world, connections: sockets } = this;
    this.#ports.membership.settled({ nowMs, world, isAwake: this.#ticker.isRunning, sockets, present });
  }

  /** While somebody is about, those who keep a schedule are woken for it. */
  #planStop(nowMs: number): void {
    const stop = this.#door.seated.length > 0 ? this.world.nextStop : null;
    const stopMs = stop === null ? Infinity : nowMs + msUntilMinute(nowMs, stop);
    const nextMs = Math.min(stopMs, this.#ports.membership.dueMs ?? Infinity);
    const alarmMs = nextMs === Infinity ? null : this.#clock.toShell(nextMs);
    if (alarmMs === this.#alarmMs) return;
    this.#alarmMs = alarmMs;
    this.#ports.alarm(alarmMs);
  }

  #putAway(history: History): void {
    try {
      if (!history.wantsCheckpoint(!this.#ticker.isRunning)) return;
      history.checkpoint();
      this.#setback.overcome();
    } catch (error) {
      return this.#startAgain(error);
    }
    this.#ports.stored().then(
      () => history.settle(),
      (error) => this.#ports.report(error, "checkpoint"),
    );
  }

  /** What was not durable never happened: the world is read anew, and everybody is shown where they are. */
  #startAgain(error: unknown): void {
    this.#ports.report(error, "tick");
    this.#ports.count("restarts", 1);
    this.#setback.struck(this.#clock.now());
    this.#history?.world.free();
    this.#history = null;
    this.#isStale = true;
    this.#audience.forget();
    this.#ports.membership.wentBack();
  }

  #send(link: Link, frame: object): void {
    this.#ports.sockets.send(link.connection, JSON.stringify(frame));
  }

  #refuse(link: Link, id: number | undefined, error: Failure): void {
    this.#send(link, { t: "error", ...(id === undefined ? {} : { id }), error });
  }
}
