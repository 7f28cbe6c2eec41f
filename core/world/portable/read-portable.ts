import type { JsonValue } from "../../ecs/schema.ts";
import type { Motion } from "../motion.ts";
import type { Point } from "../realm-map.ts";
import { kinds } from "../things.ts";
import { PORTABLE_FORM, type PortableSave, type SavedThing } from "./saved-thing.ts";

type Fields = { [name: string]: JsonValue };

/** A portable save of any released form, from its JSON; or why it is none. What makes no sense in it is left out. */
export function readPortable(json: string): PortableSave | { problem: string } {
  const read = parsed(json);
  if (!isFields(read)) return { problem: "it is not JSON" };
  if (read["portable"] !== PORTABLE_FORM) return { problem: `its form is ${JSON.stringify(read["portable"] ?? null)}` };
  const { things, ended, scripts } = read;
  if (!Array.isArray(things) || !Array.isArray(ended)) return { problem: "it has no list of things" };
  return {
    portable: PORTABLE_FORM,
    things: things.flatMap((thing) => thingOf(thing ?? null) ?? []),
    ended: ended.filter(isNumber),
    scripts: isFields(scripts) ? Object.fromEntries(Object.entries(scripts).filter(isDigest)) : {},
  };
}

function parsed(json: string): JsonValue | undefined {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return undefined;
  }
}

function thingOf(value: JsonValue): SavedThing | null {
  if (!isFields(value)) return null;
  const { id, entity, word, script, area } = value;
  const kind = kinds.find((one) => one === value["kind"]);
  if (!kind || typeof id !== "string" || !isNumber(entity)) return null;
  const [at, turn, motion] = [pointOf(value["at"]), numbersOf(value["turn"], 4), motionOf(value["motion"])];
  return {
    kind,
    id,
    entity,
    ...(isNumber(word) ? { word } : {}),
    ...(typeof script === "string" ? { script } : {}),
    ...(typeof area === "string" ? { area } : {}),
    ...(at ? { at } : {}),
    ...(turn ? { turn } : {}),
    ...(motion ? { motion } : {}),
    ...(isFields(value["has"]) ? { has: componentsOf(value["has"]) } : {}),
  };
}

function componentsOf(has: Fields): Record<string, Fields> {
  const found = Object.entries(has).filter((entry): entry is [string, Fields] => isFields(entry[1]));
  return Object.fromEntries(found);
}

function motionOf(value: JsonValue | undefined): Motion | null {
  if (!isFields(value)) return null;
  const { rise, angle, target } = value;
  const [velocity, spin] = [pointOf(value["velocity"]), pointOf(value["spin"])];
  if (velocity && spin) return { velocity, spin };
  if (isNumber(rise)) return { rise };
  return isNumber(angle) && isNumber(target) ? { angle, target } : null;
}

function pointOf(value: JsonValue | undefined): Point | null {
  const [x, y, z] = numbersOf(value, 3) ?? [];
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

function numbersOf(value: JsonValue | undefined, count: number): number[] | null {
  return Array.isArray(value) && value.length === count && value.every(isNumber) ? value : null;
}

function isNumber(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isDigest(entry: [string, JsonValue]): entry is [string, number] {
  return isNumber(entry[1]);
}

function isFields(value: JsonValue | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
