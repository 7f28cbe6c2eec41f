import { DurableObject } from "cloudflare:workers";
import { rotate, type SigningKeys } from "../core/key-rotation.ts";

const KEYS = "keys";

/** Makes, keeps and rotates the signing keys when none are configured. There is one, named `main`. */
export class KeyRing extends DurableObject {
  /** All keys that may still be in use. */
  async keys(): Promise<SigningKeys> {
    const before = (await this.ctx.storage.get<SigningKeys>(KEYS)) ?? null;
    const after = rotate(before, Date.now(), randomSecret);
    if (after !== before) await this.ctx.storage.put(KEYS, after);
    return after;
  }
}

function randomSecret(): { kid: string; secret: string } {
  return {
    kid: base64Url(crypto.getRandomValues(new Uint8Array(6))),
    secret: base64Url(crypto.getRandomValues(new Uint8Array(32))),
  };
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
