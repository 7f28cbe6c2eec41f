import { type BitReader, BitWriter } from "./bits.ts";

/** The first bits of a frame. */
export interface FrameHeader {
  tick: number;
  /** The tick of the baseline, or `null`: everything is in this frame. */
  base: number | null;
  /** Ticks of the two older snapshots that foretell movement. */
  recent: number | null;
  older: number | null;
  /** What the frame does not touch may have changed: the budget was too small. */
  partial: boolean;
  /** Nothing is touched; no body follows. */
  empty: boolean;
  /** What its body teaches counts for the frames that are told against it. */
  teaches: boolean;
}

// What forms there are, in 2 bits.
const FRESH = 0;
/** The older snapshots lie half as far apart as the baseline is from the new one, or there are none. */
const REGULAR = 1;
const NEAR = 2;
const WIDE = 3;

const TICK_BITS = 10;
/** Baselines so many ticks back, and the older ones so many ticks before them, are told in the shorter forms. */
const AHEAD_BITS = 7;
const STEP_BITS = 6;
const WIDE_BITS = 24;
/** The longest header: the wide form. */
export const HEADER_BYTES_MAX = 14;

/** How far back the older snapshots are looked for, in ticks, from a baseline so many ticks back. */
export function strideFor(ahead: number): number {
  return (ahead + 1) >> 1;
}

/** Whether a frame can be told against snapshots of these ticks at all. */
export function isReachable(tick: number, base: number): boolean {
  return tick > base && tick - base < 1 << WIDE_BITS;
}

/** Writes a header. @returns how many bytes it takes, or 0: there is no room */
export function writeHeader(bytes: Uint8Array, header: FrameHeader): number {
  const writer = new BitWriter(bytes);
  const form = formOf(header);
  writer.write(form, 2);
  writer.write(header.partial ? 1 : 0, 1);
  writer.write(header.empty ? 1 : 0, 1);
  writer.write(header.teaches ? 1 : 0, 1);
  writer.write(header.tick, form === FRESH || form === WIDE ? 32 : TICK_BITS);
  if (header.base !== null && form !== FRESH) {
    const [base, wide] = [header.base, form === WIDE];
    const steps = [base - (header.recent ?? base), (header.recent ?? base) - (header.older ?? header.recent ?? base)];
    writer.write(header.tick - base, wide ? WIDE_BITS : AHEAD_BITS);
    if (form === REGULAR) writer.write(regularity(header), 2);
    else for (const step of steps) writer.write(step, wide ? WIDE_BITS : STEP_BITS);
  }
  return writer.overflow ? 0 : writer.length;
}

/** How many of the older snapshots there are, if they lie where they usually do; else -1. */
function regularity({ tick, base, recent, older }: FrameHeader): number {
  if (base === null || recent === null) return 0;
  const stride = strideFor(tick - base);
  if (recent !== base - stride) return -1;
  if (older === null) return 1;
  return older === recent - stride ? 2 : -1;
}

function formOf(header: FrameHeader): number {
  const { tick, base, recent, older } = header;
  if (base === null) return FRESH;
  const near = tick - base < 1 << AHEAD_BITS;
  if (near && regularity(header) >= 0) return REGULAR;
  const step = Math.max(base - (recent ?? base), (recent ?? base) - (older ?? recent ?? base));
  return near && step < 1 << STEP_BITS ? NEAR : WIDE;
}

/**
 * Reads a header.
 * @param newest the newest tick that is known, near which a short tick lies
 * @returns `null`: these bytes are no frame
 */
export function readHeader(reader: BitReader, newest: number): FrameHeader | null {
  const form = reader.read(2);
  const partial = reader.read(1) === 1;
  const empty = reader.read(1) === 1;
  const teaches = reader.read(1) === 1;
  const whole = form === FRESH || form === WIDE;
  const tick = whole ? reader.read(32) : nearest(reader.read(TICK_BITS), newest);
  const header: FrameHeader = { tick, base: null, recent: null, older: null, partial, empty, teaches };
  if (form !== FRESH && !readReferences(reader, header, form)) return null;
  return reader.overrun || tick < 0 ? null : header;
}

function readReferences(reader: BitReader, header: FrameHeader, form: number): boolean {
  const ahead = reader.read(form === WIDE ? WIDE_BITS : AHEAD_BITS);
  const base = header.tick - ahead;
  header.base = base;
  const stepBits = form === WIDE ? WIDE_BITS : STEP_BITS;
  const stride = strideFor(ahead);
  const count = form === REGULAR ? reader.read(2) : 2;
  const recent = form === REGULAR ? (count > 0 ? stride : 0) : reader.read(stepBits);
  const older = form === REGULAR ? (count > 1 ? stride : 0) : reader.read(stepBits);
  if (recent > 0) header.recent = base - recent;
  if (recent > 0 && older > 0) header.older = base - recent - older;
  return ahead > 0 && count < 3;
}

/** The tick with these low bits that is nearest to the newest one. */
function nearest(low: number, newest: number): number {
  const span = 1 << TICK_BITS;
  const difference = (low - newest) & (span - 1);
  return newest + (difference >= span >> 1 ? difference - span : difference);
}
