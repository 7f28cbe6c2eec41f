import { encodeUtf8 } from "./utf8.ts";

const body = "This port speaks telnet, not HTTP. Connect with a telnet or MUD client.\n";

/**
 * What a browser is told that came to the wrong door, or that a page somewhere has sent here to make it say something
 * in its user's name.
 */
export const httpRefusal = encodeUtf8(
  [
    "HTTP/1.1 400 Bad Request",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n"),
);
