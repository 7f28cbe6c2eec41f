import { describe, expect, it } from "vitest";
import { Glide } from "./glide.ts";

const at = (x: number) => ({ x, y: 0, z: 0 });

describe("Glide", () => {
  it("goes on where it was when things are shown elsewhere, and the difference fades by halves", () => {
    const glide = new Glide();
    glide.show(at(1), 0);
    glide.from(at(0), 100);
    expect([100, 170, 240, 310].map((ms) => glide.show(at(0), ms).x)).toEqual([1, 0.5, 0.25, 0.125]);
  });

  it("follows what moves meanwhile", () => {
    const glide = new Glide();
    glide.show(at(1), 0);
    glide.from(at(0), 0);
    expect(glide.show(at(4), 70).x).toBe(4.5);
  });

  it("begins anew from the middle of a glide", () => {
    const glide = new Glide();
    glide.show(at(2), 0);
    glide.from(at(0), 0);
    expect(glide.show(at(0), 70).x).toBe(1);
    glide.from(at(3), 70);
    expect(glide.show(at(3), 70).x).toBe(1);
  });

  it("does not glide from nowhere, nor to where one was put", () => {
    const glide = new Glide();
    glide.from(at(5), 0);
    expect(glide.show(at(5), 0).x).toBe(5);
    glide.from(at(8.1), 10);
    expect(glide.show(at(8.1), 10).x).toBe(8.1);
    glide.from(at(5.2), 20);
    expect(glide.show(at(5.2), 20).x).toBeCloseTo(8.1);
  });
});
