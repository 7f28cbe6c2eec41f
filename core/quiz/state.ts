import type { Failure } from "../protocol/index.ts";
import type { Question } from "./question.ts";
import type { RoomOptions } from "./room-options.ts";

/** The whole of a quiz room that must survive: plain JSON. Times are room time in milliseconds since 1970. */
export interface QuizState {
  code: string;
  seed: string;
  ai: boolean;
  options: RoomOptions;
  createdAtMs: number;
  /** The newest fact that counts as activity. */
  activeAtMs: number;
  locked: boolean;
  notices: Notice[];
  questions: Question[];
  nextQuestionId: number;
  /** Drawings of lots so far: each has its own label, so that none repeats another. */
  draws: number;
  /** By number, in the order of joining; nobody is ever removed. */
  players: Player[];
  phase: Phase;
  /** Since when the game stands still, or `null`. */
  pausedAtMs: number | null;
  /** Whether a host is connected, as far as the journal knows. */
  hostHere: boolean;
  /** While the game waits for its host: when to look whether there is one. */
  lookAtMs: number | null;
  generation: Generation | null;
  wrote: Wrote | null;
  nextAskId: number;
}

export type Notice = "NO_AI" | "LANGUAGE_FALLBACK" | "TOPIC_FALLBACK";

/** Where the room stands. Fields exist only where they are true. */
export type Phase =
  | { phase: "lobby" }
  | { phase: "countdown"; index: number; opensAtMs: number }
  | { phase: "question"; index: number; opensAtMs: number; closesAtMs: number }
  /** `nextAtMs` is `null` while the host decides when to go on. */
  | { phase: "reveal"; index: number; counts: number[]; nextAtMs: number | null }
  | { phase: "standings"; index: number; nextAtMs: number | null }
  | { phase: "podium" }
  | { phase: "closed" };

export interface Player {
  name: string;
  /** Subject of the token with which they joined: how they are known again. */
  guest: string;
  standing: "in" | "left" | "kicked";
  /** Index of the first question that counts for them. */
  from: number;
  score: number;
  /** Right answers in a row. */
  streak: number;
  /** Given to the question that is open. */
  answer: Answer | null;
  /** Of the newest revealed question that counted for them. */
  last: (Answer & { index: number }) | { index: number; option: null } | null;
  /** Points by question index; −1 where a question did not count. */
  history: number[];
}

export interface Answer {
  option: number;
  right: boolean;
  points: number;
  /** Milliseconds from opening that counted, and as received. */
  ms: number;
  rawMs: number;
}

/** The AI at work. */
export interface Generation {
  /** The question that is out; a reply to any other is dropped. */
  askId: number;
  deadlineAtMs: number;
  /** How many questions were wanted in all, and how many have come. */
  of: number;
  written: number;
  /** Ids of the questions that are to be replaced yet. */
  slots: number[];
}

/** What became of the AI's last work. */
export interface Wrote {
  questions: number;
  of: number;
  failed?: Failure;
}

/** The state before there is a room. */
export function emptyState(): QuizState {
  return {
    code: "",
    seed: "",
    ai: false,
    options: {
      topic: "",
      questions: 1,
      difficulty: "mixed",
      language: "en",
      seconds: 20,
      scoring: "speed",
      auto: true,
    },
    createdAtMs: 0,
    activeAtMs: 0,
    locked: false,
    notices: [],
    questions: [],
    nextQuestionId: 0,
    draws: 0,
    players: [],
    phase: { phase: "lobby" },
    pausedAtMs: null,
    hostHere: false,
    lookAtMs: null,
    generation: null,
    wrote: null,
    nextAskId: 1,
  };
}

/** The index of the question that is on, or was last; −1 before the first. */
export function currentIndex(state: QuizState): number {
  return "index" in state.phase ? state.phase.index : -1;
}

/** Whether a game is on: started and not yet at the podium. */
export function isRunning(state: QuizState): boolean {
  return "index" in state.phase;
}

/** Whether a question is still unseen by players. In the countdown the coming one is. */
export function isUnshown(state: QuizState, index: number): boolean {
  if (state.phase.phase === "lobby") return true;
  if (state.phase.phase === "countdown") return index >= state.phase.index;
  return isRunning(state) && index > currentIndex(state);
}

/** Whether a question counts for a player who joined when they did. */
export function countsFor(player: Player, index: number): boolean {
  return player.standing === "in" && player.from <= index;
}
