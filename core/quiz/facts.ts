import type { Failure } from "../protocol/index.ts";
import type { Question } from "./question.ts";
import type { QuizSetup, RoomOptions } from "./room-options.ts";
import type { Answer, Notice } from "./state.ts";

/**
 * What a quiz room accepts, with outcomes: its journal. Facts are never decided again: points, shuffled
 * options, final names and deadlines stand in them, so that changed rules cannot change the past.
 */
export type QuizFact =
  | { type: "created"; setup: QuizSetup; questions: Question[]; notices: Notice[] }
  | { type: "joined"; name: string; guest: string; from: number }
  | { type: "left"; player: number }
  | { type: "returned"; player: number }
  | { type: "kicked"; player: number }
  | { type: "locked"; on: boolean }
  | { type: "settings"; change: Partial<Pick<RoomOptions, "seconds" | "scoring" | "auto">>; nextAtMs?: number | null }
  /** Questions took the place of those with the same id. */
  | { type: "replaced"; questions: Question[]; notices: Notice[] }
  | { type: "deleted"; question: number }
  | { type: "moved"; question: number; to: number }
  /** `written`: how many of them have come already. */
  | { type: "asked"; askId: number; deadlineAtMs: number; of: number; written: number; slots: number[] }
  | { type: "written"; questions: Question[] }
  | { type: "asking-ended"; questions: number; of: number; failed?: Failure }
  | { type: "countdown"; index: number; opensAtMs: number }
  | { type: "opened"; index: number; opensAtMs: number; closesAtMs: number }
  | ({ type: "answered"; player: number } & Answer)
  | { type: "revealed"; index: number; nextAtMs: number | null }
  | { type: "skipped"; index: number }
  | { type: "standings"; index: number; nextAtMs: number | null }
  | { type: "podium" }
  | { type: "closed" }
  | { type: "paused" }
  | { type: "resumed" }
  | { type: "host-here" }
  | { type: "host-gone" }
  /** The game waits for its host and looked: the host is there. */
  | { type: "looked" };
