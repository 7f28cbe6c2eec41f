// npm run edge: the same pages, rooms and API in one Node process, without Cloudflare's runtime.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { buildPages, environment, install, node24, root } from "./prepare.mjs";

install();
buildPages();
const child = spawn(node24, ["--disable-warning=ExperimentalWarning", join(root, "edge-sim/main.ts")], {
  stdio: "inherit",
  env: environment(),
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
