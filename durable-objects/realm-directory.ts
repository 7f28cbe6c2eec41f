import { DurableObject } from "cloudflare:workers";
import { type Change, type Request, readChange } from "../core/realm/directory/change.ts";
import type { Answer } from "../core/realm/directory/control-step.ts";
import {
  type DirectoryStats,
  findArea,
  findRealm,
  listNpcs,
  listRealms,
  type RealmSummary,
  statsOf,
} from "../core/realm/directory/directory.ts";
import { figuresOf, type RealmFigures } from "../core/realm/directory/figures.ts";
import { DirectoryKeeper, type RealmSink } from "../core/realm/directory/keeper.ts";
import { durableSql } from "./durable-sql.ts";

/**
 * The directory of realms as a Durable Object; there is one, named `main`. Its methods take whatever comes: an input
 * that is not valid is answered, like every refusal, with `{ ok: false, error }`. It holds no timer: between calls
 * it hibernates, and what was not acknowledged is delivered again by its alarm.
 */
export abstract class RealmDirectory<Env> extends DurableObject<Env> {
  #keeper: DirectoryKeeper | null = null;

  /** A realm signs on: a `Registration`. Answers with what it may count from. */
  register(registration: unknown): Answer {
    return this.#change("register", registration);
  }

  /** How a shard is: a `Report`. */
  report(report: unknown): Answer {
    return this.#change("report", report);
  }

  /** A shard's events for other realms: a `Publication`. They are durable when this answers. */
  publish(publication: unknown): Answer {
    return this.#change("publish", publication);
  }

  /** `{ realm, kinds }` */
  subscribe(subscription: unknown): Answer {
    return this.#change("subscribe", subscription);
  }

  /** `{ realm, sequence }` */
  acknowledge(acknowledgement: unknown): Answer {
    return this.#change("acknowledge", acknowledgement);
  }

  /** `{ realm, area, to }`: another shard takes an area over. */
  move(movement: unknown): Answer {
    return this.#change("move", movement);
  }

  /** `{ realm }` is no more. */
  retire(realm: unknown): Answer {
    return this.#change("retire", realm);
  }

  list(): RealmSummary[] {
    return listRealms(this.#kept().directory);
  }

  find(realm: string): ReturnType<typeof findRealm> {
    return findRealm(this.#kept().directory, realm);
  }

  findArea(realm: string, area: string): ReturnType<typeof findArea> {
    return findArea(this.#kept().directory, realm, area);
  }

  npcs(realm?: string): ReturnType<typeof listNpcs> {
    return listNpcs(this.#kept().directory, realm);
  }

  stats(): DirectoryStats {
    return statsOf(this.#kept().directory);
  }

  /** How every realm is, without asking it. */
  figures(): RealmFigures[] {
    return figuresOf(this.#kept().directory, this.clock());
  }

  override alarm(): void {
    this.#kept().due();
  }

  /** How events reach a realm's shards. */
  protected abstract sink(): RealmSink;

  protected clock(): number {
    return Date.now();
  }

  #change(type: Request, input: unknown): Answer {
    const read: { ok: true; change: Change } | Extract<Answer, { ok: false }> = readChange(type, input);
    return read.ok ? this.#kept().change(read.change) : read;
  }

  #kept(): DirectoryKeeper {
    this.#keeper ??= new DirectoryKeeper({
      sql: durableSql(this.ctx.storage),
      sink: this.sink(),
      clock: () => this.clock(),
      // An alarm in the past may never fire.
      alarm: (atMs) => void this.ctx.storage.setAlarm(Math.max(atMs, Date.now() + 1)),
      report: (error, where) => console.warn(JSON.stringify({ level: "warn", where, message: String(error) })),
    });
    return this.#keeper;
  }
}
