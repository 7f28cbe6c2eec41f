import type { Json } from "./script-port.ts";

/** Something for other realms, with its number. */
export interface Dispatch {
  /** Counts what this world has published, from 1, without gaps. */
  id: number;
  kind: string;
  data: Json;
}

/** Something that another realm published. */
export interface News {
  kind: string;
  /** Where it comes from. */
  realm: string;
  data: Json;
}

/** News with its place among all that this world is sent. */
export interface SentNews extends News {
  sequence: number;
}

/**
 * What a world has said to other realms and heard of them: part of its facts, and therefore exactly as durable as what
 * its scripts made of it. Whoever carries it (`core/realm/registrar.ts`) may forget everything at any time.
 */
export interface Exchange {
  /** Whether the directory of realms has ever answered: until then it may know of numbers that this world does not. */
  isKnown: boolean;
  /** The number of the newest dispatch. */
  published: number;
  /** What is not known to have been taken, oldest first. */
  outbox: Dispatch[];
  /** The sequence through which news has been taken in. */
  heard: number;
  /** Taken in, and not yet told to scripts: one a tick. */
  inbox: News[];
}

/** Beyond this nothing more is published: nobody has taken anything for long. */
export const OUTBOX_MAX = 500;

export function emptyExchange(): Exchange {
  return { isKnown: false, published: 0, outbox: [], heard: 0, inbox: [] };
}

/** Puts something into the outbox under the next number; false if it is full. */
export function dispatch(exchange: Exchange, kind: string, data: Json): boolean {
  if (exchange.outbox.length >= OUTBOX_MAX) return false;
  exchange.published += 1;
  exchange.outbox.push({ id: exchange.published, kind, data });
  return true;
}

/** Everything through this number was taken. */
export function clearOutbox(exchange: Exchange, through: number): void {
  exchange.published = Math.max(exchange.published, through);
  exchange.outbox = exchange.outbox.filter(({ id }) => id > through);
}

/** Takes news in that was not taken in before; what was is passed over, so that a delivery may come twice. */
export function takeIn(exchange: Exchange, news: readonly SentNews[]): void {
  for (const { sequence, kind, realm, data } of news) {
    if (sequence <= exchange.heard) continue;
    exchange.heard = sequence;
    exchange.inbox.push({ kind, realm, data });
  }
}

/**
 * The directory knows this world, and says through which numbers. A world that it never answered before has lost its
 * past, if the directory knows one: what waits is then numbered behind that, or it would be taken for a repetition.
 */
export function becomeKnown(exchange: Exchange, published: number, heard: number): void {
  if (exchange.isKnown) clearOutbox(exchange, published);
  else if (published > 0) {
    exchange.outbox = exchange.outbox.map((one, i) => ({ ...one, id: published + 1 + i }));
    exchange.published = published + exchange.outbox.length;
  }
  exchange.isKnown = true;
  exchange.heard = Math.max(exchange.heard, heard);
}
