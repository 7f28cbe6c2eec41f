import * as z from "zod/mini";
import {
  QUESTIONS_MAX,
  QUESTIONS_MIN,
  SECONDS_MAX,
  SECONDS_MIN,
  scoringModes,
  TOPIC_MAX_CHARS,
} from "../protocol/index.ts";

/** Languages that a quiz can be asked for in: BCP 47 tag and its name in that language. */
export const languages = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  it: "Italiano",
  nl: "Nederlands",
  pl: "Polski",
  pt: "Português",
  sv: "Svenska",
  tr: "Türkçe",
} as const;

export type Language = keyof typeof languages;

/** What a host chooses when making a room (`POST /api/v1/rooms`); everything has a default. */
export const roomOptions = z.strictObject({
  topic: z._default(z.string().check(z.trim(), z.maxLength(TOPIC_MAX_CHARS)), ""),
  questions: z._default(z.int().check(z.gte(QUESTIONS_MIN), z.lte(QUESTIONS_MAX)), 10),
  difficulty: z._default(z.enum(["easy", "medium", "hard", "mixed"]), "mixed"),
  language: z._default(z.enum(Object.keys(languages) as [Language, ...Language[]]), "en"),
  seconds: z._default(z.int().check(z.gte(SECONDS_MIN), z.lte(SECONDS_MAX)), 20),
  scoring: z._default(z.enum(scoringModes), "speed"),
  /** Whether the game moves on by itself after each question. */
  auto: z._default(z.boolean(), true),
});
export type RoomOptions = z.infer<typeof roomOptions>;

/** What a room is made from: the host's choices, and what its shell adds. */
export interface QuizSetup {
  code: string;
  options: RoomOptions;
  /** At least 128 bits from the shell's CSPRNG, as text. Never leaves the room. */
  seed: string;
  /** Whether there is an AI to ask. */
  ai: boolean;
}
