/** Text that is safe to show: no control characters (they become spaces), no halves of characters, none around it. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}
