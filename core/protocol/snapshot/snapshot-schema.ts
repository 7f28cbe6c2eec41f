/** What snapshots can tell, and how exactly. Both sides must have the same. */
export interface SnapshotSchema {
  position: {
    /** Corners of the world, in metres: positions outside are moved to its border. */
    min: readonly [x: number, y: number, z: number];
    max: readonly [x: number, y: number, z: number];
    /** Metres between two positions that can be told; the error is at most half of it on each axis. */
    resolution: number;
  };
  /** Of each of the three parts of an orientation that are told: 4 to 10. */
  orientationBits: number;
  /** At most 16. Their place in this list stands for them. */
  kinds: readonly EntityKind[];
}

export interface EntityKind {
  name: string;
  /** Whether it has an orientation; what only turns about the vertical is better off with a field. */
  rotates: boolean;
  /** At most 32 bits together. */
  fields: readonly EntityField[];
}

/** A whole number from 0 that wraps around: an angle, an animation, flags. */
export interface EntityField {
  name: string;
  bits: number;
}

/** A {@link SnapshotSchema} as numbers for the codec. */
export interface SnapshotLayout {
  schema: SnapshotSchema;
  /** The largest coordinate on each axis. */
  sizeX: number;
  sizeY: number;
  sizeZ: number;
  /** The largest number of an orientation's part; half of it stands for 0. */
  turns: number;
  kinds: readonly KindLayout[];
}

export interface KindLayout {
  rotates: boolean;
  fields: readonly FieldLayout[];
}

export interface FieldLayout {
  name: string;
  /** Where its bits begin in the 32, from the lowest. */
  shift: number;
  bits: number;
  /** `2 ** bits - 1`, unsigned. */
  mask: number;
  /** From 0, over all kinds. */
  index: number;
}

export const SNAPSHOT_KINDS_MAX = 16;
/** A coordinate takes at most so many bits. */
export const COORDINATE_BITS_MAX = 24;

/**
 * Prepares a schema. A schema is a part of the program: what is wrong with it is thrown.
 * @throws RangeError when something does not fit
 */
export function layoutOf(schema: SnapshotSchema): SnapshotLayout {
  const [sizeX, sizeY, sizeZ] = [sizeOn(schema, 0), sizeOn(schema, 1), sizeOn(schema, 2)];
  const { orientationBits, kinds } = schema;
  demand(Number.isInteger(orientationBits) && orientationBits >= 4 && orientationBits <= 10, "orientation bits");
  demand(kinds.length > 0 && kinds.length <= SNAPSHOT_KINDS_MAX, "number of kinds");
  let index = 0;
  const layouts = kinds.map(({ rotates, fields }) => {
    let shift = 0;
    const placed = fields.map(({ name, bits }) => {
      demand(Number.isInteger(bits) && bits >= 1 && shift + bits <= 32, `field ${name}`);
      const field = { name, shift, bits, mask: 0xffff_ffff >>> (32 - bits), index };
      shift += bits;
      index++;
      return field;
    });
    return { rotates, fields: placed };
  });
  return { schema, sizeX, sizeY, sizeZ, turns: (1 << orientationBits) - 2, kinds: layouts };
}

function sizeOn({ position }: SnapshotSchema, axis: 0 | 1 | 2): number {
  const size = Math.round((position.max[axis] - position.min[axis]) / position.resolution);
  demand(size >= 1 && size < 1 << COORDINATE_BITS_MAX, `size on axis ${axis}`);
  return size;
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new RangeError(`Snapshot schema: ${what}`);
}
