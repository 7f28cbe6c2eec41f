import type { Kind, Turn } from "../machine.ts";
import type { HostFrame, PlayerFrame } from "../protocol/index.ts";
import type { QuizFact } from "./facts.ts";
import type { QuizSetup } from "./room-options.ts";
import type { QuizState } from "./state.ts";
import type { QuizVolatile } from "./volatile.ts";

/** The types of a quiz room. */
export interface Quiz extends Kind {
  State: QuizState;
  Fact: QuizFact;
  Setup: QuizSetup;
  Frame: PlayerFrame | HostFrame;
  Volatile: QuizVolatile;
}

/** One step of a quiz room. */
export type QuizTurn = Turn<Quiz>;
