import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import { cachedKeys, keysFromSecret, REFRESH_PAUSE_MS, type SigningKeys } from "./signing-keys.ts";
import { createTokens } from "./tokens.ts";

const TTL_MS = 300_000;
const ring = (...kids: string[]): SigningKeys => ({
  current: kids.at(-1) ?? "",
  keys: kids.map((kid) => ({ kid, secret: "", createdAtMs: 0 })),
});

function cache() {
  const state = { nowMs: 1_000_000, asked: 0, keys: ring("a"), fails: false };
  const source = {
    keys: async () => {
      state.asked++;
      await Promise.resolve();
      if (state.fails) throw new Error("no answer");
      return state.keys;
    },
  };
  return { state, cached: cachedKeys(source, TTL_MS, () => state.nowMs) };
}

describe("cachedKeys", () => {
  it("asks once in its time to live", async () => {
    const { state, cached } = cache();
    for (let i = 0; i < 10; i++) expect(await cached.keys("a")).toBe(state.keys);
    state.nowMs += TTL_MS - 1;
    await cached.keys();
    expect(state.asked).toBe(1);
    state.nowMs += 1;
    state.keys = ring("a", "b");
    expect(await cached.keys()).toBe(state.keys);
    expect(state.asked).toBe(2);
  });

  it("asks anew for a key it does not know, at most once in ten seconds", async () => {
    const { state, cached } = cache();
    await cached.keys();
    state.nowMs += REFRESH_PAUSE_MS;
    state.keys = ring("a", "b");
    expect((await cached.keys("b")).current).toBe("b");
    expect(state.asked).toBe(2);
    for (let i = 0; i < 1_000; i++) await cached.keys(`made up ${i}`);
    expect(state.asked).toBe(2);
    state.nowMs += REFRESH_PAUSE_MS - 1;
    await cached.keys("c");
    expect(state.asked).toBe(2);
    state.nowMs += 1;
    await cached.keys("c");
    expect(state.asked).toBe(3);
  });

  it("turns nobody away while a new key is being asked for", async () => {
    const { state, cached } = cache();
    await cached.keys();
    state.nowMs += REFRESH_PAUSE_MS;
    state.keys = ring("a", "b");
    const answers = await Promise.all([cached.keys("b"), cached.keys("b"), cached.keys("b")]);
    expect(answers.map((keys) => keys.current)).toEqual(["b", "b", "b"]);
  });

  it("keeps what it has while the source fails, and does not hammer it", async () => {
    const { state, cached } = cache();
    const first = await cached.keys();
    state.nowMs += TTL_MS;
    state.fails = true;
    for (let i = 0; i < 100; i++) expect(await cached.keys()).toBe(first);
    expect(state.asked).toBe(2);
    state.nowMs += REFRESH_PAUSE_MS;
    state.fails = false;
    state.keys = ring("b");
    expect((await cached.keys()).current).toBe("b");
  });

  it("fails while it has nothing, and recovers at once", async () => {
    const { state, cached } = cache();
    state.fails = true;
    await expect(cached.keys()).rejects.toThrow("no answer");
    state.fails = false;
    expect(await cached.keys()).toBe(state.keys);
  });

  it("is not held up by a question that never was answered", async () => {
    const { state } = cache();
    let hangs = true;
    const source = { keys: () => (hangs ? new Promise<SigningKeys>(() => undefined) : Promise.resolve(state.keys)) };
    const cached = cachedKeys(source, TTL_MS, () => state.nowMs);
    void cached.keys();
    hangs = false;
    expect(await cached.keys()).toBe(state.keys);
  });
});

describe("keysFromSecret", () => {
  const one = "the first long secret";
  const two = "the second long secret";

  it("derives the same 32 bytes and name each time, and others for another secret", async () => {
    const [a, again, b] = await Promise.all([one, one, two].map((secret) => keysFromSecret(secret).keys()));
    expect(again).toEqual(a);
    const [first, second] = [a?.keys[0], b?.keys[0]];
    expect(base64url.decode(first?.secret ?? "")).toHaveLength(32);
    expect(first?.kid).toMatch(/^[\w-]{12}$/);
    expect(first?.secret).not.toBe(second?.secret);
    expect(first?.kid).not.toBe(second?.kid);
    expect(first?.secret.startsWith(first.kid)).toBe(false);
  });

  it("signs with the first and reads all", async () => {
    const clock = () => Date.UTC(2026, 10, 21);
    const old = createTokens(keysFromSecret(two), clock);
    const both = createTokens(keysFromSecret(`${one}, ${two}`), clock);
    const fresh = createTokens(keysFromSecret(one), clock);
    const claims = { kind: "guest", subject: "s" } as const;
    expect(await both.read(await old.issue(claims))).toMatchObject({ ok: true });
    expect(await fresh.read(await both.issue(claims))).toMatchObject({ ok: true });
    expect(await old.read(await both.issue(claims))).toMatchObject({ error: { code: "TOKEN_INVALID" } });
  });

  it.each(["", " ", "short", `${one},`, `${one},short`, ",,,"])("refuses %j: it could be guessed", (secret) => {
    expect(() => keysFromSecret(secret)).toThrow(RangeError);
  });
});
