import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rotate, type SigningKeys } from "../core/key-rotation.ts";

/** Signing keys in a file that only its owner can read; made and rotated here. Twin of the key ring object. */
export function keyFile(path: string, clock: () => number): { keys(): Promise<SigningKeys> } {
  return {
    async keys() {
      const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SigningKeys) : null;
      const after = rotate(before, clock(), () => ({
        kid: randomBytes(6).toString("base64url"),
        secret: randomBytes(32).toString("base64url"),
      }));
      if (after !== before) {
        // Renaming is atomic: after a power cut there is the old file or the new one.
        writeFileSync(`${path}.new`, JSON.stringify(after), { mode: 0o600, flush: true });
        renameSync(`${path}.new`, path);
      }
      return after;
    },
  };
}
