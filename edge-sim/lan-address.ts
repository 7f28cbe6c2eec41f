import { networkInterfaces } from "node:os";

/** The first IPv4 address by which others on the local network reach this machine; `null` if there is none. */
export function lanAddress(): string | null {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of addresses ?? []) {
      if (family === "IPv4" && !internal) return address;
    }
  }
  return null;
}
