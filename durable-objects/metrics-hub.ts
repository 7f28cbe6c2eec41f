import { DurableObject } from "cloudflare:workers";

/** Adds up counters of many objects. They survive hibernation; nobody is woken to be read. */
export class MetricsHub extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value REAL NOT NULL)");
  }

  add(deltas: Record<string, number>): void {
    for (const [name, by] of Object.entries(deltas)) {
      this.ctx.storage.sql.exec(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
        name,
        by,
      );
    }
  }

  read(): Record<string, number> {
    const rows = this.ctx.storage.sql.exec("SELECT name, value FROM counters").toArray();
    return Object.fromEntries(rows.map((row) => [String(row["name"]), Number(row["value"])]));
  }
}
