/** Of these names the one that was probably meant; `null` if none is near. */
export function nearest(word: string, names: readonly string[]): string | null {
  const farthest = Math.max(1, Math.floor(word.length / 3));
  const [best] = names
    .map((name) => ({ name, away: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ away }) => away <= farthest)
    .sort((a, b) => a.away - b.away);
  return best?.name ?? null;
}

/** How many letters must be put in, taken out, exchanged or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(exchanged, at(last, j) + 1, at(row, j - 1) + 1, swapped ? at(before, j - 2) + 1 : exchanged));
    }
    before = last;
    last = row;
  }
  return at(last, b.length);
}

/** Every place that is read was written before. */
function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
