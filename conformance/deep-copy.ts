/**
 * A copy of an object with all that it holds, classes and typed arrays included, so that something can be tried on it
 * and not on the original. What is `#private` or a function is not copied: for such objects it is of no use.
 */
export function deepCopy<T>(value: T): T {
  return copyOf(value, new Map()) as T;
}

function copyOf(value: unknown, done: Map<object, object>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = done.get(value);
  if (known) return known;
  if (value instanceof ArrayBuffer) return remember(value, value.slice(0), done);
  // Views of one memory are views of one copy of it.
  if (ArrayBuffer.isView(value)) {
    const memory = copyOf(value.buffer, done);
    const length = "length" in value ? value.length : value.byteLength;
    return remember(value, Reflect.construct(value.constructor, [memory, value.byteOffset, length]), done);
  }
  const copy = remember(value, Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value)), done);
  for (const [key, one] of Object.entries(value)) Object.assign(copy, { [key]: copyOf(one, done) });
  return copy;
}

function remember<T extends object>(value: object, copy: T, done: Map<object, object>): T {
  done.set(value, copy);
  return copy;
}
