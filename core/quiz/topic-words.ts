/** Names for one thing; a topic that has one of them is found by all, and so is a tag. In any language, folded or not. */
export const synonyms: readonly (readonly string[])[] = [
  [
    "ww2",
    "wwii",
    "ww 2",
    "ww ii",
    "world war 2",
    "world war ii",
    "world war two",
    "second world war",
    "2nd world war",
    "wk2",
    "zweiter weltkrieg",
    "2 weltkrieg",
    "2gm",
    "segunda guerra mundial",
    "2 guerra mundial",
    "ii guerra mundial",
  ],
  [
    "ww1",
    "wwi",
    "ww 1",
    "ww i",
    "world war 1",
    "world war i",
    "world war one",
    "first world war",
    "1st world war",
    "great war",
    "wk1",
    "erster weltkrieg",
    "1 weltkrieg",
    "1gm",
    "primera guerra mundial",
    "1 guerra mundial",
    "i guerra mundial",
  ],
  ["20s", "1920s", "twenties", "20er", "zwanziger", "años 20", "los 20"],
  ["50s", "1950s", "fifties", "50er", "fünfziger", "años 50", "los 50"],
  ["60s", "1960s", "sixties", "60er", "sechziger", "años 60", "los 60"],
  ["70s", "1970s", "seventies", "70er", "siebziger", "años 70", "los 70"],
  ["80s", "1980s", "eighties", "80er", "achtziger", "años 80", "años ochenta", "los 80", "ochenta"],
  ["90s", "1990s", "nineties", "90er", "neunziger", "años 90", "años noventa", "los 90", "noventa"],
  ["football", "soccer", "fußball", "fútbol"],
  ["olympics", "olympic games", "olympia", "olympische spiele", "juegos olímpicos", "olimpiadas"],
  ["capitals", "capital cities", "hauptstädte", "capitales"],
  ["cold war", "kalter krieg", "guerra fría"],
  ["classical", "classical music", "klassik", "klassische musik", "música clásica"],
  ["greek myths", "greek mythology", "griechische mythologie", "mitología griega"],
  ["norse myths", "norse mythology", "nordische mythologie", "mitología nórdica"],
  ["egyptian myths", "egyptian mythology", "ägyptische mythologie", "mitología egipcia"],
  ["roman myths", "roman mythology", "römische mythologie", "mitología romana"],
  ["middle ages", "medieval", "mittelalter", "edad media"],
];

/** Topics whose subjects overlap, by id: how a topic of one language is found in another. */
export const kin: readonly (readonly string[])[] = [
  ["geography", "countries-and-capitals"],
  ["history", "ancient-and-medieval-history", "modern-history"],
  ["film-and-music", "film", "music", "television"],
  ["food-and-sport", "food-and-drink", "sports"],
];

/** Words that name a topic only when they stand alone: inside a sentence they mean something else. */
export const onlyAlone: ReadonlySet<string> = new Set(["it", "re", "pe", "all", "stem"]);

/** Words so wide that a narrower one beside them says what is meant (“history of jazz”). Singular, folded. */
export const wideWords: ReadonlySet<string> = new Set(["history", "geschichte", "historia", "world", "welt", "mundo"]);

/** Words by which a text asks for one thing or the other (“rock and pop”), not for both in one. */
export const conjunctions: ReadonlySet<string> = new Set(["and", "or", "und", "oder", "y", "o", "e", "plus"]);

/** Words around a topic that say nothing about it. Singular, folded. */
export const fillers: ReadonlySet<string> = new Set(
  [
    "quiz trivia question fact stuff thing topic theme round night test fun easy hard simple difficult cool good nice",
    "frage fragen thema quizfragen spass leicht schwer pregunta tema cosa facil dificil divertido sobre todo",
  ].flatMap((line) => line.split(" ")),
);
