import type { Sql } from "../../sql-journal.ts";
import { forgetAtMs } from "./bridge.ts";
import { nodeBeyond } from "./bridge-names.ts";
import type { Change } from "./change.ts";
import { controlStep, type Delivery, type Step } from "./control-step.ts";
import type { Directory } from "./directory.ts";
import { DirectoryStore } from "./directory-store.ts";
import type { DirectoryEvent } from "./record.ts";

/** Brings events to a realm, wherever its shards run, and wakes them for it. */
export interface RealmSink {
  /**
   * Gives the sequence through which the realm has applied events for good, which acknowledges them; `null` where it
   * will acknowledge them itself. Rejects where they did not arrive, or were not kept.
   */
  deliver(realm: string, events: DirectoryEvent[]): Promise<number | null>;
}

/** Carries events over bridges, as a sink does to realms: `core/realm/uplink/`. None of its methods throws. */
export interface BridgeEnd {
  /** Whether the bridge to this node is its own. */
  carries(node: string): boolean;
  /** Resolves when it has begun to carry them; the other end acknowledges. Rejects where nobody is there. */
  deliver(node: string, events: DirectoryEvent[]): Promise<void>;
  /** Something has changed: who listens to what, or how a realm is. */
  stepped(): void;
}

/** What the directory asks of where it runs. */
export interface DirectoryPorts {
  readonly sql: Sql;
  readonly sink: RealmSink;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Calls `due` at this time, also after a crash. The last call counts. */
  alarm(atMs: number): void;
  /** Something that must not happen did: for the log. */
  report(error: unknown, where: string): void;
}

/** The directory with its storage and its deliveries: what a shell wraps. */
export class DirectoryKeeper {
  readonly #ports: DirectoryPorts;
  #store: DirectoryStore;
  #directory: Directory | null = null;
  #alarmMs = Infinity;
  #ends: BridgeEnd[] = [];

  constructor(ports: DirectoryPorts) {
    this.#ports = ports;
    this.#store = new DirectoryStore(ports.sql);
  }

  /** From now on bridges have this end. Gives what takes it off again. */
  attach(end: BridgeEnd): () => void {
    this.#ends.push(end);
    return () => {
      this.#ends = this.#ends.filter((one) => one !== end);
    };
  }

  /** For reading. */
  get directory(): Directory {
    this.#directory ??= this.#loaded();
    return this.#directory;
  }

  /** Carries out a change. It is durable when this returns; what follows from it is on its way. Throws if it is not. */
  change<C extends Change>(change: C): Step["answers"][number] {
    const step = this.#step([change]);
    const [answer] = step.answers;
    if (!answer) throw new Error("a change without an answer");
    return answer;
  }

  /** The alarm rang. */
  due(): void {
    // The step asks for the next alarm, whoever waits.
    this.#directory ??= this.#store.load();
    this.#alarmMs = Infinity;
    this.#step([{ type: "due" }]);
  }

  #step(changes: readonly Change[]): Step {
    const directory = this.directory;
    try {
      const step = controlStep(directory, changes, this.#ports.clock());
      this.#store.save(step.unsaved, directory);
      if (step.alarmMs !== null) this.#wakeAt(step.alarmMs);
      for (const delivery of step.deliveries) void this.#deliver(delivery);
      for (const end of this.#ends) end.stepped();
      return step;
    } catch (error) {
      // Memory may be ahead of storage: the next call reads it again.
      this.#directory = null;
      this.#store = new DirectoryStore(this.#ports.sql);
      throw error;
    }
  }

  #loaded(): Directory {
    const directory = this.#store.load();
    // Whether what waits was sent is not known any more: it is sent again.
    for (const realm of directory.realms.values()) {
      const { line, waiting, retryAtMs } = realm;
      if (waiting.length > 0 && line !== "away") this.#wakeAt(retryAtMs);
      this.#wakeAt(forgetAtMs(realm) ?? Infinity);
    }
    return directory;
  }

  #wakeAt(atMs: number): void {
    if (atMs >= this.#alarmMs) return;
    this.#alarmMs = atMs;
    this.#ports.alarm(atMs);
  }

  async #bring(realm: string, events: DirectoryEvent[]): Promise<number | null> {
    const node = nodeBeyond(realm);
    if (node === null) return this.#ports.sink.deliver(realm, events);
    const end = this.#ends.find((one) => one.carries(node));
    if (!end) throw new Error("nobody carries this bridge");
    await end.deliver(node, events);
    return null;
  }

  async #deliver({ realm, events }: Delivery): Promise<void> {
    const changes: Change[] = [];
    try {
      const sequence = await this.#bring(realm, events);
      if (sequence !== null) changes.push({ type: "acknowledge", realm, sequence });
      changes.push({ type: "delivered", realm });
    } catch (error) {
      changes.push({ type: "undelivered", realm });
      this.#ports.report(error, "delivery");
    }
    try {
      this.#step(changes);
    } catch (error) {
      this.#ports.report(error, "after delivery");
    }
  }
}
