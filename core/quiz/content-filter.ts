import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  type PhraseBuilder,
  parseRawPattern,
  RegExpMatcher,
} from "obscenity";
import { foldLookAlikes } from "./confusables.ts";

/** What obscenity remembers with each of its phrases. */
type Entry = { originalWord: string };
type Words = DataSet<Entry>;

/** A word in obscenity's pattern language (`|` word boundary, `[x]` optional), and innocent words around it. */
interface Phrase {
  word: string;
  patterns: readonly string[];
  innocent?: readonly string[];
}

/**
 * English phrases whose patterns in the package hit too much: prefixes without an end (Fukushima, Wankel,
 * Semenya), middles (Harshit, Siriporn, Georgy, hingga), words of other languages. Each replaces the
 * package's phrase of that name; with no pattern, it only removes it.
 *
 * Repeated letters are collapsed before matching, all but b, e, g, l, o and s to one: a word with "tt" is
 * written with "t", and an innocent word with a single "t" beside it.
 */
const narrowed: readonly Phrase[] = [
  { word: "abo", patterns: [] },
  { word: "anal", patterns: ["|anal|", "|analsex", "|analplug", "|analfuck"] },
  { word: "anus", patterns: ["|anus|", "|anuses|"] },
  {
    word: "ass",
    patterns: ["|ass|", "|asses|", "|asshat", "|asshole", "|asslick", "|asswipe", "|assfuck", "dumbass", "fatass"],
    innocent: ["45s", "pik ass", "pik-ass", "herz ass", "herz-ass", "karo ass", "karo-ass", "kreuz ass", "kreuz-ass"],
  },
  { word: "boob", patterns: ["boob"], innocent: ["booby"] },
  { word: "chink", patterns: ["chink"], innocent: ["chin k", "chink in ", "chinkara", "pachinko"] },
  { word: "cock", patterns: ["|cock|", "|cocks|", "|cocksuck", "|cocke[e]|", "|cockface", "|cockhead"] },
  {
    word: "cum",
    patterns: ["|cum|", "|cums|", "|cumshot", "|cumslut"],
    innocent: ["cum laude", "cum grano", "cum hoc", "vade mecum"],
  },
  {
    word: "dick",
    patterns: ["|dick|", "|dicks|", "|dickhead", "|dickface", "|dickpic", "|dickwad", "bigdick", "mydick", "|dck|"],
    innocent: [
      ...["moby dick", "moby-dick", "k. dick", "dick van dyke", "dick cheney", "dick turpin", "dick tracy"],
      ...["dick fosbury", "dick bruna", "dick whittington", "dick grayson", "dick advocaat", "dick clark"],
      ...["wie dick", "so dick", "zu dick", "sehr dick", "meter dick", "cm dick", "mm dick", "km dick"],
      ...["m dick", "dick wie", "dick und dunn", "dick und doof", "ist dick", "sind dick"],
    ],
  },
  {
    word: "dyke",
    patterns: ["|dyke|", "|dykes|"],
    innocent: ["van dyke", "'s dyke"],
  },
  { word: "fag", patterns: ["|fag|", "|fags|", "faggot", "fggot"] },
  { word: "felch", patterns: ["|felch|", "|felching"] },
  { word: "fisting", patterns: ["|fisting|"] },
  {
    word: "fuck",
    patterns: [
      ...["fuck", "fcuk", "fvck", "phuck", "f*ck", "f#ck", "f-ck", "f.ck", "f%ck", "|fck", "|fuk|", "|fu you"],
      ...["|fuks|", "|fuker", "|fuking", "|fukyou", "|fkn|", "|fking", "|fked|", "|fker"],
    ],
  },
  { word: "hooker", patterns: ["|hooker"], innocent: ["lee hooker", "dalton hooker", "joseph hooker", "john hooker"] },
  { word: "jizz", patterns: ["|jiz|"] },
  { word: "kike", patterns: ["|kike|", "|kikes|"] },
  {
    word: "negro",
    patterns: ["|negro|", "|negroes|"],
    // In Spanish the word is a colour.
    innocent: [
      ...["agujero negro", "mar negro", "oro negro", "oso negro", "rio negro", "gato negro", "perro negro"],
      ...["cisne negro", "lobo negro", "toro negro", "caballo negro", "cuervo negro", "bosque negro", "monte negro"],
      ...["color negro", "humor negro", "cine negro", "jueves negro", "lunes negro", "martes negro", "viernes negro"],
      ...["cuadrado negro", "traje negro", "pelo negro", "principe negro", "te negro", "corsario negro"],
      ...["cabo negro", "punto negro", "rinoceronte negro", "pez negro", "carbon negro", "fondo negro", "cuello negro"],
      ...["montenegro", "y negro", "o negro,", "negro y ", "negro o ", " es negro", " de negro", " en negro"],
      ...[" el negro", "del negro", "al negro", "blanco, negro", "rojo, negro"],
    ],
  },
  { word: "nigger", patterns: ["nigger", "nigga", "|nig|", "|nigs|"], innocent: ["snigger"] },
  { word: "orgasm", patterns: ["orgasm"] },
  { word: "orgy", patterns: ["|orgy|", "|orgies|"] },
  {
    word: "porn",
    patterns: ["|porn|", "|porno", "|pornhub", "|pornstar", "|pornsite", "|prn|"],
  },
  { word: "pussy", patterns: ["pussy", "|pssy"], innocent: ["pussy riot", "pussycat", "pussy willow", "pussyfoot"] },
  {
    word: "rape",
    patterns: ["|rape|", "|raped|", "|rapes|", "|raper|", "|rapis[s]t"],
    innocent: ["rape seed", "rape oil", "rapper", "rapped", "rappe"],
  },
  { word: "scat", patterns: [] },
  { word: "semen", patterns: ["|s[s]e[e]me[e]n|"] },
  {
    word: "sex",
    patterns: ["|s[s]e[e]x|", "|s[s]e[e]xy|"],
    innocent: ["sex pistols", "sex and the city", "sex education", "same sex", "same-sex", "opposite sex", "sex chrom"],
  },
  {
    word: "shit",
    patterns: ["|shit", "bullshit", "dipshit", "horseshit", "batshit", "holyshit"],
    innocent: ["shitake", "shiitake", "shitara", "shitenno"],
  },
  { word: "slut", patterns: ["|s[s]lut|", "|s[s]luts|", "|s[s]luty|"] },
  {
    word: "tit",
    patterns: ["|tit|", "|tits|", "|tities|", "|tiddies|"],
    innocent: ["tit for tat", ...birds("great", "blue", "coal", "marsh", "willow", "crested", "bearded", "tailed")],
  },
  { word: "turd", patterns: ["|turd|", "|turds|"] },
  { word: "twat", patterns: ["|twat|", "|twats|"] },
  { word: "vagina", patterns: ["|vagina|", "|vaginas|", "|vgina|"] },
  { word: "wank", patterns: ["|wank|", "|wanks|", "|wanker", "|wanking"] },
];

