import type { Kind, Machine } from "../core/machine.ts";
import { RoomRunner } from "../core/runner/room-runner.ts";
import { SqlJournal } from "../core/sql-journal.ts";
import { namingFile } from "./file-opener.ts";
import type { FileSql } from "./file-sql.ts";
import { SocketProcess, type Surroundings } from "./socket-process.ts";

/** A room in this process, for any machine. Its twin is `durable-objects/room-object.ts`. */
export class RoomProcess<K extends Kind> extends SocketProcess<RoomRunner<K>> {
  readonly runner: RoomRunner<K>;
  readonly #sql: FileSql;

  /** Reads the room from its file, if there is one. Throws if it cannot be read. */
  constructor(
    code: string,
    machine: Machine<K>,
    sql: FileSql,
    around: Surroundings,
    ask: (request: object) => Promise<unknown>,
  ) {
    super(namingFile(around, sql.path));
    this.#sql = sql;
    this.runner = new RoomRunner<K>(code, machine, { ...this.shellPorts(code), journal: new SqlJournal(sql), ask });
    this.runner.load([]);
  }

  protected override putAway(): void {
    this.runner.commit();
    this.#sql.close();
  }
}
