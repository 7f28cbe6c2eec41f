import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { CLIENT_AT, DatagramLine, fairWeather, utf8 } from "../../testing/datagram-line.ts";
import { FORGERIES_PER_SECOND } from "./limits.ts";
import { kindOf, packetKinds, REQUEST_BYTES } from "./packet.ts";
import { versionBytes } from "./version.ts";

const STRANGER = { address: "203.0.113.9", port: 4_711 };

let line: DatagramLine;

beforeEach(() => {
  line = new DatagramLine("hostile").open();
  line.run(300);
});

/** Bytes as an attacker may choose them: any, or such as look like packets. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 1_500 }),
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ minLength: 16, maxLength: 420 }))
    .map(([prefix, rest]) => Uint8Array.of(prefix, ...rest)),
  fc.uint8Array({ minLength: REQUEST_BYTES, maxLength: REQUEST_BYTES }).map((bytes) => {
    bytes[0] = 0;
    bytes.set(versionBytes, 1);
    // Expires in a plausible moment.
    bytes.set([0, 0, 0, 0, 0x6b, 0x49, 0xd2, 0x10], 22);
    return bytes;
  }),
);

/** Everything that was told or sent by anybody. */
const state = () => JSON.stringify([line.sent.length, line.atServer, line.atClient, line.server.size]);

describe("bytes that nobody sealed", () => {
  it("lead to nothing: no answer, no word, no exception, whoever seems to send them", () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (bytes, isSpoofed) => {
        const before = state();
        line.server.receive(isSpoofed ? CLIENT_AT : STRANGER, bytes, line.nowMs);
        line.client.receive(bytes, line.nowMs);
        expect(state()).toBe(before);
      }),
      { numRuns: 3_000 },
    );
    // And the connection is none the worse for it.
    line.run(1_000);
    line.client.text(utf8("still here"), line.nowMs);
    line.run(1_000);
    expect(line.atServer.at(-1)).toBe("text still here");
  });
});

/** The first packet of each kind that either side sends. */
function onePerKind(): { to: "server" | "client"; packet: Uint8Array }[] {
  line.server.text(line.connection, utf8("there"), line.nowMs);
  line.client.text(utf8("back"), line.nowMs);
  line.run(2_000);
  line.client.close(1000, "bye", line.nowMs);
  line.run(1_000);
  const denied = new DatagramLine("hostile", fairWeather, { connectionsMax: 0 });
  denied.run(500);
  const all = [...line.sent, ...denied.sent];
  const found = new Map(all.toReversed().map((one) => [`${one.to} ${kindOf(one.packet)}`, one]));
  return [...found.values()];
}

/** What can be seen of a line. */
const seen = ({ sent, atServer, atClient, server }: DatagramLine) =>
  [sent.length, ...atServer, ...atClient, server.size].join();

/**
 * The line as it stood when this packet came, always the same. Early ones are for a server that has just answered a
 * request, or for the client that has sent it; for the others both are connected.
 */
function lineFor(kind: number): DatagramLine {
  const { denied, response } = packetKinds;
  if (kind > response) return new DatagramLine("hostile").open();
  const line = new DatagramLine("hostile", { ...fairWeather, loss: 1 }, kind === denied ? { connectionsMax: 0 } : {});
  const request = line.sent[0]?.packet;
  if (kind === response && request) line.server.receive(CLIENT_AT, request, line.nowMs);
  return line;
}

function give(line: DatagramLine, to: "server" | "client", packet: Uint8Array): string {
  if (to === "server") line.server.receive(CLIENT_AT, packet, line.nowMs);
  else line.client.receive(packet, line.nowMs);
  return seen(line);
}