/** What the package lacks: slurs in English, and the worst of German and Spanish. Folded: no accents, ss for ß. */
const added: readonly Phrase[] = [
  { word: "bitch", patterns: ["biatch"] },
  { word: "ethnic slurs", patterns: ["|paki|", "|pakis|", "|gook|", "|gooks|", "|wetback", "|spics|", "raghead"] },
  { word: "Arsch", patterns: ["|arsch|", "|arschloch", "|arschficker", "|arschgeige", "|arschgesicht"] },
  {
    word: "ficken",
    patterns: ["|fick|", "|ficken", "|ficker", "|fickt|", "|fickdich", "gefickt", "verfickt"],
    innocent: ["fick's", "adolf fick"],
  },
  { word: "Fotze", patterns: ["|fotze", "|votze"] },
  { word: "Hure", patterns: ["|hure|", "|huren|", "hurensohn", "hurens[o]hne", "|hurentochter"] },
  { word: "Kanake", patterns: ["|kanake|", "|kanaken|"] },
  { word: "Missgeburt", patterns: ["missgeburt"] },
  { word: "Neger", patterns: ["|neger|", "|negern|", "|negers|", "|negerin"] },
  { word: "Nutte", patterns: ["|nute|", "|nuten|"], innocent: ["nute", "nuten"] },
  { word: "Pimmel", patterns: ["|pimel|"], innocent: ["pimel"] },
  { word: "Scheiße", patterns: ["scheiss", "|scheise|"] },
  { word: "Schlampe", patterns: ["|schlampe|", "|schlampen|"] },
  { word: "Schwuchtel", patterns: ["schwuchtel"] },
  { word: "Sieg Heil", patterns: ["sieg heil", "siegheil", "heil hitler", "heilhitler"] },
  { word: "Spast", patterns: ["|spast|", "|spasti|", "|spasten|"] },
  { word: "Titten", patterns: ["|titen|"], innocent: ["titen"] },
  { word: "Judensau", patterns: ["judensau", "saujude"] },
  { word: "Wichser", patterns: ["|wichser", "|wixer", "|wichsen|"] },
  { word: "cabrón", patterns: ["|cabron|", "|cabrona|", "|cabrones|"] },
  { word: "chingar", patterns: ["|chingar|", "|chingada", "|chingate|", "|chinga tu", "|chingatumadre"] },
  // ñ between vowels is read as ny: "cono" is a cone.
  { word: "coño", patterns: ["|conyo|", "|conyos|", "|conyazo"] },
  { word: "concha de tu madre", patterns: ["|concha de tu madre", "|concha tu madre", "conchatumadre"] },
  { word: "gilipollas", patterns: ["gilipol[l]a", "chupapol[l]a", "soplapol[l]a", "comepol[l]a"] },
  { word: "maricón", patterns: ["|maricon|", "|maricona|", "|maricones|", "|mariconazo"] },
  { word: "malparido", patterns: ["|malparid"] },
  { word: "mierda", patterns: ["|mierda"] },
  { word: "negrata", patterns: ["|negrata"] },
  { word: "pendejo", patterns: ["|pendejo", "|pendeja"] },
  {
    word: "puta",
    patterns: ["|puta|", "|putas|", "|puto|", "|putos|", "|putita", "hijoputa", "hijodeputa", "hijueputa"],
  },
  { word: "sudaca", patterns: ["|sudaca|", "|sudacas|"] },
];

