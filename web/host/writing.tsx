import type { HostView, RoomView } from "../../core/protocol/server-frames.ts";
import { count, languageName } from "../shared/words.ts";

/** How the writing of questions goes, and what the host should know of those that are there. */
export function Writing({ host, view }: { host: HostView; view: RoomView }) {
  const lines = [progress(host), ...host.notices.map((notice) => noticeText(notice, view))].filter(
    (line) => line !== null,
  );
  if (lines.length === 0) return null;
  return (
    <div class={`notice${host.writing ? " is-busy" : ""}`} role="status">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function progress({ writing, wrote }: HostView): string | null {
  if (writing)
    return `Writing questions… ${writing.left} left. You can start at any time: questions of the bank stand in.`;
  if (!wrote) return null;
  if (wrote.questions >= wrote.of)
    return `The AI wrote ${count(wrote.of, "question")}. Look them over: it can be wrong.`;
  if (wrote.questions > 0) return `The AI wrote ${wrote.questions} of ${wrote.of}; the others are from the bank.`;
  return `${wrote.failed?.code === "AI_TIMEOUT" ? "The AI did not answer in time" : "The AI did not answer"}: questions of the bank are in.`;
}

function noticeText(notice: HostView["notices"][number], view: RoomView): string {
  switch (notice) {
    case "NO_AI":
      return "Questions come from the built-in bank: no AI is set up here.";
    case "LANGUAGE_FALLBACK":
      return `The bank has no questions in ${languageName(view.language)}: those from it are in English.`;
    case "TOPIC_FALLBACK":
      return `The bank has little on “${view.topic}”: some questions are about something else.`;
  }
}
