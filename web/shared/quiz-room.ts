import { type Signal, signal } from "@preact/signals";
import { createQuizClient, type QuizClient, type QuizState, socketUrl } from "../../client/quiz-client.ts";
import { RequestError } from "../../client/request-error.ts";
import type { Role } from "../../core/protocol/claims.ts";
import type { ErrorCode } from "../../core/protocol/errors.ts";
import { api } from "./api.ts";

/** A page's line to its room: the newest state as a signal, and the client behind it. */
export interface QuizRoom {
  code: string;
  state: Signal<QuizState>;
  client: QuizClient;
}

export interface Entrance {
  code: string;
  role: Role;
  token(refused: ErrorCode | null): Promise<string>;
  onToken?(token: string): void;
}

/** Connects this page to a room. */
export function enterRoom({ code, role, token, onToken }: Entrance): QuizRoom {
  const client = createQuizClient({
    url: socketUrl(location.origin, code),
    role,
    token,
    onToken: (own) => onToken?.(own),
    gone: () => roomGone(code),
    onChange: (next) => {
      state.value = next;
    },
  });
  const state = signal(client.state);
  return { code, state, client };
}

async function roomGone(code: string): Promise<boolean> {
  try {
    await api.summary(code);
    return false;
  } catch (error) {
    if (error instanceof RequestError && error.code === "ROOM_NOT_FOUND") return true;
    throw error;
  }
}
