import { describe, expect, it } from "vitest";
import { chacha } from "../../client/node/chacha.ts";
import { xchacha } from "../../edge-sim/datagram/xchacha.ts";
import { DatagramLine, START_MS } from "../../testing/datagram-line.ts";
import { openChallenge, sealChallenge } from "./challenge.ts";
import { openToken } from "./connect-token.ts";
import { TIMEOUT_SECONDS, TOKEN_LIFETIME_SECONDS } from "./limits.ts";

const line = new DatagramLine("tokens");
const opener = { key: line.secrets.tokenKey, aead: xchacha };

describe("a connect token", () => {
  it("tells its server what it was made for, and has the keys that the client was given", () => {
    const token = line.issue(["192.0.2.1:8787", "[2001:db8::1]:8787"]);
    const { toServer, toClient } = token;
    expect(token.sealed).toHaveLength(1_024);
    expect(token.expiresAt).toBe(START_MS / 1_000 + TOKEN_LIFETIME_SECONDS);
    expect(openToken(opener, token)).toMatchObject({
      place: "realm/golden-dragon",
      addresses: ["192.0.2.1:8787", "[2001:db8::1]:8787"],
      timeoutSeconds: TIMEOUT_SECONDS,
      toServer,
      toClient,
    });
  });

  it("is never the same twice", () => {
    const [one, two] = [line.issue(), line.issue()];
    expect(openToken(opener, one)?.clientId).not.toEqual(openToken(opener, two)?.clientId);
    expect(one.toServer).not.toEqual(two.toServer);
    expect(one.toServer).not.toEqual(one.toClient);
    expect(one.nonce).not.toEqual(two.nonce);
  });

  it("opens for nobody else, and not with a single bit changed, the moment of expiry included", () => {
    const token = line.issue();
    expect(openToken({ ...opener, key: line.bytes(32) }, token)).toBeNull();
    expect(openToken(opener, { ...token, expiresAt: token.expiresAt + 1 })).toBeNull();
    for (const field of ["sealed", "nonce"] as const) {
      for (let bit = 0; bit < token[field].length * 8; bit += field === "nonce" ? 1 : 61) {
        const changed = token[field].slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openToken(opener, { ...token, [field]: changed })).toBeNull();
      }
    }
  });

  it("of which one was made by a broken server is none", () => {
    const nonce = line.bytes(24);
    const signed = new Uint8Array(29);
    const sealed = xchacha.seal(opener.key, nonce, signed, new Uint8Array(100));
    expect(openToken(opener, { sealed, nonce, expiresAt: 0 })).toBeNull();
  });
});

describe("a challenge", () => {
  const key = line.bytes(32);
  const token = openToken(opener, line.token);
  if (!token) throw new Error("it was just made");
  const challenge = { ...token, expiresAt: line.token.expiresAt };
  const where = { number: 7, address: "198.51.100.7 50000" };

  it("says all that a request said", () => {
    const { addresses: _, ...said } = challenge;
    expect(openChallenge(chacha, key, where, sealChallenge(chacha, key, where, challenge))).toEqual(said);
  });

  it("opens for its own address and number only", () => {
    const sealed = sealChallenge(chacha, key, where, challenge);
    expect(openChallenge(chacha, key, { ...where, number: 8 }, sealed)).toBeNull();
    expect(openChallenge(chacha, key, { ...where, address: "198.51.100.7 50001" }, sealed)).toBeNull();
    expect(openChallenge(chacha, line.bytes(32), where, sealed)).toBeNull();
  });
});
