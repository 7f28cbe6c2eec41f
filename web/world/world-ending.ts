import { commonEnding, type Ended, type Ending } from "../shared/ending.ts";

/** What to tell somebody whose connection to a world ended for good. */
export function endingOf(ended: Ended): Ending {
  switch (ended.reason) {
    case "ROOM_NOT_FOUND":
    case "ROOM_CLOSED":
      return { title: "This world is gone", text: "It is no longer at this address." };
    case "KICKED":
      return { title: "You were removed", text: "Whoever keeps this world has removed you from it." };
    default:
      return commonEnding(ended, "world");
  }
}
