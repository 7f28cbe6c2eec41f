import { Allowance } from "../../allowance.ts";
import { type CloseReason, closeCodes, type ErrorCode, failure } from "../../protocol/errors.ts";
import { HELLO_WITHIN_MS } from "../../protocol/limits.ts";
import type { UplinkHello, UplinkNodeFrame } from "../../protocol/uplink-frames.ts";
import {
  UPLINK_EVENTS_BURST,
  UPLINK_EVENTS_PER_SECOND,
  UPLINK_FRAMES_BURST,
  UPLINK_FRAMES_PER_SECOND,
  UPLINK_HELLOS_BURST,
  UPLINK_HELLOS_PER_SECOND,
  UPLINK_LINES_MAX,
  UPLINK_VERSION,
} from "../../protocol/uplink-limits.ts";
import { bridgeOf, bridgesOf } from "../directory/bridge.ts";
import { bridgeTo, UPPER_END } from "../directory/bridge-names.ts";
import type { BridgeEnd } from "../directory/keeper.ts";
import type { DirectoryEvent } from "../directory/record.ts";
import { BridgeLine, type Taken } from "./bridge-line.ts";
import { readNodeFrame } from "./read-frame.ts";
import type { UplinkDirectory } from "./uplink-directory.ts";

/** What a socket of a node keeps while its directory hibernates. */
export interface LineKeepsake {
  /** The only node that its token lets in; `null`: any. */
  allowed: string | null;
  openedMs: number;
  /** Whose it is, once it has said hello, and since which epoch of the bridge. */
  node: string | null;
  epoch: number;
}

/** A socket that outlived the directory's memory. */
export interface LiveLine {
  line: string;
  keepsake: LineKeepsake;
}

export interface HostPorts {
  readonly directory: UplinkDirectory;
  /** The shell's sockets, by name. Calls for one that is closing do nothing. */
  readonly lines: {
    send(line: string, text: string): void;
    close(line: string, code: number, reason: string): void;
    keep(line: string, keepsake: LineKeepsake): void;
    /** When it last pinged, which the shell answers by itself; `null`: never. */
    heardMs(line: string): number | null;
  };
  clock(): number;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

interface Line {
  name: string;
  keepsake: LineKeepsake;
  frames: Allowance;
  heardMs: number;
  /** Since hello. */
  bridge: BridgeLine | null;
}

const TRY_LATER = 1013;

/** The upper end of uplinks: nodes connect to it, each by one socket. What must last is in the directory. */
export class UplinkHost implements BridgeEnd {
  readonly #ports: HostPorts;
  readonly #lines = new Map<string, Line>();
  readonly #byNode = new Map<string, Line>();
  /** By node: who comes back has no more than who stays. */
  readonly #allowances = new Map<string, Allowance>();
  readonly #hellos: Allowance;
  #live: (() => LiveLine[]) | null;

  /** @param live the sockets that are here from before; asked at the first use */
  constructor(ports: HostPorts, live: () => LiveLine[]) {
    this.#ports = ports;
    this.#live = live;
    this.#hellos = new Allowance(UPLINK_HELLOS_PER_SECOND, UPLINK_HELLOS_BURST, ports.clock());
  }

  /** False where the directory cannot be read: nobody can be greeted then, and it is tried again. */
  #isAwake(): boolean {
    const live = this.#live;
    if (!live) return true;
    try {
      void this.#ports.directory.directory;
    } catch (error) {
      this.#ports.report(error, "uplink");
      return false;
    }
    this.#live = null;
    this.#wake(live);
    return true;
  }

