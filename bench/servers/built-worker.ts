import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { root } from "./folders.ts";

/**
 * Bundles a Worker as `wrangler deploy` would with the product's settings, uploading nothing.
 * @param folder where the bundle goes, @param entry its script, from the repository's root
 * @returns the bundle's path
 */
export async function buildWorker(folder: string, entry = "workers/all-in-one.ts"): Promise<string> {
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const args = [wrangler, "deploy", entry, "--dry-run", "--outdir", folder, "--config", join(root, "wrangler.toml")];
  await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG: "error" },
  });
  return join(folder, `${basename(entry, ".ts")}.js`);
}
