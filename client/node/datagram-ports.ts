import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import type { Address } from "../../core/datagram/handshakes.ts";

/** The addresses behind `host:port`s, in their order; of each the older kind first, for that is what most listen on. */
export async function resolveAll(hosts: readonly string[]): Promise<Address[]> {
  const found = await Promise.all(hosts.map(resolve));
  const all = found.flat();
  return all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at);
}

async function resolve(hostAndPort: string): Promise<Address[]> {
  const at = hostAndPort.lastIndexOf(":");
  const host = hostAndPort.slice(0, at).replace(/^\[|\]$/g, "");
  const port = Number(hostAndPort.slice(at + 1));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return [];
  try {
    const addresses = await lookup(host, { all: true, order: "ipv4first" });
    return addresses.map(({ address }) => ({ address, port }));
  } catch {
    // A name that nobody knows is no address.
    return [];
  }
}

function isSame(one: Address, other: Address): boolean {
  return one.address === other.address && one.port === other.port;
}

/** One UDP port for each kind of address that is used. */
export class DatagramPorts {
  readonly #sockets = new Map<"udp4" | "udp6", Socket>();
  readonly #received: (packet: Uint8Array) => void;

  constructor(received: (packet: Uint8Array) => void) {
    this.#received = received;
  }

  /** What cannot be sent is lost, as packets are. */
  send({ address, port }: Address, packet: Uint8Array): void {
    this.#socketFor(address).send(packet, port, address, () => undefined);
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    this.#sockets.clear();
  }

  #socketFor(address: string): Socket {
    const type = isIPv6(address) ? "udp6" : "udp4";
    const open = this.#sockets.get(type);
    if (open) return open;
    const socket = createSocket({
      type,
      lookup: (host, _options, found) => found(null, host, type === "udp6" ? 6 : 4),
    });
    socket.on("message", (packet) => this.#received(packet));
    socket.on("error", () => undefined);
    this.#sockets.set(type, socket);
    return socket;
  }
}
