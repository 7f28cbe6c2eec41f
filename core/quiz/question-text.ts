import { phraseOf } from "./likeness.ts";
import { fold } from "./text.ts";

/**
 * Control characters, line breaks, invisible and bidirectional formatting, private use and lone surrogates.
 * The two joiners (U+200C, U+200D) stay: emoji and some scripts need them.
 */
const unsafe = /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800]|(?![\u200C\u200D])\p{Cf}|\p{M}{4}/u;

/** Whether a text has characters that hide, reorder or pile up. */
export function hasUnsafeCharacters(text: string): boolean {
  return unsafe.test(text);
}

/** Whether there is anything to see in a text. */
export function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

const markup = [
  /<\s*\/?\s*(script|style|iframe|object|embed|svg|img|link|meta|form)\b/i,
  /<\|/,
  /```|~~~|\*\*|__\w|\]\(/,
  /&(#\d+|#x[\da-f]+|amp|lt|gt|quot|apos|nbsp);/i,
  /\b(javascript|data|vbscript):\S/i,
  /\bhttps?:\/\/\w/i,
  /\$\$|\\[()[\]]|\\[a-z]+\{/i,
  /\{\{|\}\}/,
];

/** Whether a text has pieces of HTML, Markdown, LaTeX, templates or links that a page would show as they are. */
export function hasMarkup(text: string): boolean {
  return markup.some((pattern) => pattern.test(text));
}

/** Whether the options carry their own letters (“A) Paris”), which mean nothing once they are shuffled. */
export function areLettered(options: readonly string[]): boolean {
  const labels = options.map((option) => /^\s*\(?([A-Da-d1-4])[).:]\s/.exec(option)?.[1]?.toLowerCase());
  const found = labels.filter((label) => label !== undefined);
  return found.length >= 3 && new Set(found).size === found.length;
}

/** Whether an explanation speaks of options by letter, which means nothing once they are shuffled. */
export function namesLetters(text: string): boolean {
  return /\b(option|answer|choice|antwort|opci[oó]n|respuesta)s? [A-D]\b(?! \p{Ll})/iu.test(text) && /\b[B-D]\b/.test(text);
}

/** What makes two options the same to a reader: case, accents, spaces and punctuation left out, signs that count kept. */
export function optionKey(option: string): string {
  const plain = fold(option).replace(/[‐‑–—-](?=\d)/g, (dash, at: number, all: string) =>
    /[\p{L}\p{N}]/u.test(all[at - 1] ?? "") ? dash : "−",
  );
  const key = plain.replace(/(?<=\d)[.,:/](?=\d)|[#%&*@]|[\p{P}\s]/gu, (sign) => (/[.,:/#%&*@]/.test(sign) && keeps(sign) ? sign : ""));
  return key === "" ? plain.replace(/\s/g, "") : key;
}
