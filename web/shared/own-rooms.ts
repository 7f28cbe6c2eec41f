import { tokenLifetimes } from "../../core/protocol/claims.ts";
import type { CreatedRoom } from "../../core/protocol/http-bodies.ts";
import { recall, remember } from "./storage.ts";

const KEY = "skerry.rooms";
const MOST = 20;

/** A room made on this device, with what only its host may know. */
export interface OwnRoom {
  code: string;
  hostToken: string;
  topic: string;
  joinUrl: string;
  screenUrl: string | null;
  /** Milliseconds since 1970. */
  madeAt: number;
}

/** Rooms whose host token can still be good, newest first. */
export function ownRooms(nowMs = Date.now()): OwnRoom[] {
  return stored().filter(({ madeAt }) => nowMs - madeAt < tokenLifetimes.host * 1_000);
}

export function ownRoom(code: string): OwnRoom | null {
  return ownRooms().find((room) => room.code === code) ?? null;
}

/** Remembers a room that was just made. False if only until the page is closed. */
export function keepOwnRoom(created: CreatedRoom, topic: string, nowMs = Date.now()): boolean {
  const { code, hostToken, joinUrl, screenUrl } = created;
  return keep({ code, hostToken, topic, joinUrl, screenUrl: screenUrl ?? null, madeAt: nowMs });
}

/** Remembers what a host link says of a room. False if only until the page is closed. */
export function keepHostToken(code: string, hostToken: string, screenUrl: string | null, nowMs = Date.now()): boolean {
  const before = ownRoom(code) ?? { code, topic: "", joinUrl: "", screenUrl: null, madeAt: nowMs };
  return keep({ ...before, hostToken, screenUrl: screenUrl ?? before.screenUrl });
}

/** Adds what has become known of an own room. */
export function describeOwnRoom(code: string, topic: string): void {
  const room = ownRoom(code);
  if (room && room.topic !== topic) keep({ ...room, topic });
}

export function forgetOwnRoom(code: string): void {
  save(stored().filter((room) => room.code !== code));
}

function keep(room: OwnRoom): boolean {
  return save([room, ...stored().filter(({ code }) => code !== room.code)].slice(0, MOST));
}

function save(rooms: OwnRoom[]): boolean {
  return remember(KEY, JSON.stringify(rooms));
}

function stored(): OwnRoom[] {
  try {
    const rooms: unknown = JSON.parse(recall(KEY) ?? "[]");
    return Array.isArray(rooms) ? rooms.filter(isOwnRoom) : [];
  } catch {
    return [];
  }
}

function isOwnRoom(value: unknown): value is OwnRoom {
  const room = value as Partial<OwnRoom> | null;
  return typeof room?.code === "string" && typeof room.hostToken === "string" && typeof room.madeAt === "number";
}
