import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders.ts";
import type { ServerCommand } from "./server-process.ts";

/** How the edge node is started. */
export interface EdgeWish {
  /** Data and log go here. */
  folder: string;
  port: number;
  nodeFlags?: readonly string[];
  /** Signs tokens; without it the node makes its own keys. */
  secret?: string;
}

/** As `npm run edge` starts it. */
const usual = JSON.parse(readFileSync(join(root, "edge-sim/node-flags.json"), "utf8")) as string[];

/** Several of them run on one machine, and nobody shall find them. */
const alone = { HOST: "127.0.0.1", SKERRY_TELNET: "off", SKERRY_UDP: "off", SKERRY_MDNS: "off" };

/** The edge node as a process; Node as it runs this program. */
export function edgeCommand({ folder, port, nodeFlags = [], secret = "" }: EdgeWish): ServerCommand {
  return {
    command: process.execPath,
    args: [...usual, ...nodeFlags, join(root, "edge-sim/main.ts")],
    environment: { ...alone, PORT: String(port), SKERRY_DATA: join(folder, "data"), SKERRY_SECRET: secret },
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  };
}
