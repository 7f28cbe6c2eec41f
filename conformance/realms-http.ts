import { WebSocket } from "ws";
import type { NpcPlace, RealmSummary, WorldStats } from "../core/realm/realm-summary.ts";

/** What a server says of its realms over HTTP, before and after somebody entered one. */
export interface RealmsSeen {
  before: { stats: WorldStats; npcs: NpcPlace[] };
  after: { stats: WorldStats; npcs: NpcPlace[]; tavern: RealmSummary; wood: NpcPlace[]; nowhere: number };
}

/** Enters the tavern of a server, and asks it how its realms are. */
export async function seeRealms(base: URL): Promise<RealmsSeen> {
  const get = async <T>(path: string) => (await (await fetch(new URL(path, base))).json()) as T;
  const stats = () => get<WorldStats>("/api/v1/stats");
  const npcs = async (query = "") => (await get<{ npcs: NpcPlace[] }>(`/api/v1/npcs${query}`)).npcs;
  const before = { stats: await stats(), npcs: await npcs() };
  const leave = await enter(base);
  for (let i = 0; (await stats()).total.population === 0; i++) {
    if (i > 200) throw new Error("nobody was told that somebody is here");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const tavern = await get<RealmSummary>("/api/v1/realms/golden-dragon");
  const nowhere = (await fetch(new URL("/api/v1/npcs?realm=nowhere", base))).status;
  const after = { stats: await stats(), npcs: await npcs(), tavern, wood: await npcs("?realm=whisperwood"), nowhere };
  leave();
  return { before, after };
}

async function enter(base: URL): Promise<() => void> {
  const session = await fetch(new URL("/api/v1/sessions", base), { method: "POST" });
  const { token } = (await session.json()) as { token: string };
  const socket = new WebSocket(new URL("/api/v1/realms/golden-dragon/socket", base.href.replace("http", "ws")));
  const say = (frame: object) => socket.send(JSON.stringify(frame));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => say({ t: "hello", v: 1, role: "player", token }));
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("message", (data) => {
      const { t, seq } = JSON.parse(data.toString()) as { t: string; seq?: number };
      if (seq !== undefined) say({ t: "ack", seq });
      if (t === "welcome") say({ t: "enter", id: 1, name: "Ada" });
      if (t === "reply") resolve();
    });
  });
  return () => socket.close();
}
