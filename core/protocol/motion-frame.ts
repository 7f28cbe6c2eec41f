/** The first byte of every binary frame of a world. */
const MOTION_FRAME = 1;
const FRESH = 1;
const OWN = 2;
const GROUNDED = 4;
const LED = 8;
const LIFE = 16;
const KNOWN_FLAGS = FRESH | OWN | GROUNDED | LED | LIFE;
const FIRST_BYTES = 2;
/** With what the client is told of its own body. */
const OWN_BYTES = 15;
const LIFE_BYTES = 2;
/** The longest head of a motion frame, with a life and without. */
export const MOTION_HEAD_BYTES_MAX = OWN_BYTES + LIFE_BYTES;
export const MOTION_HEAD_LIFELESS_BYTES_MAX = OWN_BYTES;
/** Lives are counted modulo this. */
const LIVES = 0x1_0000;
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
  /** Where frames may be lost: which row of snapshots this one belongs to; `null` elsewhere. */
  life: number | null;
  /** Empty where nothing has changed but one's own body. */
  snapshot: Uint8Array;
}

/** Whether a life began after another; they are counted round and round. */
export function isLaterLife(life: number, before: number): boolean {
  const ahead = (life - before + LIVES) % LIVES;
  return ahead > 0 && ahead < LIVES / 2;
}

/** A count as a life. */
export function lifeOf(count: number): number {
  return count % LIVES;
}

/** Writes what goes before the snapshot; a life only with `own`. @returns its length in bytes */
export function writeMotionHead(
  into: Uint8Array,
  fresh: boolean,
  own: OwnMotion | null,
  life: number | null = null,
): number {
  const hasLife = own !== null && life !== null;
  into[0] = MOTION_FRAME;
  into[1] =
    (fresh ? FRESH : 0) |
    (own ? OWN : 0) |
    (own?.grounded === true ? GROUNDED : 0) |
    (own?.led === true ? LED : 0) |
    (hasLife ? LIFE : 0);
  if (!own) return FIRST_BYTES;
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  writeOwn(view, own);
  if (!hasLife) return OWN_BYTES;
  view.setUint16(OWN_BYTES, life);
  return OWN_BYTES + LIFE_BYTES;
}

function writeOwn(view: DataView, own: OwnMotion): void {
  view.setUint32(2, own.tick);
  view.setUint32(6, own.seq);
  view.setUint16(10, Math.min(0xffff, own.sinceTicks));
  view.setInt8(12, Math.max(-EARLY_MAX, Math.min(EARLY_MAX, own.earlyTicks)));
  view.setInt16(13, Math.max(-SPEED_MAX, Math.min(SPEED_MAX, Math.round(own.speedY * SPEED_SCALE))));
}

/** Takes a binary frame apart; `null`: it is no motion frame. The snapshot shares the frame's memory. */
export function readMotionFrame(bytes: Uint8Array): MotionFrame | null {
  const flags = bytes[1] ?? 0;
  if (bytes.length < 2 || bytes[0] !== MOTION_FRAME || (flags & ~KNOWN_FLAGS) !== 0) return null;
  const fresh = (flags & FRESH) !== 0;
  const hasLife = (flags & LIFE) !== 0;
  if ((flags & OWN) === 0)
    return hasLife ? null : { fresh, own: null, life: null, snapshot: bytes.subarray(FIRST_BYTES) };
  const end = OWN_BYTES + (hasLife ? LIFE_BYTES : 0);
  if (bytes.length < end) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const life = hasLife ? view.getUint16(OWN_BYTES) : null;
  return { fresh, own: readOwn(view, flags), life, snapshot: bytes.subarray(end) };
}

function readOwn(view: DataView, flags: number): OwnMotion {
  return {
    tick: view.getUint32(2),
    seq: view.getUint32(6),
    sinceTicks: view.getUint16(10),
    earlyTicks: view.getInt8(12),
    speedY: view.getInt16(13) / SPEED_SCALE,
    grounded: (flags & GROUNDED) !== 0,
    led: (flags & LED) !== 0,
  };
}
