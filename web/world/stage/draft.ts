import type { Colour } from "./colours.ts";

export type Vec = readonly [x: number, y: number, z: number];

/** Axes of walls that sink when they stand between the camera and whom it follows. */
export const CUT = { none: 0, x: 1, z: 2 } as const;

/** What the shaders know of a part besides its shape; it holds for all that is drafted until it changes. */
export interface Traits {
  /** Where the part begins in height: what begins above the ceiling of the room one is in is not shown. */
  baseM: number;
  /** The axis across a wall, and where on it the wall stands. */
  cutAxis: number;
  cutAt: number;
  /** The floor that a wall sinks to. */
  floorM: number;
  /** 1: lit as a room is, 0: under the sky. */
  indoors: number;
  /** 1: gives way where it hides whom the camera follows. */
  soft: number;
  /** 0: none; 0.5: a window, which glows by night; 1: fire. */
  glow: number;
  /** How far the wind moves it, 0 to 1. */
  sway: number;
}

export const plainTraits: Traits = {
  baseM: 0,
  cutAxis: CUT.none,
  cutAt: 0,
  floorM: 0,
  indoors: 0,
  soft: 0,
  glow: 0,
  sway: 0,
};

/** Triangles of a mesh that is being made, flat shaded: every triangle has its own corners. */
export class Draft {
  readonly positions: number[] = [];
  readonly normals: number[] = [];
  /** Square roots of linear light: bytes are then finest where eyes are. */
  readonly tints: number[] = [];
  readonly cuts: number[] = [];
  readonly traits: number[] = [];
  now: Traits = plainTraits;
  /** Darkens corners; set by who knows what stands near. */
  shade: (x: number, y: number, z: number) => number = () => 1;

  get count(): number {
    return this.positions.length / 3;
  }

  /** A triangle whose corners go counterclockwise as seen from outside. */
  triangle(a: Vec, b: Vec, c: Vec, colour: Colour): void {
    const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const size = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (size < 1e-9) return;
    for (const corner of [a, b, c]) this.corner(corner, nx / size, ny / size, nz / size, colour);
  }

  quad(a: Vec, b: Vec, c: Vec, d: Vec, colour: Colour): void {
    this.triangle(a, b, c, colour);
    this.triangle(a, c, d, colour);
  }

  private corner([x, y, z]: Vec, nx: number, ny: number, nz: number, [red, green, blue]: Colour): void {
    const { baseM, cutAxis, cutAt, floorM, indoors, soft, glow, sway } = this.now;
    const shade = this.shade(x, y, z);
    this.positions.push(x, y, z);
    this.normals.push(nx, ny, nz);
    this.tints.push(Math.sqrt(red * shade), Math.sqrt(green * shade), Math.sqrt(blue * shade));
    this.cuts.push(baseM, cutAxis, cutAt, floorM);
    this.traits.push(indoors, soft, glow, sway);
  }
}
