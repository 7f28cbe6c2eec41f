import { type Failure, failure } from "../../protocol/errors.ts";
import {
  type UplinkEdgeFrame,
  type UplinkNodeFrame,
  uplinkEdgeFrame,
  uplinkNodeFrame,
} from "../../protocol/uplink-frames.ts";
import { UPLINK_FRAME_MAX_CHARS } from "../../protocol/uplink-limits.ts";

type Reading<F> = { ok: true; frame: F } | { ok: false; error: Failure };

/** Reads what a node said: FRAME_TOO_LARGE, BAD_FRAME. Never throws. */
export function readNodeFrame(data: unknown): Reading<UplinkNodeFrame> {
  return read(data, (value) => uplinkNodeFrame.safeParse(value, { jitless: true }));
}

/** Reads what a node was told: a frame, or `error` with what the other end found wrong. Never throws. */
export function readEdgeFrame(data: unknown): Reading<UplinkEdgeFrame> & { told?: string } {
  const reading = read(data, (value) => uplinkEdgeFrame.safeParse(value, { jitless: true }));
  if (reading.ok) return reading;
  const told = errorIn(data);
  return told === null ? reading : { ...reading, told };
}

interface Parsed<F> {
  success: boolean;
  data?: F;
  error?: { issues: { path: PropertyKey[] }[] };
}

function read<F>(data: unknown, parse: (value: unknown) => Parsed<F>): Reading<F> {
  if (typeof data !== "string") return bad({ reason: "binary" });
  if (data.length > UPLINK_FRAME_MAX_CHARS)
    return { ok: false, error: failure("FRAME_TOO_LARGE", { most: UPLINK_FRAME_MAX_CHARS }) };
  try {
    const parsed = parse(JSON.parse(data));
    if (parsed.success && parsed.data !== undefined) return { ok: true, frame: parsed.data };
    return bad({ at: (parsed.error?.issues[0]?.path ?? []).map(String).join(".") });
  } catch {
    // No JSON, or so deep that looking at it is too much.
    return bad({ reason: "not JSON" });
  }
}

function bad(details: Record<string, string>): { ok: false; error: Failure } {
  return { ok: false, error: failure("BAD_FRAME", details) };
}

/** The code of an `error` frame. */
function errorIn(data: unknown): string | null {
  try {
    const { t, error } = JSON.parse(String(data)) as { t?: unknown; error?: { code?: unknown } };
    return t === "error" && typeof error?.code === "string" ? error.code.slice(0, 64) : null;
  } catch {
    return null;
  }
}
