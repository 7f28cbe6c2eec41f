import { isIP } from "node:net";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

/** Networks between programs on this machine, or through a tunnel: phones on the LAN are not there. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|zt|tailscale|utun|cni|flannel|lxc|podman)/;
const everywhere = new Set(["0.0.0.0", "::"]);

/** The IPv4 address by which others on the local network reach this machine; `null` if there is none. */
export function lanAddress(): string | null {
  return pickAddress(networkInterfaces());
}

/** The same for a node that listens on `host`: `null` if nobody but this machine reaches it. */
export function addressForOthers(host: string): string | null {
  if (everywhere.has(host)) return lanAddress();
  const isLoopback = host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
  return isLoopback ? null : inUrl(host);
}

/** By what this machine itself reaches a node that listens on `host`. */
export function addressFromHere(host: string): string {
  return everywhere.has(host) ? "localhost" : inUrl(host);
}

/** Of all addresses that of a real network, and one that was given before one that a machine gives itself. */
export function pickAddress(interfaces: NodeJS.Dict<Pick<NetworkInterfaceInfo, "family" | "internal" | "address">[]>) {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => ({
        address,
        doubt: (virtual.test(name) ? 2 : 0) + (address.startsWith("169.254.") ? 1 : 0),
      })),
  );
  const [best] = found.sort((a, b) => a.doubt - b.doubt);
  return best?.address ?? null;
}

function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
