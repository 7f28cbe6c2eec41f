import { describe, expect, it } from "vitest";
import { bellRealm } from "../../../testing/bell-realms.ts";
import { Story, smallWorlds } from "../../../testing/small-world.ts";
import { TICK_HZ } from "../inputs.ts";

async function story() {
  const factory = await smallWorlds(bellRealm("inn"));
  const told = new Story(factory.create());
  const anna = told.enter("s-anna", "Anna");
  for (let i = 0; i < TICK_HZ; i++) told.step();
  told.take(anna);
  return { factory, told, anna };
}

const rings = (...sequences: number[]) =>
  sequences.map((sequence) => ({
    sequence,
    kind: "bell",
    realm: "belfry",
    data: { by: "Ben", rung: sequence },
  }));

describe("news", () => {
  it("is told to scripts one a tick, from the tick in which it comes", async () => {
    const { told, anna } = await story();
    told.step([{ type: "news", news: rings(1, 2, 3) }]);
    expect(told.take(anna)).toEqual(["A bell in belfry, rung by Ben: 1."]);
    told.step();
    expect(told.take(anna)).toEqual(["A bell in belfry, rung by Ben: 1 2."]);
    told.step();
    expect(told.take(anna)).toEqual(["A bell in belfry, rung by Ben: 1 2 3."]);
  });

  it("is told before what people do, however much that is", async () => {
    const { told, anna } = await story();
    const lines = Array.from({ length: 50 }, () => ({ type: "command", member: anna, line: "use bell" }) as const);
    told.step([...lines, { type: "news", news: rings(1) }]);
    expect(told.take(anna).filter((line) => line.includes("rung by Ben"))).toHaveLength(1);
  });

  it("of a kind to which nothing listens is passed over", async () => {
    const { told, anna } = await story();
    const other = rings(1).map((one) => ({ ...one, kind: "gong" }));
    told.step([{ type: "news", news: other }]);
    expect(told.take(anna)).toEqual([]);
    expect(told.world.exchange).toMatchObject({ heard: 1, inbox: [] });
  });

  it("that was not told yet is there after a save, and nothing that is published is lost by one", async () => {
    const { factory, told, anna } = await story();
    told.type(anna, "use bell");
    told.step([{ type: "news", news: rings(1, 2) }]);
    const saved = told.world.save();
    const before = structuredClone(told.world.exchange);
    told.world.free();
    const again = factory.restore(saved);
    expect(again.exchange).toEqual(before);
    expect(again.isAwake).toBe(true);
    again.step([]);
    expect(again.exchange).toMatchObject({ inbox: [], heard: 2, published: 1 });
  });

  it("goes on by its numbers where the map has changed", async () => {
    const { told, anna } = await story();
    told.type(anna, "use bell");
    told.step([{ type: "news", news: rings(1) }]);
    const map = bellRealm("inn");
    const changed = await smallWorlds({ ...map, props: map.props.filter(({ id }) => id !== "barrel") });
    const again = changed.restore(told.world.save());
    expect(again.exchange).toEqual(told.world.exchange);
    expect(again.epoch).toBe(1);
    again.step([{ type: "news", news: rings(1) }]);
    expect(again.exchange.inbox).toEqual([]);
  });

  it("beyond what an outbox holds is told to the builder", async () => {
    const { factory, told, anna } = await story();
    for (let i = 0; i < 510; i++) told.step([{ type: "command", member: anna, line: "use bell" }]);
    expect(told.world.exchange).toMatchObject({ published: 500 });
    expect(factory.problems.join()).toContain("what was published is lost");
  });
});
