import { fail, ok, type Result } from "../protocol/errors.ts";
import { NAME_MAX_CHARS, NAME_MAX_GRAPHEMES } from "../protocol/limits.ts";
import { foldLookAlikes } from "./confusables.ts";
import { isClean } from "./content-filter.ts";

/** An accepted name, and what it is compared by. */
export interface AcceptedName {
  /** NFC, trimmed, single spaces: what everybody sees. */
  name: string;
  /** Equal for names that look alike. */
  skeleton: string;
}

/** Stacked marks beyond this climb over the neighbours. Spacing marks do not stack: Burmese ကျော် has four. */
const STACKED_MARKS_MAX = 3;
/** One grapheme, yet a whole line: beyond emoji with skin tones (10) and Sanskrit conjuncts (11). */
const GRAPHEME_MAX_CODE_POINTS = 12;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Vowel killers after (in Bengali and Kannada, before) which a joiner chooses the shape of a conjunct. */
const virama = "[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca\\u1039]";
/** Scripts whose letters join, so that a non-joiner between two of them can be seen: Persian می‌خواهم. */
const cursive = "[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Nko}\\p{Script=Mongolian}]";

/** Invisible characters where they do something visible. Anywhere else they only make names differ. */
const meaningful = new RegExp(
  [
    "\\p{RGI_Emoji_Tag_Sequence}",
    "(?<=\\p{Extended_Pictographic}[\\u{fe0f}\\p{Emoji_Modifier}]{0,2})\\u200d(?=\\p{Extended_Pictographic})",
    "(?<=[\\p{Emoji}\\p{Emoji_Modifier}])[\\ufe0e\\ufe0f]",
    "(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]",
    "(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]",
    `(?<=${virama})[\\u200c\\u200d]`,
    `(?<=\\p{L})\\u200d(?=${virama})`,
    `(?<=${cursive}\\p{M}*)\\u200c(?=${cursive})`,
  ].join("|"),
  "gv",
);

/**
 * Controls, formats (bidirectional ones among them), surrogates, private use, unassigned, everything that
 * renders as nothing, Braille's blank, and the signs for objects and characters that could not be read.
 */
const forbidden = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/u;
/** Marks with nothing to stand on, or too many on top of each other. */
const looseMarks = new RegExp(`(?:^| )\\p{M}|[\\p{Mn}\\p{Me}]{${STACKED_MARKS_MAX + 1}}`, "u");
const visible = /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;

/** Dropped from skeletons: what is hardly seen, or often left out. The tags of Scotland's flag are seen. */
const faint =
  /[[\p{White_Space}\p{Pd}\p{Pc}\p{Default_Ignorable_Code_Point}.·‧∙⋅・•。−'’‘ʼ`]--[\u{e0020}-\u{e007f}]]/gv;

const reserved = new Set(["host", "admin", "skerry", "moderator", "server"].map(skeletonOf));

/**
 * What a name is compared by: two names with one skeleton look alike. Case, accents, spaces and dashes do
 * not count, nor do look-alikes of other scripts, 0 and o, 1, l and i, rn and m, vv and w. A skeleton is
 * its own skeleton. Never shown.
 */
export function skeletonOf(name: string): string {
  return foldLookAlikes(name)
    .replace(faint, "")
    .normalize("NFKD") // What stood between two marks is gone, and marks have an order.
    .replaceAll("0", "o")
    .replace(/[1i]/g, "l")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}

/**
 * Whether a person may go by this name, and in which form. Any script and emoji may; names that cannot be
 * seen, break the page, insult, pretend to be staff, or look like one that is taken may not.
 * @param raw   as typed
 * @param taken the skeletons in use
 * @returns the name to keep, or NAME_EMPTY, NAME_TOO_LONG, NAME_NOT_ALLOWED or NAME_TAKEN. Accepting an
 *   accepted name gives the same again.
 */
export function acceptName(raw: string, taken: ReadonlySet<string>): Result<AcceptedName> {
  if (raw.length > NAME_MAX_CHARS) return fail("NAME_TOO_LONG");
  const name = tidied(raw);
  if (name === "") return fail("NAME_EMPTY");
  if (isTooLong(name)) return fail("NAME_TOO_LONG");
  if (!isPresentable(name) || !isClean(name)) return fail("NAME_NOT_ALLOWED");
  const skeleton = skeletonOf(name);
  if (skeleton === "" || reserved.has(skeleton)) return fail("NAME_NOT_ALLOWED");
  return taken.has(skeleton) ? fail("NAME_TAKEN") : ok({ name, skeleton });
}

/** One form of the same text: a pasted line break or a no-break space becomes an ordinary space. */
function tidied(raw: string): string {
  return raw
    .normalize("NFC")
    .replace(/\p{White_Space}+/gu, " ")
    .replace(/^ | $/g, "");
}

function isTooLong(name: string): boolean {
  // Normalising can lengthen: what is accepted must pass again.
  return name.length > NAME_MAX_CHARS || [...graphemes.segment(name)].length > NAME_MAX_GRAPHEMES;
}

function isPresentable(name: string): boolean {
  const plain = name.replace(meaningful, "");
  if (forbidden.test(plain) || looseMarks.test(plain) || !visible.test(name)) return false;
  for (const { segment } of graphemes.segment(name)) {
    if ([...segment].length > GRAPHEME_MAX_CODE_POINTS) return false;
  }
  return true;
}
