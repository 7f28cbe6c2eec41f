import { describe, expect, it } from "vitest";
import { heading } from "../../../core/world/heading.ts";
import { cleaned, wishOf } from "./wish.ts";

const forward = { right: 0, forward: 1 };

describe("what controls ask for", () => {
  it("goes away from the camera, whichever way it looks", () => {
    expect(wishOf(forward, 0, false, 0)).toEqual({ x: 0, z: -100, facing: 128, jump: false });
    // Its eye to the east, it looks west.
    expect(wishOf(forward, Math.PI / 2, false, 0)).toEqual({ x: -100, z: 0, facing: 192, jump: false });
    expect(wishOf({ right: 1, forward: 0 }, 0, true, 0)).toEqual({ x: 100, z: 0, facing: 64, jump: true });
  });

  it("is never faster across than along", () => {
    const { x, z } = wishOf({ right: 1, forward: 1 }, 0.3, false, 0);
    expect(Math.hypot(x, z)).toBeGreaterThan(98);
    expect(Math.hypot(x, z)).toBeLessThan(101);
  });

  it("faces where it goes, and keeps its facing when it stands", () => {
    for (let yaw = -4; yaw < 4; yaw += 0.37) {
      const { x, z, facing } = wishOf(forward, yaw, false, 0);
      const [east, south] = heading(facing);
      expect(Math.abs(east - x / 100)).toBeLessThan(0.04);
      expect(Math.abs(south - z / 100)).toBeLessThan(0.04);
    }
    expect(wishOf({ right: 0, forward: 0 }, 1, false, 77).facing).toBe(77);
  });

  it("takes no notice of what a worn stick says at rest", () => {
    expect(cleaned({ right: 0.1, forward: -0.1 })).toEqual({ right: 0, forward: 0 });
    expect(cleaned({ right: 0, forward: 1 })).toEqual({ right: 0, forward: 1 });
    expect(Math.hypot(...Object.values(cleaned({ right: 0.9, forward: 0.9 })))).toBeCloseTo(1);
  });
});