  #wake(live: () => LiveLine[]): void {
    for (const { line: name, keepsake } of live()) {
      const line = this.#add(name, keepsake);
      const { node, epoch } = keepsake;
      if (node === null) continue;
      const bridge = bridgeOf(this.#ports.directory.directory, node);
      if (bridge?.epoch === epoch) this.#seat(line, node);
      else this.#end(line, bridge ? "REPLACED" : "RESTART");
    }
    for (const bridge of bridgesOf(this.#ports.directory.directory)) {
      const { node } = bridge.far;
      // It was there until just now, as far as anybody knows.
      if (bridge.line !== "away" && this.carries(node) && !this.#byNode.has(node))
        this.#unlink(node, this.#ports.clock());
    }
  }

  /** @param allowed the only node that the socket's token lets in; `null`: any */
  open(name: string, allowed: string | null): void {
    if (!this.#isAwake()) return this.#ports.lines.close(name, closeCodes.RESTART, "RESTART");
    const nowMs = this.#ports.clock();
    for (const line of this.#lines.values()) {
      if (!line.bridge && nowMs - line.keepsake.openedMs > HELLO_WITHIN_MS) this.#end(line, "SILENT");
    }
    if (this.#lines.size >= UPLINK_LINES_MAX) return this.#ports.lines.close(name, TRY_LATER, "TRY_LATER");
    const line = this.#add(name, { allowed, openedMs: nowMs, node: null, epoch: 0 });
    this.#ports.lines.keep(name, line.keepsake);
  }

  message(name: string, data: unknown): void {
    if (!this.#isAwake()) return;
    const line = this.#lines.get(name);
    if (!line) return;
    const nowMs = this.#ports.clock();
    line.heardMs = nowMs;
    const reading = readNodeFrame(data);
    if (!reading.ok) this.#voice(line).say({ t: "error", error: reading.error });
    const taken = reading.ok ? this.#take(line, reading.frame) : "nothing";
    if (taken === "broken") return this.#end(line, "RESTART");
    if (taken === "nothing" && !line.frames.take(1, nowMs)) this.#end(line, "ABUSE");
  }

  closed(name: string): void {
    if (!this.#isAwake()) return;
    const line = this.#lines.get(name);
    if (line) this.#drop(line);
  }

  /** When a node that is connected was last heard; `null`: it is not. */
  readonly presence = (node: string): number | null => {
    if (!this.#isAwake()) return null;
    const line = this.#byNode.get(node);
    return line ? this.#heardMs(line) : null;
  };

  /** Forgets a node, what waits for it, and where its numbers stand; false if there is none. Throws where it is kept. */
  forget(node: string): boolean {
    if (!this.#isAwake()) throw new Error("the directory cannot be read");
    const { directory } = this.#ports;
    if (!this.carries(node) || !bridgeOf(directory.directory, node)) return false;
    directory.change({ type: "retire", realm: bridgeTo(node) });
    const line = this.#byNode.get(node);
    if (line) this.#end(line, "REFUSED");
    return true;
  }

  carries(node: string): boolean {
    return node !== UPPER_END;
  }

  async deliver(node: string, events: DirectoryEvent[]): Promise<void> {
    // A node that is just welcome hears the welcome first.
    await Promise.resolve();
    this.#isAwake();
    const bridge = this.#byNode.get(node)?.bridge;
    if (!bridge) throw new Error("the node is not connected");
    bridge.deliver(events);
  }

  stepped(): void {
    this.#isAwake();
    for (const { bridge } of this.#byNode.values()) bridge?.tellKinds();
  }

  #take(line: Line, frame: UplinkNodeFrame): Taken {
    if (frame.t === "hello") return line.bridge ? this.#refuse(line, "HELLO_TWICE") : this.#hello(line, frame);
    if (!line.bridge) return this.#refuse(line, "HELLO_FIRST");
    if (frame.t !== "realm") return line.bridge.take(frame);
    const { t: _, ...report } = frame;
    return this.#change(() => {
      const answer = this.#ports.directory.change({ type: "tell", node: line.bridge?.node ?? "", report });
      return answer.ok ? "nothing" : this.#refuse(line, "BAD_FRAME", { at: "realm" });
    });
  }

  #hello(line: Line, { v, node, heard, taken, kinds, realms }: UplinkHello): Taken {
    const { allowed } = line.keepsake;
    if (v !== UPLINK_VERSION) return this.#turnAway(line, "VERSION_UNSUPPORTED");
    if (!this.carries(node)) return this.#turnAway(line, "FORBIDDEN", { reason: "no node is called so" });
    if (allowed !== null && allowed !== node)
      return this.#turnAway(line, "FORBIDDEN", { reason: "a token of another node" });
    if (!this.#hellos.take(1, this.#ports.clock())) return this.#putOff(line);
    return this.#change(() => {
      const answer = this.#ports.directory.change({ type: "link", node, kinds, heard, published: taken, realms });
      if (!answer.ok || !("epoch" in answer && "heard" in answer)) return this.#turnAway(line, "UPLINK_FULL");
      const older = this.#byNode.get(node);
      line.keepsake = { ...line.keepsake, node, epoch: answer.epoch };
      this.#ports.lines.keep(line.name, line.keepsake);
      const bridge = this.#seat(line, node);
      // The bridge is the newer one's by now, so that nothing is undone by the end of the older.
      if (older) this.#end(older, "REPLACED");
      bridge.say({ t: "welcome", v: UPLINK_VERSION, heard: answer.heard, taken: answer.taken, kinds: bridge.kinds() });
      this.#ports.count("uplinks_opened", 1);
      return "nothing";
    });
  }

  #add(name: string, keepsake: LineKeepsake): Line {
    const nowMs = this.#ports.clock();
    const frames = new Allowance(UPLINK_FRAMES_PER_SECOND, UPLINK_FRAMES_BURST, nowMs);
    const line: Line = { name, keepsake, frames, heardMs: keepsake.openedMs, bridge: null };
    this.#lines.set(name, line);
    return line;
  }

  #seat(line: Line, node: string): BridgeLine {
    line.bridge = this.#voice(line, node);
    this.#byNode.set(node, line);
    return line.bridge;
  }

  /** What speaks on a socket, whoever is at the other end. */
  #voice(line: Line, node = ""): BridgeLine {
    if (line.bridge) return line.bridge;
    const { directory, lines, clock, count, report } = this.#ports;
    const allowance =
      this.#allowances.get(node) ?? new Allowance(UPLINK_EVENTS_PER_SECOND, UPLINK_EVENTS_BURST, clock());
    if (node !== "") this.#allowances.set(node, allowance);
    const send = (text: string) => lines.send(line.name, text);
    const limited = () => void this.#refuse(line, "RATE_LIMITED");
    return new BridgeLine(node, { directory, allowance, send, limited, clock, count, report });
  }

  #refuse(line: Line, code: ErrorCode, details?: Record<string, unknown>): Taken {
    this.#voice(line).say({ t: "error", error: failure(code, details) });
    return "nothing";
  }

