import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure } from "../../core/protocol/errors.ts";
import { startDatagrams } from "../../edge-sim/datagram/start-datagrams.ts";
import type { PlaceEnds } from "../../edge-sim/places.ts";
import { createWorldClient, worldSocketUrl } from "../world-client.ts";
import { resolveAll } from "./datagram-ports.ts";
import { DatagramSocket } from "./datagram-socket.ts";
import { readTicket } from "./ticket.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A server that answers every request for a ticket in this way. */
async function answering(answer: () => [status: number, body: unknown]): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [status, body] = answer();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanups.push(() => server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Datagrams that lead to a place which is played by hand. */
async function served() {
  const ends: PlaceEnds[] = [];
  const said: string[] = [];
  const datagrams = await startDatagrams({
    host: "127.0.0.1",
    port: 0,
    names: ["127.0.0.1"],
    openPlace: (_, its) => {
      ends.push(its);
      return { text: (text) => said.push(text), close: () => void said.push("closed") };
    },
    count: () => undefined,
    report: () => undefined,
  });
  cleanups.push(() => datagrams.stop());
  const place = { kind: "realm" as const, realm: "whisperwood" };
  const { origin, asked } = await answering(() => [201, datagrams.issue(place, "127.0.0.1")]);
  return { ends, said, asked, udpPort: datagrams.port, url: worldSocketUrl(origin, "whisperwood") };
}

function open(url: string) {
  const events: string[] = [];
  const socket = new DatagramSocket(url);
  socket.onopen = () => events.push("open");
  socket.onmessage = ({ data }) => events.push(typeof data === "string" ? data : `${data.byteLength} bytes`);
  socket.onclose = ({ code, reason }) => events.push(`closed ${code} ${reason}`);
  socket.onerror = () => events.push("error");
  cleanups.unshift(() => socket.close());
  return { socket, events };
}

const noPackets = { packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0, expected: 0, missing: 0 };

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe("a socket over UDP", () => {
  it("opens, says, hears and closes as a WebSocket does", async () => {
    const { url, ends, said, asked } = await served();
    const { socket, events } = open(url);
    expect(socket.readyState).toBe(0);
    socket.send("too early");
    await until(() => expect(events).toEqual(["open"]));
    expect(asked).toEqual(["POST /api/v1/realms/whisperwood/datagrams"]);
    expect(socket.readyState).toBe(1);
    socket.send('{"t":"hello"}');
    socket.send('{"t":"move","n":1}');
    socket.send('{"t":"seen","tick":1}');
    socket.send('{"t":"command","line":"größer"}');
    await until(() => expect(said).toHaveLength(4));
    expect(said.toSorted()).toEqual([
      '{"t":"command","line":"größer"}',
      '{"t":"hello"}',
      '{"t":"move","n":1}',
      '{"t":"seen","tick":1}',
    ]);
    ends[0]?.text("pöng");
    await until(() => expect(events).toContain("pöng"));
    ends[0]?.bytes(new Uint8Array(700));
    await until(() => expect(events).toContain("700 bytes"));
    socket.close(1000, "done");
    expect(socket.readyState).toBe(2);
    await until(() => expect(events.at(-1)).toBe("closed 1000 done"));
    expect(socket.readyState).toBe(3);
    await until(() => expect(said.at(-1)).toBe("closed"));
  });

  it("tells what has travelled", async () => {
    const { url, ends, udpPort } = await served();
    const { socket, events } = open(url);
    expect(socket.stats).toEqual({ ...noPackets, address: null });
    await until(() => expect(ends).toHaveLength(1));
    for (let i = 0; i < 20; i++) ends[0]?.bytes(new Uint8Array(700));
    await until(() => expect(events.filter((event) => event === "700 bytes").length).toBeGreaterThan(5));
    const { address, packetsIn, bytesIn, packetsOut, bytesOut, expected, missing } = socket.stats;
    expect(address).toBe(`127.0.0.1:${udpPort}`);
    expect(bytesIn).toBeGreaterThan(5 * 700);
    // The request alone has more than a thousand bytes; it and the response are answered by a challenge and by what follows.
    expect(packetsOut).toBeGreaterThanOrEqual(2);
    expect(bytesOut).toBeGreaterThan(1_024);
    expect(packetsIn).toBeGreaterThan(expected);
    expect(missing).toBe(0);
  });

  it("is told why the server closes, after all it said before", async () => {
    const { url, ends } = await served();
    const { events } = open(url);
    await until(() => expect(ends).toHaveLength(1));
    ends[0]?.text("the last word");
    ends[0]?.closed(4003, "LEFT");
    await until(() => expect(events).toEqual(["open", "the last word", "closed 4003 LEFT"]));
  });

  it.each([
    ["a refusal that may pass", 503, { error: failure("NOT_READY") }],
    ["a server that speaks in tongues", 200, { token: "AAAA" }],
  ])("is lost by %s", async (_, status, body) => {
    const { origin } = await answering(() => [status, body]);
    const { events } = open(worldSocketUrl(origin, "whisperwood"));
    await until(() => expect(events).toEqual(["error", "closed 1006 "]));
  });

  it("is lost where there is no server, or none that anybody knows", async () => {
    const { events } = open("ws://127.0.0.1:9/api/v1/realms/whisperwood/socket");
    await until(() => expect(events).toEqual(["error", "closed 1006 "]));
  });

  it("that is closed before it is open says so, and asks nobody any more", async () => {
    const { url, said } = await served();
    const { socket, events } = open(url);
    socket.close();
    await until(() => expect(events).toEqual(["closed 1000 "]));
    expect(said).toEqual([]);
  });
});

describe("a world's client over UDP", () => {
  it.each([
    ["NO_DATAGRAMS", 501, "REFUSED"],
    ["REALM_NOT_FOUND", 404, "ROOM_NOT_FOUND"],
  ] as const)("ends where another try is of no use, and knows why: %s", async (code, status, reason) => {
    const { origin, asked } = await answering(() => [status, { error: failure(code) }]);
    const client = createWorldClient({
      url: worldSocketUrl(origin, "whisperwood"),
      token: async () => "token",
      WebSocket: DatagramSocket,
      loses: true,
    });
    await expect(client.ready).rejects.toMatchObject({ code });
    expect(client.state.connection).toMatchObject({ state: "ended", reason, failure: { code } });
    expect(asked).toHaveLength(1);
  });

  it("tries again where it may help", async () => {
    const { origin, asked } = await answering(() => [503, { error: failure("NOT_READY") }]);
    const client = createWorldClient({
      url: worldSocketUrl(origin, "whisperwood"),
      token: async () => "token",
      WebSocket: DatagramSocket,
      random: () => 0,
    });
    cleanups.unshift(() => client.stop());
    await until(() => expect(asked.length).toBeGreaterThan(2));
  });
});

describe("a ticket", () => {
  const bytes = (length: number) => Buffer.alloc(length, 7).toString("base64");
  const good = {
    addresses: ["192.0.2.1:8787"],
    token: bytes(1_024),
    nonce: bytes(24),
    expiresAt: 1,
    timeoutSeconds: 10,
    toServer: bytes(32),
    toClient: bytes(32),
  };

  it("is read only if all of it is there, and of the right length", () => {
    expect(readTicket(good)?.token.sealed).toHaveLength(1_024);
    for (const field of Object.keys(good)) {
      expect([field, readTicket({ ...good, [field]: undefined })]).toEqual([field, null]);
      expect([field, readTicket({ ...good, [field]: field === "addresses" ? [] : "AAAA" })]).toEqual([field, null]);
    }
  });

  it("names addresses in every form; those of nobody are left out", async () => {
    const all = [
      "127.0.0.1:1",
      "[::1]:2",
      "127.0.0.1:1",
      "no.such.host.invalid:3",
      "127.0.0.1:0",
      "127.0.0.1:x",
      "127.0.0.1",
    ];
    expect(await resolveAll(all)).toEqual([
      { address: "127.0.0.1", port: 1 },
      { address: "::1", port: 2 },
    ]);
  });
});
