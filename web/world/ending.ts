import type { Connection } from "../../client/line.ts";

/** What to tell somebody whose connection to a world ended for good. */
export interface Ending {
  title: string;
  text: string;
  /** What the button says that connects again; absent where that is of no use. */
  again?: string;
  /** Only a newer page would help. */
  reload?: true;
}

/** Why a stay is over, in words, and the way on. */
export function endingOf({ reason, failure }: Connection & { state: "ended" }): Ending {
  switch (reason) {
    case "ROOM_NOT_FOUND":
    case "ROOM_CLOSED":
      return { title: "This world is gone", text: "It is no longer at this address." };
    case "REPLACED":
      return {
        title: "Open somewhere else",
        text: "You opened this world in another tab or on another device.",
        again: "Use it here",
      };
    case "KICKED":
      return { title: "You were removed", text: "Whoever keeps this world has removed you from it." };
    case "ABUSE":
      return { title: "Disconnected", text: "Too many messages came from this page.", again: "Connect again" };
    default:
      return refused(failure?.code, failure?.message);
  }
}

function refused(code: string | undefined, message: string | undefined): Ending {
  if (code === "VERSION_UNSUPPORTED") {
    return {
      title: "There is a newer version",
      text: "Reload this page to go on.",
      again: "Reload",
      reload: true,
    };
  }
  return { title: "Not let in", text: message ?? "The world did not take this page's key.", again: "Try again" };
}
