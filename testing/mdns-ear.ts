// A phone on the LAN, as a program of its own: hears multicast DNS, and asks. Knows nothing of the node's code.
// It takes lines `ask NAME TYPE` (as mDNS asks) and `legacy NAME TYPE` (from a port of its own, as some phones do), and
// prints each record that it hears as a line of JSON.
import { createSocket } from "node:dgram";
import { createInterface } from "node:readline";

const GROUP = "224.0.0.251";
const PORT = 5353;
const types: Record<string, number> = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33, NSEC: 47, ANY: 255 };

/** A record as it stood in a packet. */
export interface HeardRecord {
  /** By which way it came: to all, or to the asker alone. */
  way: "multicast" | "unicast";
  name: string;
  type: string;
  ttl: number;
  flush: boolean;
  data: string;
}

const hub = createSocket({ type: "udp4", reuseAddr: true });
hub.on("message", (bytes) => print(bytes, "multicast"));
hub.bind(PORT, "0.0.0.0", () => {
  hub.addMembership(GROUP, process.argv[2]);
  hub.setMulticastInterface(process.argv[2] ?? "0.0.0.0");
  console.log("listening");
});

createInterface({ input: process.stdin }).on("line", (line) => {
  const [, way, name = "", type = ""] = /^(\w+) (.+) (\w+)$/.exec(line) ?? [];
  const query = question(name, types[type] ?? 0, way === "legacy" ? 4_711 : 0);
  if (way === "ask") hub.send(query, PORT, GROUP);
  if (way !== "legacy") return;
  const own = createSocket("udp4");
  own.on("message", (bytes) => {
    if (bytes.readUInt16BE(0) === 4_711) print(bytes, "unicast");
  });
  own.send(query, PORT, GROUP);
});

function question(name: string, type: number, id: number): Buffer {
  const labels = name.split(".").flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(1, 4);
  return Buffer.concat([head, ...labels, Buffer.from([0, 0, type, 0, 1])]);
}

function print(bytes: Buffer, way: HeardRecord["way"]): void {
  if ((bytes.readUInt16BE(2) & 0x8000) === 0) return;
  let at = 12;
  for (let i = bytes.readUInt16BE(4); i > 0; i--) at = nameAt(bytes, at).end + 4;
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  for (let i = 0; i < records; i++) {
    const { name, end } = nameAt(bytes, at);
    const from = end + 10;
    const type = Object.entries(types).find(([, number]) => number === bytes.readUInt16BE(end))?.[0] ?? "?";
    const flush = (bytes.readUInt16BE(end + 2) & 0x8000) !== 0;
    at = from + bytes.readUInt16BE(end + 8);
    const record: HeardRecord = {
      way,
      name,
      type,
      flush,
      ttl: bytes.readUInt32BE(end + 4),
      data: dataAt(bytes, type, from, at),
    };
    console.log(JSON.stringify(record));
  }
}

function dataAt(bytes: Buffer, type: string, from: number, to: number): string {
  if (type === "A") return [...bytes.subarray(from, to)].join(".");
  if (type === "PTR") return nameAt(bytes, from).name;
  if (type === "SRV") return `${nameAt(bytes, from + 6).name}:${bytes.readUInt16BE(from + 4)}`;
  if (type === "TXT") return bytes.toString("utf8", from + 1, from + 1 + (bytes[from] ?? 0));
  return bytes.toString("hex", from, to);
}

/** A name, whose labels may go on elsewhere in the packet (RFC 1035, 4.1.4). */
function nameAt(bytes: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  let end = -1;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    if (length >= 0xc0) {
      if (end < 0) end = at + 2;
      at = bytes.readUInt16BE(at) & 0x3fff;
      continue;
    }
    labels.push(bytes.toString("utf8", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: end < 0 ? at + 1 : end };
}
