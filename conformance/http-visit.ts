import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { startEdgeNode } from "../edge-sim/edge-node.ts";

/** An answer as it came over HTTP. */
export interface Answer {
  method: string;
  /** The path as routes are written: `/api/v1/rooms/:code`. */
  path: string;
  status: number;
  contentType: string;
  /** Parsed where it was JSON. */
  body: unknown;
}

/** Everything that a real server said from a first session to a room's deletion. */
export interface Visit {
  answers: Answer[];
  /** What a player's socket was sent: with a guest token at first, then with the room's. */
  first: string[];
  again: string[];
}

const UPLINK_TOKEN = "a-token-of-this-visit";

/** Visits an edge node: real tokens, real HTTP, real sockets. */
export async function recordVisit(): Promise<Visit> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-visit-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  const settings = { host: "127.0.0.1", port: 0, udpPort: 0, ...shut, nodeTokens: UPLINK_TOKEN };
  const folders = { dataFolder: join(folder, "data"), pagesFolder: folder };
  const node = await startEdgeNode({ ...settings, ...folders }, {}, () => undefined);
  try {
    return await visit(`http://127.0.0.1:${node.port}`);
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true });
  }
}

async function visit(origin: string): Promise<Visit> {
  const answers: Answer[] = [];
  let code = "";
  async function ask(method: string, path: string, init: RequestInit = {}): Promise<Record<string, string>> {
    const asked = path.replace(":code", code).replace(":realm", "golden-dragon").replace(":node", "attic");
    const response = await fetch(origin + asked, { method, ...init });
    const text = await response.text();
    const contentType = response.headers.get("content-type") ?? "";
    const body = contentType.includes("json") ? (JSON.parse(text) as Record<string, string>) : {};
    answers.push({ method, path, status: response.status, contentType, body });
    return body;
  }

  const session = await ask("POST", "/api/v1/sessions");
  const wishes = { headers: { "content-type": "application/json" }, body: JSON.stringify({ questions: 2 }) };
  const room = await ask("POST", "/api/v1/rooms", wishes);
  code = room["code"] ?? "";
  const asHost = { headers: { authorization: `Bearer ${room["hostToken"]}` } };
  for (const path of [
    "/api/v1/realms",
    "/api/v1/realms/:realm",
    "/api/v1/realms/:realm/scenery",
    "/api/v1/npcs",
    "/api/v1/stats",
    "/api/v1/config",
    "/health",
    "/metrics",
    "/api/v1/rooms/:code",
  ])
    await ask("GET", path);
  await ask("POST", "/api/v1/realms/:realm/datagrams");
  const socketUrl = `${origin.replace("http", "ws")}/api/v1/rooms/${code}/socket`;
  const first = await enter(socketUrl, session["token"] ?? "");
  const welcome = first.map((text) => JSON.parse(text) as Record<string, string>).find(({ t }) => t === "welcome");
  const again = await enter(socketUrl, welcome?.["token"] ?? "");
  await ask("GET", "/api/v1/rooms/:code/results", asHost);
  await ask("GET", "/api/v1/rooms/:code/results.csv", asHost);
  await ask("GET", "/api/v1/rooms/:code/results");
  const asNode = { headers: { authorization: `Bearer ${UPLINK_TOKEN}` } };
  await beNode(`${origin.replace("http", "ws")}/api/v1/uplink`, asNode.headers);
  await ask("GET", "/api/v1/realms");
  await ask("GET", "/api/v1/npcs");
  await ask("GET", "/api/v1/stats");
  await ask("DELETE", "/api/v1/uplink/:node", asNode);
  await ask("DELETE", "/api/v1/rooms/:code", asHost);
  await ask("GET", "/api/v1/rooms/:code");
  return { answers, first, again };
}

/** Has an uplink for a moment, as a node with one realm. */
function beNode(url: string, headers: Record<string, string>): Promise<void> {
  const npcs = [{ id: "greta", title: "Greta", area: "hall" }];
  const realm = { t: "realm", realm: "tavern", title: "Tavern", summary: "", areas: 1, population: 0, npcs };
  const figures = { sockets: 0, ticks: 0, isAwake: false, awakeSeconds: 0, asleepSeconds: null, eventsHeld: 0 };
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    const say = (frame: object) => socket.send(JSON.stringify(frame));
    socket.on("open", () =>
      say({ t: "hello", v: 1, node: "attic", heard: 0, taken: 0, kinds: [], realms: ["tavern"] }),
    );
    socket.on("error", reject);
    socket.on("message", () => {
      say({ ...realm, ...figures });
      socket.close();
    });
    socket.on("close", () => resolve());
  });
}

/** Enters as a player, joins unless already in, and gives what came up to the first state that knows the player. */
function enter(url: string, token: string): Promise<string[]> {
  const texts: string[] = [];
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const say = (frame: object) => socket.send(JSON.stringify(frame));
    socket.on("open", () => say({ t: "hello", v: 1, role: "player", token }));
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("message", (data) => {
      texts.push(data.toString());
      const { t, you } = JSON.parse(data.toString()) as { t: string; you?: object | null };
      if (t !== "state") return;
      if (you === null) return say({ t: "join", id: 1, name: "Ada" });
      socket.removeAllListeners("close");
      socket.close();
      resolve(texts);
    });
  });
}
