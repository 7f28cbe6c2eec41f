import { describe, expect, it } from "vitest";
import type { Simulation, SimulationFactory } from "../simulation.ts";
import type { WorldLog } from "../world-log.ts";
import { History } from "./history.ts";

describe("a history that cannot be read", () => {
  it("lets go of the world that it began with, which has memory of its own", () => {
    let freed = 0;
    const free = () => {
      freed += 1;
    };
    const world = { tick: 0, free } as unknown as Simulation;
    const factory: SimulationFactory = { create: () => world, restore: () => world };
    const log = {
      checkpoint: () => null,
      *rows() {
        yield { from: 5, to: 9, ticks: [] };
      },
    } as unknown as WorldLog;
    expect(() => new History(log, factory)).toThrow("the log lacks ticks 0 to 5");
    expect(freed).toBe(1);
  });
});
