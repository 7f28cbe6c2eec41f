import { Allowance } from "../../allowance.ts";
import { closeCodes } from "../../protocol/errors.ts";
import { PING_EVERY_MS } from "../../protocol/limits.ts";
import type { UplinkWelcome } from "../../protocol/uplink-frames.ts";
import {
  UPLINK_EVENTS_BURST,
  UPLINK_EVENTS_PER_SECOND,
  UPLINK_TELL_EVERY_MS,
  UPLINK_VERSION,
} from "../../protocol/uplink-limits.ts";
import { bridgeOf, storedHeardMs } from "../directory/bridge.ts";
import { UPPER_END } from "../directory/bridge-names.ts";
import type { FarReport } from "../directory/change.ts";
import type { BridgeEnd } from "../directory/keeper.ts";
import type { DirectoryEvent } from "../directory/record.ts";
import { BridgeLine } from "./bridge-line.ts";
import { readEdgeFrame } from "./read-frame.ts";
import { RealmTeller } from "./realm-teller.ts";
import { type Outage, Retry } from "./retry.ts";
import type { UplinkDirectory } from "./uplink-directory.ts";

/** How an uplink is. `code`: what the other end said, or the close code, where there was any. */
export type UplinkState = { state: "linked" } | { state: Outage; code: string | null };

/** How a socket ended, or why there was none. */
export interface LineEnd {
  /** The close code; `null`: it never was a socket. */
  code: number | null;
  /** Where the request was refused: the status of the answer, and its error code. */
  status?: number;
  error?: string;
}

export interface NodePorts {
  readonly directory: UplinkDirectory;
  /** Opens a socket; `opened`, `message` and `closed` tell of it. One that was let go says nothing more. */
  connect(): void;
  send(text: string): void;
  /** Lets go of the socket, or of the try to open one. */
  hangUp(): void;
  /** Calls `due` after so many milliseconds; the last call counts. */
  timer(ms: number): void;
  /** How the realms here are. */
  realms(): Promise<FarReport[]>;
  clock(): number;
  /** From 0 up to 1. */
  random(): number;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
  /** Told when it is another than before. */
  state(state: UplinkState): void;
}

/** A socket that was not opened, or not welcomed, by then is given up. */
const PATIENCE_MS = 10_000;
/** So long without a word, not even a pong, and the line is dead, though nobody said so. */
const SILENT_MS = 2 * PING_EVERY_MS + 10_000;

/**
 * The lower end of an uplink: it keeps one socket to the upper end, and comes back whenever that is lost. What must last
 * is in the directory.
 */
export class UplinkNode implements BridgeEnd {
  readonly #name: string;
  readonly #ports: NodePorts;
  readonly #allowance: Allowance;
  readonly #retry = new Retry();
  readonly #teller = new RealmTeller();
  #stage: "idle" | "waiting" | "opening" | "greeting" | "linked" = "idle";
  #line: BridgeLine | null = null;
  /** Raised with every line: answers that were asked for before have nothing more to say. */
  #turn = 0;
  /** When to try, or to give up trying. */
  #untilMs = Infinity;
  #pingAtMs = Infinity;
  #heardMs = 0;
  #tellAtMs = Infinity;
  #toldMs = -Infinity;
  /** What the other end said was wrong, on this line. */
  #said: string | null = null;
  #state = "";

  constructor(name: string, ports: NodePorts) {
    this.#name = name;
    this.#ports = ports;
    this.#allowance = new Allowance(UPLINK_EVENTS_PER_SECOND, UPLINK_EVENTS_BURST, ports.clock());
  }

