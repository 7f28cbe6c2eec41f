import { resolve } from "node:path";
import { readConfig } from "./config.ts";
import { startEdgeNode } from "./edge-node.ts";

const root = resolve(import.meta.dirname, "..");

try {
  const config = readConfig(process.env, root);
  const node = await startEdgeNode(config, process.env, (line) => console.log(JSON.stringify(line)));
  console.log(JSON.stringify({ level: "info", event: "listening", port: node.port, host: config.host }));
  // A terminal's Ctrl-C and the starting script's signal may both come.
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void node.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  console.error(taken ? "The port is taken. Choose another with PORT=…" : (error as Error).message);
  process.exit(1);
}
