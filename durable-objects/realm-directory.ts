import { DurableObject } from "cloudflare:workers";
import { type Change, readChange, type Request as Verb } from "../core/realm/directory/change.ts";
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
import { farNpcs, farSummaries } from "../core/realm/directory/far-realms.ts";
import { figuresOf, type RealmFigures } from "../core/realm/directory/figures.ts";
import { DirectoryKeeper, type RealmSink } from "../core/realm/directory/keeper.ts";
import type { NpcPlace, RealmSurvey } from "../core/realm/realm-summary.ts";
import { UplinkHost } from "../core/realm/uplink/uplink-host.ts";
import { durableSql } from "./durable-sql.ts";
import { UplinkSockets } from "./uplink-sockets.ts";

/**
 * The directory of realms as a Durable Object; there is one, named `main`. Its methods take whatever comes: an input
 * that is not valid is answered, like every refusal, with `{ ok: false, error }`. It holds no timer: between calls
 * it hibernates, and what was not acknowledged is delivered again by its alarm. Nodes have their sockets here, which do
 * not keep it awake.
 */
export abstract class RealmDirectory<Env> extends DurableObject<Env> {
  #kept: { keeper: DirectoryKeeper; host: UplinkHost; sockets: UplinkSockets } | null = null;

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
    return listRealms(this.#keeper.directory);
  }

  find(realm: string): ReturnType<typeof findRealm> {
    return findRealm(this.#keeper.directory, realm);
  }

  findArea(realm: string, area: string): ReturnType<typeof findArea> {
    return findArea(this.#keeper.directory, realm, area);
  }

  /** The NPCs of one realm, or of all; those of nodes included. */
  npcs(realm?: string): NpcPlace[] {
    const { directory } = this.#keeper;
    return [...listNpcs(directory, realm), ...farNpcs(directory, this.clock())];
  }

  stats(): DirectoryStats {
    return statsOf(this.#keeper.directory);
  }

  /** How every realm is, without asking it. */
  figures(): RealmFigures[] {
    return figuresOf(this.#keeper.directory, this.clock(), this.#parts.host.presence);
  }

  /** All that lists of realms are made of. */
  survey(): RealmSurvey {
    const { keeper, host } = this.#parts;
    return { figures: this.figures(), far: farSummaries(keeper.directory, this.clock(), host.presence) };
  }

  /** Forgets a node; false if there is none. */
  forget(node: string): boolean {
    return this.#parts.host.forget(node);
  }

  /** A WebSocket upgrade of a node, checked: `/` for any, `/NAME` where its token lets in no other. */
  override fetch(request: Request): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
    const { host, sockets } = this.#parts;
    const { line, response } = sockets.accept();
    host.open(line, new URL(request.url).pathname.slice(1) || null);
    return response;
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const { host, sockets } = this.#parts;
    host.message(sockets.lineOf(socket), message);
  }

  override webSocketClose(socket: WebSocket): void {
    const { host, sockets } = this.#parts;
    host.closed(sockets.lineOf(socket));
  }

  override webSocketError(socket: WebSocket): void {
    this.webSocketClose(socket);
  }

  override alarm(): void {
    this.#keeper.due();
  }

  /** How events reach a realm's shards. */
  protected abstract sink(): RealmSink;

  /** Counts something for the operator. */
  protected count(_name: string, _by: number): void {}

  protected clock(): number {
    return Date.now();
  }

  #change(type: Verb, input: unknown): Answer {
    const read: { ok: true; change: Change } | Extract<Answer, { ok: false }> = readChange(type, input);
    return read.ok ? this.#keeper.change(read.change) : read;
  }

  get #keeper(): DirectoryKeeper {
    return this.#parts.keeper;
  }

  get #parts(): { keeper: DirectoryKeeper; host: UplinkHost; sockets: UplinkSockets } {
    if (this.#kept) return this.#kept;
    const clock = () => this.clock();
    const report = (error: unknown, where: string) =>
      console.warn(JSON.stringify({ level: "warn", where, message: String(error) }));
    const keeper = new DirectoryKeeper({
      sql: durableSql(this.ctx.storage),
      sink: this.sink(),
      clock,
      // An alarm in the past may never fire.
      alarm: (atMs) => void this.ctx.storage.setAlarm(Math.max(atMs, Date.now() + 1)),
      report,
    });
    const sockets = new UplinkSockets(this.ctx);
    const count = (name: string, by: number) => this.count(name, by);
    const ports = { directory: keeper, lines: sockets.lines, clock, count, report };
    const host = new UplinkHost(ports, () => sockets.live());
    keeper.attach(host);
    this.#kept = { keeper, host, sockets };
    return this.#kept;
  }
}
