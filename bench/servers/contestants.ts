import { join } from "node:path";
import { bareObjectCommand } from "./bare-object.ts";
import { BENCH_SECRET, type Contestant, makeRoom, type RoomWish } from "./contestant.ts";
import { edgeCommand } from "./edge.ts";
import { freshFolder, root } from "./folders.ts";
import { freePort, type ServerCommand, ServerProcess } from "./server-process.ts";
import { workerdCommand } from "./workerd.ts";

/** Starts a server of one kind with a fresh room in it. */
export type Entry = (wish: RoomWish) => Promise<Contestant>;

/** The product as it is deployed, on `workerd serve`. */
export function skerryOnWorkerd(bundle: string, v8Flags: readonly string[] = []): Entry {
  return product("Skerry, workerd", (folder, port) =>
    workerdCommand({ bundle, folder, port, v8Flags, secret: BENCH_SECRET }),
  );
}

/** The product's edge node. */
export const skerryOnEdge: Entry = product("Skerry, edge node", (folder, port) =>
  edgeCommand({ folder, port, secret: BENCH_SECRET }),
);

/** The bare game as a Durable Object. */
export const bareObject: Entry = peer("bare Durable Object", "skerry", bareObjectCommand);

/** The bare game on `ws`. */
export const bareWs: Entry = peer("bare ws", "skerry", script("bare-ws.ts"));

/** The game on Colyseus. */
export const colyseus: Entry = peer("Colyseus 0.18", "colyseus", script("colyseus-server.mjs"));

function product(name: string, command: (folder: string, port: number) => ServerCommand): Entry {
  return async (wish) => {
    const folder = freshFolder("run");
    const port = await freePort();
    const process = await ServerProcess.start(command(folder.path, port));
    const url = `http://127.0.0.1:${port}`;
    const room = await makeRoom(url, wish);
    return { name, url, wire: "skerry", ...room, process, stop: () => process.kill().then(folder.remove) };
  };
}

type PeerCommand = (folder: string, port: number, wish: RoomWish) => ServerCommand;

function peer(name: string, wire: Contestant["wire"], command: PeerCommand): Entry {
  return async (wish) => {
    const folder = freshFolder("run");
    const port = await freePort();
    const process = await ServerProcess.start(command(folder.path, port, wish));
    const url = `http://127.0.0.1:${port}`;
    const stop = () => process.kill().then(folder.remove);
    return { name, url, wire, code: "22222C", hostToken: BENCH_SECRET, process, stop };
  };
}

/** A peer that is a program for Node. */
function script(name: string): PeerCommand {
  return (folder, port, { questions }) => ({
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(root, "bench/peers", name)],
    environment: { PORT: String(port), QUESTIONS: String(questions) },
    log: join(folder, "server.log"),
    probe: `http://127.0.0.1:${port}/health`,
  });
}
