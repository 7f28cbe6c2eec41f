import { describe, expect, it } from "vitest";
import { plainTerminal, type Terminal } from "../terminal.ts";
import type { Tone } from "./paragraph.ts";
import { styleOf } from "./tone-style.ts";

const tones: Tone[] = ["plain", "title", "dim", "name", "speech", "exit", "thing", "good", "bad", "notice", "option"];
const on = (tone: Tone, colours: Terminal["colours"]) => styleOf(tone, { ...plainTerminal, colours });

const levels = [0, 95, 135, 175, 215, 255];

/** Red, green and blue of one of xterm's 256 colours, from 16 on. */
function rgbOf(index: number): number[] {
  if (index >= 232) return Array(3).fill(8 + (index - 232) * 10);
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => levels[level] ?? 0);
}

/** WCAG 2.2, relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function colourOf(style: string): number[] | null {
  const [, index] = /38;5;(\d+)/.exec(style) ?? [];
  if (index) return rgbOf(Number(index));
  const [, rgb] = /38;2;([\d;]+)/.exec(style) ?? [];
  return rgb ? rgb.split(";").map(Number) : null;
}

describe("tones", () => {
  it("can be read on black and on white", () => {
    for (const depth of [256, "true"] as const) {
      for (const tone of tones) {
        const colour = colourOf(on(tone, depth));
        if (!colour) continue;
        for (const ground of [0, 255]) {
          expect([tone, depth, ground, contrast(colour, [ground, ground, ground]) > 3.8]).toEqual([
            tone,
            depth,
            ground,
            true,
          ]);
        }
      }
    }
  });

  it("of sixteen colours use none that a background swallows, and are never bright", () => {
    for (const tone of tones) expect(on(tone, 16).replace("\x1b", "")).toMatch(/^(?:|\[(?:1|1;3[12456]|3[12456])m)$/);
  });

  it("are nothing where there are no colours, or somebody listens", () => {
    for (const tone of tones) expect(on(tone, 0)).toBe("");
    for (const tone of tones) expect(styleOf(tone, { ...plainTerminal, colours: "true", screenReader: true })).toBe("");
  });
});
