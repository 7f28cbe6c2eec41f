import { createQuizClient, socketUrl } from "../client/quiz-client.ts";
import type { Places, RealmOffer } from "../client/words/words-ports.ts";
import { createWorldClient, worldSocketUrl } from "../client/world-client.ts";
import { readWorldFrame } from "../client/world-received.ts";
import { placeSockets } from "./place-socket.ts";
import type { OpenPlace } from "./places.ts";

/** Sockets of this process have addresses like any other; they lead nowhere else. */
const ORIGIN = "http://node";

/** Where somebody who plays in words can go: the places that are opened so, with the clients that pages have. */
export function wordsPlaces(
  open: OpenPlace,
  realms: () => Promise<RealmOffer[]>,
  hasRoom: (code: string) => Promise<boolean>,
): Places {
  const WebSocket = placeSockets(open);
  const read = readOnce(readWorldFrame);
  return {
    realms,
    hasRoom,
    world: (realm, options) => createWorldClient({ ...options, url: worldSocketUrl(ORIGIN, realm), WebSocket, read }),
    quiz: (code, options) => createQuizClient({ ...options, role: "player", url: socketUrl(ORIGIN, code), WebSocket }),
  };
}

/** A text that comes to many, one after the other, is read for the first of them: none of them changes what was read. */
function readOnce<Read>(read: (text: string) => Read): (text: string) => Read {
  let last: { text: string; value: Read } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}
