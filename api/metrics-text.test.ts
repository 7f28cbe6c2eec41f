import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metricsText } from "./metrics-text.ts";

describe("metricsText", () => {
  it("writes counters in order, with their help and type", () => {
    expect(metricsText({ rooms_made: 3, http_requests: 12 })).toBe(
      "# HELP skerry_http_requests_total Http requests, since the counters began.\n" +
        "# TYPE skerry_http_requests_total counter\n" +
        "skerry_http_requests_total 12\n" +
        "# HELP skerry_rooms_made_total Rooms made, since the counters began.\n" +
        "# TYPE skerry_rooms_made_total counter\n" +
        "skerry_rooms_made_total 3\n",
    );
  });

  it("is empty when nothing was counted", () => {
    expect(metricsText({})).toBe("");
  });

  it("neither prefixes nor ends a name twice, and adds up names that become one", () => {
    expect(metricsText({ skerry_a_total: 1, a: 2, A: 0.5 })).toContain("\nskerry_a_total 3.5\n");
    expect(metricsText({ "a b": 1, "a-b": 2 })).toContain("\nskerry_a_b_total 3\n");
  });

  it("leaves out what no counter can be", () => {
    expect(metricsText({ a: Number.NaN, b: -1, c: Number.POSITIVE_INFINITY, d: 0 })).toMatch(/^# HELP skerry_d_total/);
  });

  it("stays one metric a line, whatever the names are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.nat()), (counters) => {
        const lines = metricsText(counters).split("\n").slice(0, -1);
        const names = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(" ")[0]);
        expect(lines).toHaveLength(3 * names.length);
        expect(new Set(names).size).toBe(names.length);
        expect(names).toEqual([...names].sort());
        for (const line of lines) {
          expect(line).toMatch(
            /^(?:# HELP skerry_[a-z0-9_]*_total [\x20-\x7e]+|# TYPE skerry_[a-z0-9_]*_total counter|skerry_[a-z0-9_]*_total [\d.e+]+)$/,
          );
        }
      }),
    );
  });
});
