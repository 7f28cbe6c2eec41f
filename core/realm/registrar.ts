import type { RealmMap } from "../world/realm-map.ts";
import type { Membership, ShardInputs, ShardMoment } from "../world/shard/membership.ts";
import type { Simulation } from "../world/simulation.ts";
import { kindsOf } from "./check-news.ts";
import type { Publication, Registration, Report } from "./directory/change.ts";
import { type Answer, backOffMs } from "./directory/control-step.ts";
import { receive } from "./directory/inbox.ts";
import { EVENTS_PER_CALL_MAX } from "./directory/limits.ts";
import { DIRECTORY_ROWS_PER_CALL } from "./directory/prices.ts";
import type { DirectoryEvent } from "./directory/record.ts";
import type { Registered } from "./directory/registration.ts";
import { isReportDue } from "./report-plan.ts";
import { ShardUsage } from "./shard-usage.ts";

/** The directory, as a shard reaches it: refusals are answers. Rejects where it cannot be reached. */
export interface DirectoryLine {
  register(registration: Registration): Promise<Answer>;
  report(report: Report): Promise<Answer>;
  publish(publication: Publication): Promise<Answer>;
}

/** What a registrar asks of where its shard runs. */
export interface RegistrarPorts {
  readonly map: RealmMap;
  readonly directory: DirectoryLine;
  /** The shard that it speaks for. */
  shard(): ShardInputs & { readonly world: Simulation };
  /** Names a call that keeps the shard in memory until it is settled. */
  during(call: Promise<Answer>): Promise<Answer>;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

/** A realm has one shard yet. */
const SHARD = "main";
/** News that waits for scripts; beyond it deliveries are refused until there are fewer. */
const INBOX_MAX = 200;
/** What waits for the directory is looked after so much later, though nothing happens meanwhile. */
const LOOK_AFTER_MS = 5_000;

/** A delivery that is on its way into the log. */
interface Waiter {
  through: number;
  keep(heard: number): void;
  refuse(error: Error): void;
}

/**
 * A shard's side of the directory: it signs on when its world is taken up, reports how it stands, brings what the world
 * publishes, and takes in what others did. Everything that must outlive it is in the world's facts, which change by
 * inputs alone; this may be thrown away at any time, and begins anew by signing on.
 */
export class Registrar implements Membership {
  readonly usage = new ShardUsage();
  readonly #ports: RegistrarPorts;
  #standing: "unknown" | "asking" | "known" | "refused" = "unknown";
  #hasCounted = false;
  /** Names the present world; another after it was read anew. */
  #world: Simulation | null = null;
  #nowMs = 0;
  #tries = 0;
  #retryMs = -Infinity;
  #dueMs: number | null = null;
  #isPublishing = false;
  #isReporting = false;
  #isOwed = false;
  #toldMs = -Infinity;
  #told = "";
  #waiters: Waiter[] = [];
  #isStopped = false;

  constructor(ports: RegistrarPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    return this.#dueMs;
  }

