import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PASSPHRASE_MAX_CHARS, PassphraseHasher, passphraseFault, WAITING_MAX } from "./passphrase.ts";

/** Quick to check, as a hash from a time with another cost would be. */
function cheapHash(passphrase: string): string {
  const hash = scryptSync(passphrase, "salt", 32, { N: 2, r: 1, p: 1 });
  return ["scrypt", 2, 1, 1, Buffer.from("salt").toString("base64url"), hash.toString("base64url")].join("$");
}

describe("passphrases", () => {
  it("have 8 to 200 characters, as people count them", () => {
    expect(passphraseFault("12345678")).toBeNull();
    expect(passphraseFault("😀".repeat(PASSPHRASE_MAX_CHARS))).toBeNull();
    for (const bad of ["", "1234567", "x".repeat(201)]) {
      expect(passphraseFault(bad)).toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("8 to 200") });
    }
  });

  it("are known by hashes that say how they were made, each with its own salt", async () => {
    const hasher = new PassphraseHasher();
    const [first, second] = await Promise.all([hasher.hash("open sesame"), hasher.hash("open sesame")]);
    expect(first).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(first).not.toBe(second);
    expect(await hasher.matches("open sesame", first)).toBe(true);
    expect(await hasher.matches("open sesamE", first)).toBe(false);
  });

  it("are checked at the cost they were stored with", async () => {
    const hasher = new PassphraseHasher();
    expect(await hasher.matches("grüne Äpfel", cheapHash("grüne Äpfel"))).toBe(true);
    expect(await hasher.matches("gru\u0308ne A\u0308pfel", cheapHash("grüne Äpfel"))).toBe(true);
  });

  it("are not checked against what is no hash, or would take all memory", async () => {
    const hasher = new PassphraseHasher();
    await expect(hasher.matches("x", "")).rejects.toThrow("not one");
    await expect(hasher.matches("x", cheapHash("x").replace("$2$1$", "$1048576$32$"))).rejects.toThrow();
    await expect(hasher.matches("x", "scrypt$2$1$1$$")).rejects.toThrow("not one");
    expect(await hasher.matches("x", cheapHash("x"))).toBe(true);
  });

  it("wait for each other, in a queue that has an end", async () => {
    const hasher = new PassphraseHasher();
    const stored = cheapHash("x");
    const checks = Array.from({ length: WAITING_MAX + 2 }, () => hasher.matches("x", stored));
    expect(hasher.isBusy).toBe(true);
    expect(new Set(await Promise.all(checks))).toEqual(new Set([true]));
    expect(hasher.isBusy).toBe(false);
  });
});
