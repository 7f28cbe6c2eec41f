import { networkInterfaces } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { LogLine } from "../../api/ports.ts";
import { systemCode } from "../owner-fault.ts";
import { type Interfaces, lanLinks } from "./lan-links.ts";
import { hostName, instanceName, type LanNames, type LanService, lanRecords } from "./lan-records.ts";
import { MdnsLine } from "./mdns-line.ts";
import { type Conflict, canonicalAddress, conflictIn, type LanPacket, losesTie } from "./name-conflict.ts";

/** RFC 6762, 8.1: three questions, so far apart. */
const PROBES = 3;
const PROBE_EVERY_MS = 250;
/** RFC 6762, 8.2: whoever lost asks again after this. */
const LOST_WAIT_MS = 1_000;
/** RFC 6762, 8.3: said twice, for one may be lost. */
const ANNOUNCE_AGAIN_MS = 1_000;
/** RFC 6762, 9: where names are taken again and again something is wrong, and it must not become a flood. */
const CONFLICTS_AT_ONCE = 15;
const SLOW_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 10_000;
const BASE_NAME = "skerry";

/** What a node is to be called, and what it has to offer. */
export interface LocalNameOptions {
  /** The node's name, for people: its services are called `Skerry on NAME`. */
  nodeName: string;
  /** The address on which the servers listen: names are told where they can be reached. */
  host: string;
  httpPort: number;
  /** `null` where the node takes no telnet. */
  telnetPort: number | null;
  log(line: LogLine): void;
  /** For tests. */
  interfaces?: () => Interfaces;
}

/** How the name stands, for `/health`. */
export interface LocalNameState {
  /** `skerry.local`, once it is the node's. */
  name: string | null;
  /** Why there is none, or where it is not told. */
  problem: string | null;
}

/** A name on the LAN. */
export interface LocalName {
  state(): LocalNameState;
  /** Tells the LAN that the node is gone. */
  stop(): Promise<void>;
}

/**
 * Claims `skerry.local` on every link that the node can be reached by, or `skerry-2.local` and so on where another
 * machine has it, answers for it, and announces the node's servers (mDNS, RFC 6762; DNS-SD, RFC 6763). One name for all
 * links. Links are looked at every 10 s: where an address comes or goes the same name is claimed anew. Whatever fails is
 * logged, once, and changes nothing else: a node without a name is reached by its address.
 */
export function startLocalName(options: LocalNameOptions): LocalName {
  return new NameHolder(options);
}

class NameHolder implements LocalName {
  readonly #options: LocalNameOptions;
  readonly #services: LanService[];
  readonly #look: NodeJS.Timeout;
  #lines: MdnsLine[] = [];
  #links = "";
  #hostNth = 1;
  #instanceNth = 1;
  #conflicts = 0;
  /** Ends whatever waits, when all of it begins anew. */
  #round = new AbortController();
  #isClaimed = false;
  #ownAddresses = new Set<string>();
  #told = "";
  #problem: string | null = null;
  readonly #loggedProblems = new Set<string>();

  constructor(options: LocalNameOptions) {
    this.#options = options;
    this.#services = [{ type: "_http._tcp", port: options.httpPort, text: ["path=/"] }];
    if (options.telnetPort !== null) {
      this.#services.push({ type: "_telnet._tcp", port: options.telnetPort, text: [] });
    }
    this.#look = setInterval(() => this.#lookAtLinks(), LOOK_EVERY_MS);
    this.#look.unref();
    this.#lookAtLinks();
  }

