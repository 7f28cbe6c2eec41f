import { readRoomCode } from "../../core/protocol/room-code.ts";

/** The room code in a path like `/r/CODE`; `typed` is what stands there, right or wrong. */
export function codeInPath(path: string): { code: string | null; typed: string } {
  const typed = decoded(path.split("/")[2] ?? "");
  return { code: readRoomCode(typed), typed };
}

/** The token in a fragment like `#t=TOKEN`, and the screen's where a host link carries it too (`&s=TOKEN`). */
export function tokensInHash(hash: string): { token: string | null; screen: string | null } {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  return { token: parts.get("t") || null, screen: parts.get("s") || null };
}

/** Takes the fragment out of the address bar, so that a projector does not show the token. */
export function hideHash(): void {
  history.replaceState(null, "", location.pathname + location.search);
}

/** A link with another token, opened over this page, changes nothing but the fragment: start anew with it. */
export function heedNewHash(): void {
  addEventListener("hashchange", () => location.reload());
}

/** An address as people read it aloud: without its scheme. */
export function spoken(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
