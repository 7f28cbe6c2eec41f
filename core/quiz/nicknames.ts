import { drawBelow } from "../random.ts";
import { type AcceptedName, skeletonOf } from "./names.ts";

/** Words that go together in any combination, and how. */
interface WordList {
  adjectives: readonly string[];
  animals: readonly string[];
  /** Puts an adjective and an animal into the language's order. */
  join(adjective: string, animal: string): string;
}

const before = (adjective: string, animal: string) => `${adjective} ${animal}`;
const after = (adjective: string, animal: string) => `${animal} ${adjective}`;

/**
 * 40 adjectives and 60 animals a language, none longer than nine letters, so that a number fits behind
 * them. No animal is an insult, and no adjective speaks of a body.
 */
const english: WordList = {
  adjectives: words(`Bold Brave Bright Calm Cheerful Clever Curious Daring Eager Fearless Friendly Gallant Gentle
    Golden Happy Honest Jolly Keen Kind Lively Loyal Lucky Merry Mighty Nimble Noble Patient Playful Plucky Polite
    Proud Quick Quiet Radiant Steady Sturdy Sunny Wise Witty Zippy`),
  animals: words(`Alpaca Antelope Badger Bison Butterfly Camel Cheetah Chipmunk Crane Cricket Dolphin Dragonfly Eagle
    Falcon Finch Firefly Flamingo Fox Gazelle Gecko Giraffe Hamster Hare Hedgehog Heron Iguana Impala Jaguar Kiwi Koala
    Lemur Leopard Lion Llama Lynx Macaw Magpie Manatee Marmot Meerkat Moose Narwhal Ocelot Octopus Otter Owl Panda
    Panther Pelican Penguin Puffin Raven Robin Seahorse Seal Squirrel Starfish Tiger Toucan Wombat`),
  join: before,
};

/** Every animal is masculine, so that the ending -er fits them all. */
const german: WordList = {
  adjectives: words(`Bunter Edler Eifriger Emsiger Feiner Fideler Findiger Flinker Famoser Flotter Froher Goldener
    Guter Heiterer Kecker Kluger Kühner Lieber Lustiger Munterer Mutiger Netter Pfiffiger Rascher Ruhiger Sanfter
    Schlauer Schneller Silberner Sonniger Starker Stiller Stolzer Tapferer Treuer Wacher Wackerer Weiser Wilder Zäher`),
  animals: words(`Adler Albatros Bär Biber Bison Bussard Dachs Delfin Eisvogel Elch Falke Falter Fink Flamingo
    Frosch Fuchs Gecko Gepard Habicht Hamster Hase Hecht Hirsch Igel Iltis Jaguar Kakadu Karpfen Kiebitz Koala Kolibri
    Kondor Kranich Lachs Lemur Leopard Luchs Löwe Marder Oktopus Otter Panda Papagei Pelikan Pfau Pinguin Puma Rabe
    Reiher Schwan Seestern Spatz Specht Storch Tiger Tukan Uhu Wolf Wombat Zeisig`),
  join: before,
};

/** Every adjective has one form for both genders. */
const spanish: WordList = {
  adjectives: words(`Admirable Afable Ágil Alegre Amable Astral Audaz Brillante Capaz Celeste Constante Cordial Cortés
    Diligente Ejemplar Elegante Estelar Feliz Fiel Firme Formal Fuerte Galante Genial Gentil Hábil Imparable Jovial
    Leal Libre Noble Notable Paciente Prudente Radiante Sagaz Sonriente Tenaz Valiente Veloz`).map(lowered),
  animals: words(`Abeja Águila Albatros Alce Alpaca Antílope Ardilla Armadillo Bisonte Canguro Capibara Cebra Ciervo
    Cigüeña Cisne Colibrí Cóndor Cuervo Delfín Erizo Faisán Flamenco Gacela Garza Gaviota Gorrión Grillo Grulla
    Guacamayo Guepardo Halcón Iguana Impala Jaguar Jilguero Jirafa Koala Lémur León Leopardo Liebre Lince Lobo Manatí
    Mirlo Narval Nutria Panda Pelícano Petirrojo Pingüino Puma Quetzal Ruiseñor Suricata Tejón Tigre Tortuga Tucán
    Vicuña`),
  join: after,
};

const lists = new Map([
  ["en", english],
  ["de", german],
  ["es", spanish],
]);

/** With this many unlucky draws the plain names are running out: a number goes behind. */
const PLAIN_DRAWS = 24;
const NUMBERED_DRAWS = 24;
const NUMBER_BELOW = 10_000;

/** Every name that can be drawn without a number in this language (BCP 47 tag; English where there is no list). */
export function nicknames(language: string): string[] {
  const { adjectives, animals, join } = listFor(language);
  return adjectives.flatMap((adjective) => animals.map((animal) => join(adjective, animal)));
}

/**
 * A friendly name that nobody has yet: "Brave Otter", "Flinker Otter", "Nutria valiente". Most once few are
 * left: "Brave Otter 42". Every one would be accepted from a person, too.
 * @param random   numbers in [0, 1)
 * @param taken    the skeletons in use
 * @param language BCP 47 tag of the room; English where there is no list
 */
export function drawNickname(random: () => number, taken: ReadonlySet<string>, language: string): AcceptedName {
  const list = listFor(language);
  for (let draw = 0; draw < PLAIN_DRAWS + NUMBERED_DRAWS; draw++) {
    const plain = drawPlain(random, list);
    const drawn = named(draw < PLAIN_DRAWS ? plain : `${plain} ${2 + drawBelow(random, NUMBER_BELOW - 2)}`);
    if (!taken.has(drawn.skeleton)) return drawn;
  }
  return countedOn(drawPlain(random, list), taken);
}

/** The first free number behind a name. Ends, because what is taken does. */
function countedOn(plain: string, taken: ReadonlySet<string>): AcceptedName {
  for (let number = 2; ; number++) {
    const drawn = named(`${plain} ${number}`);
    if (!taken.has(drawn.skeleton)) return drawn;
  }
}

function drawPlain(random: () => number, { adjectives, animals, join }: WordList): string {
  return join(pick(random, adjectives), pick(random, animals));
}

function pick(random: () => number, from: readonly string[]): string {
  return from[drawBelow(random, from.length)] as string;
}

function named(name: string): AcceptedName {
  return { name, skeleton: skeletonOf(name) };
}

function listFor(language: string): WordList {
  return lists.get(language.toLowerCase().split("-")[0] ?? "") ?? english;
}

function words(text: string): string[] {
  return text.split(/\s+/);
}

function lowered(word: string): string {
  return word.toLowerCase();
}
