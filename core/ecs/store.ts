import { type Bitset, clearBit, hasBit, setBit } from "./bitset.ts";
import { ENTITIES_MAX, type Entity, entityOf, generationOf, indexOf, NO_ENTITY, nextGeneration } from "./entity.ts";
import type { Columns, Schema } from "./schema.ts";
import { type ComponentData, emptyData, growData, NO_INDEX, type StoreData } from "./store-data.ts";

/** The components that an entity must have to be visited. */
export interface Query {
  readonly components: readonly { readonly present: Bitset }[];
}

/**
 * Entities and their components, a typed array for each field (structure of arrays). Systems read and write
 * `store.columns.pose.x[index]`. A spawn may replace the arrays: keep `store.columns.pose`, but not `.x` of it.
 */
export class Store<S extends Schema> {
  readonly schema: S;
  readonly columns: Columns<S>;
  readonly #data: StoreData;

  constructor(schema: S, data: StoreData = emptyData(schema, 64)) {
    this.schema = schema;
    this.#data = data;
    const columns = Object.entries(data.components).map(([name, { fields }]) => [name, fields] as const);
    // The data was made from this schema, or checked against it when it was read.
    this.columns = Object.fromEntries(columns) as unknown as Columns<S>;
  }

  /** How many entities are alive. */
  get count(): number {
    return this.#data.count;
  }

  /** Every index in use is smaller. */
  get slots(): number {
    return this.#data.slots;
  }

  /** A new entity without components; {@link NO_ENTITY} if {@link ENTITIES_MAX} are alive. */
  spawn(): Entity {
    const data = this.#data;
    const index = data.freeHead === NO_INDEX ? this.#fresh() : this.#reused();
    if (index === NO_INDEX) return NO_ENTITY;
    setBit(data.living, index);
    data.count += 1;
    return this.entityAt(index);
  }

  #fresh(): number {
    const data = this.#data;
    if (data.slots === ENTITIES_MAX) return NO_INDEX;
    if (data.slots === data.capacity) growData(data, Math.min(ENTITIES_MAX, data.capacity * 2));
    data.generations[data.slots] = 1;
    return data.slots++;
  }

  #reused(): number {
    const data = this.#data;
    const index = data.freeHead;
    data.freeHead = data.nextFree[index] ?? NO_INDEX;
    data.nextFree[index] = 0;
    if (data.freeHead === NO_INDEX) data.freeTail = NO_INDEX;
    return index;
  }

  /** Ends an entity and all its components. False if it was not alive. */
  despawn(entity: Entity): boolean {
    if (!this.alive(entity)) return false;
    const data = this.#data;
    const index = indexOf(entity);
    for (const component of Object.values(data.components)) removeRow(component, index);
    clearBit(data.living, index);
    data.generations[index] = nextGeneration(generationOf(entity));
    data.nextFree[index] = NO_INDEX;
    if (data.freeTail === NO_INDEX) data.freeHead = index;
    else data.nextFree[data.freeTail] = index;
    data.freeTail = index;
    data.count -= 1;
    return true;
  }

  alive(entity: Entity): boolean {
    const index = indexOf(entity);
    return this.#data.generations[index] === generationOf(entity) && hasBit(this.#data.living, index);
  }

  /** Who lives at an index; {@link NO_ENTITY} where nobody does. */
  entityAt(index: number): Entity {
    if (!hasBit(this.#data.living, index)) return NO_ENTITY;
    return entityOf(index, this.#data.generations[index] ?? 0);
  }

  /** Gives an entity a component of zeros (`null` in `json`), and its index; what it has stays. -1 if not alive. */
  add(entity: Entity, component: keyof S & string): number {
    if (!this.alive(entity)) return -1;
    const index = indexOf(entity);
    const data = this.#component(component);
    if (!hasBit(data.present, index)) clearRow(data, index);
    setBit(data.present, index);
    return index;
  }

  /** False if it had none. */
  remove(entity: Entity, component: keyof S & string): boolean {
    if (!this.has(entity, component)) return false;
    removeRow(this.#component(component), indexOf(entity));
    return true;
  }

  has(entity: Entity, component: keyof S & string): boolean {
    return this.alive(entity) && hasBit(this.#component(component).present, indexOf(entity));
  }

  /** Prepared once, used in every tick; without components it means every entity. */
  query(...components: (keyof S & string)[]): Query {
    const data = this.#data;
    const living = {
      get present() {
        return data.living;
      },
    };
    return { components: components.length > 0 ? components.map((name) => this.#component(name)) : [living] };
  }

  /**
   * Visits the indices of a query, ascending, without allocating. `visit` may change anything: what is gone before
   * its turn is left out, and what is new at a higher index is visited.
   */
  each(query: Query, visit: (index: number) => void): void {
    const words = () => (this.#data.slots + 31) >>> 5;
    for (let at = 0; at < words(); at++) {
      let word = wordOf(query, at);
      while (word !== 0) {
        const bit = 31 - Math.clz32(word & -word);
        visit((at << 5) | bit);
        word = bit === 31 ? 0 : wordOf(query, at) & (-2 << bit);
      }
    }
  }

  /** What the store is made of; `store-bytes.ts` writes it down. */
  get data(): Readonly<StoreData> {
    return this.#data;
  }

  #component(name: string): ComponentData {
    const component = this.#data.components[name];
    if (!component) throw new Error(`The schema has no component ${name}.`);
    return component;
  }
}

function wordOf({ components }: Query, at: number): number {
  let word = -1;
  for (let i = 0; i < components.length; i++) word &= components[i]?.present[at] ?? 0;
  return word;
}

function removeRow(component: ComponentData, index: number): void {
  if (!hasBit(component.present, index)) return;
  clearBit(component.present, index);
  clearRow(component, index);
}

/** Absent rows are zero, so that what is saved follows from what is there. */
function clearRow({ fields }: ComponentData, index: number): void {
  for (const name in fields) {
    const column = fields[name];
    if (Array.isArray(column)) column[index] = null;
    else if (column) column[index] = 0;
  }
}