  settled(moment: ShardMoment): void {
    if (this.#isStopped) return;
    this.#world = moment.world;
    this.#nowMs = moment.nowMs;
    this.usage.note(moment);
    this.#keepWaiters(moment.world.exchange.heard);
    if (this.#standing === "known") {
      this.#publish(moment.world);
      this.#report(moment);
    } else if (this.#standing === "unknown" && moment.nowMs >= this.#retryMs) this.#signOn(moment.world);
    this.#plan(moment);
  }

  wentBack(): void {
    this.#world = null;
    for (const { refuse } of this.#waiters.splice(0)) refuse(new Error("the news could not be kept"));
    if (this.#standing === "known") this.#standing = "unknown";
  }

  /**
   * Events of other realms; wakes the world. Gives the sequence through which they are in its log, for good. Rejects
   * where something before them is missing, where the world is behind, and where it could not keep them.
   */
  async deliver(events: readonly DirectoryEvent[]): Promise<number> {
    if (this.#isStopped) throw new Error("the shard is put away");
    this.usage.calls += 1;
    const shard = this.#ports.shard();
    const { heard, inbox } = shard.world.exchange;
    const received = receive(heard, events);
    if (received.isEarly) throw new Error(`something after ${heard} is still to come`);
    if (received.events.length === 0) return heard;
    if (inbox.length > INBOX_MAX) throw new Error("the world is behind with what it heard");
    if (received.lost > 0) this.#ports.count("world_news_lost", received.lost);
    const news = received.events.map(({ sequence, kind, realm, data }) => ({ sequence, kind, realm, data }));
    return new Promise((keep, refuse) => {
      this.#waiters.push({ through: received.heard, keep, refuse });
      shard.give({ type: "news", news });
    });
  }

  /** Nothing more is told, and no answer heard. */
  stop(): void {
    this.#isStopped = true;
    for (const { refuse } of this.#waiters.splice(0)) refuse(new Error("the shard is put away"));
  }

  #keepWaiters(heard: number): void {
    if (this.#waiters.length === 0) return;
    for (const { through, keep } of this.#waiters) if (through <= heard) keep(heard);
    this.#waiters = this.#waiters.filter(({ through }) => through > heard);
  }

  #signOn({ exchange, epoch }: Simulation): void {
    const { map } = this.#ports;
    const areas = map.areas.map(({ id }) => id);
    const taken = exchange.published - exchange.outbox.length;
    this.#standing = "asking";
    this.#ask(
      this.#ports.directory.register({
        realm: map.realm,
        title: map.title,
        summary: map.summary,
        // A world that the directory never answered numbers from 1, which says nothing.
        shards: [{ id: SHARD, areas, epoch, ...(exchange.isKnown ? { published: taken } : {}) }],
        heard: exchange.heard,
        kinds: kindsOf(map),
      }),
      (answer) => {
        if ("acknowledged" in answer) this.#signedOn(answer);
      },
      () => {
        if (this.#standing === "asking") this.#standing = "unknown";
      },
    );
  }

  #signedOn({ acknowledged, shards }: Registered): void {
    const { published = 0, stats = {} } = shards.find(({ id }) => id === SHARD) ?? {};
    if (!this.#hasCounted) this.usage.goOnFrom(stats);
    this.#hasCounted = true;
    const world = this.#world;
    if (!world) return;
    this.#standing = "known";
    this.#told = "";
    const { isKnown, outbox, heard, published: own } = world.exchange;
    const isNew = published > own || published >= (outbox[0]?.id ?? Infinity) || acknowledged > heard;
    if (!isKnown || isNew) this.#ports.shard().give({ type: "known", published, heard: acknowledged });
    else this.#ports.shard().takeUp();
  }

  #publish({ exchange, epoch }: Simulation): void {
    // Until it is known what was taken, numbers may still change.
    if (this.#isPublishing || !exchange.isKnown || exchange.outbox.length === 0 || this.#nowMs < this.#retryMs) return;
    this.#isPublishing = true;
    const events = exchange.outbox.slice(0, EVENTS_PER_CALL_MAX);
    this.#ask(
      this.#ports.directory.publish({ realm: this.#ports.map.realm, shard: SHARD, epoch, events }),
      (answer) => {
        if ("published" in answer) this.#ports.shard().give({ type: "taken", through: answer.published });
      },
      () => {
        this.#isPublishing = false;
      },
    );
  }

  #report(moment: ShardMoment): void {
    const { nowMs, isAwake } = moment;
    const { sinceMs } = this.usage;
    const isOther = () => JSON.stringify(aspectOf(moment)) !== this.#told;
    if (!isReportDue({ nowMs, isAwake, sinceMs, toldMs: this.#toldMs, isOther })) return;
    if (this.#isReporting) {
      this.#isOwed = true;
      return;
    }
    this.#isReporting = true;
    this.#isOwed = false;
    const { population, npcs } = aspectOf(moment);
    this.#told = JSON.stringify(aspectOf(moment));
    this.#toldMs = nowMs;
    const owner = { realm: this.#ports.map.realm, shard: SHARD, epoch: moment.world.epoch };
    this.#ask(
      this.#ports.directory.report({ ...owner, population, npcs, stats: this.usage.figures(moment) }),
      () => {
        if (this.#isOwed) this.#ports.shard().takeUp();
      },
      () => {
        this.#isReporting = false;
      },
      () => {
        // The next event tells it.
        this.#told = "";
      },
    );
  }

  /** Calls the directory; what it refuses, and what does not reach it, is seen to here. */
  #ask(
    call: Promise<Answer>,
    agreed: (answer: Exclude<Answer, { ok: false }>) => void,
    over: () => void,
    failed: () => void = () => undefined,
  ): void {
    this.usage.calls += 1;
    this.usage.rows += DIRECTORY_ROWS_PER_CALL;
    this.#ports.during(call).then(
      (answer) => {
        if (this.#isStopped) return;
        over();
        if (answer.ok) {
          this.#tries = 0;
          agreed(answer);
        } else {
          failed();
          this.#refused(answer);
        }
      },
      (error) => {
        if (this.#isStopped) return;
        over();
        failed();
        this.#putOff();
        this.#ports.report(error, "directory");
      },
    );
  }

  #refused({ error }: Extract<Answer, { ok: false }>): void {
    const { code } = error;
    // It has forgotten this realm, or what it published: both are mended by signing on.
    if (code === "REALM_UNKNOWN" || code === "SHARD_UNKNOWN" || code === "EVENT_GAP") {
      if (this.#standing === "known") this.#standing = "unknown";
      this.#putOff();
      return;
    }
    // Somebody else owns the realm now, or there is no place for it: asking again would change nothing.
    this.#standing = "refused";
    this.#ports.report(new Error(`${code}: ${error.message}`), "directory");
  }

  #putOff(): void {
    this.#retryMs = this.#nowMs + backOffMs(this.#tries);
    this.#tries += 1;
  }

  /** What the world published must reach the directory, though nothing else happens here any more. */
  #plan({ nowMs, world }: ShardMoment): void {
    if (this.#standing === "refused" || world.exchange.outbox.length === 0) this.#dueMs = null;
    else if (this.#dueMs === null || this.#dueMs <= nowMs) this.#dueMs = Math.max(nowMs + LOOK_AFTER_MS, this.#retryMs);
  }
}

/** What of a shard is told as soon as it changes. */
function aspectOf({ world, isAwake, sockets, present }: ShardMoment) {
  const people = [...new Set(present)].filter((member) => world.viewer(member) !== null);
  return { population: people.length, npcs: world.npcs(), sockets, isAwake };
}
