import type { RosterFrame, ServerFrame, StateFrame } from "../core/protocol/server-frames.ts";
import { isFailure, isObject, type Loose, parseObject } from "./json-object.ts";

/** State and roster frames carry a number to acknowledge. */
export type ReceivedFrame = Exclude<ServerFrame, RosterFrame> | (RosterFrame & { seq?: number });

/**
 * The frame in a text from the server; `null` if it is none that can be used. The server is trusted to
 * mean well, not to be alone on the way (proxies answer sockets too): what the client itself reads is looked at.
 */
export function readFrame(text: string): ReceivedFrame | null {
  const frame = parseObject(text);
  if (!frame) return null;
  switch (frame["t"]) {
    case "welcome":
    case "ok":
      return frame as unknown as ReceivedFrame;
    case "state":
      return isState(frame) ? frame : null;
    case "roster":
      return isRoster(frame) ? frame : null;
    case "accepted":
      return typeof frame["question"] === "number" ? (frame as unknown as ReceivedFrame) : null;
    case "error":
      return isFailure(frame["error"]) ? (frame as unknown as ReceivedFrame) : null;
    default:
      return null;
  }
}

function isState(frame: Loose): frame is Loose & StateFrame {
  const room = frame["room"];
  return (
    Number.isFinite(frame["seq"]) &&
    Number.isFinite(frame["at"]) &&
    isObject(room) &&
    isObject(room["now"]) &&
    typeof room["now"]["phase"] === "string"
  );
}

function isRoster(frame: Loose): frame is Loose & RosterFrame {
  return Array.isArray(frame["rows"]) && frame["rows"].every(isObject);
}
