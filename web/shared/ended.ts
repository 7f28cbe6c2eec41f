import type { Connection } from "../../client/line.ts";

export interface Ending {
  title: string;
  text: string;
  /** What the button says that connects again; absent where that is of no use. */
  again?: string;
}

/** What to tell somebody whose connection ended for good. */
export function endingOf({ reason, failure }: Connection & { state: "ended" }): Ending {
  switch (reason) {
    case "ROOM_CLOSED":
      return { title: "This room is closed", text: "Its host has ended it, or it was not used for a day." };
    case "ROOM_NOT_FOUND":
      return {
        title: "There is no such room",
        text: "It may have been deleted. Rooms go a day after they were last used.",
      };
    case "REPLACED":
      return {
        title: "Open somewhere else",
        text: "You opened this room in another tab or on another device.",
        again: "Use it here",
      };
    case "KICKED":
      return { title: "You were removed", text: "The host has removed you from this room." };
    case "LEFT":
      return { title: "You have left", text: "Your place is kept: come back whenever you like.", again: "Come back" };
    case "ABUSE":
      return { title: "Disconnected", text: "Too many messages came from this page.", again: "Connect again" };
    default:
      return refused(failure?.code, failure?.message);
  }
}

function refused(code: string | undefined, message: string | undefined): Ending {
  if (code === "VERSION_UNSUPPORTED") {
    return { title: "There is a newer version", text: "Reload this page to go on.", again: "Reload" };
  }
  if (code === "ROOM_FULL")
    return { title: "The room is full", text: "There is no place left just now.", again: "Try again" };
  return { title: "Not let in", text: message ?? "The room did not take this page's key.", again: "Try again" };
}
