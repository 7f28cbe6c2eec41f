/** How often what happened, by name. */
export type Tally = Record<string, number>;

export function note(tally: Tally, name: string, by = 1): void {
  tally[name] = (tally[name] ?? 0) + by;
}

export function addTally(to: Tally, from: Tally): void {
  for (const [name, count] of Object.entries(from)) note(to, name, count);
}
