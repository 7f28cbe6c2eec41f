import type { Keepsake, LiveConnection, RoomPorts } from "../ports.ts";
import {
  type CloseReason,
  closeCodes,
  type ErrorCode,
  FRAME_MAX_CHARS,
  HELLO_QUEUE_MAX,
  HELLO_WITHIN_MS,
  helloFrame,
  isAck,
  PROTOCOL_VERSION,
  type Result,
  ROOM_MAX_CONNECTIONS,
  type Role,
  refusal,
  SWEEP_EVERY_MS,
} from "../protocol/index.ts";
import { Link, type MessageBudget } from "./link.ts";
import type { RoomClock } from "./room-clock.ts";
import { type Effect, errorText } from "./room-turn.ts";

/** A message that is far too large counts as one unusable message more for every so many characters. */
const HEAVY_FRAME_CHARS = FRAME_MAX_CHARS * 16;

type Numbered = Effect & { type: "numbered" };

/** What the room behind a doorway does with those it lets in. */
export interface RoomBehind<Frame> {
  readonly exists: boolean;
  /** Of messages, where it is not that of quiz rooms. */
  readonly budget?: MessageBudget;
  /** It exists, but cannot be read now. */
  readonly isLost: boolean;
  read(role: Role, frame: Record<string, unknown>): Result<Frame>;
  /** Does what is overdue. Somebody is about to be seated, and what they are told first is to be their own state. */
  catchUp(): void;
  /** Said hello with a good token. */
  seated(link: Link): void;
  frame(link: Link, frame: Frame): void;
  /** Present no longer; its socket may be gone. */
  gone(link: Link): void;
  back(link: Link): void;
  /** Was stalled and has caught up. */
  recovered(link: Link): void;
  /** A frame to one link, in order behind everything already on its way. */
  say(link: Link, text: string): void;
}

/**
 * The doorway of a room: every socket from its opening to its close. It checks tokens, form, size and
 * budget of all that arrives, and notices silence; the room behind it sees only what has passed.
 */
export class Doorway<Frame> {
  readonly links = new Map<string, Link>();
  readonly #code: string;
  readonly #ports: Pick<RoomPorts<never>, "sockets" | "admit" | "count" | "report">;
  readonly #clock: RoomClock;
  readonly #room: RoomBehind<Frame>;
  #sweptMs = 0;
  /** `null`: somebody has come or gone since it was last asked for. */
  #seated: readonly Link[] | null = null;

  constructor(
    code: string,
    ports: Pick<RoomPorts<never>, "sockets" | "admit" | "count" | "report">,
    clock: RoomClock,
    room: RoomBehind<Frame>,
  ) {
    this.#code = code;
    this.#ports = ports;
    this.#clock = clock;
    this.#room = room;
  }

  /** Those who have said hello, as of now: the list is another once one comes or goes. */
  get seated(): readonly Link[] {
    this.#seated ??= [...this.links.values()].filter((link) => link.stage === "seated");
    return this.#seated;
  }

  /** Takes over connections that outlived the room's memory. */
  restore(live: readonly LiveConnection[]): void {
    const nowMs = this.#clock.now();
    this.links.clear();
    this.#seated = null;
    for (const { connection, keepsake } of live) {
      const heardMs = this.#pingMs(connection) ?? nowMs;
      const link = keepsake ? Link.restored(connection, keepsake, heardMs, nowMs) : new Link(connection, nowMs);
      this.links.set(connection, link);
    }
    this.#sweptMs = 0;
  }

  /** The room's memory is made anew: nobody is a member by what never became durable. */
  unbind(): void {
    for (const link of this.links.values()) link.member = link.durableMember;
  }

  /** That a link is this member is durable. */
  bound(link: Link, member: number): void {
    link.durableMember = member;
    this.keep(link);
  }

