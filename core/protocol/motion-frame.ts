/** The first byte of every binary frame of a world. */
const MOTION_FRAME = 1;
const FRESH = 1;
const OWN = 2;
const GROUNDED = 4;
const LED = 8;
const KNOWN_FLAGS = FRESH | OWN | GROUNDED | LED;
/** With what the client is told of its own body. */
const OWN_BYTES = 15;
/** The longest head of a motion frame. */
export const MOTION_HEAD_BYTES_MAX = OWN_BYTES;
const EARLY_MAX = 127;
/** Centimetres a second fit into two bytes. */
const SPEED_SCALE = 100;
const SPEED_MAX = 0x7fff;

/** What a client learns of its own body besides the snapshot, to check its prediction against. */
export interface OwnMotion {
  /** When all this is so: after so many ticks of the world. The snapshot, if there is one, is of the same tick. */
  tick: number;
  /** The newest move that its movement is made of; 0: none yet. */
  seq: number;
  /** So many ticks before that move took effect; 65,535: long ago, or it was another connection's. */
  sinceTicks: number;
  /** So many ticks before its moment it arrived; negative: after. */
  earlyTicks: number;
  /** Metres a second, upward. */
  speedY: number;
  grounded: boolean;
  /** The world moves it (a walk by a command, a seat): the client does not foresee it. */
  led: boolean;
}

/** A binary frame of a world: a snapshot, and what goes before it. */
export interface MotionFrame {
  /** It builds on nothing: the client forgets what it has seen. */
  fresh: boolean;
  own: OwnMotion | null;
  /** Empty where nothing has changed but one's own body. */
  snapshot: Uint8Array;
}

/** Writes what goes before the snapshot. @returns its length in bytes */
export function writeMotionHead(into: Uint8Array, fresh: boolean, own: OwnMotion | null): number {
  into[0] = MOTION_FRAME;
  into[1] =
    (fresh ? FRESH : 0) | (own ? OWN : 0) | (own?.grounded === true ? GROUNDED : 0) | (own?.led === true ? LED : 0);
  if (!own) return 2;
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  view.setUint32(2, own.tick);
  view.setUint32(6, own.seq);
  view.setUint16(10, Math.min(0xffff, own.sinceTicks));
  view.setInt8(12, Math.max(-EARLY_MAX, Math.min(EARLY_MAX, own.earlyTicks)));
  view.setInt16(13, Math.max(-SPEED_MAX, Math.min(SPEED_MAX, Math.round(own.speedY * SPEED_SCALE))));
  return OWN_BYTES;
}

/** Takes a binary frame apart; `null`: it is no motion frame. The snapshot shares the frame's memory. */
export function readMotionFrame(bytes: Uint8Array): MotionFrame | null {
  const flags = bytes[1] ?? 0;
  if (bytes.length < 2 || bytes[0] !== MOTION_FRAME || (flags & ~KNOWN_FLAGS) !== 0) return null;
  const fresh = (flags & FRESH) !== 0;
  if ((flags & OWN) === 0) return { fresh, own: null, snapshot: bytes.subarray(2) };
  if (bytes.length < OWN_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const own: OwnMotion = {
    tick: view.getUint32(2),
    seq: view.getUint32(6),
    sinceTicks: view.getUint16(10),
    earlyTicks: view.getInt8(12),
    speedY: view.getInt16(13) / SPEED_SCALE,
    grounded: (flags & GROUNDED) !== 0,
    led: (flags & LED) !== 0,
  };
  return { fresh, own, snapshot: bytes.subarray(OWN_BYTES) };
}
