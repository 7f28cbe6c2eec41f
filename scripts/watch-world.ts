// What scripts/edge-watch.mjs runs: the viewer of worlds, with this machine's terminal and the edge node's engine.
import { watchCommand } from "../client/node/watch/watch-command.ts";
import { loadRapier } from "../edge-sim/rapier.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

process.exitCode = await watchCommand(process.argv.slice(2), {
  input: process.stdin,
  output: process.stdout,
  complain: (text) => console.error(`\n  ${text.replaceAll("\n", "\n  ")}\n`),
  environment: process.env,
  loadEngine: loadRapier,
  random: Math.random,
  untilTold(end) {
    for (const signal of signals) process.on(signal, end);
    // Whoever read the pictures has gone.
    process.stdout.on("error", end);
    return () => {
      for (const signal of signals) process.off(signal, end);
    };
  },
});
