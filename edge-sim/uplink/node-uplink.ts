import type { LogLine } from "../../api/ports.ts";
import type { EdgeConfig } from "../config.ts";
import type { NodeHouse } from "../node-house.ts";
import { startUplink, type Uplink } from "./directory-uplink.ts";

/** The bridge from this node's directory to the one above, as the settings want it; without a token for it there is none. */
export function nodeUplink(
  { uplink = null, uplinkToken = null, name = "skerry" }: EdgeConfig,
  { worlds, around: { clock, count } }: NodeHouse,
  log: (line: LogLine) => void,
): Uplink | null {
  if (uplink === null || uplinkToken === null) return null;
  return startUplink({ url: uplink, token: uplinkToken, name, worlds, clock, random: Math.random, count, log });
}
