import * as z from "zod/mini";
import {
  type ErrorCode,
  type Failure,
  failure,
  GENERATION_BATCH,
  GENERATION_FIRST,
  GENERATION_MS,
} from "../protocol/index.ts";
import { randomFor } from "../random.ts";
import { checkDraft, toQuestion } from "./check-question.ts";
import { isClean } from "./content-filter.ts";
import type { Question, QuestionRequest } from "./question.ts";
import type { QuizTurn } from "./quiz-kind.ts";
import { isUnshown, type QuizState } from "./state.ts";

/** Less time than this is not worth asking again. */
const WORTHWHILE_MS = 1_500;

/** The shape in which a reply comes; its drafts are judged one by one. */
const questionReply = z.union([
  z.object({ id: z.int(), ok: z.literal(true), drafts: z.array(z.unknown()) }),
  z.object({ id: z.int(), ok: z.literal(false), code: z.enum(["AI_UNAVAILABLE", "AI_TIMEOUT"]), reason: z.string() }),
]);

/** [G1] Asks the AI to replace these questions; whatever was asked before is given up. */
export function askFor(turn: QuizTurn, slots: readonly number[]): void {
  if (!turn.state.ai || slots.length === 0) return;
  turn.emit({
    type: "asked",
    askId: turn.state.nextAskId,
    deadlineAtMs: turn.nowMs + GENERATION_MS,
    of: slots.length,
    written: 0,
    slots: [...slots],
  });
  turn.count("ai_generations");
  sendAsk(turn, GENERATION_FIRST);
}

/** A reply of the question service. Replies to anything but the question that is out are dropped. */
export function replied(turn: QuizTurn, raw: unknown): void {
  const reply = questionReply.safeParse(raw);
  const { generation } = turn.state;
  if (!reply.success || reply.data.id !== generation?.askId) return turn.count("ai_replies_dropped");
  if (!reply.data.ok) {
    turn.count(`ai_failed_${reply.data.reason.replace(/[^a-z0-9_]/g, "_").slice(0, 40)}`);
    return end(turn, reply.data.code);
  }
  const written = accept(turn, reply.data.drafts);
  if (written.length > 0) turn.emit({ type: "written", questions: written });
  turn.count("ai_questions", written.length);
  goOn(turn, written.length);
}

/** [G4] The time is over; also what ends a generation whose answer was lost in a crash. */
export function deadlinePassed(turn: QuizTurn): void {
  if (turn.state.generation) end(turn, "AI_TIMEOUT");
}

/** The ids of generated-for questions that may still be replaced: from the bank, and not yet shown. */
export function openSlots(state: QuizState): number[] {
  const wanted = state.generation?.slots ?? [];
  return state.questions
    .filter(({ id, origin }, index) => wanted.includes(id) && origin === "bank" && isUnshown(state, index))
    .map(({ id }) => id);
}

/** [G3] Drafts that pass the check take the open places, in order; the rest are dropped. */
function accept(turn: QuizTurn, drafts: readonly unknown[]): Question[] {
  const { state } = turn;
  const slots = openSlots(state);
  const room = [...state.questions];
  const written: Question[] = [];
  for (const raw of drafts) {
    const id = slots[written.length];
    if (id === undefined) break;
    const others = room.filter((question) => question.id !== id);
    const checked = checkDraft(raw, others, isClean);
    if (!checked.ok) {
      turn.count(`ai_dropped_${checked.reason.replaceAll("-", "_")}`);
      continue;
    }
    const random = randomFor(state.seed, `ai:${state.generation?.askId}:${id}`);
    const question = toQuestion(checked.draft, id, "ai", random);
    written.push(question);
    room[room.findIndex((other) => other.id === id)] = question;
  }
  return written;
}

function goOn(turn: QuizTurn, written: number): void {
  const { generation } = turn.state;
  if (!generation) return;
  const slots = openSlots(turn.state);
  if (slots.length === 0) return end(turn);
  if (written === 0 || generation.deadlineAtMs - turn.nowMs < WORTHWHILE_MS) return end(turn, "AI_UNAVAILABLE");
  const { deadlineAtMs, of, written: before } = generation;
  turn.emit({ type: "asked", askId: turn.state.nextAskId, deadlineAtMs, of, written: before, slots });
  sendAsk(turn, GENERATION_BATCH);
}

function sendAsk(turn: QuizTurn, most: number): void {
  const { options, generation, questions } = turn.state;
  if (!generation) return;
  const request: QuestionRequest = {
    id: generation.askId,
    topic: options.topic,
    count: Math.min(most, generation.slots.length),
    difficulty: options.difficulty,
    language: options.language,
    avoid: questions.filter(({ id }) => !generation.slots.includes(id)).map(({ stem }) => stem),
    withinMs: Math.max(0, generation.deadlineAtMs - turn.nowMs),
  };
  turn.ask(request);
  turn.publish({ roles: ["host"] });
}

function end(turn: QuizTurn, code?: ErrorCode): void {
  const { written, of } = turn.state.generation ?? { written: 0, of: 0 };
  const failed: { failed?: Failure } = code ? { failed: failure(code) } : {};
  turn.emit({ type: "asking-ended", questions: written, of, ...failed });
  turn.publish({ roles: ["host"] });
}
