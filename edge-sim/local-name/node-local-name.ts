import type { LogLine } from "../../api/ports.ts";
import type { EdgeConfig } from "../config.ts";
import { type LocalName, startLocalName } from "./local-name.ts";

/** The node's name on the LAN as its settings want it; `null`: none. */
export function nodeLocalName(
  { mdns = false, name, host }: EdgeConfig,
  listening: { httpPort: number; telnetPort: number | null; log(line: LogLine): void },
): LocalName | null {
  return mdns ? startLocalName({ nodeName: name ?? "skerry", host, ...listening }) : null;
}
