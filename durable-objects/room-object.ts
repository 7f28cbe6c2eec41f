import type { Kind, Machine } from "../core/machine.ts";
import type { LiveConnection } from "../core/ports.ts";
import { closeCodes } from "../core/protocol/index.ts";
import { RoomRunner } from "../core/runner/room-runner.ts";
import { SqlJournal } from "../core/sql-journal.ts";
import { durableSql } from "./durable-sql.ts";
import { type SocketEnv, SocketObject } from "./socket-object.ts";

export type RoomEnv = SocketEnv;

/** A room as a Durable Object, for any machine. Its twin is `edge-sim/room-process.ts`. */
export abstract class RoomObject<K extends Kind, Env extends RoomEnv> extends SocketObject<RoomRunner<K>, Env> {
  protected abstract machine(): Machine<K>;
  /** Carries out what the machine asked of the outside. */
  protected abstract ask(request: object): Promise<unknown>;

  /** The room's runner, read from storage at the first use after waking. Reading writes nothing. */
  protected room(): RoomRunner<K> {
    return this.runner();
  }

  protected override get isMissing(): boolean {
    return this.room().isMissing;
  }

  protected override wake(live: () => LiveConnection[]): RoomRunner<K> {
    const runner = new RoomRunner<K>(this.name, this.machine(), {
      ...this.shellPorts(),
      journal: new SqlJournal(durableSql(this.ctx.storage)),
      ask: (request) => this.during("question service", this.ask(request)),
    });
    const connections = live();
    try {
      runner.load(connections);
    } catch (error) {
      // Its people come back and find it, once it can be read again; nothing of it is told to anybody.
      this.report(error, "recover");
      for (const { connection } of connections) this.hangUp(connection, closeCodes.RESTART, "RESTART");
    }
    return runner;
  }
}
