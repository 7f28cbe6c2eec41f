import { RequestError } from "../../request-error.ts";
import type { Transport } from "./transport.ts";
import type { WatchOptions } from "./watch-options.ts";

/** Why there is nothing to watch, in words for people: what is wrong, and what to do. */
export class Trouble extends Error {}

/** The trouble behind a refused request; anything else stays what it is. */
export function troubleOf(error: unknown, { origin, name }: WatchOptions): unknown {
  if (!(error instanceof RequestError)) return error;
  switch (error.code) {
    case "NETWORK":
      return new Trouble(`Nobody answers at ${origin}. Is the node running there? \`npm run edge\` starts one here.`);
    case "BAD_REPLY":
      return new Trouble(`What answers at ${origin} is no Skerry server. Check host and port.`);
    case "NO_DATAGRAMS":
      return new Trouble(
        `The server at ${origin} does not speak UDP. Edge nodes do, unless they were told not to (\`--udp off\`), and ` +
          "Cloudflare never does. Watch over a WebSocket instead: add --tcp.",
      );
    case "NAME_TAKEN":
    case "NAME_EMPTY":
    case "NAME_TOO_LONG":
    case "NAME_NOT_ALLOWED":
      return new Trouble(`Not as “${name}”: ${error.message} --name NAME gives another.`);
    default:
      return new Trouble(error.message);
  }
}

/** The first connection could not be made, for a reason that no server told. */
export function unreachable(transport: Transport, { origin }: WatchOptions): Trouble {
  const { packetsOut, packetsIn } = transport.travelled();
  if (transport.name === "TCP") return new Trouble(`The WebSocket to ${origin} could not be opened.`);
  if (packetsOut === 0)
    return new Trouble(`The server at ${origin} gave no ticket for UDP, or one that leads nowhere. Try again later.`);
  if (packetsIn > 0)
    return new Trouble(
      `The server answers over UDP at ${transport.address()}, but lets nobody in just now. Try again.`,
    );
  return new Trouble(
    `Nothing came back over UDP from ${transport.address()}, though HTTP works. A firewall may keep it from going there ` +
      "or back: let that port through, or watch over a WebSocket with --tcp.",
  );
}
