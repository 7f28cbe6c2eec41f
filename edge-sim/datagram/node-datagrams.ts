import type { Datagrams as DatagramPort } from "../../api/ports.ts";
import type { EdgeConfig } from "../config.ts";
import { addressForOthers, addressFromHere } from "../lan-address.ts";
import { type DatagramOptions, type Datagrams, startDatagrams } from "./start-datagrams.ts";

/** UDP as a node's settings want it; `null`: not at all. Rejects if the port is taken. */
export async function nodeDatagrams(
  { host, udpPort }: EdgeConfig,
  around: Pick<DatagramOptions, "openPlace" | "count" | "report">,
): Promise<Datagrams | null> {
  if (typeof udpPort !== "number") return null;
  const names = [addressForOthers(host) ?? addressFromHere(host)];
  return startDatagrams({ host, port: udpPort, names, ...around });
}

/** What the API asks of it. */
export function ticketsOf(datagrams: Datagrams): DatagramPort {
  return { issue: async (realm, host) => datagrams.issue({ kind: "realm", realm }, host) };
}
