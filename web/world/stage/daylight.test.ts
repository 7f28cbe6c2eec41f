import { describe, expect, it } from "vitest";
import { daylightAt } from "./daylight.ts";

const brightness = (minute: number) => {
  const { sunStrength, aroundStrength, towards } = daylightAt(minute);
  return sunStrength * towards[1] + aroundStrength;
};

describe("daylight", () => {
  it("is brightest around noon and darkest by night", () => {
    expect(brightness(720)).toBeGreaterThan(brightness(400));
    expect(brightness(720)).toBeGreaterThan(brightness(1_150));
    expect(brightness(720)).toBeGreaterThan(2 * brightness(60));
  });

  it("never jumps, not at midnight either, but for the hour when the sun's light comes from the moon", () => {
    for (let minute = 0; minute < 1_440; minute++) {
      const [now, next] = [daylightAt(minute), daylightAt(minute + 1)];
      expect(Math.abs(now.sunStrength - next.sunStrength)).toBeLessThan(0.08);
      expect(Math.abs(now.night - next.night)).toBeLessThan(0.03);
      const turned = now.towards.reduce((sum, part, i) => sum + part * (next.towards[i] ?? 0), 0);
      if (turned < 0.99) expect(now.sunStrength).toBeLessThan(0.25);
    }
  });

  it("comes from above at every hour, from a direction of length 1", () => {
    for (let minute = 0; minute < 1_440; minute += 7) {
      const { towards } = daylightAt(minute);
      expect(towards[1]).toBeGreaterThan(0.1);
      expect(Math.hypot(...towards)).toBeCloseTo(1);
    }
  });
});
