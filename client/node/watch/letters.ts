const PEOPLE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const NPCS = PEOPLE.toLowerCase();
/** For who comes when all letters are given away. */
const NO_LETTER = "?";

/** Which letter stands for whom: capitals for people, small letters for NPCs. Who has one keeps it. */
export class Letters {
  readonly #given = new Map<number, string>();
  readonly #taken = new Map<string, number>();

  /** The letter of somebody: of their name if one of those is free, else any. */
  letterOf(entity: number, name: string, isPerson: boolean): string {
    const given = this.#given.get(entity);
    if (given) return given;
    const alphabet = isPerson ? PEOPLE : NPCS;
    const plain = name.normalize("NFKD")[isPerson ? "toUpperCase" : "toLowerCase"]();
    const letter = [...plain, ...alphabet].find((one) => alphabet.includes(one) && !this.#taken.has(one));
    if (!letter) return NO_LETTER;
    this.#given.set(entity, letter);
    this.#taken.set(letter, entity);
    return letter;
  }

  /** Only these are still about: the others' letters are free. */
  keep(entities: ReadonlySet<number>): void {
    for (const [entity, letter] of [...this.#given]) {
      if (entities.has(entity)) continue;
      this.#given.delete(entity);
      this.#taken.delete(letter);
    }
  }
}