  #putOff(line: Line): Taken {
    this.#drop(line);
    this.#ports.lines.close(line.name, TRY_LATER, "TRY_LATER");
    return "nothing";
  }

  #turnAway(line: Line, code: ErrorCode, details?: Record<string, unknown>): Taken {
    this.#refuse(line, code, details);
    this.#end(line, "REFUSED");
    return "nothing";
  }

  #change(change: () => Taken): Taken {
    try {
      return change();
    } catch (error) {
      this.#ports.report(error, "uplink");
      return "broken";
    }
  }

  #end(line: Line, reason: CloseReason): void {
    this.#drop(line);
    this.#ports.lines.close(line.name, closeCodes[reason], reason);
  }

  #drop(line: Line): void {
    this.#lines.delete(line.name);
    const { node } = line.keepsake;
    if (node === null || this.#byNode.get(node) !== line) return;
    this.#byNode.delete(node);
    this.#unlink(node, this.#heardMs(line));
  }

  #unlink(node: string, heardMs: number): void {
    this.#change(() => {
      this.#ports.directory.change({ type: "unlink", node, heardMs });
      return "nothing";
    });
  }

  #heardMs({ name, heardMs }: Line): number {
    return Math.max(heardMs, this.#ports.lines.heardMs(name) ?? 0);
  }
}
