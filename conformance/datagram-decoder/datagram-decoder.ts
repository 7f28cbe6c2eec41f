import { messageRows, packetRows, requestRows, tokenRows, version } from "./page-tables.ts";
import { open, openLong, seal } from "./seals.ts";

/** Written from docs/protocol.md, UDP, alone: knows nothing of the program. */

export type Side = "client" | "server";

export interface Message {
  kind: string;
  /** Its numbers by name, but for the length. */
  number?: number;
  data: Buffer;
}

export interface Packet {
  kind: string;
  number: number;
  clear: Buffer;
  /** What was sealed. */
  opened: Buffer;
}

export interface Payload {
  /** Numbers that it says have come. */
  acknowledges: number[];
  messages: Message[];
}

function isFor(to: string, side: Side): boolean {
  return to === side || to === "both";
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

/** Opens a packet for one side; `null`: it is left aside. */
export function readPacket(packet: Buffer, side: Side, key: Uint8Array): Packet | null {
  const first = packet[0] ?? 0;
  const row = packetRows.find(({ kind, to }) => kind === (first & 15) && isFor(to, side));
  const width = first >> 4;
  if (!row || width < 1 || width > 6 || packet.length < 1 + width) return null;
  const bodyAt = 1 + width + row.clear;
  const size = packet.length - bodyAt - 16;
  if (size < row.sealed.least || size > row.sealed.most) return null;
  const number = packet.readUIntBE(1, width);
  const clear = packet.subarray(1 + width, bodyAt);
  const signed = Buffer.concat([version, packet.subarray(0, 1), clear]);
  const opened = open(key, nonceOf(number), signed, packet.subarray(bodyAt));
  return opened && { kind: row.name, number, clear, opened };
}

/** Makes a packet of a kind. */
export function makePacket(
  name: string,
  number: number,
  key: Uint8Array,
  plaintext: Uint8Array,
  clear = Buffer.alloc(0),
): Buffer {
  const kind = packetRows.find((row) => row.name === name)?.kind ?? 0;
  const width = Math.max(1, Math.ceil(number.toString(16).length / 2));
  const head = Buffer.alloc(1 + width);
  head[0] = (width << 4) | kind;
  head.writeUIntBE(number, 1, width);
  const signed = Buffer.concat([version, head.subarray(0, 1), clear]);
  return Buffer.concat([head, clear, seal(key, nonceOf(number), signed, plaintext)]);
}

/** Takes an opened payload apart; `null`: it has not this form. */
export function readPayload(opened: Buffer, side: Side): Payload | null {
  if (opened.length < 8) return null;
  const [newest, bits] = [opened.readUInt32BE(0), opened.readUInt32BE(4)];
  const before = Array.from({ length: 32 }, (_, i) => newest - 1 - i).filter((_, i) => (bits >>> i) & 1);
  const messages: Message[] = [];
  for (let at = 8; at < opened.length; ) {
    const row = messageRows.find(({ kind, to }) => kind === opened[at] && isFor(to, side));
    if (!row) return null;
    at += 1;
    const numbers: Record<string, number> = {};
    for (const { type, name } of row.fields) {
      const width = Number(type.slice(1)) / 8;
      if (at + width > opened.length) return null;
      numbers[name] = opened.readUIntBE(at, width);
      at += width;
    }
    const length = numbers["length"] ?? 0;
    if (at + length > opened.length || length > row.most || (row.isExact && length !== row.most)) return null;
    const { number } = numbers;
    messages.push({
      kind: row.name,
      ...(number === undefined ? {} : { number }),
      data: opened.subarray(at, at + length),
    });
    at += length;
  }
  return { acknowledges: newest === 0 ? [] : [newest, ...before.filter((number) => number > 0)], messages };
}

/** A payload of messages. */
export function makePayload(newest: number, messages: Message[]): Buffer {
  const parts = messages.flatMap(({ kind, number, data }) => {
    const row = messageRows.find(({ name }) => name === kind);
    const fields = (row?.fields ?? []).map(({ type, name }) => {
      const field = Buffer.alloc(Number(type.slice(1)) / 8);
      field.writeUIntBE(name === "length" ? data.length : (number ?? 0), 0, field.length);
      return field;
    });
    return [Buffer.of(row?.kind ?? 0), ...fields, data];
  });
  const head = Buffer.alloc(8);
  head.writeUInt32BE(newest, 0);
  return Buffer.concat([head, ...parts]);
}

/** The parts of a request, by what the page calls them; `null`: it is none. */
export function readRequest(packet: Buffer): { expiresAt: number; nonce: Buffer; token: Buffer } | null {
  const last = requestRows.at(-1);
  if (packet.length !== (last?.at ?? 0) + (last?.length ?? 0) || packet[0] !== 0) return null;
  const part = (name: string) => {
    const { at, length } = requestRows.find(({ what }) => what.includes(name)) ?? { at: 0, length: 0 };
    return packet.subarray(at, at + length);
  };
  if (!part("the version").equals(version)) return null;
  return { expiresAt: Number(part("`expiresAt`").readBigUInt64BE()), nonce: part("`nonce`"), token: part("`token`") };
}

export function makeRequest(expiresAt: number, nonce: Uint8Array, token: Uint8Array): Buffer {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(expiresAt));
  return Buffer.concat([Buffer.of(0), version, moment, nonce, token]);
}

/** What a server sealed for itself; `null`: not with this key. */
export function readToken(request: { expiresAt: number; nonce: Buffer; token: Buffer }, key: Uint8Array) {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(request.expiresAt));
  const opened = openLong(key, request.nonce, Buffer.concat([version, moment]), request.token);
  if (!opened) return null;
  const part = (name: string) => {
    const { at, length } = tokenRows.get(name) ?? { at: 0, length: 0 };
    return opened.subarray(at, at + length);
  };
  const addresses: string[] = [];
  let at = (tokenRows.get("how many addresses follow")?.at ?? 0) + 1;
  for (let left = part("how many addresses follow")[0] ?? 0; left > 0; left--) {
    const length = opened[at] ?? 0;
    addresses.push(opened.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return {
    timeoutSeconds: part("timeoutSeconds").readUInt32BE(),
    toServer: part("toServer"),
    toClient: part("toClient"),
    place: part("realm/golden-dragon").toString("ascii").replace(/\0+$/, ""),
    addresses,
  };
}
