/**
 * Names one entity of one store: 20 bits of index, 12 bits of generation. A generation is never 0, so no entity is 0.
 * An index is used again with the next generation; after 4,095 lives it begins again.
 */
export type Entity = number;

export const NO_ENTITY: Entity = 0;

const INDEX_BITS = 20;
export const ENTITIES_MAX = 1 << INDEX_BITS;
const INDEX_MASK = ENTITIES_MAX - 1;
const GENERATION_MAX = (1 << (32 - INDEX_BITS)) - 1;

/** Where its components lie in the columns. */
export function indexOf(entity: Entity): number {
  return entity & INDEX_MASK;
}

export function generationOf(entity: Entity): number {
  return entity >>> INDEX_BITS;
}

export function entityOf(index: number, generation: number): Entity {
  return ((generation << INDEX_BITS) | index) >>> 0;
}

/** The generation that an index has in its next life. */
export function nextGeneration(generation: number): number {
  return generation >= GENERATION_MAX ? 1 : generation + 1;
}
