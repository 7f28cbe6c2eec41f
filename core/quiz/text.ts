/** Letters that Unicode does not take apart into a base letter and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
};

/** Text for comparing: compatibility forms resolved, lower case, without accents (the stroke of “≠” is none). */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/(?!\u0338)\p{M}/gu, "")
    .replace(/[ßæœøđðþłı]/g, (letter) => plainLetters[letter] ?? letter);
}

/** The words and numbers of a text, folded, without punctuation; “80's” is “80s”, “Earth's” is “earth”. */
export function wordsOf(text: string): string[] {
  const plain = fold(text)
    .replace(/(?<=\d)['’](?=s\b)/g, "")
    .replace(/['’]s\b/g, "");
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word without its simple plural ending (“galaxies”, “maps”), the same for words that only look like one. */
export function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith("s") && !word.endsWith("ss")) return word.slice(0, -1);
  return word;
}

/** Words that say nothing about what a text is about, folded, in the languages a quiz is asked for in. */
export const stopWords: ReadonlySet<string> = new Set(
  [
    "a an the of in on at to for from by with and or is are was were be been do does did has have had which what who",
    "whom whose where when why how many much this that these those it its as into than then there their his her he she",
    "they one some any can could would will name called known my our your me us you i we please about",
    "der die das den dem des ein eine einer eines einem einen und oder ist sind war waren wird wurde wurden hat haben",
    "hatte welche welcher welches welchen welchem wer wo wann wie viele von vom im am an auf aus bei mit nach zu zum",
    "zur fur durch uber unter als auch es er sie sich heisst nennt dieser diese dieses",
    "el la los las un una unos unas de del y o son fue fueron en con por para que cual cuales quien quienes donde",
    "cuando como cuanto cuantos cuanta cuantas se su sus al lo este esta estos estas llama",
    "le les des du et ou est sont quel quelle quels quelles qui dans sur par pour avec au aux ce cette",
    "il gli i uno di della dei e sono chi che quale quali dove quando nel nella con per",
    "het een van welke wie wat waar w na z jest ktory ktora ktore kto co jak os as um uma do da dos das em qual quem",
    "ett och av pa ar vilken vilket vilka vem vad ve bir hangi kim ne",
  ].flatMap((line) => line.split(" ")),
);
