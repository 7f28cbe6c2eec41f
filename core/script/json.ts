import type { Json } from "../world/script-port.ts";

/** Reads JSON that may be anything; `undefined` if it is none, or is nested deeper than that. */
export function readJson(text: string, depthMax: number): Json | undefined {
  if (depthOf(text) > depthMax) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** How deep arrays and objects lie within each other in JSON text. Without recursion: the text is not trusted yet. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inText) {
      if (char === "\\") i++;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === "[" || char === "{") deepest = Math.max(deepest, ++depth);
    else if (char === "]" || char === "}") depth -= 1;
  }
  return deepest;
}
