import type { BankTopic } from "./bank-topic.ts";
import { animals as animalsDe } from "./de/animals.ts";
import { filmAndMusic as filmAndMusicDe } from "./de/film-and-music.ts";
import { foodAndSport as foodAndSportDe } from "./de/food-and-sport.ts";
import { generalKnowledge as generalKnowledgeDe } from "./de/general-knowledge.ts";
import { geography as geographyDe } from "./de/geography.ts";
import { history as historyDe } from "./de/history.ts";
import { space as spaceDe } from "./de/space.ts";
import { ancientAndMedievalHistory } from "./en/ancient-and-medieval-history.ts";
import { animals } from "./en/animals.ts";
import { artAndArchitecture } from "./en/art-and-architecture.ts";
import { countriesAndCapitals } from "./en/countries-and-capitals.ts";
import { film } from "./en/film.ts";
import { foodAndDrink } from "./en/food-and-drink.ts";
import { generalKnowledge } from "./en/general-knowledge.ts";
import { geography } from "./en/geography.ts";
import { humanBody } from "./en/human-body.ts";
import { languageAndWords } from "./en/language-and-words.ts";
import { literature } from "./en/literature.ts";
import { mathematics } from "./en/mathematics.ts";
import { modernHistory } from "./en/modern-history.ts";
import { music } from "./en/music.ts";
import { mythologyAndReligion } from "./en/mythology-and-religion.ts";
import { oceansAndNature } from "./en/oceans-and-nature.ts";
import { physicsAndChemistry } from "./en/physics-and-chemistry.ts";
import { space } from "./en/space.ts";
import { sports } from "./en/sports.ts";
import { technologyAndComputers } from "./en/technology-and-computers.ts";
import { television } from "./en/television.ts";
import { animals as animalsEs } from "./es/animals.ts";
import { filmAndMusic as filmAndMusicEs } from "./es/film-and-music.ts";
import { foodAndSport as foodAndSportEs } from "./es/food-and-sport.ts";
import { generalKnowledge as generalKnowledgeEs } from "./es/general-knowledge.ts";
import { geography as geographyEs } from "./es/geography.ts";
import { history as historyEs } from "./es/history.ts";
import { space as spaceEs } from "./es/space.ts";

/** A language in which questions are built in. */
export type BankLanguage = "en" | "de" | "es";

/** The id of the topic that stands for no topic in particular; the first of every language. */
export const GENERAL_KNOWLEDGE = "general-knowledge";

/** The questions that are always there: without an AI, without a network. */
export const bank: Readonly<Record<BankLanguage, readonly BankTopic[]>> = {
  en: [
    generalKnowledge,
    ancientAndMedievalHistory,
    animals,
    artAndArchitecture,
    countriesAndCapitals,
    film,
    foodAndDrink,
    geography,
    humanBody,
    languageAndWords,
    literature,
    mathematics,
    modernHistory,
    music,
    mythologyAndReligion,
    oceansAndNature,
    physicsAndChemistry,
    space,
    sports,
    technologyAndComputers,
    television,
  ],
  de: [generalKnowledgeDe, animalsDe, filmAndMusicDe, foodAndSportDe, geographyDe, historyDe, spaceDe],
  es: [generalKnowledgeEs, animalsEs, filmAndMusicEs, foodAndSportEs, geographyEs, historyEs, spaceEs],
};