  /** Begins, and goes on until {@link stop}. */
  start(): void {
    try {
      const bridge = bridgeOf(this.#ports.directory.directory, UPPER_END);
      // Of a process that died with the line open.
      if (bridge && bridge.line !== "away") this.#unlink(storedHeardMs(bridge));
    } catch (error) {
      this.#ports.report(error, "uplink");
    }
    this.#connect();
  }

  stop(): void {
    this.#letGo();
    this.#stage = "idle";
    this.#untilMs = Infinity;
  }

  /** The socket is open. */
  opened(): void {
    if (this.#stage !== "opening") return;
    this.#stage = "greeting";
    this.#untilMs = this.#ports.clock() + PATIENCE_MS;
    this.#plan();
    const turn = this.#turn;
    this.#ports
      .realms()
      .then((realms) => {
        if (turn === this.#turn) this.#hello(realms);
      })
      .catch((error) => {
        this.#ports.report(error, "uplink");
        if (turn === this.#turn) this.#down("lost");
      });
  }

  message(data: unknown): void {
    if (this.#stage !== "greeting" && this.#stage !== "linked") return;
    this.#heardMs = this.#ports.clock();
    if (data === "pong") return;
    const reading = readEdgeFrame(data);
    if (!reading.ok) {
      this.#said = reading.told ?? this.#said;
      this.#ports.count(reading.told === undefined ? "uplink_frames_unread" : "uplink_errors_told", 1);
    } else if (reading.frame.t === "welcome") this.#welcome(reading.frame);
    else if (this.#stage === "linked" && this.#line?.take(reading.frame) === "broken") this.#down("lost");
    this.#plan();
  }

  /** The socket is closed, or could not be opened. */
  closed(end: LineEnd): void {
    if (this.#stage !== "idle" && this.#stage !== "waiting") this.#down(outageOf(end), end);
  }

  /** The time asked for has come. */
  due(): void {
    const nowMs = this.#ports.clock();
    switch (this.#stage) {
      case "waiting":
        if (nowMs >= this.#untilMs) return this.#connect();
        break;
      case "opening":
      case "greeting":
        if (nowMs >= this.#untilMs) return this.#down("lost");
        break;
      case "linked":
        if (nowMs - this.#heardMs >= SILENT_MS) return this.#down("lost");
        if (nowMs >= this.#pingAtMs) this.#ping(nowMs);
        if (nowMs >= this.#tellAtMs) this.#tell(nowMs);
    }
    this.#plan();
  }

  carries(node: string): boolean {
    return node === UPPER_END;
  }

  async deliver(_node: string, events: DirectoryEvent[]): Promise<void> {
    await Promise.resolve();
    if (this.#stage !== "linked") throw new Error("the uplink is not there");
    this.#line?.deliver(events);
  }

  stepped(): void {
    if (this.#stage !== "linked") return;
    this.#line?.tellKinds();
    if (this.#tellAtMs !== Infinity) return;
    this.#tellAtMs = Math.max(this.#ports.clock(), this.#toldMs + UPLINK_TELL_EVERY_MS);
    this.#plan();
  }

  #connect(): void {
    this.#turn += 1;
    this.#stage = "opening";
    this.#said = null;
    this.#untilMs = this.#ports.clock() + PATIENCE_MS;
    this.#ports.connect();
    this.#plan();
  }

  #hello(realms: readonly FarReport[]): void {
    const { directory, send, clock, count, report } = this.#ports;
    const limited = () => count("uplink_events_put_off", 1);
    const ports = { directory, allowance: this.#allowance, send, limited, clock, count, report };
    this.#line = new BridgeLine(UPPER_END, ports);
    const bridge = bridgeOf(directory.directory, UPPER_END);
    this.#line.say({
      t: "hello",
      v: UPLINK_VERSION,
      node: this.#name,
      heard: bridge?.shards.get("main")?.published ?? 0,
      taken: bridge?.acknowledged ?? 0,
      kinds: this.#line.kinds(),
      realms: realms.map(({ realm }) => realm),
    });
  }

  #welcome({ kinds, heard, taken }: UplinkWelcome): void {
    if (this.#stage !== "greeting" || !this.#line) return;
    try {
      const answer = this.#ports.directory.change({
        type: "link",
        node: UPPER_END,
        kinds,
        heard,
        published: taken,
        realms: [],
      });
      if (!answer.ok) throw new Error(answer.error.code);
    } catch (error) {
      this.#ports.report(error, "uplink");
      return this.#down("lost");
    }
    const nowMs = this.#ports.clock();
    this.#stage = "linked";
    this.#untilMs = Infinity;
    this.#pingAtMs = nowMs + PING_EVERY_MS;
    this.#retry.linked(nowMs);
    this.#line.tellKinds();
    this.#teller.forget();
    this.#tell(nowMs);
    this.#tellState({ state: "linked" });
  }

  #ping(nowMs: number): void {
    this.#pingAtMs = nowMs + PING_EVERY_MS;
    this.#ports.send("ping");
  }

  #tell(nowMs: number): void {
    this.#tellAtMs = Infinity;
    this.#toldMs = nowMs;
    const turn = this.#turn;
    this.#ports
      .realms()
      .then((reports) => {
        if (turn !== this.#turn) return;
        for (const report of this.#teller.news(reports, nowMs)) this.#line?.say({ t: "realm", ...report });
      })
      .catch((error) => this.#ports.report(error, "uplink"));
  }

  #down(outage: Outage, end?: LineEnd): void {
    const nowMs = this.#ports.clock();
    const code = end?.error ?? this.#said ?? end?.status?.toString() ?? end?.code?.toString() ?? null;
    this.#letGo();
    this.#stage = "waiting";
    this.#untilMs = nowMs + this.#retry.waitMs(outage, nowMs, this.#ports.random());
    this.#tellState({ state: outage, code });
    this.#plan();
  }

  #letGo(): void {
    const wasLinked = this.#stage === "linked";
    this.#turn += 1;
    this.#line = null;
    this.#pingAtMs = Infinity;
    this.#tellAtMs = Infinity;
    // Before anything else, so that nothing that follows takes the line for open.
    this.#stage = "waiting";
    this.#ports.hangUp();
    if (wasLinked) this.#unlink(this.#heardMs);
  }

  #unlink(heardMs: number): void {
    try {
      this.#ports.directory.change({ type: "unlink", node: UPPER_END, heardMs });
    } catch (error) {
      this.#ports.report(error, "uplink");
    }
  }

  #tellState(state: UplinkState): void {
    const text = JSON.stringify(state);
    if (text === this.#state) return;
    this.#state = text;
    this.#ports.state(state);
  }

  #plan(): void {
    const silentAtMs = this.#stage === "linked" ? this.#heardMs + SILENT_MS : Infinity;
    const nextMs = Math.min(this.#untilMs, this.#pingAtMs, this.#tellAtMs, silentAtMs);
    if (nextMs !== Infinity) this.#ports.timer(Math.max(0, nextMs - this.#ports.clock()));
  }
}

function outageOf({ code, status }: LineEnd): Outage {
  if (code === closeCodes.REPLACED) return "replaced";
  if (code === closeCodes.REFUSED || code === closeCodes.ABUSE) return "refused";
  // 429 is for too many at once: that passes by itself.
  return status !== undefined && status >= 400 && status < 500 && status !== 429 ? "refused" : "lost";
}