  state(): LocalNameState {
    return { name: this.#isClaimed && this.#canTell ? this.#names.host : null, problem: this.#problem };
  }

  async stop(): Promise<void> {
    clearInterval(this.#look);
    this.#round.abort();
    await Promise.all(this.#lines.splice(0).map((line) => line.sayGoodbye()));
    this.#isClaimed = false;
  }

  get #names(): LanNames {
    const { nodeName } = this.#options;
    return { host: hostName(BASE_NAME, this.#hostNth), instance: instanceName(nodeName, this.#instanceNth) };
  }

  get #canTell(): boolean {
    return this.#lines.some(({ isOver, isMute }) => !isOver && !isMute);
  }

  #readInterfaces(): Interfaces {
    const interfaces = (this.#options.interfaces ?? networkInterfaces)();
    const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
    this.#ownAddresses = new Set(all.map(({ address }) => canonicalAddress(address)));
    return interfaces;
  }

  #lookAtLinks(): void {
    try {
      const interfaces = this.#readInterfaces();
      const links = lanLinks(interfaces, this.#options.host);
      const text = JSON.stringify(links);
      if (text === this.#links && !this.#lines.some(({ isOver }) => isOver)) return;
      this.#links = text;
      // What was told of addresses that are gone is overwritten by what is told next: nothing to say goodbye to.
      for (const line of this.#lines.splice(0)) void line.close();
      this.#problem = links.length > 0 ? null : "no network";
      this.#lines = links.map((link) => this.#line(link));
      this.#begin(0);
    } catch (error) {
      this.#failed(error);
    }
  }

  #line(link: MdnsLine["link"]): MdnsLine {
    const line: MdnsLine = new MdnsLine(link, {
      heard: (packet) => this.#heard(packet, line),
      failed: (error) => this.#failed(error),
    });
    return line;
  }

  /** Claims the names from the beginning. */
  #begin(waitMs: number): void {
    this.#round.abort();
    this.#round = new AbortController();
    this.#isClaimed = false;
    for (const line of this.#lines) line.fallSilent();
    if (this.#lines.length === 0) return;
    this.#claim(waitMs, this.#round.signal).catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "AbortError")) this.#failed(error);
    });
  }

  async #claim(waitMs: number, signal: AbortSignal): Promise<void> {
    // Nodes that start at the same moment, after a power cut, do not ask at the same moment.
    await pause(waitMs + Math.random() * PROBE_EVERY_MS, undefined, { signal });
    for (let i = 0; i < PROBES; i++) {
      for (const line of this.#lines) line.probe(this.#records(line));
      await pause(PROBE_EVERY_MS, undefined, { signal });
    }
    this.#isClaimed = true;
    for (const line of this.#lines) line.announce(this.#records(line));
    this.#tell();
    await pause(ANNOUNCE_AGAIN_MS, undefined, { signal });
    for (const line of this.#lines) line.announce(this.#records(line));
    this.#conflicts = 0;
  }

  #records(line: MdnsLine) {
    return lanRecords(this.#names, this.#services, line.link);
  }

  #heard(packet: LanPacket, line: MdnsLine): void {
    let conflict = this.#conflictIn(packet);
    if (conflict.host || conflict.instance) {
      // An address that this machine got a moment ago may be told by another of its programs already.
      this.#readInterfaces();
      conflict = this.#conflictIn(packet);
    }
    if (conflict.host || conflict.instance) this.#yield(conflict);
    else if (!this.#isClaimed && losesTie(packet, this.#claimed(), line.link.ipv4)) this.#begin(LOST_WAIT_MS);
  }

  #conflictIn(packet: LanPacket): Conflict {
    return conflictIn(packet, this.#claimed());
  }

  #claimed() {
    return { names: this.#names, services: this.#services, ownAddresses: this.#ownAddresses };
  }

  /**
   * Somebody has a name. Who has only asked for it takes the next one; who had it asks for it once more (RFC 6762, 9):
   * the other may be a shadow, or may yield as well.
   */
  #yield({ host, instance }: Conflict): void {
    if (!this.#isClaimed) {
      if (host) this.#hostNth += 1;
      if (instance) this.#instanceNth += 1;
    }
    this.#conflicts += 1;
    this.#begin(this.#conflicts > CONFLICTS_AT_ONCE ? SLOW_WAIT_MS : 0);
  }

  #tell(): void {
    const { host, instance } = this.#names;
    const message = `http://${host}:${this.#options.httpPort} ("${instance}")`;
    if (message === this.#told || !this.#canTell) return;
    this.#told = message;
    this.#options.log({ level: "info", event: "local-name", message });
  }

  #failed(error: unknown): void {
    const code = systemCode(error);
    const problem = code ?? (error instanceof Error ? error.message : String(error));
    this.#problem = problem;
    if (this.#loggedProblems.has(problem)) return;
    this.#loggedProblems.add(problem);
    const message = `mDNS does not work on some network: ${problem}. The node is reached by its address.`;
    this.#options.log({ level: "warn", event: "local-name", message });
  }
}
