/** What the bits of frames are spent on. */
export const meterParts = ["flags", "position", "orientation", "fields", "entering"] as const;
export type MeterPart = (typeof meterParts)[number];

/** Counts where the bits go, for benchmarks: what has been written since the last mark goes to a part. */
export interface Meter {
  mark(part: MeterPart): void;
}
