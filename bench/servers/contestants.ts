import { join } from "node:path";
import { serveBareObject } from "./bare-object.ts";
import { BENCH_SECRET, type Contestant, makeRoom, type RoomWish } from "./contestant.ts";
import { startEdge } from "./edge.ts";
import { freshFolder, root } from "./folders.ts";
import { freePort, ServerProcess } from "./server-process.ts";
import { startWorkerd } from "./workerd.ts";

/** Starts a server of one kind with a fresh room in it. */
export type Entry = (wish: RoomWish) => Promise<Contestant>;

/** The product as it is deployed, on `workerd serve`. */
export function skerryOnWorkerd(bundle: string, v8Flags: readonly string[] = []): Entry {
  return product("Skerry, workerd", (folder, port) => startWorkerd({ bundle, folder, port, v8Flags }));
}

/** The product's edge node. */
export const skerryOnEdge: Entry = product("Skerry, edge node", (folder, port) => startEdge({ folder, port }));

/** The bare game as a Durable Object. */
export const bareObject: Entry = peer("bare Durable Object", "skerry", serveBareObject);

/** The bare game on `ws`. */
export const bareWs: Entry = peer("bare ws", "skerry", (folder, port, wish) =>
  serveScript("bare-ws.ts", folder, port, wish),
);

/** The game on Colyseus. */
export const colyseus: Entry = peer("Colyseus 0.18", "colyseus", (folder, port, wish) =>
  serveScript("colyseus-server.mjs", folder, port, wish),
);

function product(name: string, start: (folder: string, port: number) => Promise<ServerProcess>): Entry {
  return async (wish) => {
    const folder = freshFolder("run");
    const port = await freePort();
    const process = await start(folder.path, port);
    const url = `http://127.0.0.1:${port}`;
    const room = await makeRoom(url, wish);
    return { name, url, wire: "skerry", ...room, process, stop: () => process.kill().then(folder.remove) };
  };
}

type Serve = (folder: string, port: number, wish: RoomWish) => Promise<ServerProcess>;

function peer(name: string, wire: Contestant["wire"], serve: Serve): Entry {
  return async (wish) => {
    const folder = freshFolder("run");
    const port = await freePort();
    const process = await serve(folder.path, port, wish);
    const url = `http://127.0.0.1:${port}`;
    const stop = () => process.kill().then(folder.remove);
    return { name, url, wire, code: "22222C", hostToken: BENCH_SECRET, process, stop };
  };
}

function serveScript(script: string, folder: string, port: number, { questions }: RoomWish): Promise<ServerProcess> {
  return ServerProcess.start({
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(root, "bench/peers", script)],
    environment: { PORT: String(port), QUESTIONS: String(questions) },
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  });
}
