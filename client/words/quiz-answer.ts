/** The option that a line chooses: its letter (`b`, `B)`), its number, or its text. `null`: none of them. */
export function chosenOption(line: string, options: readonly string[]): number | null {
  const text = folded(line.replace(/^answer\s+/i, ""));
  const [, sign] = /^\(?([a-d1-4])[).:]?$/.exec(text) ?? [];
  // An option may itself be called `4`: then that is what was meant.
  const named = options.findIndex((option) => folded(option) === text);
  if (named >= 0) return named;
  return sign === undefined ? null : "1234abcd".indexOf(sign) % 4;
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");
}
