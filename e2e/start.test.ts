import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:net";
import { resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

function npm(args: string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    timeout: 100_000,
  });
  return { status, text: stdout + stderr };
}

function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, "0.0.0.0", () => {
      const address = server.address();
      done({ server, port: typeof address === "object" && address ? address.port : 0 });
    });
  });
}

afterAll(() => npm(["stop"]));

it("a taken port is named, with what to do", async () => {
  const { server, port } = await listen();
  const { status, text } = npm(["start"], { PORT: String(port) });
  server.close();
  expect(status).toBe(1);
  expect(text).toContain(`Port ${port} is taken`);
  expect(text).toContain(`PORT=${port + 1} npm start`);
});

it("a port that is none is refused", () => {
  const { status, text } = npm(["start"], { PORT: "many" });
  expect(status).toBe(1);
  expect(text).toContain('not "many"');
});

it("a server outlives its terminal, says how it is, and stops", async () => {
  const { server, port } = await listen();
  await new Promise((done) => server.close(done));
  expect(npm(["status"])).toMatchObject({ status: 3, text: expect.stringContaining("No detached server") });
  const started = npm(["start", "--", "--detach"], { PORT: String(port) });
  expect(started.status, started.text).toBe(0);
  expect(started.text).toContain(`http://localhost:${port}`);
  expect(started.text).toContain("npm run stop");
  const again = npm(["start", "--", "--detach"], { PORT: String(port) });
  expect(again.status).toBe(1);
  expect(again.text).toContain("runs already");
  expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
  const status = npm(["status"]);
  expect(status).toMatchObject({ status: 0, text: expect.stringContaining("is up") });
  const stopped = npm(["stop"]);
  expect(stopped).toMatchObject({ status: 0, text: expect.stringContaining("Stopped") });
  await expect(fetch(`http://localhost:${port}/health`)).rejects.toThrow();
});
