import { isFailure, parseObject } from "./json-object.ts";
import { localFailure, RequestError } from "./request-error.ts";

const ANSWER_WITHIN_MS = 12_000;

export interface HttpOptions {
  /** Origin of the server; empty: that of the page. */
  origin?: string;
  fetch?: typeof fetch;
}

/** What a server answered. */
export interface Reply {
  ok: boolean;
  text: string;
}

/** Calls an address. Rejects with a {@link RequestError}: what the server said, NETWORK, or BAD_REPLY. */
export async function answer(use: typeof fetch, url: string, init: RequestInit = {}): Promise<Reply> {
  const reply = await send(use, url, init);
  if (reply.ok) return reply;
  const error = parseObject(reply.text)?.["error"];
  throw new RequestError(isFailure(error) ? error : localFailure("BAD_REPLY"));
}

async function send(use: typeof fetch, url: string, init: RequestInit): Promise<Reply> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await use(url, { ...init, signal: stop.signal, cache: "no-store" });
    return { ok: response.ok, text: await response.text() };
  } catch {
    throw new RequestError(localFailure("NETWORK"));
  } finally {
    clearTimeout(timer);
  }
}

/** The object in a reply, which is what whoever asks says: the server is trusted to mean well. Throws BAD_REPLY. */
export function json<T extends object>(reply: Reply): T {
  const value = parseObject(reply.text);
  if (!value) throw new RequestError(localFailure("BAD_REPLY"));
  return value as T;
}
