import { hasBit, setBit } from "./bitset.ts";
import { ENTITIES_MAX, type Entity, generationOf, indexOf, nextGeneration } from "./entity.ts";
import type { Schema } from "./schema.ts";
import { Store } from "./store.ts";
import { emptyData, NO_INDEX, type StoreData } from "./store-data.ts";

/**
 * A store in which these entities are alive, without components, for a world that is rebuilt: whoever remembers one of
 * them still means it. Indices between them are free, the smallest first; one of `ended` never means anybody again.
 * `null` where two claim one index, or one is none.
 */
export function reservedStore<S extends Schema>(
  schema: S,
  living: Iterable<Entity>,
  ended: Iterable<Entity> = [],
): Store<S> | null {
  const alive = [...living];
  const gone = [...ended];
  const indices = [...alive, ...gone].map(indexOf);
  const slots = indices.reduce((most, index) => Math.max(most, index + 1), 0);
  if (slots > ENTITIES_MAX || ![...alive, ...gone].every(isEntity)) return null;
  const data: StoreData = { ...emptyData(schema, Math.max(64, slots)), slots, count: alive.length };
  data.generations.fill(1, 0, slots);
  for (const entity of alive) {
    const index = indexOf(entity);
    if (hasBit(data.living, index)) return null;
    setBit(data.living, index);
    data.generations[index] = generationOf(entity);
  }
  for (const entity of gone) {
    if (hasBit(data.living, indexOf(entity))) return null;
    data.generations[indexOf(entity)] = nextGeneration(generationOf(entity));
  }
  linkFree(data);
  return new Store(schema, data);
}

function isEntity(entity: number): boolean {
  return Number.isInteger(entity) && entity >>> 0 === entity && generationOf(entity) > 0;
}

function linkFree(data: StoreData): void {
  for (let index = 0; index < data.slots; index++) {
    if (hasBit(data.living, index)) continue;
    data.nextFree[index] = NO_INDEX;
    if (data.freeTail === NO_INDEX) data.freeHead = index;
    else data.nextFree[data.freeTail] = index;
    data.freeTail = index;
  }
}
