import { beforeAll, describe, expect, it } from "vitest";
import { chacha } from "../client/node/chacha.ts";
import { CHALLENGE_BYTES } from "../core/datagram/challenge.ts";
import type { ConnectToken } from "../core/datagram/connect-token.ts";
import * as limits from "../core/datagram/limits.ts";
import { PacketSealer, packetKinds, REQUEST_BYTES } from "../core/datagram/packet.ts";
import { messageKinds, PayloadWriter } from "../core/datagram/payload.ts";
import { badWeather, CLIENT_AT, DatagramLine, fairWeather, SERVER_AT, textOf, utf8 } from "../testing/datagram-line.ts";
import {
  type Message,
  makePacket,
  makePayload,
  makeRequest,
  type Packet,
  readPacket,
  readPayload,
  readRequest,
  readToken,
  type Side,
} from "./datagram-decoder/datagram-decoder.ts";
import { examplePackets, exampleRows, limitRows, messageRows, packetRows } from "./datagram-decoder/page-tables.ts";
import { codesIn, readPage } from "./page.ts";

const page = readPage("docs/protocol.md").replaceAll(/\s+/g, " ");

describe("the page's tables of UDP", () => {
  it("have every limit of the program", () => {
    expect(Object.fromEntries(limitRows.map(({ name, value }) => [name, value]))).toEqual({ ...limits });
    expect(limitRows.every(({ what }) => what)).toBe(true);
  });

  it("have every kind of packet and message", () => {
    const { request: _, ...kinds } = packetKinds;
    expect(Object.fromEntries(packetRows.map(({ name, kind }) => [name, kind]))).toEqual(kinds);
    expect(Object.fromEntries(messageRows.map(({ name, kind }) => [name, kind]))).toEqual(messageKinds);
  });
});

/** A connection with all that can happen in one, as it was recorded, and what both sides made of it. */
interface Recording {
  line: DatagramLine;
  said: { server: string[]; client: string[] };
}

function record(): Recording {
  const line = new DatagramLine("recorded", badWeather).open();
  const said = { server: [] as string[], client: [] as string[] };
  let n = 0;
  line.run(8_000, () => {
    if (line.nowMs % 200 === 0) {
      const text = `${++n} ${"ö".repeat(n * 40)}`;
      line.client.text(utf8(text), line.nowMs);
      line.server.text(line.connection, utf8(text.repeat(3)), line.nowMs);
      said.server.push(text);
      said.client.push(text.repeat(3));
    }
    if (line.nowMs % 50 !== 0) return;
    line.client.input(utf8(`{"t":"move","n":${n}}`), { topic: "move", isState: false }, line.nowMs);
    line.client.flush(line.nowMs);
    line.server.bytes(line.connection, Uint8Array.of(1, n));
    line.server.flush(line.connection, line.nowMs);
  });
  line.run(4_000);
  line.client.close(1000, "done", line.nowMs);
  line.run(3_000);
  return { line, said };
}

