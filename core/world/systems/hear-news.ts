import type { Simulated } from "../simulated.ts";

/**
 * Tells the scripts of this realm the oldest news that they were not told: one a tick, so that no flood of them is
 * beyond what hooks may take, and before everything else in it. What people do they can do again; news comes once.
 */
export function hearNews(world: Simulated): void {
  const news = world.parts.facts.exchange.inbox.shift();
  if (!news) return;
  const { kind, realm, data } = news;
  const others = world.calls.splice(0);
  world.parts.store.each(world.parts.store.query("thing"), (index) => {
    const entity = world.parts.store.entityAt(index);
    if (world.planOf(entity).listens?.includes(kind)) world.hook(entity, "onNews", null, { kind, realm, data });
  });
  world.calls.push(...others);
}

/** Whether there is news that scripts were not told. */
export function hasNews({ parts: { facts } }: Simulated): boolean {
  return facts.exchange.inbox.length > 0;
}
