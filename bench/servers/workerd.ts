import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { root } from "./folders.ts";
import type { ServerCommand } from "./server-process.ts";
import { workerdConfig } from "./workerd-config.ts";

/** How the built Worker is served. */
export interface WorkerdWish {
  /** The bundle that `buildWorker` made. */
  bundle: string;
  /** Configuration, bundle, storage and log go here. */
  folder: string;
  port: number;
  v8Flags?: readonly string[];
  /** Signs tokens; without it the key ring makes its own keys. */
  secret?: string;
  /** Further bindings, of text. */
  texts?: Record<string, string>;
}

/** What is read of `wrangler.toml`. */
interface Settings {
  name?: string;
  compatibility_date?: string;
  compatibility_flags: string[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  services?: { binding: string; entrypoint?: string }[];
  ratelimits?: { name: string }[];
  assets?: { binding?: string; directory?: string };
}

const workerd = join(root, "node_modules/.bin/workerd");

/** The product on `workerd serve`, with bindings as wrangler.toml says and storage on disk. */
export function workerdCommand({ bundle, folder, port, v8Flags = [], secret, texts = {} }: WorkerdWish): ServerCommand {
  // wrangler has checked the file; its declared type leads into a package that it does not ship.
  const config = unstable_readConfig({ config: join(root, "wrangler.toml") }) as Settings;
  const storage = join(folder, "storage");
  mkdirSync(storage, { recursive: true });
  // The script first, and the WebAssembly that it imports by name.
  const beside = readdirSync(dirname(bundle)).filter((name) => name.endsWith(".wasm"));
  const modules = [basename(bundle), ...beside];
  for (const name of modules) copyFileSync(join(dirname(bundle), name), join(folder, name));
  const objects = config.durable_objects.bindings;
  const file = workerdConfig({
    name: config.name ?? "skerry",
    port,
    compatibilityDate: config.compatibility_date ?? "2026-10-01",
    compatibilityFlags: config.compatibility_flags,
    modules: Object.fromEntries(modules.map((name) => [name, name])),
    objects: [...new Set(objects.map(({ class_name }) => class_name))],
    objectBindings: Object.fromEntries(objects.map(({ name, class_name }) => [name, class_name])),
    entrypoints: Object.fromEntries(
      (config.services ?? []).map(({ binding, entrypoint }) => [binding, entrypoint ?? ""]),
    ),
    limits: (config.ratelimits ?? []).map(({ name }) => name),
    texts: secret === undefined ? texts : { ...texts, SKERRY_SECRET: secret },
    folders: { [config.assets?.binding ?? "ASSETS"]: join(root, config.assets?.directory ?? "dist/web") },
    storage,
    v8Flags,
  });
  return serveCommand(file, folder, port);
}

/** `workerd serve` on a configuration, which is written into the folder. */
export function serveCommand(config: string, folder: string, port: number): ServerCommand {
  const path = join(folder, "config.capnp");
  writeFileSync(path, config);
  const probe = `http://127.0.0.1:${port}/health`;
  return { command: workerd, args: ["serve", path], log: join(folder, "server.log"), probe };
}
