import { commonEnding, type Ended, type Ending } from "./ending.ts";

/** What to tell somebody whose connection to a room ended for good. */
export function endingOf(ended: Ended): Ending {
  switch (ended.reason) {
    case "ROOM_CLOSED":
      return { title: "This room is closed", text: "Its host has ended it, or it was not used for a day." };
    case "ROOM_NOT_FOUND":
      return {
        title: "There is no such room",
        text: "It may have been deleted. Rooms go a day after they were last used.",
      };
    case "KICKED":
      return { title: "You were removed", text: "The host has removed you from this room." };
    case "LEFT":
      return { title: "You have left", text: "Your place is kept: come back whenever you like.", again: "Come back" };
    case "REFUSED":
      if (ended.failure?.code !== "ROOM_FULL") break;
      return { title: "The room is full", text: "There is no place left just now.", again: "Try again" };
  }
  return commonEnding(ended, "room");
}
