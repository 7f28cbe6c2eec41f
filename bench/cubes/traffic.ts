import { round } from "../measure/quantiles.ts";
import type { Recording, Span } from "./recording.ts";
import { TICKS_PER_S } from "./scene.ts";

/** What one way of telling the scene to one client costs. */
export interface Traffic {
  name: string;
  /** Bytes of each tick's message, without what a transport adds. */
  bytes: readonly number[];
  /** Microseconds that one message takes to make and to read, or nothing where that says nothing. */
  encodeUs?: number;
  decodeUs?: number;
}

/** Kilobits (1,000 bits) a second over a span of ticks. */
export function kbitPerS({ bytes }: Traffic, [from, to]: Span): number {
  const sum = bytes.slice(from, to).reduce((all, one) => all + one, 0);
  return round((sum * 8 * TICKS_PER_S) / (to - from) / 1_000);
}

/** The columns of the table: moving, at rest, the first message, and the time that it takes. */
export function trafficRow(traffic: Traffic, { moving, resting }: Recording): (string | number)[] {
  const { name, bytes, encodeUs, decodeUs } = traffic;
  const [from, to] = [kbitPerS(traffic, moving), kbitPerS(traffic, resting)];
  return [name, from, to, bytes[0] ?? 0, encodeUs ?? "", decodeUs ?? ""];
}
