import type { ErrorFrame, WelcomeFrame } from "../core/protocol/server-frames.ts";
import type { EventsFrame, PeopleFrame, ReplyFrame, SceneFrame, ThingView } from "../core/protocol/world-frames.ts";
import { isFailure, isObject, type Loose, parseObject } from "./json-object.ts";

/** What a world sends. */
export type WorldReceived = WelcomeFrame | SceneFrame | EventsFrame | PeopleFrame | ReplyFrame | ErrorFrame;

/**
 * The frame in a text from a world; `null` if it is none that can be used. As with the quiz: the server is trusted to
 * mean well, not to be alone on the way, so whatever a page would trip over is looked at.
 */
export function readWorldFrame(text: string): WorldReceived | null {
  const frame = parseObject(text);
  if (!frame) return null;
  const check = typeof frame["t"] === "string" && Object.hasOwn(checks, frame["t"]) ? checks[frame["t"]] : undefined;
  return check?.(frame) ? (frame as unknown as WorldReceived) : null;
}

/** A scene's list of things by itself; none where it is no such list. */
export function readThings(text: string): ThingView[] {
  const things = parseObject(`{"things":${text}}`)?.["things"];
  return isListOf(things, isThing) ? (things as ThingView[]) : [];
}

const checks: Record<string, (frame: Loose) => boolean> = {
  welcome: () => true,
  scene: (frame) => Number.isFinite(frame["seq"]) && isScene(frame["scene"]),
  events: (frame) => Number.isFinite(frame["seq"]) && isListOf(frame["events"], (one) => hasTexts(one, "type", "text")),
  people: (frame) =>
    Number.isFinite(frame["seq"]) && isListOf(frame["here"], isThingLike) && isListOf(frame["gone"], Number.isFinite),
  reply: (frame) => typeof frame["ok"] === "boolean" && isListOf(frame["lines"], (line) => typeof line === "string"),
  error: (frame) => isFailure(frame["error"]),
};

function isScene(value: unknown): boolean {
  return (
    isObject(value) &&
    hasTexts(value, "realm", "area", "title", "description") &&
    Number.isFinite(value["minute"]) &&
    (value["you"] === null || isYou(value["you"])) &&
    isListOf(value["exits"], isExit) &&
    isListOf(value["things"], isThing)
  );
}

function isYou(value: unknown): boolean {
  return isThingLike(value) && isListOf(value["carries"], isThing);
}

function isExit(value: unknown): boolean {
  return (
    isObject(value) &&
    hasTexts(value, "direction", "title") &&
    (value["door"] === undefined || hasTexts(value["door"], "name"))
  );
}

function isThing(value: unknown): boolean {
  return isThingLike(value) && typeof value["kind"] === "string";
}

function isThingLike(value: unknown): value is Loose {
  return isObject(value) && Number.isFinite(value["entity"]) && typeof value["name"] === "string";
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

function hasTexts(value: unknown, ...keys: string[]): boolean {
  return isObject(value) && keys.every((key) => typeof value[key] === "string");
}
