/** What both sides know before the first frame; see “The schema”. */
export interface Schema {
  min: readonly number[];
  max: readonly number[];
  resolution: number;
  orientationBits: number;
  kinds: readonly { name: string; rotates: boolean; fields: readonly { name: string; bits: number }[] }[];
}

export interface Field {
  /** Its number among the fields of all kinds. */
  number: number;
  bits: number;
  /** 2 to the power of its place in the 32 bits. */
  unit: number;
}

export interface Kind {
  rotates: boolean;
  fields: Field[];
}

/** A schema as the decoder uses it. */
export interface Layout {
  /** The largest coordinate on each axis. */
  sizes: number[];
  turns: number;
  kinds: Kind[];
  fieldCount: number;
}

/** Numbers the fields and measures the world. */
export function layOut({ min, max, resolution, orientationBits, kinds }: Schema): Layout {
  let number = 0;
  const laidOut = kinds.map(({ rotates, fields }) => {
    let unit = 1;
    const placed = fields.map(({ bits }) => {
      const field = { number, bits, unit };
      number += 1;
      unit *= 2 ** bits;
      return field;
    });
    return { rotates, fields: placed };
  });
  return {
    sizes: [0, 1, 2].map((axis) => Math.round(((max[axis] ?? 0) - (min[axis] ?? 0)) / resolution)),
    turns: 2 ** orientationBits - 2,
    kinds: laidOut,
    fieldCount: number,
  };
}
