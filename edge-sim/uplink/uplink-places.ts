import { WebSocket } from "ws";
import { closeCodes, FRAME_MAX_CHARS } from "../../core/protocol/index.ts";
import type { OpenPlace, Place, PlaceEnds, PlaceLine } from "../places.ts";
import type { UplinkTokens } from "./uplink-tokens.ts";

/** Frames from above over this end the line: none is nearly so long. */
const PAYLOAD_MAX_BYTES = FRAME_MAX_CHARS * 256;
const HANDSHAKE_WITHIN_MS = 10_000;
/** Frames that wait for hello to be dressed; more are more than a client may say before it is welcomed. */
const WAITING_MAX = 8;

/** The address of a place's socket on a server; `origin` as `https://skerry.example`. */
export function placeUrl(origin: string, place: Place): string {
  const path = place.kind === "room" ? `rooms/${place.code}` : `realms/${place.realm}`;
  return `${origin.replace(/^http/, "ws").replace(/\/$/, "")}/api/v1/${path}/socket`;
}

/**
 * The places of another server, by one WebSocket for each client. Clients come with tokens of this node; on the way up
 * each becomes the token that its person has there, so that nobody needs to know where the world is.
 */
export function uplinkPlaces(origin: string, tokens: UplinkTokens): OpenPlace {
  return (place, ends) => new UplinkLine(placeUrl(origin, place), ends, tokens);
}

class UplinkLine implements PlaceLine {
  readonly #socket: WebSocket;
  readonly #ends: PlaceEnds;
  readonly #tokens: UplinkTokens;
  /** What the client said while its token was being exchanged; `null`: that is over. */
  #waiting: string[] | null = null;
  #hasSaidHello = false;
  #isWelcome = false;
  #subject: string | null = null;
  #isOver = false;

  constructor(url: string, ends: PlaceEnds, tokens: UplinkTokens) {
    this.#ends = ends;
    this.#tokens = tokens;
    this.#socket = new WebSocket(url, {
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
      maxPayload: PAYLOAD_MAX_BYTES,
      perMessageDeflate: false,
    });
    this.#socket.on("open", () => {
      if (!this.#isOver) ends.opened?.();
    });
    this.#socket.on("message", (data: Buffer, isBinary) => {
      if (this.#isOver) return;
      if (isBinary) ends.bytes(data);
      else this.#heard(data.toString("utf8"));
    });
    this.#socket.on("close", (code, reason) => this.#over(code, reason.toString("utf8")));
    // `close` follows every error.
    this.#socket.on("error", () => undefined);
  }

  text(text: string): void {
    if (!this.#hasSaidHello) return this.#hello(text);
    if (this.#waiting === null) return this.#send(text);
    if (this.#waiting.length < WAITING_MAX) this.#waiting.push(text);
  }

  close(code = 1000, reason = ""): void {
    this.#isOver = true;
    this.#socket.close(code, reason);
  }

  /** The first frame says who comes. What is no hello goes up as it is, and is refused there. */
  #hello(text: string): void {
    this.#hasSaidHello = true;
    const frame = objectIn(text);
    const token = frame?.["token"];
    if (!frame || typeof token !== "string") return this.#send(text);
    this.#waiting = [];
    this.#tokens.exchange(token).then(
      (exchanged) => {
        if (this.#isOver) return;
        this.#subject = exchanged.ok ? exchanged.value.subject : null;
        // A token that means nothing here means nothing there.
        this.#send(exchanged.ok ? JSON.stringify({ ...frame, token: exchanged.value.token }) : text);
        for (const said of this.#waiting ?? []) this.#send(said);
        this.#waiting = null;
      },
      () => {
        this.#socket.close();
        this.#over(closeCodes.RESTART, "NOT_READY");
      },
    );
  }

  #heard(text: string): void {
    if (this.#isWelcome) return this.#ends.text(text);
    const frame = objectIn(text);
    if (frame?.["t"] === "welcome") {
      this.#isWelcome = true;
      // Its own token would mean nothing to this node.
      const { token: _token, ...rest } = frame;
      return this.#ends.text(JSON.stringify(rest));
    }
    // What it had there is no longer good: the next try gets another.
    if (frame?.["t"] === "error" && this.#subject !== null && isRefusal(frame["error"]))
      this.#tokens.forget(this.#subject);
    this.#ends.text(text);
  }

  #send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  #over(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ends.closed(code, reason);
  }
}

function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "TOKEN_EXPIRED" || code === "TOKEN_INVALID";
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
