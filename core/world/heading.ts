/** East and south parts of a facing: 0 looks south, counterclockwise as seen from above, 256 to a turn. */
export function heading(facing: number): [x: number, z: number] {
  // Bhaskara's sine, by whole numbers and one division: the same on every machine.
  return [sine(facing), sine(facing + 64)];
}

function sine(turn: number): number {
  const at = ((turn % 256) + 256) % 256;
  const half = at % 128;
  const value = (16 * half * (128 - half)) / (5 * 128 * 128 - 4 * half * (128 - half));
  return at < 128 ? value : -value;
}

/** The facing that looks along x and z, to a 16th of a turn: by comparing, for there is no arc tangent here. */
export function facingTo(x: number, z: number): number {
  const [ax, az] = [Math.abs(x), Math.abs(z)];
  // Tangents of 11.25°, 33.75°, 56.25°, 78.75°: between them lie steps of 22.5°.
  const ratio = az === 0 ? 1e9 : ax / az;
  const step = ratio < 0.199 ? 0 : ratio < 0.668 ? 16 : ratio < 1.497 ? 32 : ratio < 5.027 ? 48 : 64;
  const south = z >= 0 ? step : 128 - step;
  return (x >= 0 ? south : 256 - south) & 255;
}

/** How long a way along x and z is. */
export function lengthOf(x: number, z: number): number {
  return Math.sqrt(x * x + z * z);
}
