import { describe, expect, it } from "vitest";
import { CLIENT_AT, DatagramLine, fairWeather, SERVER_AT, utf8 } from "../../testing/datagram-line.ts";
import type { Address } from "./handshakes.ts";
import { HANDSHAKES_BURST, HANDSHAKES_IN_ALL_BURST, TOKEN_LIFETIME_SECONDS } from "./limits.ts";
import { kindOf, packetKinds, REQUEST_BYTES, RESPONSE_CLEAR_BYTES, writeRequest } from "./packet.ts";

const { request, challenge, response, denied } = packetKinds;
const ELSEWHERE: Address = { address: "203.0.113.9", port: 4_711 };

/** A line on which nothing arrives by itself: packets are carried by hand. */
function carried(seed: string, options: ConstructorParameters<typeof DatagramLine>[2] = {}) {
  const line = new DatagramLine(seed, { ...fairWeather, loss: 1 }, options);
  const say = (packet: Uint8Array, from: Address = CLIENT_AT) => {
    const before = line.answers.length;
    line.server.receive(from, packet, line.nowMs);
    return line.answers.slice(before).map((answer) => answer.packet);
  };
  /** The newest packet of this kind that went to that side. */
  const newest = (to: "server" | "client", kind: number) => {
    const found = line.sent.findLast((one) => one.to === to && kindOf(one.packet) === kind);
    if (!found) throw new Error(`no packet of kind ${kind}`);
    return found.packet;
  };
  /** The client's response to the server's challenge. */
  const answered = () => {
    say(newest("server", request));
    line.client.receive(newest("client", challenge), line.nowMs);
    return newest("server", response);
  };
  return { line, say, newest, answered };
}

describe("a handshake", () => {
  it("goes from request to challenge to response to connection", () => {
    const { line, say, answered } = carried("good");
    const [packet] = say(answered());
    expect(line.atServer).toEqual(["open realm/golden-dragon"]);
    expect(packet && kindOf(packet)).toBe(packetKinds.keepalive);
    line.client.receive(packet ?? new Uint8Array(), line.nowMs);
    expect(line.atClient).toEqual(["open"]);
  });

  it("leaves nothing behind before the challenge is answered", () => {
    const { line, say, newest } = carried("stateless");
    const first = newest("server", request);
    for (let port = 1; port < 150; port++) say(first, { ...ELSEWHERE, port });
    expect(line.server.size).toBe(0);
    expect(line.atServer).toEqual([]);
  });

  it("gets through where packets are lost", () => {
    for (let seed = 0; seed < 30; seed++) {
      const line = new DatagramLine(`lossy ${seed}`, { ...fairWeather, loss: 0.4, delayMs: 60 });
      line.until(() => line.atClient.length > 0 && line.atServer.length > 0);
      expect([line.atServer[0], line.atClient[0]]).toEqual(["open realm/golden-dragon", "open"]);
    }
  });

  it("is given up where nobody answers", () => {
    const line = new DatagramLine("nobody", { ...fairWeather, loss: 1 });
    line.run(10_000);
    expect(line.atClient).toEqual(["closed 1006 "]);
    expect(line.client.isOver).toBe(true);
  });

  it("is tried at the next address where the first does not answer", () => {
    const line = new DatagramLine("next");
    const asked: number[] = [];
    const none = () => undefined;
    const ends = {
      send: (to: Address) => void asked.push(to.port),
      opened: none,
      text: none,
      bytes: none,
      closed: none,
    };
    const ClientOfCore = line.client.constructor as new (...parts: unknown[]) => typeof line.client;
    const aead = { seal: () => new Uint8Array(16), open: () => null };
    const client = new ClientOfCore(line.token, [SERVER_AT, ELSEWHERE], aead, ends, 0);
    for (let ms = 0; ms < 5_000; ms += 10) client.tick(ms);
    expect([...new Set(asked)]).toEqual([8_787, 4_711]);
    expect(asked.at(-1)).toBe(8_787);
  });
});

describe("a token", () => {
  const silent = (packets: Uint8Array[]) => expect(packets).toEqual([]);

  it("that has expired, or expires too late to be one, is ignored", () => {
    const { line, say, newest } = carried("expired");
    const first = newest("server", request);
    expect(say(first)).toHaveLength(1);
    line.nowMs += TOKEN_LIFETIME_SECONDS * 1_000;
    silent(say(first));
    line.nowMs -= 2 * TOKEN_LIFETIME_SECONDS * 1_000;
    silent(say(first));
  });

  it("whose challenge is answered after it has expired is ignored", () => {
    const { line, say, answered } = carried("late");
    const answer = answered();
    line.nowMs += TOKEN_LIFETIME_SECONDS * 1_000;
    silent(say(answer));
    expect(line.atServer).toEqual([]);
  });

  it("for another server is ignored", () => {
    const { line, say } = carried("other");
    silent(say(writeRequest(line.issue(["192.0.2.2:8787"]))));
    silent(say(writeRequest(line.issue([]))));
    expect(say(writeRequest(line.issue(["192.0.2.2:8787", "192.0.2.1:8787"])))).toHaveLength(1);
  });

  it("sealed with another key is ignored", () => {
    const { say } = carried("key");
    silent(say(writeRequest(new DatagramLine("another key").token)));
  });

  it("is bound to the address that answers first: another gets no connection by it", () => {
    const { line, say, newest, answered } = carried("bound");
    const answer = answered();
    // What was heard on the way, said from elsewhere.
    silent(say(answer, ELSEWHERE));
    say(answer);
    expect(line.server.size).toBe(1);
    silent(say(newest("server", request), ELSEWHERE));
    silent(say(answer, ELSEWHERE));
    expect(line.server.size).toBe(1);
  });

  it("makes one connection and never another, though it is over", () => {
    const { line, say, newest, answered } = carried("once");
    const first = newest("server", request);
    const answer = answered();
    say(answer);
    silent(say(answer));
    silent(say(first));
    line.server.close(line.connection, 1000, "", line.nowMs);
    for (let ms = 0; ms < 10_000; ms += 100) line.server.tick(line.nowMs + ms);
    expect(line.server.size).toBe(0);
    silent(say(first));
    silent(say(answer));
    expect(line.atServer).toEqual(["open realm/golden-dragon", "closed 1000 "]);
  });

  it("in two hands makes one connection, whoever is first", () => {
    const { line, say, newest } = carried("two");
    const twin = line.connect(line.token, [], ELSEWHERE);
    const ask = newest("server", request);
    const answers = [CLIENT_AT, ELSEWHERE].map((at) => say(ask, at)[0] ?? new Uint8Array());
    line.client.receive(answers[0] ?? new Uint8Array(), line.nowMs);
    const own = newest("server", response);
    twin.receive(answers[1] ?? new Uint8Array(), line.nowMs);
    const theirs = newest("server", response);
    expect(say(theirs, ELSEWHERE)).toHaveLength(1);
    silent(say(own));
    expect(line.server.size).toBe(1);
  });
});

