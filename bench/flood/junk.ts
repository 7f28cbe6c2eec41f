import { REQUEST_BYTES } from "../../core/datagram/packet.ts";
import { versionBytes } from "../../core/datagram/version.ts";

/** Kinds of junk, from what is no packet at all to what only a seal tells from a real one. */
export const junkKinds = ["noise", "payload", "response", "request"] as const;
export type JunkKind = (typeof junkKinds)[number];

/** A packet of a kind. @param random gives bytes */
export function junkOf(kind: JunkKind, random: (bytes: number) => Uint8Array): Uint8Array {
  switch (kind) {
    case "noise":
      return random(1 + ((random(2)[0] ?? 0) % 255) * 5);
    case "payload":
      return headed(0x25, random(200));
    case "response":
      return headed(0x13, random(1 + 8 + 356 + 16));
    case "request": {
      const packet = headed(0, random(REQUEST_BYTES - 1));
      packet.set(versionBytes, 1);
      // It expires in a moment, as a real one does.
      const expiresAt = Math.floor(Date.now() / 1_000) + 20;
      new DataView(packet.buffer).setBigUint64(1 + versionBytes.length, BigInt(expiresAt));
      return packet;
    }
  }
}

function headed(first: number, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const packet = new Uint8Array(1 + rest.length);
  packet[0] = first;
  packet.set(rest, 1);
  return packet;
}
