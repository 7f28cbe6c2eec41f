/** A stretch that somebody wants to walk in one tick, seen from above, and how much room they take on all sides. */
export interface Way {
  fromX: number;
  fromZ: number;
  toX: number;
  toZ: number;
  roomM: number;
  /** What all of it lies in. */
  minX: number;
  minZ: number;
  maxX: number;
  maxZ: number;
}

export interface Rectangle {
  minX: number;
  minZ: number;
  maxX: number;
  maxZ: number;
}

export interface Disc {
  x: number;
  z: number;
  radiusM: number;
}

export function makeWay(): Way {
  return { fromX: 0, fromZ: 0, toX: 0, toZ: 0, roomM: 0, minX: 0, minZ: 0, maxX: 0, maxZ: 0 };
}

/** Makes a way anew: thousands are looked at in a second. */
export function setWay(way: Way, fromX: number, fromZ: number, toX: number, toZ: number, roomM: number): void {
  way.fromX = fromX;
  way.fromZ = fromZ;
  way.toX = toX;
  way.toZ = toZ;
  way.roomM = roomM;
  way.minX = Math.min(fromX, toX) - roomM;
  way.minZ = Math.min(fromZ, toZ) - roomM;
  way.maxX = Math.max(fromX, toX) + roomM;
  way.maxZ = Math.max(fromZ, toZ) + roomM;
}

/** Whether a disc is in the way. */
export function discMeets({ x, z, radiusM }: Disc, { fromX, fromZ, toX, toZ, roomM }: Way): boolean {
  const alongX = toX - fromX;
  const alongZ = toZ - fromZ;
  const length2 = alongX * alongX + alongZ * alongZ;
  const part = length2 > 0 ? ((x - fromX) * alongX + (z - fromZ) * alongZ) / length2 : 0;
  const nearest = Math.min(1, Math.max(0, part));
  const offX = x - fromX - nearest * alongX;
  const offZ = z - fromZ - nearest * alongZ;
  return offX * offX + offZ * offZ <= (radiusM + roomM) * (radiusM + roomM);
}

/** Whether a rectangle may be in the way: at its corners it counts as a little larger than it is. */
export function rectangleMeets({ minX, minZ, maxX, maxZ }: Rectangle, way: Way): boolean {
  if (way.maxX < minX || way.minX > maxX || way.maxZ < minZ || way.minZ > maxZ) return false;
  const { fromX, fromZ, toX, toZ, roomM } = way;
  // The part of the way, from 0 to 1, that lies between the sides of one axis, and then of the other.
  const ahead = (at: number, along: number, side: number) =>
    along === 0 ? Math.sign(side - at) * 2 : (side - at) / along;
  const [lowX, highX] = [ahead(fromX, toX - fromX, minX - roomM), ahead(fromX, toX - fromX, maxX + roomM)];
  const [lowZ, highZ] = [ahead(fromZ, toZ - fromZ, minZ - roomM), ahead(fromZ, toZ - fromZ, maxZ + roomM)];
  const begins = Math.max(Math.min(lowX, highX), Math.min(lowZ, highZ), 0);
  const ends = Math.min(Math.max(lowX, highX), Math.max(lowZ, highZ), 1);
  return begins <= ends;
}
