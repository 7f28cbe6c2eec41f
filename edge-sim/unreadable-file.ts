import { Unreadable } from "../core/unreadable.ts";

/** A file that could not be read. It stays as it is, where it is: whoever runs the node may be able to mend it. */
export class UnreadableFile extends Unreadable {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
    this.path = path;
  }
}
