import type { QuizState } from "../../client/quiz-client.ts";
import { count, ordinal, points } from "../shared/words.ts";

/** What a player who listens should hear of a state; `null`: nothing. */
export function milestone({ connection, view, you, accepted }: QuizState): string | null {
  if (connection.state !== "live" || !view || !you) return null;
  if (view.pausedAt !== undefined) return "Paused.";
  const { now } = view;
  switch (now.phase) {
    case "lobby":
      return `You are in as ${you.name}. Waiting for the host to start.`;
    case "countdown":
      return `Question ${now.index + 1} of ${view.questions}. Get ready.`;
    case "question":
      return accepted?.question === now.question.id ? "Your answer is in." : null;
    case "reveal": {
      const right = now.question.options[now.right] ?? "";
      if (you.last?.index !== now.question.index) return `The right answer was: ${right}.`;
      if (you.last.right) return `Right. ${count(you.last.points, "point")}. You are ${ordinal(you.rank)}.`;
      return `${you.last.option === null ? "No answer." : "Wrong."} The right answer was: ${right}.`;
    }
    case "standings":
      return `Standings: you are ${ordinal(you.rank)} with ${points(you.score)} points.`;
    case "podium":
      return `The game is over. You came ${ordinal(you.rank)} with ${points(you.score)} points.`;
    case "closed":
      return "The room is closed.";
  }
}
