import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";

/** An AI that always writes the same questions for the same request: sums. For conformance, not for judging AI. */
export function scriptedAi(request: QuestionRequest): QuestionReply {
  const drafts = Array.from({ length: request.count }, (_, i) => {
    const a = 100 + request.id * 17 + i * 31;
    const b = 200 + request.id * 13 + i * 7;
    return {
      stem: `What do ${a} and ${b} make when they are added together?`,
      right: String(a + b),
      wrong: [String(a + b + 10), String(a + b - 10), String(a + b + 1)],
      because: `${a} plus ${b} makes ${a + b}, as anybody can work out on paper.`,
      level: "easy" as const,
    };
  });
  return { id: request.id, ok: true, drafts };
}

/** What a token of the form `kind:subject` or `kind:subject:room` says; for shells in tests. */
export function plainToken(token: string, room: string) {
  const [kind, subject = "", its = room] = token.split(":");
  if (kind === "guest") return { kind, subject } as const;
  if (kind === "host" || kind === "screen" || kind === "room") return { kind, subject, room: its } as const;
  return null;
}
