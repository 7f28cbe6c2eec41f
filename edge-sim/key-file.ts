import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rotate, type SigningKeys } from "../core/key-rotation.ts";
import { replaceFile } from "./folders.ts";

/**
 * Signing keys in a file that only its owner can read; made and rotated here. Twin of the key ring object. Nobody gets a
 * token by a key before that is on the disk. Rejects where the file is there and is none of keys.
 */
export function keyFile(path: string, clock: () => number): { keys(): Promise<SigningKeys> } {
  return {
    async keys() {
      const before = existsSync(path) ? readKeys(path) : null;
      const after = rotate(before, clock(), () => ({
        kid: randomBytes(6).toString("base64url"),
        secret: randomBytes(32).toString("base64url"),
      }));
      if (after !== before) replaceFile(path, JSON.stringify(after));
      return after;
    },
  };
}

/** Making new keys instead would throw everybody out, for good: that is for whoever runs the node to decide. */
function readKeys(path: string): SigningKeys {
  try {
    const keys: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isKeys(keys)) return keys;
  } catch {
    // Said below, without a word of what stands in the file.
  }
  throw new Error(`${path} holds no signing keys. Put back a copy of it, or move it away: then new keys are made.`);
}

function isKeys(value: unknown): value is SigningKeys {
  const { current, keys } = (value ?? {}) as Partial<SigningKeys>;
  if (typeof current !== "string" || !Array.isArray(keys)) return false;
  return keys.every(
    (key) => typeof key?.kid === "string" && typeof key.secret === "string" && Number.isFinite(key.createdAtMs),
  );
}