  open(connection: string): void {
    this.links.set(connection, new Link(connection, this.#clock.now()));
    this.#ports.count("connections_opened", 1);
    // Sockets that never said hello must not keep others out of a quiet room.
    if (this.links.size > ROOM_MAX_CONNECTIONS) this.sweep(true);
    if (!this.#room.exists) this.#turnAway(connection);
    else if (this.links.size > ROOM_MAX_CONNECTIONS) this.close(connection, "REFUSED", "ROOM_FULL");
  }

  /** The promise is there for hello alone, which waits for its token to be checked. */
  message(connection: string, data: string | ArrayBuffer | ArrayBufferView): Promise<void> | undefined {
    const link = this.links.get(connection);
    if (!link) return undefined;
    if (!this.#room.exists) return this.#turnAway(connection);
    const nowMs = this.#clock.now();
    link.heardMs = nowMs;
    if (!link.spend(nowMs, this.#room.budget)) return this.refuse(link, "RATE_LIMITED");
    if (typeof data !== "string") return this.refuse(link, "BAD_FRAME", { reason: "not text" });
    if (data.length > FRAME_MAX_CHARS) {
      this.refuse(link, "FRAME_TOO_LARGE", { most: FRAME_MAX_CHARS });
      return this.weigh(connection, Math.floor(data.length / HEAVY_FRAME_CHARS));
    }
    if (link.stage === "opened") return this.#hello(link, data);
    if (link.stage === "seated") return this.#frame(link, data);
    if (link.queue.length >= HELLO_QUEUE_MAX) return this.refuse(link, "HELLO_FIRST");
    link.queue.push(data);
    return undefined;
  }

  /** A socket is gone. */
  closed(connection: string, keepsake: Keepsake | null = null): void {
    const nowMs = this.#clock.now();
    const link =
      this.links.get(connection) ?? (keepsake ? Link.restored(connection, keepsake, nowMs, nowMs) : undefined);
    if (!link) return;
    this.links.delete(connection);
    this.#seated = null;
    link.closed = true;
    this.#ports.count("connections_closed", 1);
    if (link.stage === "seated" && link.present) this.#room.gone(link);
  }

  /** Ends a connection from this side, saying why. */
  close(connection: string, reason: CloseReason, code?: ErrorCode): void {
    if (!this.links.has(connection)) return;
    this.#ports.count(`closed_${reason.toLowerCase()}`, 1);
    if (code) this.#ports.sockets.send(connection, errorText(code));
    this.#ports.sockets.close(connection, closeCodes[reason], reason);
    this.closed(connection);
  }

  closeAll(reason: CloseReason, code: ErrorCode): void {
    for (const connection of [...this.links.keys()]) this.close(connection, reason, code);
  }

  /** Ends all connections where there is nothing behind this doorway any more that could be told of it. */
  abandon(reason: CloseReason, code: ErrorCode): void {
    const connections = [...this.links.keys()];
    this.links.clear();
    this.#seated = null;
    for (const connection of connections) {
      this.#ports.sockets.send(connection, errorText(code));
      this.#ports.sockets.close(connection, closeCodes[reason], reason);
    }
  }

  /** A message that cannot be used: refused with a code and counted; too many of them end the connection. */
  refuse(link: Link, code: ErrorCode, details?: Record<string, unknown>): undefined {
    this.#ports.count(`refused_${code.toLowerCase()}`, 1);
    this.#room.say(link, errorText(code, details));
    this.weigh(link.connection, 1);
    return undefined;
  }

  /** Adds to a connection's record of unusable messages. */
  weigh(connection: string, weight: number): undefined {
    if (this.links.get(connection)?.misbehaved(weight)) this.close(connection, "ABUSE", "TOO_MANY_ERRORS");
  }

  /** Numbered frames: those that do not keep up get none until they do, and are let go after too many. */
  sendNumbered({ links, texts, seq, probe }: Numbered): void {
    const nowMs = this.#clock.now();
    let withheld = 0;
    for (let i = 0; i < links.length; i++) {
      const link = links[i] as Link;
      if (link.closed) continue;
      const wasStalled = link.stalled;
      const verdict = link.admitFrame(seq);
      if (verdict === "send") {
        if (probe) link.probeSent(seq, nowMs);
        this.#ports.sockets.send(link.connection, typeof texts === "string" ? texts : (texts[i] as string));
      } else {
        withheld += 1;
        if (!wasStalled) this.keep(link);
        if (verdict === "close") this.close(link.connection, "TOO_SLOW", "TOO_SLOW");
      }
    }
    if (withheld > 0) this.#ports.count("frames_withheld", withheld);
    this.#ports.count("messages_sent", links.length - withheld);
  }

  keep(link: Link): void {
    const keepsake: Keepsake = link.keepsake;
    this.#ports.sockets.keep(link.connection, keepsake);
  }

  /**
   * Finds the silent and those that never said hello; at most every {@link SWEEP_EVERY_MS} unless forced.
   * Runs at events and deadlines alone: nobody is woken for it.
   */
  sweep(force: boolean): void {
    const nowMs = this.#clock.now();
    if (!force && nowMs - this.#sweptMs < SWEEP_EVERY_MS) return;
    this.#sweptMs = nowMs;
    for (const link of [...this.links.values()]) {
      this.#listen(link);
      if (link.stage !== "seated") {
        if (nowMs - link.openedMs > HELLO_WITHIN_MS) this.close(link.connection, "SILENT", "SILENT");
      } else if (link.silent(nowMs, 2)) {
        this.close(link.connection, "SILENT", "SILENT");
      } else if (link.present === link.silent(nowMs)) {
        this.#ports.count(link.present ? "seats_silent" : "seats_back", 1);
        link.present = !link.present;
        this.keep(link);
        if (link.present) this.#room.back(link);
        else this.#room.gone(link);
      }
    }
  }

  /** What the transport heard since it was last asked. A ping counts once: the clock may have been put back since. */
  #listen(link: Link): void {
    const shellMs = this.#ports.sockets.heardMs(link.connection);
    if (shellMs === null || shellMs === link.pingShellMs) return;
    link.pingShellMs = shellMs;
    link.heardMs = Math.max(link.heardMs, this.#pingMs(link.connection) ?? 0);
  }

  /** When the transport last answered a ping, in room time. */
  #pingMs(connection: string): number | null {
    const shellMs = this.#ports.sockets.heardMs(connection);
    return shellMs === null ? null : Math.min(this.#clock.now(), this.#clock.fromShell(shellMs));
  }

  #turnAway(connection: string): undefined {
    if (this.#room.isLost) this.close(connection, "RESTART", "UNREADABLE");
    else this.close(connection, "ROOM_NOT_FOUND", "ROOM_NOT_FOUND");
    return undefined;
  }

  #hello(link: Link, data: string): Promise<void> | undefined {
    const hello = helloFrame.safeParse(parseJson(data));
    if (!hello.success) return this.refuse(link, "HELLO_FIRST");
    const { v, role, token } = hello.data;
    if (v !== PROTOCOL_VERSION) return void this.close(link.connection, "REFUSED", "VERSION_UNSUPPORTED");
    link.stage = "admitting";
    return this.#ports.admit(token, role).then(
      (admitted) => {
        if (this.links.get(link.connection) !== link) return;
        if (!admitted.ok) return this.close(link.connection, "REFUSED", admitted.error.code);
        const refused = refusal(admitted.value.claims, role, this.#code);
        if (refused) return this.close(link.connection, "REFUSED", refused.code);
        this.#room.catchUp();
        if (this.links.get(link.connection) !== link) return;
        link.seat({ role, subject: admitted.value.claims.subject, member: null, rttMs: null, present: true });
        this.#seated = null;
        this.#welcome(link, admitted.value.token);
      },
      (error) => {
        this.#ports.report(error, "admit");
        this.close(link.connection, "RESTART", "NOT_READY");
      },
    );
  }

  #welcome(link: Link, token: string | undefined): void {
    this.keep(link);
    const welcome = { t: "welcome", v: PROTOCOL_VERSION, connection: link.connection, role: link.role };
    this.#ports.sockets.send(link.connection, JSON.stringify(token ? { ...welcome, token } : welcome));
    this.#room.seated(link);
    for (const data of link.queue.splice(0)) this.#frame(link, data);
  }

  #frame(link: Link, data: string): undefined {
    if (!link.present) {
      link.present = true;
      this.keep(link);
      this.#room.back(link);
    }
    const frame = parseJson(data);
    if (frame === undefined) return this.refuse(link, "BAD_FRAME", { reason: "not a JSON object" });
    if (frame["t"] === "hello") return this.refuse(link, "HELLO_TWICE");
    if (frame["t"] === "ack") {
      return isAck(frame) ? this.#acknowledged(link, frame.seq) : this.refuse(link, "BAD_FRAME");
    }
    const read = this.#room.read(link.role, frame);
    if (!read.ok) return this.refuse(link, read.error.code, read.error.details);
    if (typeof frame["seq"] === "number") this.#acknowledged(link, frame["seq"]);
    this.#room.frame(link, read.value);
    return undefined;
  }

  #acknowledged(link: Link, seq: number): undefined {
    const { recovered, measured } = link.acknowledged(seq, this.#clock.now());
    if (measured || recovered) this.keep(link);
    if (recovered) this.#room.recovered(link);
    return undefined;
  }
}

/** The object, or `undefined` if the text is no JSON object. */
function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
