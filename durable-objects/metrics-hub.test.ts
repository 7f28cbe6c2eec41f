import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { MetricsHub } from "./metrics-hub.ts";

const hubs = (env as { METRICS: DurableObjectNamespace<MetricsHub> }).METRICS;

it("adds counters up, over eviction too", async () => {
  const hub = hubs.getByName("hub");
  await hub.add({ answers: 2, joins: 1 });
  await evictDurableObject(hub);
  await hub.add({ answers: 3 });
  expect(await hub.read()).toEqual({ answers: 5, joins: 1 });
});
