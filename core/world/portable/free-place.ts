import type { Piece } from "../geometry.ts";
import type { Box, Point } from "../realm-map.ts";

/** What is so little above the feet is stood on, not stuck in. */
const SOLE_M = 0.05;
/** Bodies touch walls: so much of the radius must be free. */
const SHARE = 0.9;
/** In a doorway one is in neither box. */
const DOORWAY_M = 0.5;

/** Whether nothing that is built is where an upright body would be; `at`: its feet. */
export function isFree(pieces: readonly Piece[], at: Point, heightM: number, radiusM: number): boolean {
  const [x, y, z] = at;
  const [low, high, radius] = [y + Math.min(SOLE_M, heightM / 4), y + heightM, radiusM * SHARE];
  return pieces.every((piece) => {
    const [dx, dz] = [piece.at[0] - x, piece.at[2] - z];
    const base = piece.at[1];
    const { shape } = piece;
    if (shape.type === "box") {
      const [sizeX, sizeY, sizeZ] = shape.size;
      const [outX, outZ] = [Math.max(0, Math.abs(dx) - sizeX / 2), Math.max(0, Math.abs(dz) - sizeZ / 2)];
      return base >= high || base + sizeY <= low || outX * outX + outZ * outZ >= radius * radius;
    }
    const top = base + (shape.type === "ball" ? 2 * shape.radius : shape.height);
    const reach = shape.radius + radius;
    return base >= high || top <= low || dx * dx + dz * dz >= reach * reach;
  });
}

/** Whether a point is in an area, or on the threshold of one. */
export function isAbout({ min, max }: Box, [x, y, z]: Point): boolean {
  const within = (value: number, axis: 0 | 2) => value >= min[axis] - DOORWAY_M && value <= max[axis] + DOORWAY_M;
  return within(x, 0) && within(z, 2) && y >= min[1] - DOORWAY_M && y < max[1];
}
