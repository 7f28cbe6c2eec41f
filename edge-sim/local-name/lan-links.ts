import type { NetworkInterfaceInfo } from "node:os";

/** The machine's network interfaces, as `os.networkInterfaces()` gives them. */
export type Interfaces = Record<string, NetworkInterfaceInfo[] | undefined>;

/** A network that this machine is on, and its addresses there. */
export interface LanLink {
  /** The interface: `eth0`. */
  name: string;
  /** The IPv4 address by which the link is used, and its mask. */
  address: string;
  netmask: string;
  ipv4: string[];
  /** Without link-local ones: they mean nothing without the interface's name, which no answer can carry. */
  ipv6: string[];
}

const ANY_IPV4 = "0.0.0.0";
const ANY = "::";

/**
 * The links on which others can reach a server that listens on an address: all for `0.0.0.0` (with IPv4 alone) and `::`
 * (with both), the one that has the address otherwise, and none for loopback. Links without IPv4 are left out: names are
 * told over IPv4.
 */
export function lanLinks(interfaces: Interfaces, host: string): LanLink[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    const outside = addresses.filter(({ internal }) => !internal);
    const ipv4 = outside.filter(({ family, address }) => family === "IPv4" && [address, ANY_IPV4, ANY].includes(host));
    const ipv6 = outside.filter(({ family, address, scopeid }) => {
      return family === "IPv6" && scopeid === 0 && [address, ANY].includes(host);
    });
    const first = ipv4[0] ?? (ipv6.length > 0 ? outside.find(({ family }) => family === "IPv4") : undefined);
    if (!first) return [];
    const { address, netmask } = first;
    const texts = (infos: NetworkInterfaceInfo[]) => infos.map((info) => info.address);
    return [{ name, address, netmask, ipv4: texts(ipv4), ipv6: texts(ipv6) }];
  });
}

/** Whether an IPv4 address belongs to the network of a link. What comes from elsewhere says nothing of it. */
export function isOnLink(address: string, link: LanLink): boolean {
  const [one, other, mask] = [address, link.address, link.netmask].map(bitsOf);
  return one !== undefined && other !== undefined && mask !== undefined && ((one ^ other) & mask) === 0;
}

function bitsOf(address: string): number | undefined {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((bits, part) => (bits << 8) | part, 0);
}
