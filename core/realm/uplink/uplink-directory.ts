import { UPLINK_KINDS_MAX } from "../../protocol/uplink-limits.ts";
import type { Change } from "../directory/change.ts";
import type { Answer } from "../directory/control-step.ts";
import type { Directory } from "../directory/directory.ts";

/** The directory at an end of an uplink: a `DirectoryKeeper`. */
export interface UplinkDirectory {
  /** For reading. */
  readonly directory: Directory;
  /** What was changed is durable when this returns. Throws where it could not be kept. */
  change(change: Change): Answer;
}

/** The kinds that anybody but a bridge itself listens to, in order: what is to come over that bridge. */
export function kindsWanted({ listeners }: Directory, bridge: string): string[] {
  const wanted: string[] = [];
  for (const [kind, realms] of listeners) if (realms.some(({ name }) => name !== bridge)) wanted.push(kind);
  return wanted.sort().slice(0, UPLINK_KINDS_MAX);
}
