import { type Colour, colourOf, mixed } from "./colours.ts";

/** How the sky lights a realm at one time of day. */
export interface Daylight {
  /** Towards the sun, or the moon at night; of length 1. */
  towards: readonly [x: number, y: number, z: number];
  sun: Colour;
  sunStrength: number;
  /** The sky overhead and at the horizon; fog is of the horizon's colour. */
  zenith: Colour;
  horizon: Colour;
  /** What comes from all around: from above, and back from the ground. */
  above: Colour;
  below: Colour;
  aroundStrength: number;
  /** 0 by day, 1 by night: stars, windows, halos. */
  night: number;
}

type Key = readonly [
  minute: number,
  sun: string,
  sunStrength: number,
  zenith: string,
  horizon: string,
  above: string,
  below: string,
  aroundStrength: number,
  night: number,
];

/** It dawns at 360 and grows dark at 1200, as the world's lights and words have it. */
const keys: readonly Key[] = [
  [0, "#9db8ff", 0.8, "#101a40", "#2c3a68", "#7f94d0", "#46496a", 1.2, 1],
  [310, "#9db8ff", 0.6, "#141e48", "#3e4878", "#8294cc", "#4a4868", 1.2, 1],
  [350, "#ff9a70", 0.1, "#3b4a86", "#e09a86", "#9a94c0", "#6a5660", 1.2, 0.75],
  [385, "#ffac70", 2.1, "#6f95c8", "#ffc890", "#cfc0cc", "#95785c", 1.9, 0.25],
  [450, "#ffd9a0", 3, "#6aa8dc", "#e4e2cc", "#cfdcea", "#9c8a64", 2.1, 0],
  [720, "#fff0d0", 3.3, "#5ba3de", "#d4e6ea", "#d6e6f4", "#a89870", 2, 0],
  [1_000, "#ffe2ac", 3, "#66a5d8", "#eee0c0", "#d6dee4", "#a48c64", 1.9, 0],
  [1_120, "#ffb066", 2.5, "#6b8fc4", "#ffc080", "#d6bcb0", "#a07850", 1.7, 0.1],
  [1_185, "#ff9460", 1.3, "#4a5696", "#ff9c70", "#b8a8c0", "#80645c", 1.65, 0.45],
  [1_215, "#ff8a6a", 0.1, "#2d366e", "#a86a80", "#8a86bc", "#584a60", 1.15, 0.8],
  [1_270, "#9db8ff", 0.6, "#151f4a", "#3a4676", "#8294cc", "#4a4868", 1.2, 1],
  [1_440, "#9db8ff", 0.8, "#101a40", "#2c3a68", "#7f94d0", "#46496a", 1.2, 1],
];

const stops = keys.map(([minute, sun, sunStrength, zenith, horizon, above, below, aroundStrength, night]) => ({
  minute,
  sun: colourOf(sun),
  sunStrength,
  zenith: colourOf(zenith),
  horizon: colourOf(horizon),
  above: colourOf(above),
  below: colourOf(below),
  aroundStrength,
  night,
}));

/** The light at a minute of the day, 0 to 1440; it wraps around. */
export function daylightAt(minute: number): Daylight {
  const at = ((minute % 1_440) + 1_440) % 1_440;
  const next = stops.findIndex((stop) => stop.minute > at);
  const [from, to] = [stops[next - 1], stops[next]];
  if (!from || !to) throw new Error(`No light for the minute ${minute}`);
  const share = (at - from.minute) / (to.minute - from.minute);
  const between = (a: number, b: number) => a + (b - a) * share;
  return {
    towards: towards(at),
    sun: mixed(from.sun, to.sun, share),
    sunStrength: between(from.sunStrength, to.sunStrength),
    zenith: mixed(from.zenith, to.zenith, share),
    horizon: mixed(from.horizon, to.horizon, share),
    above: mixed(from.above, to.above, share),
    below: mixed(from.below, to.below, share),
    aroundStrength: between(from.aroundStrength, to.aroundStrength),
    night: between(from.night, to.night),
  };
}

/** Rises in the east at 350 and sets in the west at 1215, never overhead; the moon takes the same way by night. */
function towards(minute: number): [number, number, number] {
  const [rises, sets] = [350, 1_215];
  const isDay = minute >= rises && minute < sets;
  const since = isDay ? minute - rises : (minute - sets + 1_440) % 1_440;
  const length = isDay ? sets - rises : 1_440 - sets + rises;
  const angle = 0.12 + (since / length) * (Math.PI - 0.24);
  const [x, y, z] = [Math.cos(angle), Math.sin(angle) * 0.85 + 0.1, 0.55];
  const size = Math.sqrt(x * x + y * y + z * z);
  return [x / size, y / size, z / size];
}
