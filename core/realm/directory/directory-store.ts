import type { Sql } from "../../sql-journal.ts";
import type { Json } from "../../world/script-port.ts";
import { type Directory, newDirectory, type Unsaved } from "./directory.ts";
import { listen, mayHear } from "./exchange.ts";
import { enqueue } from "./outbox.ts";
import {
  type AreaRecord,
  CHANGED_CURSOR,
  CHANGED_FAR,
  CHANGED_PROFILE,
  CHANGED_SHARDS,
  CHANGED_STATUS,
  type FarRealm,
  type HeldEvent,
  type Interval,
  newRealm,
  newShard,
  type RealmRecord,
  type Status,
} from "./record.ts";

// An event is one row, however many realms it waits for: who still gets it follows from subscriptions and cursors.
const schema = [
  "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)",
  "CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY CHECK (one = 1), newest INTEGER NOT NULL)",
  "CREATE TABLE IF NOT EXISTS profile (realm TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS shards (realm TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS far (realm TEXT, name TEXT, body TEXT NOT NULL, PRIMARY KEY (realm, name)) WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS status (realm TEXT, shard TEXT, body TEXT NOT NULL, PRIMARY KEY (realm, shard)) WITHOUT ROWID",
  `CREATE TABLE IF NOT EXISTS cursor (realm TEXT PRIMARY KEY, settled INTEGER NOT NULL, acknowledged INTEGER NOT NULL,
   floor INTEGER NOT NULL, dropped INTEGER NOT NULL, tries INTEGER NOT NULL, retry_at INTEGER NOT NULL,
   away INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS event (position INTEGER PRIMARY KEY, realm TEXT NOT NULL, shard TEXT NOT NULL,
   id INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL)`,
  "INSERT OR IGNORE INTO migrations (version) VALUES (1)",
];

const tables = ["profile", "shards", "status", "cursor", "far"] as const;

/** What of a realm changes seldom, as it is stored. */
interface Profile {
  title: string;
  summary: string;
  epoch: number;
  areas: [name: string, area: AreaRecord][];
  subscriptions: Interval[];
  /** Of a bridge. */
  far?: { node: string; heardMs: number; names: string[] };
}

/** The directory in SQL, the same on every shell. */
export class DirectoryStore {
  readonly #sql: Sql;
  #isReady = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The directory as it was after the last step that was saved. Writes nothing. */
  load(): Directory {
    const directory = newDirectory();
    if (!this.#has("event")) return directory;
    for (const realm of this.#realms()) {
      directory.realms.set(realm.name, realm);
      for (const { kind, until } of realm.subscriptions) if (until === null) listen(directory, realm, kind);
    }
    directory.position = Number(this.#sql.exec("SELECT newest FROM position")[0]?.["newest"] ?? 0);
    this.#events(directory);
    return directory;
  }

  #has(table: string): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table).length > 0;
  }

  /** Writes down what a step changed: all of it or nothing. */
  save({ realms, retired, added, released }: Unsaved, { position, realms: known }: Directory): void {
    if (realms.length + retired.length + added.length + released.length === 0) return;
    this.#sql.atomically(() => {
      if (!this.#isReady) for (const statement of schema) this.#sql.exec(statement);
      for (const name of retired) {
        for (const table of tables) this.#sql.exec(`DELETE FROM ${table} WHERE realm = ?`, name);
      }
      for (const realm of realms) if (known.get(realm.name) === realm) this.#saveRealm(realm);
      for (const event of added) if (event.holders > 0) this.#saveEvent(event);
      for (const event of released) this.#sql.exec("DELETE FROM event WHERE position = ?", event.position);
      if (added.length > 0) this.#sql.exec("INSERT OR REPLACE INTO position (one, newest) VALUES (1, ?)", position);
    });
    this.#isReady = true;
  }

