import { describe, expect, it } from "vitest";
import { KEY_OUTLIVES_MS, KEY_SIGNS_MS, rotate, type SigningKeys } from "./key-rotation.ts";
import { tokenLifetimes } from "./protocol/index.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 21);

function secrets() {
  let made = 0;
  return () => {
    made++;
    return { kid: `k${made}`, secret: `secret ${made}` };
  };
}

const kids = (keys: SigningKeys) => keys.keys.map((key) => key.kid);

describe("rotate", () => {
  it("makes the first key", () => {
    expect(rotate(null, START, secrets())).toEqual({
      current: "k1",
      keys: [{ kid: "k1", secret: "secret 1", createdAtMs: START }],
    });
  });

  it("changes nothing while the key is young, and says so by giving back the same object", () => {
    const first = rotate(null, START, secrets());
    const never = () => {
      throw new Error("no key is due");
    };
    expect(rotate(first, START, never)).toBe(first);
    expect(rotate(first, START + 30 * DAY - 1, never)).toBe(first);
  });

  it("makes a new current key after 30 days and keeps the old one", () => {
    const draw = secrets();
    const first = rotate(null, START, draw);
    const second = rotate(first, START + 30 * DAY, draw);
    expect(second.current).toBe("k2");
    expect(kids(second)).toEqual(["k1", "k2"]);
    expect(kids(first)).toEqual(["k1"]);
  });

  it("keeps an old key until no token signed by it can be alive, and a day more", () => {
    const draw = secrets();
    const second = rotate(rotate(null, START, draw), START + 30 * DAY, draw);
    const retired = START + 30 * DAY;
    const longest = Math.max(...Object.values(tokenLifetimes)) * 1_000;
    expect(KEY_OUTLIVES_MS).toBe(longest + DAY);
    expect(kids(rotate(second, retired + longest + DAY - 1, draw))).toContain("k1");
    expect(kids(rotate(second, retired + longest + DAY, draw))).not.toContain("k1");
  });

  it("counts from the successor: a key that signed for 200 days is kept as long as any other", () => {
    const draw = secrets();
    const first = rotate(null, START, draw);
    const late = rotate(first, START + 200 * DAY, draw);
    expect(kids(late)).toEqual(["k1", "k2"]);
    expect(kids(rotate(late, START + 200 * DAY + KEY_OUTLIVES_MS - 1, draw))).toContain("k1");
  });

  it("through three years of days, verifies every token that may be alive and never holds more than five keys", () => {
    const draw = secrets();
    let keys = rotate(null, START, draw);
    const signed: { kid: string; until: number }[] = [];
    for (let day = 0; day < 3 * 365; day++) {
      const now = START + day * DAY;
      keys = rotate(keys, now, draw);
      signed.push({ kid: keys.current, until: now + tokenLifetimes.guest * 1_000 });
      const known = new Set(kids(keys));
      expect(signed.filter((token) => token.until > now && !known.has(token.kid))).toEqual([]);
      expect(keys.keys.length).toBeLessThanOrEqual(Math.ceil(KEY_OUTLIVES_MS / KEY_SIGNS_MS) + 1);
    }
    expect(keys.current).toBe("k37");
  });

  it("replaces a current key that is not in the list", () => {
    const torn: SigningKeys = { current: "lost", keys: [{ kid: "k0", secret: "s", createdAtMs: START }] };
    const mended = rotate(torn, START + 1, secrets());
    expect(mended.current).toBe("k1");
    expect(kids(mended)).toEqual(["k0", "k1"]);
  });

  it("lets a clock go back a little, but does not sign for years with a key from the future", () => {
    const draw = secrets();
    const first = rotate(null, START, draw);
    expect(rotate(first, START - DAY, draw)).toBe(first);
    const future = rotate(null, START + 3_650 * DAY, draw);
    const mended = rotate(future, START, draw);
    expect(mended.current).not.toBe(future.current);
    expect(kids(mended)).toContain(future.current);
  });
});
