import type { QuizFact } from "../../core/quiz/facts.ts";
import type { RoomOptions } from "../../core/quiz/room-options.ts";
import type { Phase } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";

type Name = Phase["phase"];

/** Where each phase may come from. */
const from: Readonly<Record<string, readonly Name[]>> = {
  countdown: ["lobby", "standings", "countdown", "question"],
  opened: ["countdown"],
  revealed: ["question"],
  standings: ["reveal"],
  podium: ["countdown", "question", "reveal", "standings"],
  closed: ["lobby", "countdown", "question", "reveal", "standings", "podium"],
};

const names: Readonly<Record<string, Name>> = { opened: "question", revealed: "reveal" };

/** The phase that a fact leads to, if it may come now; `null` if it leaves the phase as it is. */
export function phaseAfter(
  fact: QuizFact,
  before: { phase: Name; index: number },
): { phase: Name; index: number } | null {
  const allowed = from[fact.type];
  if (!allowed) return null;
  insist(allowed.includes(before.phase), "I6", `${fact.type} after ${before.phase}`);
  const phase = names[fact.type] ?? (fact.type as Name);
  if (!("index" in fact)) return { phase, index: -1 };
  const next = fact.type === "countdown" ? before.index + 1 : before.index;
  insist(fact.index === next, "I6", `${fact.type} ${fact.index} after ${before.phase} ${before.index}`);
  return { phase, index: fact.index };
}

/** Every moment that a phase has planned, in milliseconds after `ms`. */
export function momentsAfter(phase: Phase, ms: number): string {
  const moments = Object.entries(phase).filter(([name, at]) => name.endsWith("AtMs") && at !== null);
  return moments.map(([, at]) => Number(at) - ms).join();
}

/** When the phase ends by itself, as far as it is planned. */
export function plannedEndMs(phase: Phase): number | null {
  if (phase.phase === "countdown") return phase.opensAtMs;
  if (phase.phase === "question") return phase.closesAtMs;
  return "nextAtMs" in phase ? phase.nextAtMs : null;
}

/** The longest time for which a phase is planned, in milliseconds. */
export function plannedMs(phase: Phase, options: RoomOptions): number {
  const planned = { countdown: 2_500, question: 300 + options.seconds * 1_000, reveal: 7_000, standings: 5_000 };
  return planned[phase.phase as keyof typeof planned];
}