  #saveRealm(realm: RealmRecord): void {
    const { name, changed } = realm;
    if (changed & CHANGED_PROFILE) {
      this.#put("profile", name, profileOf(realm));
      this.#keepOnly("status", "shard", name, [...realm.shards.keys()]);
      if (realm.far) this.#keepOnly("far", "name", name, realm.far.names);
    }
    if (changed & CHANGED_FAR) this.#saveFar(realm);
    if (changed & CHANGED_SHARDS) this.#put("shards", name, shardsOf(realm));
    if (changed & CHANGED_CURSOR) this.#saveCursor(realm);
    if (changed & CHANGED_STATUS) this.#saveStatus(realm);
  }

  #saveCursor({ name, settled, acknowledged, floor, dropped, tries, retryAtMs, line }: RealmRecord): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO cursor (realm, settled, acknowledged, floor, dropped, tries, retry_at, away)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      name,
      settled,
      acknowledged,
      floor,
      dropped,
      tries,
      retryAtMs,
      line === "away" ? 1 : 0,
    );
  }

  #put(table: "profile" | "shards", realm: string, body: object): void {
    this.#sql.exec(`INSERT OR REPLACE INTO ${table} (realm, body) VALUES (?, ?)`, realm, JSON.stringify(body));
  }

  #keepOnly(table: "status" | "far", column: "shard" | "name", realm: string, names: string[]): void {
    const left = `DELETE FROM ${table} WHERE realm = ? AND ${column} NOT IN (SELECT value FROM json_each(?))`;
    this.#sql.exec(left, realm, JSON.stringify(names));
  }

  #saveFar({ name, far }: RealmRecord): void {
    for (const realm of far?.realms.values() ?? []) {
      if (!realm.isUnsaved) continue;
      const body = JSON.stringify({ ...realm, isUnsaved: false });
      this.#sql.exec("INSERT OR REPLACE INTO far (realm, name, body) VALUES (?, ?, ?)", name, realm.realm, body);
      realm.isUnsaved = false;
    }
  }

  #saveStatus({ name, shards }: RealmRecord): void {
    for (const shard of shards.values()) {
      if (!shard.isStatusUnsaved) continue;
      const body = JSON.stringify(shard.status);
      this.#sql.exec("INSERT OR REPLACE INTO status (realm, shard, body) VALUES (?, ?, ?)", name, shard.id, body);
      shard.isStatusUnsaved = false;
    }
  }

  #saveEvent({ position, realm, shard, id, kind, data }: HeldEvent): void {
    this.#sql.exec(
      "INSERT INTO event (position, realm, shard, id, kind, data) VALUES (?, ?, ?, ?, ?, ?)",
      position,
      realm,
      shard,
      id,
      kind,
      JSON.stringify(data),
    );
  }

  #realms(): RealmRecord[] {
    const shards = new Map(this.#sql.exec("SELECT realm, body FROM shards").map((row) => [row["realm"], row["body"]]));
    const realms = new Map<unknown, RealmRecord>();
    for (const row of this.#sql.exec("SELECT realm, body FROM profile ORDER BY realm")) {
      const name = String(row["realm"]);
      // These bodies were written by this class.
      const { areas, far, ...profile } = JSON.parse(String(row["body"])) as Profile;
      const counts = JSON.parse(String(shards.get(name) ?? "[]")) as ReturnType<typeof shardsOf>;
      const farSide = far ? { ...far, realms: new Map() } : null;
      const realm: RealmRecord = { ...newRealm(name), ...profile, areas: new Map(areas), far: farSide };
      for (const [id, epoch, published] of counts) realm.shards.set(id, { ...newShard(id), epoch, published });
      realms.set(name, realm);
    }
    this.#cursors(realms);
    this.#statuses(realms);
    // A directory of before there were uplinks has no such table.
    if (this.#has("far")) this.#farRealms(realms);
    return [...realms.values()];
  }

  #cursors(realms: Map<unknown, RealmRecord>): void {
    for (const row of this.#sql.exec("SELECT * FROM cursor")) {
      const realm = realms.get(row["realm"]);
      if (!realm) continue;
      realm.settled = Number(row["settled"]);
      realm.acknowledged = Number(row["acknowledged"]);
      realm.floor = Number(row["floor"]);
      realm.dropped = Number(row["dropped"]);
      realm.tries = Number(row["tries"]);
      realm.retryAtMs = Number(row["retry_at"]);
      if (row["away"] === 1) realm.line = "away";
      realm.sent = realm.settled;
    }
  }

  #statuses(realms: Map<unknown, RealmRecord>): void {
    for (const row of this.#sql.exec("SELECT realm, shard, body FROM status")) {
      const shard = realms.get(row["realm"])?.shards.get(String(row["shard"]));
      if (shard) shard.status = JSON.parse(String(row["body"])) as Status;
    }
  }

  #farRealms(realms: Map<unknown, RealmRecord>): void {
    for (const row of this.#sql.exec("SELECT realm, name, body FROM far")) {
      const body = JSON.parse(String(row["body"])) as FarRealm;
      realms.get(row["realm"])?.far?.realms.set(String(row["name"]), body);
    }
  }

  /** Puts every stored event into the outboxes in which it was. */
  #events(directory: Directory): void {
    const intervals = intervalsByKind(directory.realms.values());
    for (const row of this.#sql.exec("SELECT position, realm, shard, id, kind, data FROM event ORDER BY position")) {
      const event: HeldEvent = {
        position: Number(row["position"]),
        realm: String(row["realm"]),
        shard: String(row["shard"]),
        id: Number(row["id"]),
        kind: String(row["kind"]),
        data: JSON.parse(String(row["data"])) as Json,
        holders: 0,
      };
      for (const { realm, since, until } of intervals.get(event.kind) ?? []) {
        const isWithin = event.position > Math.max(since, realm.floor) && event.position <= (until ?? event.position);
        if (isWithin && mayHear(realm, event)) enqueue(realm, event);
      }
      if (event.holders === 0) continue;
      directory.held.push(event);
      directory.holding += 1;
    }
  }
}

function intervalsByKind(realms: Iterable<RealmRecord>): Map<string, (Interval & { realm: RealmRecord })[]> {
  const byKind = new Map<string, (Interval & { realm: RealmRecord })[]>();
  for (const realm of realms) {
    for (const interval of realm.subscriptions) {
      const list = byKind.get(interval.kind) ?? [];
      list.push({ ...interval, realm });
      byKind.set(interval.kind, list);
    }
  }
  return byKind;
}

function profileOf({ title, summary, epoch, areas, subscriptions, far }: RealmRecord): Profile {
  const profile: Profile = { title, summary, epoch, areas: [...areas], subscriptions };
  return far ? { ...profile, far: { node: far.node, heardMs: far.heardMs, names: far.names } } : profile;
}

function shardsOf({ shards }: RealmRecord): [id: string, epoch: number, published: number][] {
  return [...shards.values()].map(({ id, epoch, published }) => [id, epoch, published]);
}
