import { cpus, totalmem } from "node:os";

/** A limit that a figure is held against. */
export interface Bar {
  name: string;
  value: number;
  /** The most it may be. */
  most: number;
  met: boolean;
}

export function bar(name: string, value: number, most: number): Bar {
  return { name, value, most, met: value <= most };
}

/** One line a bar, for people. */
export function barLines(bars: readonly Bar[]): string {
  return bars
    .map(({ name, value, most, met }) => `${met ? "met   " : "MISSED"}  ${name}: ${value} (at most ${most})`)
    .join("\n");
}

/** The last line of every benchmark: one JSON object, for programs. */
export function printResult(result: object): void {
  console.log(JSON.stringify(result));
}

/** The machine that measured. */
export function machine(): { cpu: string; cores: number; memoryGb: number; node: string } {
  const cores = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return { cpu: cores[0]?.model ?? "unknown", cores: cores.length, memoryGb, node: process.version };
}