/** Innocent words that hold a pattern the package is right to have. */
const innocent = ["pissarro", "pissoir", "penistone", "peniscola"];

/** So bad, and so rare by chance, that they are also looked for across spaces: "fuc k". */
const worst: readonly Phrase[] = [
  { word: "broken up", patterns: ["fuck", "nigger", "nigga", "faggot", "arschloch", "hurensohn"] },
];

function birds(...kinds: string[]): string[] {
  return kinds.flatMap((kind) => [`${kind} tit`, `${kind} tits`]);
}

interface Matchers {
  /** For running text. */
  text: RegExpMatcher;
  /** For words that were written in pieces. */
  pieces: RegExpMatcher;
}

/** Built at the first call: a Worker that filters nothing does not pay for it when it starts. */
let built: Matchers | undefined;

function matchers(): Matchers {
  built ??= { text: matcherOf(ourDataSet()), pieces: matcherOf(add(new DataSet(), worst)) };
  return built;
}

function ourDataSet(): Words {
  const replaced = new Set(narrowed.map((phrase) => phrase.word));
  const data = new DataSet<Entry>()
    .addAll(englishDataset)
    .removePhrasesIf((phrase) => replaced.has(phrase.metadata?.originalWord ?? ""));
  add(data, narrowed);
  add(data, added);
  return data.addPhrase((phrase) => innocent.reduce((all, term) => all.addWhitelistedTerm(term), phrase));
}

