/** Whether a name is somebody's own: it has no article. Titles of things begin small: `oak door`. */
export function isProper(name: string): boolean {
  const first = name.charAt(0);
  return first !== first.toLowerCase() || first.toLowerCase() === first.toUpperCase();
}

/** `the oak door`, `Anna` */
export function the(name: string): string {
  return isProper(name) || /^the\s/.test(name) ? name : `the ${name}`;
}

/** `an oak door`, `Anna`; things that are many have none: `some acorns` is a title of its own. */
export function a(name: string): string {
  if (isProper(name) || /^(?:the|an?|some|two|three|four|several)\s/.test(name)) return name;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

/** `a mug, a coin and Anna` */
export function list(names: readonly string[]): string {
  const [last] = names.slice(-1);
  if (last === undefined) return "nothing";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** The first letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** With a full stop, unless it ends in a mark of its own. */
export function ended(text: string): string {
  return /[.!?…]["'”’)]*$/.test(text) ? text : `${text}.`;
}
