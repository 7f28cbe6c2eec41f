import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./folders.ts";

/**
 * Bundles `workers/all-in-one.ts` as `wrangler deploy` would, uploading nothing.
 * @param folder where the bundle goes
 * @returns the bundle's path
 */
export async function buildWorker(folder: string): Promise<string> {
  const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
  const args = [wrangler, "deploy", "--dry-run", "--outdir", folder, "--config", join(root, "wrangler.toml")];
  await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG: "error" },
  });
  return join(folder, "all-in-one.js");
}
