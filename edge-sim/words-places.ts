import { createQuizClient, socketUrl } from "../client/quiz-client.ts";
import type { Places, RealmOffer, WordsPorts } from "../client/words/words-ports.ts";
import { createWorldClient, worldSocketUrl } from "../client/world-client.ts";
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
  return {
    realms,
    hasRoom,
    world: (realm, options) => createWorldClient({ ...options, url: worldSocketUrl(ORIGIN, realm), WebSocket }),
    quiz: (code, options) => createQuizClient({ ...options, role: "player", url: socketUrl(ORIGIN, code), WebSocket }),
  };
}

/** A player's ports, with places to go. */
export function withPlaces(ports: Omit<WordsPorts, "places">, places: Places): WordsPorts {
  return {
    // Windows change their size: it is asked for each time.
    get terminal() {
      return ports.terminal;
    },
    show: (paragraphs) => ports.show(paragraphs),
    prompt: (paragraph) => ports.prompt(paragraph),
    hideInput: (on) => ports.hideInput(on),
    tell: (name, data) => ports.tell(name, data),
    hangUp: (farewell) => ports.hangUp(farewell),
    accounts: ports.accounts,
    places,
  };
}
