/** `an oak door`, `Anna`; names and what is many have no article. */
export function a(name: string): string {
  if (isProper(name) || /^(?:the|an?|some|two|three|four|several)\s/.test(name)) return name;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

/** `the innkeeper`, `Anna` */
export function the(name: string): string {
  return isProper(name) || /^the\s/.test(name) ? name : `the ${name}`;
}

/** Titles of things begin small, and somebody's own name does not. */
function isProper(name: string): boolean {
  const first = name.charAt(0);
  return first !== first.toLowerCase() || first.toLowerCase() === first.toUpperCase();
}

/** A count with its noun: `1 player`, `2 players`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${points(n)} ${n === 1 ? one : many}`;
}

/** Points as people read them: `1,250`. */
export function points(n: number): string {
  return n.toLocaleString("en");
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

/** The first letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Somebody's words within ours: not longer than a glance, and without the marks by which ours set commands off. */
export function cited(text: string): string {
  const most = 40;
  const characters = [...text.replaceAll("`", "'")];
  return `“${characters.length > most ? `${characters.slice(0, most).join("")}…` : text}”`;
}
