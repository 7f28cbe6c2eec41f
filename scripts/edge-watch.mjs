// npm run edge:watch: draws a world of an edge node in the terminal, as it is told over UDP.
// npm run edge:watch -- --help: what it can be told.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { environment, install, node24, root } from "./prepare.mjs";

install();
const child = spawn(node24, [join(root, "scripts/watch-world.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: environment({ NODE_COMPILE_CACHE: join(root, ".build/compile-cache") }),
});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// A terminal's Ctrl-C reaches the child by itself.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
child.on("exit", (code) => process.exit(code ?? 1));