describe("every kind of packet", () => {
  /** Fewer than the handshakes that are looked into at once. */
  const AT_ONCE = 150;

  it("with any single bit changed, or cut short, or made longer, leads to nothing", () => {
    const packets = onePerKind();
    const { request, denied, challenge, response, keepalive, payload, disconnect } = packetKinds;
    const kinds = (to: string) => packets.filter((one) => one.to === to).map(({ packet }) => kindOf(packet));
    expect(kinds("server").toSorted()).toEqual([request, response, keepalive, payload, disconnect]);
    expect(kinds("client").toSorted()).toEqual([denied, challenge, keepalive, payload]);
    for (const { to, packet } of packets) {
      const all = [...damaged(packet)];
      for (let from = 0; from < all.length; from += AT_ONCE) {
        const fresh = lineFor(kindOf(packet));
        const before = seen(fresh);
        for (const [damage, bad] of all.slice(from, from + AT_ONCE))
          expect([kindOf(packet), damage, give(fresh, to, bad)]).toEqual([kindOf(packet), damage, before]);
        // As it was sent it leads to something, unless it is there to lead to nothing.
        const after = give(fresh, to, packet);
        if (kindOf(packet) !== keepalive) expect(after).not.toBe(before);
      }
    }
  });
});

function* damaged(packet: Uint8Array): Generator<[string, Uint8Array]> {
  for (let bit = 0; bit < packet.length * 8; bit++) {
    const bad = packet.slice();
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield [`bit ${bit}`, bad];
  }
  for (let length = 0; length < packet.length; length++) yield [`cut ${length}`, packet.subarray(0, length)];
  yield ["longer", Uint8Array.of(...packet, 0)];
}

describe("packets of a connection", () => {
  it("said again, at once or later, count once", () => {
    for (let i = 0; i < 40; i++) {
      line.client.text(utf8(`${i}`), line.nowMs);
      line.client.flush(line.nowMs);
    }
    line.run(100);
    const told = line.atServer.length;
    const recorded = line.sent.filter(({ to }) => to === "server");
    line.run(500);
    for (const { packet } of recorded) line.server.receive(CLIENT_AT, packet, line.nowMs);
    line.run(5_000);
    for (const { packet } of recorded) line.server.receive(CLIENT_AT, packet, line.nowMs);
    expect(line.atServer).toHaveLength(told);
    expect(line.server.size).toBe(1);
  });

  it("from another address, though authentic, lead to nothing", () => {
    line.client.text(utf8("x"), line.nowMs);
    line.client.flush(line.nowMs);
    const { packet = new Uint8Array() } = line.sent.at(-1) ?? {};
    const before = state();
    line.server.receive(STRANGER, packet, line.nowMs);
    line.server.receive({ ...CLIENT_AT, port: CLIENT_AT.port + 1 }, packet, line.nowMs);
    expect(state()).toBe(before);
  });

  it("sent back to who sent them lead to nothing", () => {
    const before = line.atServer.length + line.atClient.length;
    for (const { to, packet } of [...line.sent]) {
      if (to === "server") line.client.receive(packet, line.nowMs);
      else line.server.receive(CLIENT_AT, packet, line.nowMs);
    }
    expect(line.atServer.length + line.atClient.length).toBe(before);
  });

  it("forged by the thousand are not even looked at after a while, and do no lasting harm", () => {
    const forged = Uint8Array.of(0x25, 0x7f, 0xff, ...new Uint8Array(40));
    for (let i = 0; i < 5_000; i++) line.server.receive(CLIENT_AT, forged, line.nowMs);
    expect(line.counts["datagrams_forged"]).toBe(FORGERIES_PER_SECOND);
    line.run(1_500);
    line.client.text(utf8("here"), line.nowMs);
    line.run(1_500);
    expect(line.atServer.at(-1)).toBe("text here");
  });
});

describe("whoever has a token and says what nobody may", () => {
  it.each([
    ["no messages at all", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["a binary message", [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 1, 7]],
    ["a fragment far ahead", [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 1, 65]],
  ])("is closed: %s", (_, payload) => {
    line.clientSays(Uint8Array.from(payload));
    expect(line.atServer.at(-1)).toBe("closed 1002 MALFORMED");
    line.run(1_000);
    expect(line.atClient.at(-1)).toBe("closed 1002 MALFORMED");
    expect(line.server.size).toBe(0);
  });

  it("acknowledges what was never sent, and nothing happens", () => {
    const before = state();
    line.clientSays(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    expect(state()).toBe(before);
  });
});
