import type { CheckpointParts } from "../core/world/world-log.ts";

/**
 * Checkpoints in the object's key-value store. Writes do not hold back what is sent after them: a checkpoint may be
 * lost in a crash, and counts only once it is whole.
 */
export function durableParts(storage: DurableObjectStorage, report: (error: unknown) => void): CheckpointParts {
  return {
    get: (key) => storage.kv.get<Uint8Array>(key) ?? null,
    put(key, bytes) {
      storage.put(key, bytes, { allowUnconfirmed: true }).catch(report);
    },
    delete(keys) {
      for (const key of keys) storage.kv.delete(key);
    },
  };
}
