import { createTestHarness } from "wrangler";
import type { DrivenShell } from "./room-driver.ts";

/** The Durable Object in the real runtime; it can be evicted with its sockets kept or closed. */
export interface WorkerdShell extends DrivenShell {
  evict(code: string, webSockets: "hibernate" | "close"): Promise<void>;
}

export async function startWorkerdShell(): Promise<WorkerdShell> {
  const harness = createTestHarness({
    workers: [{ configPath: new URL("worker/wrangler.toml", import.meta.url) }],
  });
  const { url } = await harness.listen();
  const call = async (path: string, body?: object) => {
    const response = await fetch(new URL(path, url), body ? { method: "POST", body: JSON.stringify(body) } : {});
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    name: "workerd",
    make: async (code, options, ai) => (await call(`/${code}/make`, { options, ai })) as boolean,
    advance: async (code, ms) => void (await call(`/${code}/advance?ms=${ms}`)),
    pinged: async (code, ids) => void (await call(`/${code}/pinged`, ids)),
    traffic: async (code) => (await call(`/${code}/traffic`)) as never,
    results: async (code) => (await call(`/${code}/results`)) as never,
    hash: async (code) => (await call(`/${code}/hash`)) as string,
    socketUrl: (code, id) => `${url.href.replace("http", "ws")}${code}/socket?id=${id}`,
    evict: (code, webSockets) => harness.getWorker().evictDurableObject("ConformanceRoom", { name: code, webSockets }),
    stop: () => harness.close(),
  };
}
