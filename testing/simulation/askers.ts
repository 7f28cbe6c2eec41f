import type { QuestionRequest } from "../../core/quiz/question.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";
import type { MemoryShell } from "../memory-shell.ts";
import { scriptedAi } from "../scripted-ai.ts";
import type { Dice, Weighted } from "./dice.ts";
import { note, type Tally } from "./tally.ts";

type Ask = MemoryShell<Quiz>["asked"][number];

/** What an AI may do with a request. */
export const aiReplies = [
  "good",
  "partly good",
  "bad",
  "empty",
  "garbage",
  "other ask",
  "unavailable",
  "timeout",
  "rejected",
  "late",
  "never",
] as const;
export type AiReply = (typeof aiReplies)[number];

const weights: readonly Weighted<AiReply>[] = [
  [10, "good"],
  [5, "partly good"],
  [2, "bad"],
  [2, "empty"],
  [2, "garbage"],
  [3, "other ask"],
  [2, "unavailable"],
  [2, "timeout"],
  [2, "rejected"],
  [5, "late"],
  [3, "never"],
];

/** Not JSON that anybody would expect. */
const garbage: readonly unknown[] = [
  null,
  undefined,
  "sorry, I cannot",
  42,
  [],
  {},
  { id: "1", ok: true, drafts: [] },
  { id: 1, ok: true },
  { id: 1, ok: true, drafts: "none" },
  { id: 1, ok: false, code: "ROOM_CLOSED", reason: "x" },
];

/** Drafts of which none may come into a room. */
const badDrafts: readonly unknown[] = [
  null,
  "a question",
  { stem: "", right: "a", wrong: ["b", "c", "d"], because: "", level: "easy" },
  { stem: "Which of these?", right: "One", wrong: ["One", "Two", "Three"], because: "So it is.", level: "easy" },
  { stem: "Which of these?", right: "One", wrong: ["Two", "Three"], because: "So it is.", level: "easy" },
  { stem: "<script>alert(1)</script>", right: "One", wrong: ["Two", "Three", "Four"], because: "x", level: "hard" },
  { stem: "Who is currently the king?", right: "One", wrong: ["Two", "Three", "Four"], because: "x", level: "hard" },
  { stem: "x".repeat(500), right: "One", wrong: ["Two", "Three", "Four"], because: "x", level: "hard" },
];

/** The AI of a room, and what it makes of the requests that reach it. */
export class Askers {
  readonly #shell: MemoryShell<Quiz>;
  readonly #tally: Tally;
  readonly #late: Ask[] = [];

  constructor(shell: MemoryShell<Quiz>, tally: Tally) {
    this.#shell = shell;
    this.#tally = tally;
  }

  /** How many requests wait for an answer that will come. */
  get waiting(): number {
    return this.#shell.asked.length + this.#late.length;
  }

  /** Answers the oldest request in some way; gives the way. */
  answer(dice: Dice): AiReply | null {
    const ask = this.#shell.asked.shift();
    if (!ask) return null;
    const way = dice.weighted(weights);
    note(this.#tally, `AI ${way}`);
    if (way === "late") this.#late.push(ask);
    else if (way === "rejected") ask.reject(new Error("no connection to the question service"));
    else if (way !== "never") ask.resolve(replyIn(way, ask.request as QuestionRequest, dice));
    return way;
  }

  /** Lets what was late come in. */
  answerLate(): number {
    const late = this.#late.splice(0);
    for (const { request, resolve } of late) resolve(scriptedAi(request as QuestionRequest));
    note(this.#tally, "AI came late", late.length);
    return late.length;
  }

  /** The process that asked is gone. */
  forget(): void {
    this.#shell.asked.length = 0;
    this.#late.length = 0;
  }
}

function replyIn(way: AiReply, request: QuestionRequest, dice: Dice): unknown {
  const { id } = request;
  const good = scriptedAi(request);
  const drafts = good.ok ? good.drafts : [];
  switch (way) {
    case "good":
      return good;
    case "partly good":
      return {
        id,
        ok: true,
        drafts: drafts.flatMap((draft) => (dice.chance(0.5) ? [draft, dice.pick(badDrafts)] : [])),
      };
    case "bad":
      return { id, ok: true, drafts: badDrafts };
    case "empty":
      return { id, ok: true, drafts: [] };
    case "other ask":
      return { ...good, id: id + dice.pick([-1, 1, 1_000]) };
    case "unavailable":
      return { id, ok: false, code: "AI_UNAVAILABLE", reason: dice.pick(["rate_limited", "no answer <&>", ""]) };
    case "timeout":
      return { id, ok: false, code: "AI_TIMEOUT", reason: "timeout" };
    default:
      return dice.pick(garbage);
  }
}