describe("recorded packets", () => {
  let recording: Recording;
  let opened: { to: Side; packet: Packet; size: number }[];

  beforeAll(() => {
    recording = record();
    const { toServer, toClient } = recording.line.token;
    const keys = { server: toServer, client: toClient };
    opened = recording.line.sent.flatMap(({ to, packet }) => {
      const read = readPacket(Buffer.from(packet), to, keys[to]);
      return read ? [{ to, packet: read, size: packet.length }] : [];
    });
  });

  it("all come apart by the page", () => {
    const { line } = recording;
    const requests = line.sent.filter(({ packet }) => readRequest(Buffer.from(packet)) !== null);
    expect(requests.length).toBeGreaterThan(0);
    expect(opened.length + requests.length).toBe(line.sent.length);
    expect(line.sent.length).toBeGreaterThan(300);
    const kinds = new Set(opened.map(({ to, packet }) => `${packet.kind} to ${to}`));
    expect([...kinds].toSorted()).toEqual([
      "challenge to client",
      "disconnect to server",
      "keepalive to client",
      "keepalive to server",
      "payload to client",
      "payload to server",
      "response to server",
    ]);
    for (const { size } of opened) expect(size).toBeLessThanOrEqual(limits.PACKET_MAX_BYTES);
  });

  it("have a request that says what the ticket says, and a token that its server can read", () => {
    const { line } = recording;
    const request = readRequest(Buffer.from(line.sent[0]?.packet ?? []));
    if (!request) throw new Error("the first packet is a request");
    expect(request.expiresAt).toBe(line.token.expiresAt);
    expect(new Uint8Array(request.token)).toEqual(line.token.sealed);
    const token = readToken(request, line.secrets.tokenKey);
    expect(token).toMatchObject({
      place: "realm/golden-dragon",
      addresses: [`${SERVER_AT.address}:${SERVER_AT.port}`],
      timeoutSeconds: limits.TIMEOUT_SECONDS,
    });
    expect(new Uint8Array(token?.toServer ?? [])).toEqual(line.token.toServer);
    expect(new Uint8Array(token?.toClient ?? [])).toEqual(line.token.toClient);
    expect(readToken(request, line.secrets.challengeKey)).toBeNull();
  });

  it("are numbered as the page says, without a gap; challenges apart", () => {
    for (const side of ["server", "client"] as const) {
      const numbers = opened
        .filter(({ to, packet }) => to === side && packet.kind !== "challenge")
        .map(({ packet }) => packet.number);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
    for (const { packet } of opened.filter(({ packet }) => packet.kind === "challenge"))
      expect(packet.number).toBeGreaterThanOrEqual(2 ** 47);
  });

  it("bring the challenge back as it came", () => {
    const challenges = opened.filter(({ packet }) => packet.kind === "challenge").map(({ packet }) => packet);
    const responses = opened.filter(({ packet }) => packet.kind === "response").map(({ packet }) => packet);
    for (const { clear } of responses) {
      const its = challenges.find(({ number }) => BigInt(number) === clear.readBigUInt64BE());
      expect(clear.subarray(8).equals(its?.opened ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it("bring every text, put together as the page says", () => {
    for (const side of ["server", "client"] as const) {
      const fragments = new Map<number, Message>();
      for (const { packet } of payloadsTo(opened, side))
        for (const message of packet.messages)
          if (message.kind === "piece" || message.kind === "last") fragments.set(message.number ?? 0, message);
      const texts: string[] = [];
      let parts: Buffer[] = [];
      for (let number = 1; fragments.has(number); number++) {
        const { kind = "", data = Buffer.alloc(0) } = fragments.get(number) ?? {};
        parts.push(data);
        if (kind !== "last") continue;
        texts.push(Buffer.concat(parts).toString("utf8"));
        parts = [];
      }
      expect(texts).toEqual(recording.said[side]);
    }
  });

  it("repeat inputs, and acknowledge only what was sent before", () => {
    const inputs = payloadsTo(opened, "server").flatMap(({ packet }) =>
      packet.messages.filter(({ kind }) => kind === "input"),
    );
    const numbers = new Set(inputs.map(({ number }) => number));
    expect(inputs.length).toBeGreaterThan(2 * numbers.size);
    const newest = { server: 0, client: 0 };
    for (const { to, packet } of opened) {
      if (packet.kind === "payload") {
        const payload = readPayload(packet.opened, to);
        const other = to === "server" ? "client" : "server";
        for (const number of payload?.acknowledges ?? []) expect(number).toBeLessThanOrEqual(newest[other]);
      }
      if (packet.kind !== "challenge") newest[to] = packet.number;
    }
  });

  it("that are damaged come apart for nobody", () => {
    const { line } = recording;
    const keys = { server: line.token.toServer, client: line.token.toClient };
    for (const { to, packet } of line.sent.filter((_, i) => i % 7 === 0)) {
      const bad = Buffer.from(packet);
      if (readRequest(bad)) continue;
      const at = (bad.length * 31) % bad.length;
      bad[at] = (bad[at] ?? 0) ^ 0x11;
      expect(readPacket(bad, to, keys[to])).toBeNull();
      expect(readPacket(bad.subarray(0, -1), to, keys[to])).toBeNull();
    }
  });
});

function payloadsTo(opened: { to: Side; packet: Packet }[], side: Side) {
  return opened
    .filter(({ to, packet }) => to === side && packet.kind === "payload")
    .map(({ packet }) => {
      const payload = readPayload(packet.opened, side);
      if (!payload) throw new Error("a payload that the page does not describe");
      return { packet: payload };
    });
}

/** A client that was written from the page: no more than what it says, and no less. */
class PageClient {
  readonly texts: string[] = [];
  readonly frames: Buffer[] = [];
  closed: string | null = null;
  readonly #token: ConnectToken;
  readonly #send: (packet: Buffer) => void;
  #number = 0;
  #newest = 0;
  #fragments = 0;
  #parts: Buffer[] = [];
  #next = 1;

  constructor(token: ConnectToken, send: (packet: Buffer) => void) {
    this.#token = token;
    this.#send = send;
    send(makeRequest(token.expiresAt, token.nonce, token.sealed));
  }

  receive(bytes: Uint8Array): void {
    const packet = readPacket(Buffer.from(bytes), "client", this.#token.toClient);
    if (packet?.kind === "challenge") this.#respond(packet);
    if (packet?.kind === "disconnect") this.closed = `${packet.opened.readUInt16BE()} ${packet.opened.subarray(2)}`;
    if (packet?.kind === "payload") this.#read(packet);
  }

  text(text: string): void {
    this.#say([{ kind: "last", number: ++this.#fragments, data: Buffer.from(text) }]);
  }

  input(number: number, text: string): void {
    this.#say([{ kind: "input", number, data: Buffer.from(text) }]);
  }

  #respond({ number, opened }: Packet): void {
    const its = Buffer.alloc(8);
    its.writeBigUInt64BE(BigInt(number));
    this.#packet("response", Buffer.alloc(0), Buffer.concat([its, opened]));
  }

  #read({ number, opened }: Packet): void {
    this.#newest = number;
    for (const message of readPayload(opened, "client")?.messages ?? []) {
      if (message.kind === "bytes") this.frames.push(message.data);
      else if (message.number === this.#next) {
        this.#next += 1;
        this.#parts.push(message.data);
        if (message.kind !== "last") continue;
        this.texts.push(Buffer.concat(this.#parts.splice(0)).toString("utf8"));
      }
    }
    this.#say([]);
  }

  #say(messages: Message[]): void {
    this.#packet("payload", makePayload(this.#newest, messages));
  }

  #packet(kind: string, plaintext: Buffer, clear = Buffer.alloc(0)): void {
    this.#send(makePacket(kind, ++this.#number, this.#token.toServer, plaintext, clear));
  }
}

describe("a client written from the page", () => {
  it("connects, says, hears and is closed", () => {
    const line = new DatagramLine("page", { ...fairWeather, loss: 1 });
    const waiting: Buffer[] = [];
    const client = new PageClient(line.issue(), (packet) => waiting.push(packet));
    let heard = line.answers.length;
    const pass = (ms = 100) => {
      for (let i = 0; i < ms / 10; i++) {
        line.nowMs += 10;
        for (const packet of waiting.splice(0)) line.server.receive(CLIENT_AT, packet, line.nowMs);
        line.server.tick(line.nowMs);
        for (; heard < line.answers.length; heard++) client.receive(line.answers[heard]?.packet ?? new Uint8Array());
      }
    };
    pass();
    expect(line.atServer).toEqual(["open realm/golden-dragon"]);
    client.text('{"t":"hello"}');
    client.input(1, '{"t":"seen","tick":1}');
    client.input(1, '{"t":"seen","tick":1}');
    pass();
    expect(line.atServer.slice(1)).toEqual(['text {"t":"hello"}', 'text {"t":"seen","tick":1}']);
    const long = "größer ".repeat(1_000);
    line.server.text(line.connection, utf8(long), line.nowMs);
    line.server.bytes(line.connection, Uint8Array.of(1, 2, 3));
    pass(500);
    expect(client.texts).toEqual([long]);
    expect(client.frames.map((frame) => [...frame])).toEqual([[1, 2, 3]]);
    expect(line.server.heldBytes).toBe(0);
    line.server.close(line.connection, 4003, "LEFT", line.nowMs);
    pass(500);
    expect(client.closed).toBe("4003 LEFT");
    expect(textOf(utf8(long))).toBe(long);
  });
});

describe("the page's packets of a connection", () => {
  const key = (from: number) => Uint8Array.from({ length: 32 }, (_, i) => from + i);
  const keys = { server: key(0), client: key(32) };

  it("come apart into what it says of them", () => {
    expect(exampleRows).toHaveLength(examplePackets.length);
    const told = examplePackets.map(({ to, packet }, at) => {
      const read = readPacket(packet, to, keys[to]);
      const payload = read?.kind === "payload" ? readPayload(read.opened, to) : null;
      const goodbye =
        read?.kind === "disconnect" ? [`${read.opened.readUInt16BE()}`, `${read.opened.subarray(2)}`] : [];
      const parts = (payload?.messages ?? []).flatMap(({ kind, number, data }) =>
        kind === "bytes" ? [kind, data.toString("hex")] : [kind, `${number}`, data.toString("utf8")],
      );
      return [
        `${at + 1}`,
        `${read?.number}`,
        read?.kind,
        payload ? `${payload.acknowledges[0] ?? 0}` : "",
        ...parts,
        ...goodbye,
      ];
    });
    const written = exampleRows.map((row) => [
      row["packet"],
      row["number"],
      codesIn(row["of kind"] ?? "")[0],
      row["acknowledges"],
      ...(row["with"] ?? "")
        .split(", ")
        .flatMap((part) => part.match(/`[^`]+`|\d+/g)?.map((word) => word.replaceAll("`", "")) ?? []),
    ]);
    expect(told).toEqual(written);
  });

  it("are what the program makes of it", () => {
    const [client, server] = [new PacketSealer(chacha, keys.server), new PacketSealer(chacha, keys.client)];
    const first = new PayloadWriter({ ack: 0, bits: 0 });
    first.fragment({ number: 1, isLast: true, data: utf8("ping") });
    first.input({ number: 1, data: utf8('{"t":"seen","tick":7}') });
    const second = new PayloadWriter({ ack: 1, bits: 0 });
    second.bytes(Uint8Array.of(1, 0));
    second.fragment({ number: 1, isLast: true, data: utf8("pong") });
    const made = [
      server.seal(packetKinds.keepalive),
      client.seal(packetKinds.payload, first.payload),
      server.seal(packetKinds.payload, second.payload),
      client.seal(packetKinds.disconnect, Uint8Array.of(1_000 >> 8, 1_000 & 255, ...utf8("done"))),
    ];
    expect(made.map((packet) => Buffer.from(packet).toString("hex"))).toEqual(
      examplePackets.map(({ packet }) => packet.toString("hex")),
    );
  });
});

describe("the numbers in the text of UDP", () => {
  const says = (text: string) => expect(page).toContain(text);
  const grouped = (value: number) => value.toLocaleString("en");

  it("are the program's", () => {
    says(`it is good for one connection, once, for ${limits.TOKEN_LIFETIME_SECONDS} seconds`);
    says(`to the first address, every ${limits.HANDSHAKE_EVERY_MS} ms, until a challenge comes`);
    says(`After ${limits.ADDRESS_WITHIN_MS / 1_000} s it goes on to the next address`);
    says(`After ${limits.CONNECT_WITHIN_MS / 1_000} s it gives up`);
    says(`is ${limits.REPLAY_WINDOW} or more below the newest`);
    says(`to a challenge before the last ${grouped(limits.CHALLENGES_REMEMBERED)}`);
    says(`${1 + 6 + CHALLENGE_BYTES + 16} bytes to ${grouped(REQUEST_BYTES)}`);
    says(`binary frames of more than ${grouped(limits.UNRELIABLE_MAX_BYTES)} bytes are not sent`);
    says(`but at most the newest ${limits.INPUTS_REPEATED_MAX}.`);
    says(`at once after ${limits.ACK_AFTER_PACKETS} such packets, else within ${limits.ACK_WITHIN_MS} ms`);
    says(`(from ${limits.RESEND_MIN_MS} to ${grouped(limits.RESEND_MAX_MS)} ms; ${limits.RESEND_FIRST_MS} ms while`);
    says(`there are at most ${limits.SPAN_MAX_FRAGMENTS}, with at most ${grouped(limits.SPAN_MAX_BYTES)} bytes`);
    says(
      `${grouped(limits.IN_FLIGHT_FIRST_BYTES)} bytes at first, more by each that is acknowledged, up to ${grouped(limits.IN_FLIGHT_MAX_BYTES)}`,
    );
    says(`at least ${grouped(limits.IN_FLIGHT_MIN_BYTES)}) where one was lost twice`);
    says(`are sent again after ${limits.INPUT_REPEAT_MS} ms`);
    says(`Whoever sent nothing for a second sends a \`keepalive\``);
    expect(limits.KEEPALIVE_EVERY_MS).toBe(1_000);
    says(
      `at most ${limits.LINGER_MS / 1_000} s, and then sends \`disconnect\` six times, ${limits.DISCONNECT_EVERY_MS} ms apart`,
    );
    expect(limits.DISCONNECTS).toBe(6);
    says(`A text to the server of more than ${grouped(limits.TEXT_TO_SERVER_MAX_BYTES)} bytes`);
    says(`as one to a client of more than ${grouped(limits.TEXT_TO_CLIENT_MAX_BYTES)} does`);
    says(`A packet has at most ${grouped(limits.PACKET_MAX_BYTES)} bytes`);
  });
});
