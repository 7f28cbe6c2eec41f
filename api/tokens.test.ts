import { base64url, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import type { SigningKeys } from "../core/key-rotation.ts";
import { type Claims, makeRoomCode, tokenLifetimes } from "../core/protocol/index.ts";
import type { KeySource } from "./signing-keys.ts";
import { createTokens } from "./tokens.ts";

const NOW_MS = Date.UTC(2026, 10, 21) + 999;
const NOW = Math.floor(NOW_MS / 1_000);
const secret = (fill: number) => new Uint8Array(32).fill(fill);
const key = (kid: string, fill: number) => ({ kid, secret: base64url.encode(secret(fill)), createdAtMs: 0 });
const ring: SigningKeys = { current: "new", keys: [key("old", 1), key("new", 2)] };
const source = (keys: SigningKeys = ring): KeySource => ({ keys: async () => keys });
const CODE = makeRoomCode(new Uint8Array(5));

const guest: Claims = { kind: "guest", subject: "a".repeat(32) };
const every: Claims[] = [
  guest,
  { kind: "room", subject: "s1", room: CODE },
  { kind: "host", subject: "s2", room: CODE },
  { kind: "screen", subject: "s3", room: CODE },
];

function tokens(keys?: SigningKeys) {
  const clock = { ms: NOW_MS };
  return { clock, ...createTokens(source(keys), () => clock.ms) };
}

const part = (token: string, place: number) =>
  JSON.parse(new TextDecoder().decode(base64url.decode(token.split(".")[place] ?? ""))) as Record<string, unknown>;

/** Somebody else's token: everything right unless changed. */
async function forged(payload: object, header: object = {}, signedBy = secret(2)): Promise<string> {
  const whole = { kind: "guest", sub: "s", iss: "skerry", iat: NOW, exp: NOW + 60, ...payload };
  return new SignJWT(whole).setProtectedHeader({ alg: "HS256", typ: "JWT", kid: "new", ...header }).sign(signedBy);
}

describe("tokens", () => {
  it.each(every)("of kind $kind say what was put in, until they expire", async (claims) => {
    const { issue, read, clock } = tokens();
    const token = await issue(claims);
    expect(await read(token)).toEqual({ ok: true, value: claims });
    clock.ms = (NOW + tokenLifetimes[claims.kind]) * 1_000 - 1;
    expect(await read(token)).toMatchObject({ ok: true });
    clock.ms += 1;
    expect(await read(token)).toMatchObject({ ok: false, error: { code: "TOKEN_EXPIRED" } });
  });

  it("are signed by the current key, named in the header, and hold no more than they need", async () => {
    const token = await tokens().issue({ kind: "host", subject: "s2", room: CODE });
    expect(part(token, 0)).toEqual({ alg: "HS256", typ: "JWT", kid: "new" });
    expect(part(token, 1)).toEqual({
      kind: "host",
      room: CODE,
      iss: "skerry",
      sub: "s2",
      iat: NOW,
      exp: NOW + tokenLifetimes.host,
    });
    expect(token).toMatch(/^[\w.-]+$/);
  });

  it("of a key that no longer signs are still read, of one that is gone no more", async () => {
    const token = await tokens({ ...ring, current: "old" }).issue(guest);
    expect(await tokens().read(token)).toMatchObject({ ok: true });
    expect(await tokens({ current: "new", keys: [key("new", 2)] }).read(token)).toMatchObject({ ok: false });
  });

  it("have the key source asked for the key they name", async () => {
    const asked: (string | undefined)[] = [];
    const watched = createTokens(
      {
        keys: async (kid) => {
          asked.push(kid);
          return ring;
        },
      },
      () => NOW_MS,
    );
    await watched.read(await watched.issue(guest));
    expect(asked).toEqual([undefined, "new"]);
  });

  it("are taken by the forger's helper when nothing is wrong with them", async () => {
    expect(await tokens().read(await forged({}))).toMatchObject({ ok: true });
  });

  it.each<[string, () => Promise<string> | string]>([
    ["empty", () => ""],
    ["no token", () => "a.b.c"],
    ["dots", () => "..."],
    ["a JSON text", () => '{"kind":"host"}'],
    ["very long", () => `${"e".repeat(3_000)}.e.e`],
    ["of another secret", () => forged({}, {}, secret(3))],
    ["of another key than it names", () => forged({}, { kid: "old" })],
    ["of an unknown key", () => forged({}, { kid: "other" })],
    ["of a key named like a method", () => forged({}, { kid: "constructor" })],
    ["without a key's name", () => forged({}, { kid: undefined })],
    ["whose key's name is a number", () => forged({}, { kid: 1 as unknown as string })],
    ["of another algorithm", () => forged({}, { alg: "HS512" }, new Uint8Array(64).fill(2))],
    ["of another type", () => forged({}, { typ: "at+jwt" })],
    ["of another issuer", () => forged({ iss: "other" })],
    ["without an issuer", () => forged({ iss: undefined })],
    ["without an end", () => forged({ exp: undefined })],
    ["without a beginning", () => forged({ iat: undefined })],
    ["that lives too long", () => forged({ exp: NOW + tokenLifetimes.guest + 1 })],
    ["whose end is text", () => forged({ exp: "never" as unknown as number })],
    ["not valid yet", () => forged({ nbf: NOW + 60 })],
    ["of an unknown kind", () => forged({ kind: "admin" })],
    ["of a kind that is a list", () => forged({ kind: ["host"] })],
    ["without a subject", () => forged({ sub: undefined })],
    ["with an empty subject", () => forged({ sub: "" })],
    ["with a long subject", () => forged({ sub: "s".repeat(65) })],
    ["of a host without a room", () => forged({ kind: "host" })],
    ["of a room that is no name", () => forged({ kind: "host", room: { toString: "x" } })],
    ["of a room with an odd name", () => forged({ kind: "host", room: "../x" })],
  ])("that are %s are invalid", async (_what, make) => {
    expect(await tokens().read(await make())).toMatchObject({ ok: false, error: { code: "TOKEN_INVALID" } });
  });

  it("without a signature are invalid", async () => {
    const [, payload] = (await forged({})).split(".");
    for (const alg of ["none", "NONE", "HS256"]) {
      const header = base64url.encode(JSON.stringify({ alg, typ: "JWT", kid: "new" }));
      expect(await tokens().read(`${header}.${payload}.`)).toMatchObject({ error: { code: "TOKEN_INVALID" } });
    }
  });

  it("with any one character changed are invalid", async () => {
    const { issue, read } = tokens();
    const token = await issue(guest);
    // The last character of each part may hold bits that do not count.
    const last = new Set([token.indexOf(".") - 1, token.lastIndexOf(".") - 1, token.length - 1]);
    for (let at = 0; at < token.length; at++) {
      if (last.has(at)) continue;
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(await read(changed)).toMatchObject({ ok: false, error: { code: "TOKEN_INVALID" } });
    }
  });

  it("cannot be read or made without keys: that is no fault of the token", async () => {
    const broken = createTokens({ keys: () => Promise.reject(new Error("no keys")) }, () => NOW_MS);
    await expect(broken.read(await forged({}))).rejects.toThrow("no keys");
    await expect(broken.issue(guest)).rejects.toThrow("no keys");
    await expect(tokens({ current: "gone", keys: ring.keys }).issue(guest)).rejects.toThrow("current signing key");
  });
});
