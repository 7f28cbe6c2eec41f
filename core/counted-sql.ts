import type { Sql } from "./sql-journal.ts";

/** The same database; tells of every row that is written, as far as a statement writes one. */
export function countedSql(sql: Sql, wrote: () => void): Sql {
  return {
    exec(statement, ...values) {
      if (/^(?:INSERT|UPDATE|DELETE)/.test(statement)) wrote();
      return sql.exec(statement, ...values);
    },
    atomically: (run) => sql.atomically(run),
    erase: () => sql.erase(),
  };
}
