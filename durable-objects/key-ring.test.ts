import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { KeyRing } from "./key-ring.ts";

const rings = (env as { KEY_RING: DurableObjectNamespace<KeyRing> }).KEY_RING;

describe("the key ring", () => {
  it("makes a key at first use and keeps it over eviction", async () => {
    const ring = rings.getByName("main");
    const first = await ring.keys();
    expect(first.keys).toHaveLength(1);
    expect(first.keys[0]?.secret.length).toBeGreaterThanOrEqual(43);
    await evictDurableObject(ring);
    expect(await ring.keys()).toEqual(first);
  });

  it("gives every ring keys of its own", async () => {
    const [a, b] = await Promise.all([rings.getByName("a").keys(), rings.getByName("b").keys()]);
    expect(a.keys[0]?.secret).not.toBe(b.keys[0]?.secret);
  });

  it("rotates a key that is old, and keeps it for the tokens that it signed", async () => {
    const ring = rings.getByName("old");
    const first = await ring.keys();
    await runInDurableObject(ring, async (_, state) => {
      const kept = (await state.storage.get<typeof first>("keys")) as typeof first;
      for (const key of kept.keys) key.createdAtMs -= 31 * 86_400_000;
      await state.storage.put("keys", kept);
    });
    const second = await ring.keys();
    expect(second.keys).toHaveLength(2);
    expect(second.current).not.toBe(first.current);
    expect(second.keys.map(({ kid }) => kid)).toContain(first.current);
  });
});
