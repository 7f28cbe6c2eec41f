import { KEY_BYTES, LONG_NONCE_BYTES } from "../../core/datagram/aead.ts";
import { type ConnectToken, TOKEN_BYTES } from "../../core/datagram/connect-token.ts";
import type { DatagramTicket } from "../../core/protocol/http-bodies.ts";
import { answer, json } from "../http-call.ts";
import { localFailure, RequestError } from "../request-error.ts";

/** A ticket as it is used. */
export interface Ticket {
  token: ConnectToken;
  /** `host:port`, in the order in which to try them. */
  addresses: string[];
}

/**
 * Asks a server for a ticket. Rejects with a `RequestError`: NO_DATAGRAMS, REALM_NOT_FOUND, RATE_LIMITED, NOT_READY,
 * NETWORK, BAD_REPLY.
 * @param url of the place's socket, as `ws://…/socket`
 */
export async function fetchTicket(url: string): Promise<Ticket> {
  const address = url.replace(/^ws/, "http").replace(/\/socket$/, "/datagrams");
  const ticket = readTicket(json<Partial<DatagramTicket>>(await answer(fetch, address, { method: "POST" })));
  if (!ticket) throw new RequestError(localFailure("BAD_REPLY"));
  return ticket;
}

/** `null`: it is not in this form. */
export function readTicket(body: Partial<Record<keyof DatagramTicket, unknown>>): Ticket | null {
  const { addresses, expiresAt, timeoutSeconds } = body;
  const sealed = bytesOf(body.token, TOKEN_BYTES);
  const nonce = bytesOf(body.nonce, LONG_NONCE_BYTES);
  const toServer = bytesOf(body.toServer, KEY_BYTES);
  const toClient = bytesOf(body.toClient, KEY_BYTES);
  if (!sealed || !nonce || !toServer || !toClient) return null;
  if (typeof expiresAt !== "number" || typeof timeoutSeconds !== "number" || !isList(addresses)) return null;
  return { token: { sealed, nonce, expiresAt, timeoutSeconds, toServer, toClient }, addresses };
}

function bytesOf(text: unknown, length: number): Uint8Array | null {
  if (typeof text !== "string") return null;
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  return bytes.length === length ? bytes : null;
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}