function add(data: Words, phrases: readonly Phrase[]): Words {
  for (const { word, patterns, innocent: spared } of phrases) {
    data.addPhrase((phrase: PhraseBuilder<Entry>) => {
      phrase.setMetadata({ originalWord: word });
      for (const raw of patterns) phrase.addPattern(parseRawPattern(raw));
      for (const term of spared ?? []) phrase.addWhitelistedTerm(term);
      return phrase;
    });
  }
  return data;
}

function matcherOf(data: Words): RegExpMatcher {
  return new RegExpMatcher({ ...data.build(), ...englishRecommendedTransformers });
}

/** Stands where something was that no word goes through. */
const GAP = ",";

/**
 * Whether a name, a topic or a question's text is free of slurs and obscenities in English, German and
 * Spanish: leetspeak, look-alike letters, s p a c i n g and doubled letters are seen through. A list, not a
 * judge: it errs towards letting through, so that nobody's real name is refused, and the host can remove
 * players. Never throws; meant for text of a few hundred characters.
 */
export function isClean(text: string): boolean {
  const { text: running, pieces } = matchers();
  const plain = tidied(text);
  const spelled = plain.match(spelledOut) ?? [];
  const readings = new Set([plain, loosened(plain), ...spelled.map(joined)].map(readable));
  for (const reading of readings) if (running.hasMatch(reading)) return false;
  const broken = plain.match(inPieces) ?? [];
  return !broken.some((run) => pieces.hasMatch(readable(joined(run))));
}

/** What the folding of letters would lose, and punctuation that leetspeak would take for letters: "(um", "aß". */
function tidied(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/\p{Regional_Indicator}+/gu, (run) => (flags.test(run) ? GAP : run))
    .replace(/(?<=[aeiouáéíóú])ñ(?=[aeiouáéíóú])/giu, "ny")
    .replace(/(?<!\p{L})aß/giu, "as")
    .replace(/\(([^()]*)\)/g, `${GAP} $1 ${GAP}`)
    .replace(/[_\s]+/gu, " ");
}

/** Letters of flags that are flags. Others show as letters. */
const flags = /^\p{RGI_Emoji_Flag_Sequence}+$/v;

/** Three or more single letters, with a little something between them: "f u c k", "s.h.i.t". */
const spelledOut = /(?<![\p{L}\p{N}@$])(?:[\p{L}\p{N}@$!][^\p{L}\p{N}@$!]{1,3}){2,}[\p{L}\p{N}@$](?![\p{L}\p{N}@$])/gu;

/** Words of at most four letters in a row: "ni gger". */
const inPieces =
  /(?<![\p{L}\p{N}@$])(?:[\p{L}\p{N}@$!]{1,4}[^\p{L}\p{N}@$!]{1,3})+[\p{L}\p{N}@$]{1,4}(?![\p{L}\p{N}@$])/gu;

function joined(pieces: string): string {
  return pieces.replace(/[^\p{L}\p{N}@$!]/gu, "");
}

/** Words taken apart where names glue them to something: "BigWord", "word123", "word!", "this/that". */
function loosened(text: string): string {
  return text
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .replace(/(?<=\p{L})\p{N}+(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])\p{N}+(?=\p{L})/gu, " ")
    .replace(/(?<!\p{L})[!|]+|[!|]+(?!\p{L})|\//gu, " ");
}

const wordLike = /[\p{L}\p{M}\p{N}@$]+/gu;

/** The text as the matchers should see it: each word in Latin letters, or a gap. */
function readable(text: string): string {
  return text.replace(wordLike, inLatin);
}

/**
 * A word as somebody would read it who takes it for Latin. Numbers are no words (455 is not a$$), nor are
 * words of another script: taken letter by letter they would give Latin ones that nobody sees. They count
 * only if the whole word looks Latin.
 */
function inLatin(written: string): string {
  const folded = foldLookAlikes(written);
  if (/^[\d$]+$/.test(folded)) return GAP;
  return /\p{Script=Latin}/u.test(written.normalize("NFKD")) || /^[a-z\d@$]+$/.test(folded) ? folded : GAP;
}
