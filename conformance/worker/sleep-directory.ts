import { ShardDirectory } from "../../durable-objects/shard-directory.ts";

const lives = new Map<string, number>();

/** How often the directory of this name has come to memory. */
export function directoryLivesOf(name: string): number {
  return lives.get(name) ?? 0;
}

/** The real directory, which counts how often it was brought to memory. */
export class SleepDirectory extends ShardDirectory {
  constructor(...args: ConstructorParameters<typeof ShardDirectory>) {
    super(...args);
    const name = this.ctx.id.name ?? "";
    lives.set(name, directoryLivesOf(name) + 1);
  }
}
