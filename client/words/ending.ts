import type { Connection } from "../line.ts";

const endings = new Set<string>(["ROOM_CLOSED", "ROOM_NOT_FOUND", "KICKED", "REPLACED", "ABUSE"]);

/** Whether an error is followed by the end of the line, which {@link endingOf} tells of. */
export function isEnding(code: string): boolean {
  return endings.has(code);
}

/** Why a line ended for good, in words; `null`: it was us who ended it. */
export function endingOf({ reason, failure }: Connection & { state: "ended" }, place: "world" | "room"): string | null {
  switch (reason) {
    case "STOPPED":
    case "LEFT":
      return null;
    case "ROOM_CLOSED":
      return place === "world" ? "This world is closed." : "The room is closed. Its host has ended it.";
    case "ROOM_NOT_FOUND":
      return place === "world" ? "This world is gone." : "There is no such room. It may have been deleted.";
    case "KICKED":
      return place === "world" ? "You were removed from this world." : "The host has removed you from this room.";
    case "REPLACED":
      return `You opened this ${place} somewhere else.`;
    case "ABUSE":
      return `The ${place} closed the line: too many messages came from here.`;
    default:
      return failure?.message ?? `The ${place} did not let you in.`;
  }
}
