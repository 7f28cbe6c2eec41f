import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { BENCH_SECRET } from "./contestant.ts";
import { root } from "./folders.ts";
import { ServerProcess } from "./server-process.ts";
import { workerdConfig } from "./workerd-config.ts";

/** How the built Worker is served. */
export interface WorkerdWish {
  /** The bundle that `buildWorker` made. */
  bundle: string;
  /** Configuration, bundle, storage and log go here. */
  folder: string;
  port: number;
  v8Flags?: readonly string[];
}

const workerd = join(root, "node_modules/.bin/workerd");

/** Serves the product on `workerd serve`, with bindings as wrangler.toml says and storage on disk. */
export async function startWorkerd({ bundle, folder, port, v8Flags = [] }: WorkerdWish): Promise<ServerProcess> {
  const config = unstable_readConfig({ config: join(root, "wrangler.toml") });
  const storage = join(folder, "storage");
  mkdirSync(storage, { recursive: true });
  copyFileSync(bundle, join(folder, basename(bundle)));
  const objects = config.durable_objects.bindings;
  const file = workerdConfig({
    name: config.name ?? "skerry",
    port,
    compatibilityDate: config.compatibility_date ?? "2026-10-01",
    compatibilityFlags: config.compatibility_flags,
    modules: { [basename(bundle)]: basename(bundle) },
    objects: [...new Set(objects.map(({ class_name }) => class_name))],
    objectBindings: Object.fromEntries(objects.map(({ name, class_name }) => [name, class_name])),
    entrypoints: Object.fromEntries(
      (config.services ?? []).map(({ binding, entrypoint }) => [binding, entrypoint ?? ""]),
    ),
    limits: (config.ratelimits ?? []).map(({ name }) => name),
    texts: { SKERRY_SECRET: BENCH_SECRET },
    folders: { [config.assets?.binding ?? "ASSETS"]: join(root, config.assets?.directory ?? "dist/web") },
    storage,
    v8Flags,
  });
  return serveConfig(file, folder, port);
}

/** Runs `workerd serve` on a configuration in a folder. */
export function serveConfig(config: string, folder: string, port: number): Promise<ServerProcess> {
  const path = join(folder, "config.capnp");
  writeFileSync(path, config);
  return ServerProcess.start({
    command: workerd,
    args: ["serve", path],
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  });
}
