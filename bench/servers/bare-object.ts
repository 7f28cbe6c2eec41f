import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import type { RoomWish } from "./contestant.ts";
import { root } from "./folders.ts";
import type { ServerCommand } from "./server-process.ts";
import { serveCommand } from "./workerd.ts";
import { workerdConfig } from "./workerd-config.ts";

/** Its modules, the script first. */
const modules = ["bare-do/index.ts", "bare-game.ts"];

/** The bare game as a Durable Object, on the same workerd as the product. */
export function bareObjectCommand(folder: string, port: number, { questions }: RoomWish): ServerCommand {
  for (const name of modules) {
    const source = readFileSync(join(root, "bench/peers", name), "utf8");
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), stripTypeScriptTypes(source));
  }
  const config = workerdConfig({
    name: "bare",
    port,
    compatibilityDate: "2026-10-01",
    compatibilityFlags: [],
    modules: Object.fromEntries(modules.map((name) => [name, name])),
    objects: ["BareRoom"],
    objectBindings: { ROOM: "BareRoom" },
    entrypoints: {},
    limits: [],
    texts: { QUESTIONS: String(questions) },
    folders: {},
    storage: null,
    v8Flags: [],
  });
  return serveCommand(config, folder, port);
}
