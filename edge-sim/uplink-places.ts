import { WebSocket } from "ws";
import { FRAME_MAX_CHARS } from "../core/protocol/index.ts";
import type { OpenPlace, Place } from "./places.ts";

/** Frames from above over this end the line: none is nearly so long. */
const PAYLOAD_MAX_BYTES = FRAME_MAX_CHARS * 256;
const HANDSHAKE_WITHIN_MS = 10_000;

/** The address of a place's socket on a server; `origin` as `https://skerry.example`. */
export function placeUrl(origin: string, place: Place): string {
  const path = place.kind === "room" ? `rooms/${place.code}` : `realms/${place.realm}`;
  return `${origin.replace(/^http/, "ws").replace(/\/$/, "")}/api/v1/${path}/socket`;
}

/** The places of another server, by one WebSocket for each client. */
export function uplinkPlaces(origin: string): OpenPlace {
  return (place, ends) => {
    const socket = new WebSocket(placeUrl(origin, place), {
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
      maxPayload: PAYLOAD_MAX_BYTES,
      perMessageDeflate: false,
    });
    let isOver = false;
    socket.on("open", () => {
      if (!isOver) ends.opened?.();
    });
    socket.on("message", (data: Buffer, isBinary) => {
      if (isOver) return;
      if (isBinary) ends.bytes(data);
      else ends.text(data.toString("utf8"));
    });
    socket.on("close", (code, reason) => {
      if (isOver) return;
      isOver = true;
      ends.closed(code, reason.toString("utf8"));
    });
    // `close` follows every error.
    socket.on("error", () => undefined);
    return {
      text: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: (code = 1000, reason = "") => {
        isOver = true;
        socket.close(code, reason);
      },
    };
  };
}
