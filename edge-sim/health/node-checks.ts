import type { EdgeConfig } from "../config.ts";
import type { Datagrams } from "../datagram/start-datagrams.ts";
import type { LocalName } from "../local-name/local-name.ts";
import type { NodeHouse } from "../node-house.ts";
import type { TelnetServer } from "../telnet/telnet-server.ts";
import type { Uplink } from "../uplink/directory-uplink.ts";
import { diskCheck, type Finding, NodeHealth } from "./node-health.ts";

/** Everything of a node that may be well or not; `null`: it has none. */
export interface NodeParts {
  house: NodeHouse;
  page(request: Request): Promise<Response>;
  telnet: TelnetServer | null;
  datagrams: Datagrams | null;
  name: LocalName | null;
  uplink: Uplink | null;
}

/** What a node depends on, for `/health`; its doors are counted as well. */
export function nodeChecks({ dataFolder }: EdgeConfig, parts: NodeParts): NodeHealth {
  const { house, page, telnet, datagrams, name, uplink } = parts;
  const { rooms, worlds, questions, figures } = house;
  const health = new NodeHealth();
  health.add("disk", diskCheck(dataFolder));
  // What is damaged is told, and is no reason to start the node again and again.
  health.add("rooms", () => ({ ok: true, ...damage(rooms.unreadable) }));
  health.add("worlds", async () => ({ ok: (await worlds.list()).length > 0, ...damage(worlds.unreadable) }));
  health.add("pages", async () => ({ ok: (await page(new Request("http://pages/index.html"))).ok }));
  const bank = "not configured: questions come from the bank";
  health.add("ai", () => ({ ok: true, detail: questions.configured ? "configured" : bank }));
  if (telnet) figures.add("telnet", () => telnet.size);
  if (datagrams) {
    figures.add("udp", () => datagrams.size);
    health.add("udp", () => ({ ok: datagrams.isUp }));
  }
  if (name) health.add("name", () => nameFinding(name), true);
  if (uplink) health.add("uplink", () => uplinkFinding(uplink), true);
  return health;
}

function damage(files: number): { detail?: string } {
  return files === 0 ? {} : { detail: `${files} cannot be read: the log names the files` };
}

function nameFinding(local: LocalName): Finding {
  const { name, problem } = local.state();
  const detail = problem ?? name;
  return { ok: problem === null, ...(detail === null ? {} : { detail }) };
}

function uplinkFinding({ state }: Uplink): Finding {
  if (state?.state === "linked") return { ok: true, detail: "linked" };
  const why = state && "code" in state && state.code !== null ? `: ${state.code}` : "";
  return { ok: false, detail: state ? `${state.state}${why}` : "not linked yet" };
}
