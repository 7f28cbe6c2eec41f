import type { AnyFailure } from "./request-error.ts";

/** An object of which nothing is known yet. */
export type Loose = Record<string, unknown>;

/** The object in a JSON text; `null`: there is none. */
export function parseObject(text: string): Loose | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it has what is shown of a failure. Codes of a newer server may be others than are known here. */
export function isFailure(value: unknown): value is AnyFailure {
  return isObject(value) && typeof value["code"] === "string" && typeof value["message"] === "string";
}
