import { useEffect, useRef } from "preact/hooks";

/** Calls back with the option that a key stands for: 1–4 or A–D. */
export function useAnswerKeys(pick: (option: number) => void): void {
  const newest = useRef(pick);
  newest.current = pick;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const option = optionOf(event);
      if (option === null) return;
      event.preventDefault();
      newest.current(option);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** The option of a key press; `null` if it means something else. */
export function optionOf({ key, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): number | null {
  if (ctrlKey || metaKey || altKey || repeat || key.length !== 1) return null;
  const place = "1234abcd".indexOf(key.toLowerCase());
  return place < 0 ? null : place % 4;
}
