import { describe, expect, it } from "vitest";
import { ADDRESSES_MAX, createMemoryLimits, limitRates } from "./memory-limits.ts";

function limits(addressesMax?: number) {
  const clock = { ms: 0 };
  return { clock, limits: createMemoryLimits(limitRates, () => clock.ms, addressesMax) };
}

/** How many of `tries` were allowed. */
async function allowed(tries: number, take: () => Promise<boolean>): Promise<number> {
  let count = 0;
  for (let i = 0; i < tries; i++) if (await take()) count++;
  return count;
}

describe("memory limits", () => {
  it.each([
    ["makeRoom", 20, 10],
    ["request", 20_000, 20_000],
    ["wrongCode", 20, 20],
  ] as const)("%s: %i at once, then %i a minute", async (kind, burst, perMinute) => {
    const { limits: all, clock } = limits();
    const take = () => all[kind]("203.0.113.7");
    expect(await allowed(30_000, take)).toBe(burst);
    clock.ms += 60_000;
    expect(await allowed(30_000, take)).toBe(perMinute);
    clock.ms += 60_000 / perMinute - 1;
    expect(await take()).toBe(false);
    clock.ms += 1;
    expect(await take()).toBe(true);
    clock.ms += 86_400_000;
    expect(await allowed(30_000, take)).toBe(burst);
  });

  it("keep kinds and addresses apart", async () => {
    const { limits: all } = limits();
    expect(await allowed(100, () => all.wrongCode("203.0.113.7"))).toBe(20);
    expect(await all.makeRoom("203.0.113.7")).toBe(true);
    expect(await all.wrongCode("203.0.113.8")).toBe(true);
  });

  it("count a network of IPv6 as one", async () => {
    const { limits: all } = limits();
    let host = 0;
    expect(await allowed(100, () => all.wrongCode(`2001:db8:1:2::${(host++).toString(16)}`))).toBe(20);
    expect(await all.wrongCode("2001:db8:1:3::1")).toBe(true);
  });

  it("tell whether a code may be tried without taking anything", async () => {
    const { limits: all, clock } = limits();
    expect(await allowed(100, () => all.mayTryCode("203.0.113.7"))).toBe(100);
    expect(all.addresses).toBe(0);
    await allowed(19, () => all.wrongCode("203.0.113.7"));
    expect(await all.mayTryCode("203.0.113.7")).toBe(true);
    await all.wrongCode("203.0.113.7");
    expect(await all.mayTryCode("203.0.113.7")).toBe(false);
    clock.ms += 3_000;
    expect(await all.mayTryCode("203.0.113.7")).toBe(true);
  });

  it("a refusal costs nothing: who goes on trying is let in no later", async () => {
    const { limits: all, clock } = limits();
    const take = () => all.wrongCode("203.0.113.7");
    await allowed(20, take);
    let count = 0;
    for (let i = 0; i < 600; i++) {
      clock.ms += 100;
      if (await take()) count++;
    }
    expect(count).toBeGreaterThanOrEqual(19);
    expect(count).toBeLessThanOrEqual(20);
  });

  it("stand still when the clock goes back", async () => {
    const { limits: all, clock } = limits();
    clock.ms = 1_000_000;
    await allowed(20, () => all.wrongCode("203.0.113.7"));
    clock.ms = 0;
    expect(await all.wrongCode("203.0.113.7")).toBe(false);
    clock.ms = 3_000;
    expect(await all.wrongCode("203.0.113.7")).toBe(true);
  });

  it("remember no more addresses than they may, and forget the one unseen for longest", async () => {
    const { limits: all } = limits(3);
    await allowed(20, () => all.wrongCode("192.0.2.1"));
    await allowed(20, () => all.wrongCode("192.0.2.2"));
    await all.wrongCode("192.0.2.1");
    await all.request("192.0.2.3");
    await all.request("192.0.2.4");
    expect(all.addresses).toBe(3);
    expect(await all.mayTryCode("192.0.2.1")).toBe(false);
    expect(await all.mayTryCode("192.0.2.2")).toBe(true);
  });

  it("stay bounded against a flood of addresses", async () => {
    const { limits: all } = limits();
    for (let i = 0; i < ADDRESSES_MAX + 10_000; i++) await all.request(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(all.addresses).toBe(ADDRESSES_MAX);
  });
});
