import type { Sql } from "../core/sql-journal.ts";

/** A Durable Object's own SQLite. Its output gate holds back what is sent until earlier writes are durable. */
export function durableSql(storage: DurableObjectStorage): Sql {
  return {
    exec: (statement, ...values) => storage.sql.exec(statement, ...values).toArray(),
    atomically: (run) => storage.transactionSync(run),
    erase: () => void storage.deleteAll(),
  };
}