describe("a server that is full", () => {
  it("says so, to who has a token; a client ends by it", () => {
    const { line, say, newest } = carried("full", { connectionsMax: 0 });
    const [answer] = say(newest("server", request));
    expect(answer && kindOf(answer)).toBe(denied);
    line.client.receive(answer ?? new Uint8Array(), line.nowMs);
    expect(line.atClient).toEqual(["closed 1013 "]);
  });

  it("also where it has become full in between", () => {
    const { line, say, answered } = carried("filling", { connectionsMax: 1 });
    const answer = answered();
    const before = line.connect(line.issue(), [], ELSEWHERE);
    const [theirs] = say(line.sent.findLast(({ to }) => to === "server")?.packet ?? new Uint8Array(), ELSEWHERE);
    before.receive(theirs ?? new Uint8Array(), line.nowMs);
    say(line.sent.findLast(({ to }) => to === "server")?.packet ?? new Uint8Array(), ELSEWHERE);
    expect(line.server.size).toBe(1);
    const [last] = say(answer);
    expect(last && kindOf(last)).toBe(denied);
    expect(line.server.size).toBe(1);
  });

  it("is so for one address alone, too", () => {
    const { line, say, answered } = carried("crowd", { connectionsPerAddressMax: 1 });
    say(answered());
    const another = writeRequest(line.issue());
    const kinds = (from: Address) => say(another, from).map(kindOf);
    expect(kinds({ ...CLIENT_AT, port: 1 })).toEqual([denied]);
    expect(kinds(ELSEWHERE)).toEqual([challenge]);
  });
});

describe("handshakes", () => {
  it("of one address are looked into so often and no oftener", () => {
    const { line, say, newest } = carried("many");
    const first = newest("server", request);
    let answers = 0;
    for (let i = 0; i < HANDSHAKES_BURST + 50; i++) answers += say(first, { ...ELSEWHERE, port: i + 1 }).length;
    expect(answers).toBe(HANDSHAKES_BURST);
    expect(say(first, { address: "203.0.113.10", port: 1 })).toHaveLength(1);
    line.nowMs += 1_000;
    expect(say(first, ELSEWHERE)).toHaveLength(1);
  });

  it("of all addresses together are, too, however many they are", () => {
    const { say, newest } = carried("flood");
    const first = newest("server", request);
    let answers = 0;
    for (let i = 0; i < HANDSHAKES_IN_ALL_BURST + 500; i++)
      answers += say(first, { address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, port: 1 }).length;
    expect(answers).toBe(HANDSHAKES_IN_ALL_BURST);
  });

  it("with challenges that were never given cost nobody their allowance", () => {
    const { say, newest } = carried("made up");
    const length = 1 + 1 + RESPONSE_CLEAR_BYTES + 16;
    const madeUp = Uint8Array.from({ length }, (_, i) => (i === 0 ? 0x13 : (i * 37) & 255));
    for (let i = 0; i < 2 * HANDSHAKES_BURST; i++) expect(say(madeUp)).toEqual([]);
    expect(say(newest("server", request))).toHaveLength(1);
  });

  it("never answer with more than was said, in bytes, before an address is proven", () => {
    for (const options of [{}, { connectionsMax: 0 }]) {
      const { line, say, newest, answered } = carried("amplify", options);
      const ask = newest("server", request);
      expect(ask).toHaveLength(REQUEST_BYTES);
      for (const packet of say(ask, ELSEWHERE)) expect(packet.length).toBeLessThan(ask.length);
      if (options.connectionsMax === 0) continue;
      // The response proves the address; what answers it is smaller all the same.
      const answer = answered();
      for (const packet of say(answer)) expect(packet.length).toBeLessThan(answer.length);
      // And in any number of them.
      const [said, heard] = ["server", "client"].map((to) =>
        line.sent.filter((one) => one.to === to).reduce((sum, { packet }) => sum + packet.length, 0),
      );
      expect(heard).toBeLessThan(said ?? 0);
      line.server.text(line.connection, utf8("x"), line.nowMs);
    }
  });
});
