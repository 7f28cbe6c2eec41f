import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders.ts";
import type { ServerCommand } from "./server-process.ts";

/** How the edge node is started. */
export interface EdgeWish {
  /** Data and log go here. */
  folder: string;
  port: number;
  /** For those who come by telnet and UDP; without them nobody does. */
  telnetPort?: number;
  udpPort?: number;
  /** Instead of those it usually has. */
  nodeFlags?: readonly string[];
  /** The bundled program; without it, its sources. */
  program?: string;
  /** Signs tokens; without it the node makes its own keys. */
  secret?: string;
}

/** As `npm run edge` starts it. */
const usual = JSON.parse(readFileSync(join(root, "edge-sim/node-options.json"), "utf8")) as {
  flags: string[];
  environment: Record<string, string>;
};

/** The edge node as a process; Node as it runs this program. */
export function edgeCommand(wish: EdgeWish): ServerCommand {
  const { folder, port, telnetPort, udpPort, nodeFlags = usual.flags, secret = "" } = wish;
  return {
    command: process.execPath,
    args: [...nodeFlags, wish.program ?? join(root, "edge-sim/main.ts")],
    environment: {
      ...usual.environment,
      HOST: "127.0.0.1",
      PORT: String(port),
      SKERRY_TELNET: String(telnetPort ?? "off"),
      SKERRY_UDP: String(udpPort ?? "off"),
      // Several of them run on one machine, and nobody shall find them.
      SKERRY_MDNS: "off",
      SKERRY_DATA: join(folder, "data"),
      SKERRY_PAGES: join(root, "dist/web"),
      SKERRY_SECRET: secret,
    },
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  };
}
