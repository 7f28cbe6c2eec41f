import type { Store } from "../ecs/store.ts";
import { loadStore, saveStore } from "../ecs/store-bytes.ts";
import type { Bodies } from "./bodies.ts";
import type { Json, ScriptRunner } from "./script-port.ts";
import { type WorldSchema, worldSchema } from "./world-schema.ts";
import { emptyFacts, type WorldFacts } from "./world-state.ts";

/** A world as it was saved. */
export interface SavedWorld {
  facts: WorldFacts;
  scripts: Json;
  /** The rest of the exact world; throws if this program has other components. */
  exact(): { store: Store<WorldSchema>; bodies: Uint8Array };
  /** JSON; `null` in checkpoints that were made before there was a portable part. */
  portable: string | null;
}

/**
 * Sections, each behind its length in four bytes: facts and scripts as JSON, the store, the bodies, and the portable part.
 * Without the last one it is everything that decides the future.
 */
export function writeWorld(parts: {
  store: Store<WorldSchema>;
  bodies: Bodies;
  facts: WorldFacts;
  scripts: ScriptRunner;
  portable?: string;
}): Uint8Array {
  const text = JSON.stringify({ facts: parts.facts, scripts: parts.scripts.save() });
  const sections = [asciiOf(text), saveStore(parts.store), parts.bodies.save()];
  return joined(parts.portable === undefined ? sections : [...sections, asciiOf(parts.portable)]);
}

/** Throws if it is nothing that {@link writeWorld} wrote. */
export function readWorld(bytes: Uint8Array): SavedWorld {
  const [text, columns, bodies, portable] = sections(bytes);
  if (!text || !columns || !bodies) throw new Error("not a saved world");
  const { facts, scripts } = JSON.parse(textOf(text)) as { facts: WorldFacts; scripts: Json };
  return {
    // Facts that came later are as in a new world.
    facts: { ...emptyFacts(facts.seed), ...facts },
    scripts,
    exact() {
      const loaded = loadStore(worldSchema, columns);
      if (!loaded.ok) throw new Error(`${loaded.code}: ${loaded.message}`);
      return { store: loaded.store, bodies };
    },
    portable: portable ? textOf(portable) : null,
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

function sections(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) throw new Error("a saved world that ends too early");
    found.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

/** JSON in which whatever is not ASCII is escaped: one byte a character. */
function asciiOf(json: string): Uint8Array {
  const ascii = json.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const bytes = new Uint8Array(ascii.length);
  for (let i = 0; i < ascii.length; i++) bytes[i] = ascii.charCodeAt(i);
  return bytes;
}

function textOf(ascii: Uint8Array): string {
  let text = "";
  for (let i = 0; i < ascii.length; i += 8_192) text += String.fromCharCode(...ascii.subarray(i, i + 8_192));
  return text;
}
