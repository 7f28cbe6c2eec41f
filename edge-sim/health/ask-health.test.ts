import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { healthCommand } from "./ask-health.ts";

const said: string[] = [];
const wrong: string[] = [];
let server: Server | null = null;

afterEach(() => {
  server?.close();
  server = null;
  said.length = 0;
  wrong.length = 0;
});

async function answer(status: number, body: string): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const one = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    response.writeHead(status).end(body);
  });
  server = one;
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  return { port: (one.address() as AddressInfo).port, asked };
}

const ask = (port: number, hosts: string[] = []) =>
  healthCommand({
    host: "0.0.0.0",
    port,
    hosts,
    print: (line) => void said.push(line),
    complain: (line) => void wrong.push(line),
  });

describe("skerry-edge health", () => {
  it("is 0 of a node that is well, by a name that it answers for", async () => {
    const body = { ok: true, dependencies: [{ name: "disk", ok: true, detail: "12.0 GB free" }] };
    const { port, asked } = await answer(200, JSON.stringify(body));
    expect(await ask(port, ["skerry.local:8787"])).toBe(0);
    expect(await ask(port)).toBe(0);
    expect(asked).toEqual(["skerry.local:8787 /health", `127.0.0.1:${port} /health`]);
    expect(said[0]).toBe("well      disk: 12.0 GB free");
    expect(wrong).toEqual([]);
  });

  it("is 1 of a node that is not, and says what it is", async () => {
    const dependencies = [
      { name: "rooms", ok: true },
      { name: "disk", ok: false, detail: "It is full." },
    ];
    const { port } = await answer(503, JSON.stringify({ ok: false, dependencies }));
    expect(await ask(port)).toBe(1);
    expect(wrong).toEqual(["NOT WELL  disk: It is full.", `The node on port ${port} is not well (503).`]);
  });

  it("is 1 of one that does not answer, or is somebody else", async () => {
    const { port } = await answer(404, "<html>another server</html>");
    expect(await ask(port)).toBe(1);
    server?.close();
    server?.closeAllConnections();
    expect(await ask(port)).toBe(1);
    expect(wrong.at(-1)).toMatch(/does not answer: .*ECONNREFUSED/);
  });
});
