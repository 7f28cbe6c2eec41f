import { join } from "node:path";
import { BENCH_SECRET } from "./contestant.ts";
import { root } from "./folders.ts";
import { ServerProcess } from "./server-process.ts";

/** The edge node as a process; Node as it runs this program. */
export function startEdge(wish: {
  folder: string;
  port: number;
  nodeFlags?: readonly string[];
}): Promise<ServerProcess> {
  const { folder, port, nodeFlags = [] } = wish;
  return ServerProcess.start({
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", ...nodeFlags, join(root, "edge-sim/main.ts")],
    environment: {
      HOST: "127.0.0.1",
      PORT: String(port),
      SKERRY_DATA: join(folder, "data"),
      SKERRY_SECRET: BENCH_SECRET,
    },
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  });
}
