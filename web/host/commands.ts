import type { RequestFrame } from "../../client/requests.ts";
import { type Action, useAction } from "../shared/action.ts";
import type { QuizRoom } from "../shared/quiz-room.ts";

/** What the host asks of the room: one thing at a time, and every refusal is told. */
export interface Commands extends Action {
  /** True if it was carried out; a refusal is shown to the host. */
  send(frame: RequestFrame): Promise<boolean>;
  /** The same, for those who show a refusal themselves: rejects with it. */
  request(frame: RequestFrame): Promise<void>;
}

export function useCommands(room: QuizRoom): Commands {
  const action = useAction();
  const request = (frame: RequestFrame) => room.client.request(frame);
  return { ...action, request, send: (frame) => action.run(() => request(frame)) };
}
