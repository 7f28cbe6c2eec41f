import type { Fault } from "./given.ts";

/** All faults as they are told to people, one a line, with where each comes from in front. */
export function faultsText(faults: readonly Fault[]): string {
  const width = Math.max(0, ...faults.map(({ origin }) => origin.length));
  const lines = faults.map(({ origin, problem }) => `    ${origin.padEnd(width)}  ${problem}`);
  const [isOne, count] = [faults.length === 1, faults.length];
  const head = `  skerry-edge cannot run so: ${isOne ? "this is" : `these ${count} are`} not right.`;
  return `\n${head}\n\n${lines.join("\n")}\n\n  skerry-edge --help says what there is.\n\n`;
}
