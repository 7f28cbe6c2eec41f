/** A count with its noun: `1 player`, `2 players`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** Points as people read them: `1,250`. */
export function points(n: number): string {
  return n.toLocaleString("en");
}

/** A duration in seconds with one decimal: `3.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${["th", "st", "nd", "rd"][n % 10] ?? "th"}`;
}

/** The letter of an option: A to D. */
export function letter(option: number): string {
  return "ABCD"[option] ?? "?";
}

/** The name of a language in English; its tag if it has none. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
