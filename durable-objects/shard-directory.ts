import type { RealmSink } from "../core/realm/directory/keeper.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import { CounterBatch, type CounterSink } from "./counter-batch.ts";
import { RealmDirectory } from "./realm-directory.ts";
import { Wakefulness } from "./wakefulness.ts";

/** Where a realm's shard is, as its directory sees it. */
interface ShardLine {
  news(events: DirectoryEvent[]): Promise<number>;
}

/** What the directory needs of its surroundings. */
export interface DirectoryEnv {
  WORLD_SHARDS: { getByName(name: string): ShardLine };
  METRICS: { getByName(name: string): CounterSink };
}

/** The directory whose realms are the shards of this installation. Its twin is `edge-sim/directory-file.ts`. */
export class ShardDirectory extends RealmDirectory<DirectoryEnv> {
  readonly #counters = new CounterBatch(() => this.env.METRICS, this.ctx.id.toString(), new Wakefulness());

  protected override sink(): RealmSink {
    return { deliver: (realm, events) => this.env.WORLD_SHARDS.getByName(realm).news(events) };
  }

  protected override count(name: string, by: number): void {
    this.#counters.count(name, by);
  }
}
