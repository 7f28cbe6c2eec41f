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
  /```|~~~|\*\*|\]\(/,
  /&(#\d+|#x[\da-f]+|amp|lt|gt|quot|apos|nbsp);/i,
  /\b(javascript:|data:text)\S/i,
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

/** Whether a text speaks of options by letter, which means nothing once they are shuffled. */
export function namesLetters(text: string): boolean {
  return /\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer|[Aa]ntwort|[Oo]pci[oó]n|[Rr]espuesta)s? \(?[A-D]\b/.test(text);
}

/**
 * Equal for options that are the same to a reader: without case, accents, spaces and punctuation. What tells
 * numbers and terms apart stays: “3.14” is not “314”, “−5” not “5”, “C#” not “C”.
 */
export function optionKey(option: string): string {
  const plain = fold(option).replace(/(?<![\p{L}\p{N}])[‐‑–—-](?=\d)/gu, "−");
  const key = plain.replace(/(?<!\d)[.,:/]|[.,:/](?!\d)|(?!\u0338)[^\p{L}\p{N}\p{S}.,:/#%&*@]/gu, "");
  return key === "" ? plain.replace(/\s/g, "") : key;
}

const aboveOptions = [
  /^ (all|none|any|both|neither|each) (of )?(the |these |those )?(above|these|those|them|options|choices|answers|others) /,
  /^ both [a-d] and [a-d] /,
  /^ (alles?|kein[es]?[rs]?|nichts|beides?) (der |die |den |von )*(oben |oberen )?(genannt\w*|davon|diesen|antwort\w*|moglichkeiten|optionen|obigen|anderen) /,
  /^ sowohl [a-d] als auch [a-d] /,
  /^ (tod[oa]s?|ningun[oa]?|amb[oa]s) (de )?((las|los|lo) )?(anterior|anteriores|opciones|respuestas|mencionad[oa]s|demas|otr[oa]s|ell[oa]s|est[oa]s|son correctas) /,
];

/** Whether an option only speaks of the others (“all of the above”): English, German and Spanish. */
export function isAboutOptions(option: string): boolean {
  const said = phraseOf(option);
  return aboveOptions.some((pattern) => pattern.test(said));
}

const offices =
  "(president|prime minister|chancellor|monarch|king|queen|pope|champions?|holders?|record|leader|chairman|ceo|head|mayor|governor|captain|coach|manager|owner|host|title|presidente|presidenta|rey|reina|papa|campeon|campeona|lider|alcalde|entrenador|entrenadora|capitan)";

const datedWords = [
  / (currently|presently|nowadays|as of|latest|newest|most recent|most recently|recently|at present|at the moment|right now|these days|up to now|incumbent) /,
  / to date $/,
  / this (year|season|month|decade) /,
  new RegExp(` (current|reigning|sitting) (\\w+ ){0,2}${offices} `),
  / (derzeit|momentan|gegenwartig|aktuell|derzeitig|amtierend)(e|en|er|es|em)? /,
  / (zurzeit|heutzutage|neueste[nrsm]?|bislang|im moment|kurzlich|dieses jahr|stand (19|20)\d\d) /,
  / zur zeit (?!der |des |von |vor |seine|ihre|als )/,
  / (actualmente|en la actualidad|hoy en dia|a dia de hoy|hoy por hoy|mas recientes?|recientemente|hasta la fecha) /,
  / (por ahora|hasta ahora|en este momento|este ano) /,
  new RegExp(` (actual|vigente) (\\w+ ){0,1}${offices} `),
  new RegExp(` ${offices} (\\w+ ){0,3}(actual|vigente) `),
];

/** Whether a text is only true at the time of writing (“currently”): English, German and Spanish. */
export function isDated(text: string): boolean {
  const said = phraseOf(unquoted(text));
  return datedWords.some((pattern) => pattern.test(said));
}

const superlatives = [
  / (of all time|greatest ever|best ever|aller zeiten|de todos los tiempos) /,
  / most (famous|popular|beautiful|beloved|iconic|influential|important|interesting|celebrated|legendary|talented) (?!for |as )/,
  / greatest (\w+ )?(artist|player|footballer|athlete|singer|band|composer|writer|author|poet|painter|actor|actress|director|film|movie|song|album|book|novel|leader|scientist|inventor|philosopher) /,
  / (best|finest|coolest|funniest|worst) (?!known |selling |described |defined |explained |suited |man |case )/,
  / (beruhmt|beliebt|bekannt|schon|wichtig|bedeutend|einflussreich)est?e[nrsm]? (?!fur |als )/,
  /(?<! am) beste[nrsm]? /,
  / mas (famos[oa]s?|populares|popular|importantes?|hermos[oa]s?|bell[oa]s?|bonit[oa]s?|influyentes?|iconic[oa]s?|querid[oa]s?) (?!por )/,
  /(?<! a lo) mejor(es)? (?!conocid)/,
];

/** Prizes are named by superlatives: “the Oscar for Best Picture”. */
const prizes = / (oscars?|academy awards?|awards?|grammys?|emmys?|baftas?|goyas?|golden globes?|preis|premios?) /;

/** Whether a question asks for a judgement (“the best”, “the most famous”) as if it were a fact: English, German and Spanish. */
export function isSuperlative(stem: string): boolean {
  const said = phraseOf(unquoted(stem));
  const judged = superlatives.some((pattern) => pattern.test(said));
  return judged && !prizes.test(said);
}

/** A text without what it quotes: titles may be called anything. */
function unquoted(text: string): string {
  return text.replace(/„[^“”]*[“”]|“[^”]*”|«[^»]*»|"[^"]*"/g, " … ");
}
