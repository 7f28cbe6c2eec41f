import { describe, expect, it } from "vitest";
import { fakeApi } from "../testing/fake-api-ports.ts";
import { type Figure, figuresText } from "./figures-text.ts";

const memory: Figure = {
  type: "gauge",
  name: "memory_bytes",
  help: "What it is.",
  values: [
    { label: ["kind", "resident"], value: 12 },
    { label: ["kind", 'a "b"\\\n'], value: 0.5 },
    { label: ["kind", "broken"], value: Number.NaN },
  ],
};

describe("figuresText", () => {
  it("writes gauges, with labels or without", () => {
    expect(figuresText([memory])).toBe(
      "# HELP skerry_memory_bytes What it is.\n# TYPE skerry_memory_bytes gauge\n" +
        'skerry_memory_bytes{kind="resident"} 12\nskerry_memory_bytes{kind="a \\"b\\"\\\\\\n"} 0.5\n',
    );
    expect(figuresText([{ type: "gauge", name: "up", help: "Up.", values: [{ value: 1 }] }])).toContain(
      "\nskerry_up 1\n",
    );
  });

  it("adds the buckets of histograms up", () => {
    const figure: Figure = {
      type: "histogram",
      name: "t",
      help: "T.",
      bounds: [0.1, 0.5],
      values: [{ counts: [3, 0, 2], sum: 4 }],
    };
    expect(figuresText([figure])).toBe(
      "# HELP skerry_t T.\n# TYPE skerry_t histogram\n" +
        'skerry_t_bucket{le="0.1"} 3\nskerry_t_bucket{le="0.5"} 3\nskerry_t_bucket{le="+Inf"} 5\n' +
        "skerry_t_sum 4\nskerry_t_count 5\n",
    );
  });

  it("stands behind the counters of /metrics", async () => {
    const counters = { count: () => undefined, read: async () => ({ rooms_made: 1 }), figures: () => [memory] };
    const response = await fakeApi({ ports: { metrics: counters } }).get("/metrics", { "x-test-address": "127.0.0.1" });
    expect(await response.text()).toMatch(/skerry_rooms_made_total 1\n# HELP skerry_memory_bytes/);
  });
});
