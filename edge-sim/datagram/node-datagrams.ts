import type { Datagrams as DatagramPort, LogLine } from "../../api/ports.ts";
import { errorLine } from "../../core/error-line.ts";
import type { OpenPlace } from "../places.ts";
import { type Datagrams, startDatagrams } from "./start-datagrams.ts";

/** UDP of an edge node: there as soon as its thread is, and not needed for anything else. */
export interface NodeDatagrams extends DatagramPort {
  /** The port; `null`: it could not be had. */
  readonly port: Promise<number | null>;
  stop(): Promise<void>;
}

const wildcards = ["0.0.0.0", "::"];

/**
 * Starts UDP for a node. Where the port is taken that is logged, and there is none.
 * @param lan the address by which others on the local network reach this machine
 */
export function nodeDatagrams(
  { host, port, lan, workerFile }: { host: string; port: number; lan: string | null; workerFile?: string | URL },
  around: { openPlace: OpenPlace; count(name: string, by: number): void; log(line: LogLine): void },
): NodeDatagrams {
  const { openPlace, count, log } = around;
  const name = wildcards.includes(host) ? (lan ?? "127.0.0.1") : host.includes(":") ? `[${host}]` : host;
  const report = (error: unknown, where: string) =>
    log({ level: "error", event: "datagrams", message: `${where}: ${errorLine(error)}` });
  const options = { host, port, names: [name], openPlace, count, report, ...(workerFile ? { workerFile } : {}) };
  const started: Promise<Datagrams | null> = startDatagrams(options).catch((error) => {
    log({ level: "warn", event: "datagrams", message: `No UDP on port ${port}: ${errorLine(error)}` });
    return null;
  });
  return {
    port: started.then((datagrams) => datagrams?.port ?? null),
    issue: async (realm, asked) => (await started)?.issue({ kind: "realm", realm }, asked) ?? null,
    stop: async () => (await started)?.stop(),
  };
}
