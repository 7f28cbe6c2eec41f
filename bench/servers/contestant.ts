import type { ServerProcess } from "./server-process.ts";

/** A server that can run the quiz game, with a fresh room in it. */
export interface Contestant {
  name: string;
  /** `http://127.0.0.1:port` */
  url: string;
  /** Which players can talk to it: `skerry` speaks the protocol of this project. */
  wire: "skerry" | "colyseus";
  /** The room's code. */
  code: string;
  /** The host's token; peers take anything. */
  hostToken: string;
  process: ServerProcess;
  /** Ends it and removes what it stored. */
  stop(): Promise<void>;
}

/** The room that a game is played in. */
export interface RoomWish {
  questions: number;
  /** Seconds a question is open. */
  seconds: number;
}

/** What signs tokens in benchmarks, given to the servers and to the load generator alike. */
export const BENCH_SECRET = "bench secret on loopback only";

/** Makes a room through the product's API. */
export async function makeRoom(url: string, wish: RoomWish): Promise<{ code: string; hostToken: string }> {
  const response = await fetch(`${url}/api/v1/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...wish, topic: "space" }),
  });
  if (response.status !== 201) throw new Error(`no room: ${response.status} ${await response.text()}`);
  return (await response.json()) as { code: string; hostToken: string };
}
