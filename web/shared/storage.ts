/** What this device remembers: localStorage where there is one, else until the page is closed. */
const memory = new Map<string, string>();

function store(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The remembered text; `null` if there is none. */
export function recall(key: string): string | null {
  try {
    return memory.get(key) ?? store()?.getItem(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

/** Remembers a text. False if only until the page is closed. */
export function remember(key: string, text: string): boolean {
  memory.set(key, text);
  try {
    store()?.setItem(key, text);
    return store() !== null;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  memory.delete(key);
  try {
    store()?.removeItem(key);
  } catch {
    // Then it was not remembered either.
  }
}
