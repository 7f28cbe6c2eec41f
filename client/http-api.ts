import type {
  CreatedRoom,
  LinkedRoomSummary,
  QuizResults,
  RoomWishes,
  ServerConfig,
} from "../core/protocol/http-bodies.ts";
import { answer, type HttpOptions, json } from "./http-call.ts";
import { localFailure, RequestError } from "./request-error.ts";

/** The HTTP side of a server. Everything rejects with a {@link RequestError}. */
export interface HttpApi {
  config(): Promise<ServerConfig>;
  /** A new guest token: a person's device, anywhere. */
  createSession(): Promise<string>;
  createRoom(wishes: RoomWishes): Promise<CreatedRoom>;
  summary(code: string): Promise<LinkedRoomSummary>;
  results(code: string, hostToken: string): Promise<QuizResults>;
  /** The results as CSV text. */
  resultsCsv(code: string, hostToken: string): Promise<string>;
  /** Deletes the room and everything it stored. */
  remove(code: string, hostToken: string): Promise<void>;
}

/** Calls of the HTTP interface of a server. */
export function createHttpApi({ origin = "", fetch: use = fetch }: HttpOptions = {}): HttpApi {
  const call = (path: string, init?: RequestInit) => answer(use, `${origin}/api/v1${path}`, init);
  const room = (code: string) => `/rooms/${encodeURIComponent(code)}`;
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  return {
    config: async () => json<ServerConfig>(await call("/config")),
    createSession: async () => {
      const { token } = await json<{ token?: unknown }>(await call("/sessions", { method: "POST" }));
      if (typeof token !== "string") throw new RequestError(localFailure("BAD_REPLY"));
      return token;
    },
    createRoom: async (wishes) => json<CreatedRoom>(await call("/rooms", posted(wishes))),
    summary: async (code) => json<LinkedRoomSummary>(await call(room(code))),
    results: async (code, token) => json<QuizResults>(await call(`${room(code)}/results`, bearer(token))),
    resultsCsv: async (code, token) => (await call(`${room(code)}/results.csv`, bearer(token))).text,
    remove: async (code, token) => void (await call(room(code), { method: "DELETE", ...bearer(token) })),
  };
}

function posted(body: object): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
