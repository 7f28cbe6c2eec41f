import { createServer, type RequestListener } from "node:http";
import { expect, it } from "vitest";
import { askHealth } from "./health.ts";

async function asked(answer: RequestListener, hosts: string[] = []) {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  try {
    return { ...(await askHealth({ host: "127.0.0.1", port, hosts })), port };
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const health =
  (dependencies: unknown): RequestListener =>
  (_request, response) =>
    void response.end(JSON.stringify({ ok: true, dependencies }));

it("a node is well if all its parts are", async () => {
  const rooms = { name: "rooms", ok: true };
  expect(await asked(health([rooms, { name: "pages", ok: true }]))).toMatchObject({
    isWell: true,
    text: "The node is well: rooms, pages.",
  });
  expect(await asked(health([rooms, { name: "pages", ok: false }]))).toMatchObject({
    isWell: false,
    text: "The node is not well: pages.",
  });
});

it("a node that answers for certain names is asked by one of them", async () => {
  let host: string | undefined;
  const answer: RequestListener = (request, response) => {
    host = request.headers.host;
    response.end('{"dependencies":[]}');
  };
  expect((await asked(answer, ["quiz.example:80", "b.example"])).isWell).toBe(true);
  expect(host).toBe("quiz.example:80");
  const { port } = await asked(answer);
  expect(host).toBe(`127.0.0.1:${port}`);
});

it.each(["", "<html>", "null", "[]", '{"dependencies":1}'])("what answers %j is no node", async (body) => {
  const { isWell, text } = await asked((_request, response) => void response.end(body));
  expect([isWell, text]).toEqual([false, "Something answers there, but it is no node."]);
});

it("what answers parts that are none is not well", async () => {
  expect((await asked(health([null, 1, { name: 1, ok: 1 }]))).isWell).toBe(false);
});

it("where nobody answers there is no node", async () => {
  const { port } = await asked(health([]));
  const { isWell, text } = await askHealth({ host: "127.0.0.1", port, hosts: [] });
  expect([isWell, text]).toEqual([false, `No node answers at http://127.0.0.1:${port}/health (ECONNREFUSED).`]);
});
