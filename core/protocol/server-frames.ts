import type { Role } from "./claims.ts";
import type { Failure } from "./errors.ts";

/**
 * Frames from the server. Types only: the server makes them, and a client's parser need not trust more
 * than that they are JSON. All moments (`…At`) are server milliseconds since 1970; `at` in every state
 * lets a client know how far its own clock is off.
 */
export interface WelcomeFrame {
  t: "welcome";
  v: number;
  /** Made by the server; of use in reports only. */
  connection: string;
  role: Role;
  /** A player's token for this room alone: keep it, and resume with it from any device. */
  token?: string;
}

export interface PublicQuestion {
  index: number;
  /** Stable while the room lives; answers name it. */
  id: number;
  stem: string;
  options: string[];
}

export interface StandingRow {
  player: number;
  name: string;
  score: number;
  rank: number;
}

export type PhaseView =
  | { phase: "lobby" }
  | { phase: "countdown"; index: number; opensAt: number }
  | { phase: "question"; question: PublicQuestion; opensAt: number; closesAt: number }
  | {
      phase: "reveal";
      question: PublicQuestion;
      right: number;
      because: string;
      /** How many chose each option. */
      counts: number[];
      nextAt: number | null;
    }
  | { phase: "standings"; index: number; top: StandingRow[]; nextAt: number | null }
  | { phase: "podium"; top: StandingRow[] }
  | { phase: "closed" };

/** What everybody in the room may know. */
export interface RoomView {
  code: string;
  topic: string;
  language: string;
  /** How many questions the quiz has. */
  questions: number;
  seconds: number;
  scoring: "speed" | "accuracy";
  auto: boolean;
  locked: boolean;
  /** Players who joined and have not left. */
  players: number;
  /** Since when the game stands still; absent while it runs. */
  pausedAt?: number;
  now: PhaseView;
}

/** One player's outcome of one question. */
export interface OwnResult {
  index: number;
  option: number | null;
  right: boolean;
  points: number;
  /** Milliseconds that counted, and as the server's clock saw them, before latency was given back. */
  ms: number | null;
  rawMs: number | null;
}

/** What only this player may know. */
export interface YouView {
  player: number;
  name: string;
  score: number;
  rank: number;
  streak: number;
  /** The index of the first question that counts for this player. */
  from: number;
  /** The answer given to the question that is open. */
  answer: number | null;
  /** The outcome of the newest revealed question that counted. */
  last: OwnResult | null;
  /** Points of every question so far, by index; −1 where it did not count. */
  history: number[];
}

/** A question as the host sees it before the start. */
export interface HostQuestion {
  id: number;
  stem: string;
  options: string[];
  right: number;
  because: string;
  level: "easy" | "medium" | "hard";
  origin: "bank" | "ai" | "host";
}

/** What only hosts may know. */
export interface HostView {
  /** The AI at work: how many questions it has yet to write; absent when it is not. */
  writing?: { left: number; until: number };
  /** What became of the last time the AI was asked. */
  wrote?: { questions: number; of: number; failed?: Failure };
  /** What the host should know before the start. */
  notices: ("NO_AI" | "LANGUAGE_FALLBACK" | "TOPIC_FALLBACK")[];
  /** In the lobby only. */
  list?: HostQuestion[];
}

/** The whole of what a client shows, after `seq` facts of the room's journal. Absent `you`: unchanged. */
export interface StateFrame {
  t: "state";
  seq: number;
  at: number;
  /** Acknowledge this state at once: the server measures the way there and back. */
  probe?: true;
  room: RoomView;
  you?: YouView | null;
  host?: HostView;
}

/** Rows of the roster that changed; `whole` says that rows not named do not exist. */
export interface RosterFrame {
  t: "roster";
  seq: number;
  whole?: true;
  /** Players who are here now, and how many answers are in. */
  present: number;
  answered: number;
  rows: RosterRow[];
}

export interface RosterRow {
  player: number;
  name: string;
  here: boolean;
  /** Gone for good: left or removed. */
  gone?: true;
}

/** The answer was accepted and is durable. Says nothing about whether it is right. */
export interface AcceptedFrame {
  t: "accepted";
  id?: number;
  question: number;
  option: number;
  ms: number;
}

/** A request was carried out. */
export interface OkFrame {
  t: "ok";
  id?: number;
}

/** A request was refused and changed nothing; `id` as in the request. */
export interface ErrorFrame {
  t: "error";
  id?: number;
  error: Failure;
}

export type ServerFrame = WelcomeFrame | StateFrame | RosterFrame | AcceptedFrame | OkFrame | ErrorFrame;
