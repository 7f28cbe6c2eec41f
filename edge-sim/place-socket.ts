import type { OpenPlace, Place, PlaceLine } from "./places.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
const path = /\/api\/v1\/(rooms|realms)\/([^/]+)\/socket$/;

/** The place that a socket's address names. Throws where it names none. */
export function placeOf(url: string): Place {
  const [, kind, name] = path.exec(url) ?? [];
  if (name === undefined) throw new Error(`${url} is no place's address`);
  return kind === "rooms" ? { kind: "room", code: name } : { kind: "realm", realm: name };
}

/**
 * Places as the WebSockets that the clients of `client/` want, so that somebody on telnet has the same client as a page.
 * It has what those use of a WebSocket, and no more.
 */
export function placeSockets(open: OpenPlace): new (url: string) => WebSocket {
  class PlaceSocket {
    binaryType = "arraybuffer";
    readyState = CONNECTING;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    readonly #line: PlaceLine;

    constructor(url: string) {
      this.#line = open(placeOf(url), {
        opened: () => {
          this.readyState = OPEN;
          this.onopen?.();
        },
        text: (data) => this.onmessage?.({ data }),
        bytes: (frame) => this.onmessage?.({ data: new Uint8Array(frame).buffer }),
        closed: (code, reason) => {
          this.readyState = CLOSED;
          this.onclose?.({ code, reason });
        },
      });
    }

    send(text: string): void {
      if (this.readyState === OPEN) this.#line.text(text);
    }

    close(): void {
      this.readyState = CLOSED;
      this.#line.close();
    }
  }
  return PlaceSocket as unknown as new (
    url: string,
  ) => WebSocket;
}
